"""Lists of pupils, provision maps and timetables, read as `liverecord import` reads them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from liverecord.edit.brought import Choice, FileKind, Said, place_shown
from liverecord.edit.cures import apart, called, cured
from liverecord.edit.looked_into import answers, looked_into, to_write
from liverecord.edit.on_the_page import LEAVE_THE_REST, PARTIAL, options
from liverecord.edit.pages import Aside
from liverecord.intake.outcomes import import_outcomes
from liverecord.intake.pupils import Choices, import_pupils
from liverecord.intake.timetable import timetable
from liverecord.problem import Problem
from liverecord.read.settings import Settings
from liverecord.render.words import count, uncapped
from liverecord.report.asked import WORDS, Import, Question
from liverecord.report.pupils_import import PupilsTaken

_MOST = 20
_LIST = "import pupils"


# ── A list of pupils ────────────────────────────────────────────────────────────────────────────────────


def _take_pupils(
    settings: Settings, files: Sequence[Path], ticked: frozenset[str], today: date, choice: Choice
) -> PupilsTaken:
    accepted = frozenset(ticked - {PARTIAL})
    how = Choices(accepted=accepted, update=True, partial=PARTIAL in ticked)
    lists, mapping = apart(files)
    return import_pupils(
        settings, lists, mapping=mapping, choices=how, today=today, progress=_quietly, choice=choice
    )


def _say_pupils(taken: PupilsTaken, is_changed: bool) -> Said:
    begun, follow = len(taken.begun), len(taken.synced)
    news = ((begun, count(begun, "new record")), (follow, f"{count(follow, 'record')} brought up to it"))
    asides, ticks = looked_into(taken.open), [*answers(taken.questions)]
    alone = [tick for each in ticks if not each.about for tick in each.each]
    wrong = list(_problems(taken.problems, _LIST, is_partial=taken.is_partial))
    if not wrong and not is_changed:
        wrong = [_UNTIL if asides else _NOTHING]
    return Said(
        tuple(wrong[: _MOST + 1]),
        (*alone, *_leaving(taken.problems)),
        ", ".join(["school: a list of pupils", *(words for number, words in news if number)]),
        tuple(asides),
        tuple(to_write(taken.to_do)),
        tuple(each for each in ticks if each.about),
    )


PUPILS = FileKind(
    "pupils",
    "Bring in a list of pupils",
    "Lists from the information system",
    "As it exports them: a spreadsheet, a CSV file or a Common Transfer File. Who has SEN support or an education, health and care "
    "plan gets a record, and records that are there follow the list. They stay on this computer; the rest of the list is not kept.",
    "Choose a list of pupils, such as a spreadsheet that the information system exports.",
    _take_pupils,
    _say_pupils,
    "What you leave open holds up nobody else, and is asked again with the next list.",
)
"""Lists of pupils."""


# ── Provision maps and timetables ───────────────────────────────────────────────────────────────────────


def _kind(words: tuple[str, str, str, str, str], run: Callable[..., Import], command: str) -> FileKind:
    """Return a kind of files whose import asks nothing that a tick answers: its words are those of FileKind, in their order."""

    def take(
        settings: Settings, files: Sequence[Path], ticked: frozenset[str], today: date, _choice: Choice
    ) -> Import:
        tables, mapping = apart(files)
        return run(
            settings, tables, mapping=mapping, partial=PARTIAL in ticked, today=today, progress=_quietly
        )

    def say(taken: Import, is_changed: bool) -> Said:
        wrong = list(_problems(taken.problems, command, is_partial=taken.is_partial))
        told = [_question(each, command) for each in taken.questions]
        if not wrong and not is_changed:
            wrong = [_UNTIL if told else _NOTHING]
        message = f"school: {uncapped(words[1].removeprefix('Bring in '))} brought in"
        return Said(tuple(wrong), tuple(_leaving(taken.problems)), message, tuple(told))

    return FileKind(*words, take, say)


PROVISION_MAP = _kind(
    (
        "provision-map",
        "Bring in a provision map",
        "Provision maps",
        (
            "A spreadsheet with a row for each piece of support: pupil by UPN, outcome, provision, who, how often, start, review and "
            "impact. It is added to the plans; nothing that stands there changes."
        ),
        "Choose a provision map, such as a spreadsheet with a row for each piece of support.",
    ),
    import_outcomes,
    "import pupils --outcomes",
)
TIMETABLE = _kind(
    (
        "timetable",
        "Bring in the timetable",
        "Files of the timetable",
        (
            "As your timetable exports them: a row for each lesson, or one for each pupil. Lessons that changed end the day before and "
            "begin anew; only pupils with a record are taken."
        ),
        "Choose a file of the timetable, such as a spreadsheet with a row for each lesson.",
    ),
    timetable,
    "import timetable",
)


# ── Of all three ────────────────────────────────────────────────────────────────────────────────────────


_UNTIL = "Nothing would change, until somebody has looked into what is asked below."
_NOTHING = (
    "Nothing that the files say of a pupil with a record, or who gets one, is new. Nothing would change."
)


def _question(question: Question, command: str) -> Aside:
    words = WORDS[question.code]
    more = len(question.places) - 1
    rest = f" So it is in {count(more, 'more row')}." if more else ""
    said = f"{place_shown(min(question.places))}: {called(words.message)}{rest}"
    return Aside(said, (), cured(question.code, words.hint, command))


def _problems(problems: Sequence[Problem], command: str, *, is_partial: bool) -> Iterator[str]:
    if is_partial:
        return
    for each in problems[:_MOST]:
        said = f"{place_shown(each.place)}: {called(each.message)}"
        yield f"{said} {cured(each.code, each.hint, command)}".strip()
    if len(problems) > _MOST:
        yield f"{len(problems) - _MOST} more rows have such problems."


def _leaving(problems: Sequence[Problem]) -> Iterator[tuple[str, str]]:
    """Yield the tick that leaves what is not understood, where anything is not."""
    if problems or any("--partial" in options(each.hint) for each in problems):
        name, says = LEAVE_THE_REST["--partial"]
        yield name, f"{says}."


def _quietly(_what: str, _done: int, _total: int) -> None:
    """Show no progress: a page is waited for, and there is no terminal."""
