"""What an import's hints say, in the words of the page that takes its files: ticks for options, forms for commands."""

import re
from collections.abc import Mapping

from liverecord.model.ids import PUPIL_ID

PARTIAL = "partial"
"""The tick that leaves what is not understood."""

LEAVE_THE_REST = {"--partial": (PARTIAL, "Bring in what is understood, and leave the rest")}
"""What every import may be told; as `Ticks` has it."""

RIGHT = "It is right as it is"
"""The tick of a question that is answered by its name."""

Ticks = Mapping[str, tuple[str, str]]
"""What is ticked instead of an option: by the option, the tick's name, and what the page says."""


def on_the_page(hint: str, command: str, ticks: Ticks) -> str:
    """Return a hint with each option called as the page has it; one that it lacks is the command's."""
    # What stands in backticks is a command or a line already.
    parts = [
        part if number % 2 else _OPTION.sub(lambda found: _called(found[0], command, ticks), part)
        for number, part in enumerate(_BY_FORM.sub(_form, hint).split("`"))
    ]
    said = "`".join(parts)
    return re.sub(r"(^|\. )the (tick|form)", r"\1The \2", said)


def options(hint: str) -> tuple[str, ...]:
    """Return the options that a hint of an import names, each with its value: "--partial", "--shift-days -1"."""
    parts = _BY_FORM.sub(_form, hint).split("`")[::2]
    return tuple(dict.fromkeys(found for part in parts for found in _OPTION.findall(part)))


_OPTION = re.compile(
    rf"--(?:accept [a-z-]+(?::{PUPIL_ID}|:ID|:PUPIL)?|time-zone [A-Za-z/_]+|shift-days -?1|[a-z-]+)"
)
_OF_THIS_PROGRAM = {"--today"}
_FORMS = {
    "leave": "The pupil leaves",
    "support": "Support begins, changes or ends",
    "join staff": "Somebody joins",
    "reassign": "Somebody hands things over",
    "new-year": "A new school year",
}
"""The forms that do what these commands do, as the pages of ways call them."""

_BY_FORM = re.compile(rf"`?liverecord ({'|'.join(_FORMS)})\b(?:[^.,;`](?!, ))*`?")


def _form(found: re.Match[str]) -> str:
    return f"the form “{_FORMS[found[1]]}”"


def _called(option: str, command: str, ticks: Ticks) -> str:
    if option in ticks:
        return f"the tick “{ticks[option][1]}”"
    if option.startswith("--accept "):
        return f"the tick “{RIGHT}”"
    return f"`liverecord {'edit' if option in _OF_THIS_PROGRAM else command} {option}`"
