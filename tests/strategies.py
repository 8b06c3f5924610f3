"""What Hypothesis makes for the tests: hostile text, and records and cases of every shape.

hostile_text()      what somebody might type, by mischance or malice, into any field
structs(CaseFile)   any struct of the model, filled in at random, lists and optional fields empty or not
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

Made = TypeVar("Made", bound=msgspec.Struct)

HOSTILE: tuple[str, ...] = (
    "<script>alert(1)</script>",
    "</script><script src=//evil.example></script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- comment -->",
    "<![CDATA[ text ]]>",
    "]]>",
    "&amp;",
    "&lt;b&gt;",
    "&#x3C;i&#x3E;",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% raw %}{% for x in y %}",
    "{# comment #}",
    "{{ config.__class__ }}",
    "${7*7}",
    "%(name)s",
    "# Heading",
    "**bold** _em_ `code`",
    "[link](https://evil.example)",
    "![image](https://evil.example/x.png)",
    "| a | b |\n|---|---|",
    "!!! danger",
    "```\ncode\n```",
    "- [x] item",
    "[^1]: note",
    "{: onclick=alert(1) }",
    '--8<-- "/etc/passwd"',
    ":smile: :material-account:",
    "<https://evil.example>",
    "\u202egnp.exe",
    "\u2066hidden\u2069",
    "a\u200bb\u200dc\ufeffd",
    "e\u0301\u0327",
    "\U0001f469\u200d\U0001f9bd",
    "שלום עולם",
    "漢字",
    'O\'Neill "Sam" \u2018quoted\u2019',
    "w" * 300,
    "one\ntwo",
    "tab\there",
    "line\u2028separator",
    "=HYPERLINK(1)",
    "+44 1632 960000",
    "@SUM(A1)",
    "-1+1",
    "::error::made up",
    "%0A::warning::made up",
    "\x1b[31mred\x1b[0m",
    "../../etc/passwd",
    "C:\\Users\\x",
    "null",
    "NO",
    "9:15",
    "#",
    " ",
    "",
)
"""Text that some layer between a record and a reader would take for something else than words."""

IDS = ("a1", "a2", "c1", "c2", "h1", "n1", "o1", "pr1", "q1", "r1")
"""Few, so that what points at something often points at something there."""


def hostile_text(max_size: int = 200) -> st.SearchStrategy[str]:
    """Return text made of hostile pieces and of any characters that YAML and UTF-8 can carry."""
    piece = st.one_of(
        st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    )
    return st.lists(piece, min_size=1, max_size=4).map(lambda pieces: "".join(pieces)[:max_size])


def structs(
    struct: type[Made], choices: Mapping[str, Sequence[str]] | None = None
) -> st.SearchStrategy[Made]:
    """Return structs of the model with everything in them made at random.

    `choices` gives, by policy path, the values of a text field; ids and pointers come from IDS and the rest is hostile.
    One draw makes the whole, because a case has four hundred fields: Hypothesis shrinks the seed, not the fields.
    """
    return st.integers(0, 2**32 - 1).map(lambda seed: made(struct, Random(seed), choices or {}))


def made(struct: type[Made], random: Random, choices: Mapping[str, Sequence[str]]) -> Made:
    """Return one struct made with a random generator: the same generator state gives the same struct."""
    value = _made(_type_of(struct), "", random, choices)
    assert isinstance(value, struct)
    return value


_type_of = cache(inspect.type_info)


def _made(kind: inspect.Type, path: str, random: Random, choices: Mapping[str, Sequence[str]]) -> Any:
    match kind:
        case inspect.Metadata():
            return _made(kind.type, path, random, choices)
        case inspect.UnionType():
            inner = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
            return None if random.random() < 0.3 else _made(inner[0], path, random, choices)
        case inspect.StructType():
            return kind.cls(
                **{
                    field.name: _made(field.type, f"{path}.{field.encode_name}".strip("."), random, choices)
                    for field in kind.fields
                }
            )
        case inspect.VarTupleType():
            size = random.choice((0, 1, 2, 3))
            return tuple(_made(kind.item_type, path, random, choices) for _ in range(size))
        case inspect.DictType():
            return {
                _made(kind.key_type, path, random, choices): _made(kind.value_type, path, random, choices)
                for _ in range(2)
            }
        case inspect.StrType():
            return random.choice(choices[path]) if path in choices else _text(path, random)
        case inspect.BoolType():
            return random.random() < 0.3
        case inspect.IntType():
            return random.randrange(100)
        case inspect.DateType():
            return dt.date(2026, 1, 1) + dt.timedelta(days=random.randrange(365))
        case inspect.DateTimeType():
            return dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=random.randrange(500_000))
        case _:
            raise TypeError(f"{path}: {type(kind).__name__}")


_POINTING = ("id", "need", "condition", "concern", "action", "provision", "outcome", "outcomes", "about", "item",
             "agreed", "support", "test", "stale_plan")  # fmt: skip


def _text(path: str, random: Random) -> str:
    return random.choice(IDS if path.rpartition(".")[2] in _POINTING else HOSTILE)
