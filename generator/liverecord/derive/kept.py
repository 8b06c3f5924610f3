"""Results that are the same for every pupil of a school: worked out once, kept by the identity of what they come from."""

from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

Given = TypeVarTuple("Given")
Result = TypeVar("Result")

LIMIT = 8
"""How many results a function keeps: a build has one school and one rulebook, the tests a few at a time."""


def kept(function: Callable[[*Given], Result]) -> Callable[[*Given], Result]:
    """Keep a function's last few results by the identity of its arguments.

    Only for arguments that are frozen and results that nobody changes. The arguments are kept beside the result, so
    that no other value can take their identity meanwhile; the oldest result goes when there are LIMIT.
    """
    results: dict[tuple[int, ...], tuple[tuple[Any, ...], Result]] = {}

    def remembered(*args: *Given) -> Result:
        key = tuple(map(id, args))
        arguments_and_result = results.get(key)
        if arguments_and_result is None:
            arguments_and_result = (args, function(*args))
            while len(results) >= LIMIT:
                results.pop(next(iter(results)), None)
            results[key] = arguments_and_result
        return arguments_and_result[1]

    return remembered
