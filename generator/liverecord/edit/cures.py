"""What mends what an import of lists saw, in the words of the page: forms for files, and a mapping file that comes along."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from liverecord.edit.on_the_page import LEAVE_THE_REST, on_the_page
from liverecord.problem import LiverecordError

_FILES = {
    "no period of school.yml": "none of the school's lessons",
    "nobody of staff.yml": "nobody on the list of staff",
    "nobody in staff.yml": "nobody on the list of staff",
    "school.yml": "the school's own page",
    "staff.yml": "the list of staff",
    "each plan.yml": "each plan",
    "its plan.yml": "its plan",
    "plan.yml": "the plan",
}
"""What the pages call the files that an import names; the longer words go first."""
_ALONG = ("mapping file (--map)", "mapping file (one that ends in .yml, chosen together with the others)")
_MAPPINGS = frozenset({".yml", ".yaml"})

_CURES: Mapping[str, str] = {
    "period-not-known": "Add it with the form “Terms, lessons, the school's own rules”, where lessons have their half day. Where the "
    "period has another name there, or is no lesson, leave its rows out of the file, or bring in the rest.",
    "teacher-not-known": "The teacher is left out. Add the person with the form “Somebody joins”, and bring the file in again.",
    "teacher-not-sure": "The teacher is left out. Write the name into the file with its initial, as the list of staff has it, and bring "
    "the file in again.",
    "result-unclear": "What the row says stands in the record in words. Say what it means at the piece of support, with the form “Did "
    "it help?”. Or write helped, partly helped, made no difference or too soon to say into the row first.",
    "who-not-sure": "What the row says stands in the record in words. Choose the right person at the piece of support.",
}
"""What mends what these codes tell of by form, where the command's own words speak of files."""


def cured(code: str, hint: str, command: str) -> str:
    """Return what mends something, as the page says it: by its code where a form does, else the command's hint in the page's words."""
    return _CURES.get(code) or on_the_page(called(hint.replace(*_ALONG)), command, LEAVE_THE_REST)


def called(text: str) -> str:
    """Return a text with the school's files as the pages call them; what stands in backticks is a line already."""
    parts = text.split("`")
    for number in range(0, len(parts), 2):
        for file, words in _FILES.items():
            parts[number] = parts[number].replace(file, words)
    said = "`".join(parts)
    return said[:1].upper() + said[1:]


def apart(files: Sequence[Path]) -> tuple[list[Path], Path | None]:
    """Return the files of an import, and the mapping file that came along; raises LiverecordError where there are two, or no other."""
    mappings = [each for each in files if each.suffix.casefold() in _MAPPINGS]
    if len(mappings) > 1:
        raise LiverecordError(
            "Two mapping files came along.", "Choose one, with all that your files call otherwise."
        )
    others = [each for each in files if each not in mappings]
    if not others:
        raise LiverecordError("Only a mapping file came.", "Choose it together with the file that it is for.")
    return others, mappings[0] if mappings else None
