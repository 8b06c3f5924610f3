"""What an import of a list of pupils asks, in the words of the page that takes the list: each once, with those whom it is about."""

from collections.abc import Iterator, Mapping, Sequence

from liverecord.edit.cures import called, cured
from liverecord.edit.on_the_page import RIGHT
from liverecord.edit.pages import Aside, Ticks
from liverecord.render.words import capped
from liverecord.report import pupils_questions as asked
from liverecord.report.pupils_import import Question, ToDo

_COMMAND = "import pupils"
_MANY = "PUPIL"
"""How a question about several calls them."""
_THEM = "each of these pupils"
_RIGHT = f"tick “{RIGHT}”"
_EITHER = "correct the pupil's record by form, or the information system."

_CURES: Mapping[str, str] = {
    asked.FORMER_UPN: "A child who is adopted gets a new number, and often a new name: ask the office, and nobody else. Where it is the "
    f"same child, {_RIGHT}: what the list has takes the place of what the record has. The records' past has the former number and "
    "name still; whoever looks after the records knows how they are erased. Where it is another child, correct the number in the "
    "record.",
    asked.SAME_PUPIL: f"Where they are one child, {_RIGHT}. Where they are two, begin the second record with the form “A new pupil”.",
    asked.BIRTH_DIFFERS: f"See which is right, and {_EITHER} Until then nothing of this pupil is taken; {_RIGHT} to take the rest.",
    asked.BACK_ON_ROLL: "Where the pupil is back, take the last day on the roll out of the record, and bring the list in again. Where "
    f"not, the information system has the pupil still; {_RIGHT} to take what the list has all the same.",
    asked.RECORDS_SINCE: "Answer since when the school keeps live records in the form “Terms, lessons, the school's own rules”, and "
    "bring the list in again.",
    asked.OUT_OF_YEAR: f"Where the pupil is taught with another year group, {_RIGHT}. Where the year or the date of birth is wrong, "
    "correct it in the information system.",
    asked.PLAN_DIFFERS: f"See the plan itself and the authority's letters: annual reviews count from these days. Then {_EITHER}",
    asked.YEAR_AHEAD: "Year and form are left as they are. The form “A new school year” makes the next year ready, and it counts from "
    f"its first day. Where the pupil has moved up out of turn, {_RIGHT}.",
    asked.YEAR_BEHIND: "Year and form are left as they are. Have the list exported anew. Where the pupil is taught a year below now, "
    f"{_RIGHT}.",
    asked.LAST_REVIEW: "A meeting is written with the form “A review was held”. The day that an annual review counts from is that of "
    "the authority's decision, which is another: it stands in the plan.",
    asked.KEYWORKER_UNCLEAR: "Choose the key worker in the pupil's plan, or write the name into the list as the staff page has it. "
    "Somebody new comes in with the form “Somebody joins”.",
    asked.KEYWORKER_DIFFERS: f"See who it is, and {_EITHER}",
    asked.NEEDS_DIFFER: f"See which is right, and {_EITHER} Outcomes and support refer to a need.",
    asked.MEDICAL_NOTE: "What the note says was not read. See the individual healthcare plan, and write what every adult must do in an "
    f"emergency into the pupil's record. Where nobody has to know of it, {_RIGHT}.",
}
"""What answers a question by form, where the command's own words speak of files."""


def looked_into(questions: Sequence[Question]) -> list[Aside]:
    """Return what a person should look into, those alike said once; pupils stand in it by their ids."""
    return [_aside(alike) for alike in _alike(questions)]


def in_a_line(aside: Aside) -> str:
    """Return what should be looked into as one text."""
    of = "; ".join(aside.of)
    said = f"{aside.says.removesuffix('.')}: {of}." if aside.says and of else aside.says or of
    return " ".join(part for part in (said, aside.hint) if part)


def answers(questions: Sequence[Question]) -> Iterator[Ticks]:
    """Yield what may be ticked, each with the name that answers: what is then right, and for one of many pupils whose record it is."""
    groups: dict[tuple[str, bool], list[Question]] = {}
    for each in questions:
        if "--accept" in each.hint():
            groups.setdefault((each.code, _answer(each) == each.code), []).append(each)
    for (code, is_for_all), alike in groups.items():
        (said, *more) = [f"{RIGHT}: {in_a_line(each._replace(hint=''))}" for each in looked_into(alike)]
        if is_for_all:
            yield Ticks("", ((code, " ".join((said, *more))),))
            continue
        for these in _alike(alike):
            many = _aside(these)
            if len(these) > 1 and many.says:
                yield Ticks(
                    f"{RIGHT}: {many.says}", tuple((_answer(each), each.pupil or "") for each in these)
                )
            else:
                yield Ticks(
                    "", tuple((_answer(each), f"{RIGHT}: {called(each.message())}") for each in these)
                )


def to_write(to_do: Sequence[ToDo]) -> list[Aside]:
    """Return what is still to be written of new records, the most urgent first, once for all of whom it is the same."""
    groups: dict[str, list[str]] = {}
    for row in to_do:
        # What is told behind a semicolon is for whoever writes the file.
        works = dict.fromkeys(work.says.partition(";")[0] for work in row.work)
        groups.setdefault(f"{capped('; '.join(works))}.", []).append(row.pupil)
    return [Aside(says, pupils) for says, pupils in groups.items()]


def _alike(questions: Sequence[Question]) -> list[list[Question]]:
    groups: dict[tuple[str, str, bool], list[Question]] = {}
    for each in questions:
        groups.setdefault((each.code, each.does(), each.pupil is None), []).append(each)
    return list(groups.values())


def _aside(alike: Sequence[Question]) -> Aside:
    first, is_many = alike[0], len(alike) > 1
    hint = _CURES.get(first.code) or cured(first.code, first.hint(is_one_of_many=is_many), _COMMAND)
    hint = hint.replace(_MANY, _THEM)
    if not is_many or first.pupil is None:
        return Aside(called(first.message()), (), hint)
    if len({(each.record, each.file) for each in alike}) > 1:
        return Aside("", tuple(called(each.message()) for each in alike), hint)
    message = capped(called(first.message(is_one_of_many=True)).replace(_MANY, _THEM))
    return Aside(message, tuple(each.pupil or "" for each in alike), hint)


def _answer(question: Question) -> str:
    """Return the name that answers a question: for one pupil alone, where its hint names the pupil."""
    own = f"{question.code}:{question.pupil}"
    return own if question.pupil and own in question.hint() else question.code
