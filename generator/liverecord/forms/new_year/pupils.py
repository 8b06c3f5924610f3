"""What each pupil's record says before the new year, and what the answers decide: by rule, one by one, or not yet."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from liverecord.forms.fields import NOT_THERE
from liverecord.forms.job import Known, Scene
from liverecord.forms.new_year.dates import Years
from liverecord.forms.new_year.rule import (
    ASK,
    LEAVE,
    STAY,
    UP,
    Decision,
    Proposal,
    by_rule,
    next_year_group,
    raised,
)
from liverecord.forms.question import Answers, Wrong
from liverecord.forms.reading import Unanswered, read
from liverecord.model.records import NextYear

LEAVERS = "leavers"
"""The question whether all leave who are in the school's last year."""

DECIDE, YEAR, FORM, KEYWORKER, DESTINATION = "decide", "year", "form", "keyworker", "destination"
"""The questions about a pupil, each named by this and the id."""

State = Literal["answered", "ready", "open", "gone", "joins"]
"""Answered, by these answers or the rule; made ready before; open; gone before the year begins; or not here before it."""


class Row(NamedTuple):
    """A pupil on the roll at the year's end. `year`, `form` and `keyworker` are those of now, "" where there is none.

    `coming` is what the record says of the new year already. `next_year` is what it is to say, None where nothing: whoever is
    undecided stays as recorded, and whoever leaves has none. `lacks_form` tells that the form of the new year is not known, `is_shared` that pupils
    of other years are in the form of now.
    """

    pupil: str
    known: Known
    year: str
    form: str
    keyworker: str
    proposal: Proposal
    state: State
    decide: Decision
    coming: NextYear | None
    next_year: dict[str, Any] | None
    lacks_form: bool
    destination: str
    is_shared: bool = False


def named(question: str, pupil: str) -> str:
    """Return the name of a question about a pupil."""
    return f"{question}_{pupil}"


def rows(scene: Scene, years: Years, answers: Answers) -> tuple[list[Row], list[Wrong]]:
    """Return every pupil on the roll, in the order of year, form and name, with what is decided; and what is wrong with answers."""
    found, wrong = [], []
    on_roll = {pupil: known for pupil, known in scene.pupils.items() if not _has_left(known, scene)}
    shared = _shared(on_roll.values())
    for pupil, known in on_roll.items():
        row = _row(scene, years, answers, pupil, known, shared)
        if isinstance(row, list):
            wrong += row
        else:
            found.append(row)
    order = list(scene.rulebook.codes.lists["year_group"])
    found.sort(
        key=lambda row: (
            _place(row.year, order),
            row.form.casefold(),
            row.known.case.name.casefold(),
            row.pupil,
        )
    )
    return found, wrong


def form_by_rule(row: Row, year: str) -> str:
    """Return a pupil's form in another year group, as far as the rule says it; "" of a class of several years."""
    return "" if row.is_shared else raised(row.form, row.year, year)


def _has_left(known: Known, scene: Scene) -> bool:
    until = known.pupil.plan.pupil.on_roll_until
    return until is not None and until < scene.today


def _shared(on_roll: Iterable[Known]) -> frozenset[str]:
    """Return the forms that pupils of several year groups are in; those taught out of year do not make one of it."""
    years: dict[str, set[str]] = {}
    for known in on_roll:
        identity = known.pupil.plan.pupil
        if identity.form and not identity.out_of_year:
            years.setdefault(identity.form, set()).add(identity.year_group)
    return frozenset(form for form, groups in years.items() if len(groups) > 1)


def _place(year: str, order: list[str]) -> int:
    return order.index(year) if year in order else len(order)


def _row(
    scene: Scene, years: Years, answers: Answers, pupil: str, known: Known, shared: frozenset[str]
) -> Row | list[Wrong]:
    plan = known.pupil.plan
    identity = plan.pupil
    coming = identity.next_year if identity.next_year and identity.next_year.from_ > scene.today else None
    proposal = by_rule(known.pupil, identity.year_group, years.begins, scene.school, scene.rulebook)
    given, wrong = _given(scene, answers, pupil)
    row = Row(
        pupil=pupil,
        known=known,
        year=identity.year_group,
        form=str(identity.form or ""),
        keyworker=plan.keyworker or "",
        proposal=proposal,
        state="open",
        decide=ASK,
        coming=coming,
        next_year=None,
        lacks_form=False,
        destination=given.get(DESTINATION, ""),
        is_shared=identity.form in shared,
    )
    until, since = identity.on_roll_until, identity.on_roll_from
    decided = given.get(DECIDE, "")
    if until is not None and until < years.begins:
        return wrong or _gone(row, decided)
    if since is not None and since >= years.begins:
        return wrong or row._replace(state="joins", decide=STAY)
    if coming is not None and coming.from_ < years.begins and not _is_same_year(coming.from_, years):
        wrong.append(
            Wrong(
                named(DECIDE, pupil),
                "An earlier new year is still to come for this pupil. Go round one year at a time.",
            )
        )
    if wrong:
        return wrong
    if not decided:
        decided = _without_an_answer(row, answers, given)
    return _decided(scene, years, row, decided, given)


def _is_same_year(day: date, years: Years) -> bool:
    """Tell whether a day that is written as the first of a new year is meant for this one, though corrected since."""
    return day > years.last


def _given(scene: Scene, answers: Answers, pupil: str) -> tuple[dict[str, Any], list[Wrong]]:
    """Return what was answered about one pupil, by question, an empty answer left out; and what cannot be taken."""
    given: dict[str, Any] = {}
    wrong = []
    decide = next((each.strip() for each in answers.get(named(DECIDE, pupil), ()) if each.strip()), "")
    if decide not in {"", UP, STAY, LEAVE, ASK}:
        wrong.append(Wrong(named(DECIDE, pupil), NOT_THERE))
    elif decide:
        given[DECIDE] = decide
    for question, path in _READ_AS.items():
        name = named(question, pupil)
        if name not in answers:
            continue
        value = read(scene, "plan", path, answers, name=name, is_required=False, pupil=pupil)
        if isinstance(value, Wrong):
            wrong.append(value)
        elif not isinstance(value, Unanswered):
            given[question] = value
    return given, wrong


_READ_AS: Mapping[str, tuple[str, ...]] = {
    YEAR: ("pupil", "next_year", "year_group"),
    FORM: ("pupil", "next_year", "form"),
    KEYWORKER: ("pupil", "next_year", "keyworker"),
    DESTINATION: ("pupil", "destination"),
}
"""As which field of the record each answer about a pupil is read."""


def _gone(row: Row, decided: str) -> Row | list[Wrong]:
    if decided in {UP, STAY}:
        return [
            Wrong(
                named(DECIDE, row.pupil),
                "The record has a last day on the roll before the new year. Where the pupil stays, empty it first, "
                "in the form for a pupil who leaves.",
            )
        ]
    return row._replace(state="gone", decide=LEAVE)


def _without_an_answer(row: Row, answers: Answers, given: Mapping[str, Any]) -> Decision:
    """Return what becomes of a pupil of whom no decision was answered: what is ready stays, what a year says is done, else the rule."""
    if row.coming is not None:
        ready = row.coming.year_group or row.year
        return STAY if ready == row.year else UP
    if YEAR in given:
        return STAY if str(given[YEAR]) == row.year else UP
    if row.proposal.decide == LEAVE:
        return LEAVE if _accepts_leavers(answers) else ASK
    return row.proposal.decide


def _accepts_leavers(answers: Answers) -> bool:
    return list(answers.get(LEAVERS, ())) == ["yes"]


def _decided(
    scene: Scene, years: Years, row: Row, decided: Decision, given: Mapping[str, Any]
) -> Row | list[Wrong]:
    if decided == ASK:
        return row
    if decided == LEAVE:
        if years.ends is None:
            return [
                Wrong(
                    "ends",
                    "The last day of this year is not known. Say it, so that whoever leaves has a last day.",
                )
            ]
        return row._replace(state="answered", decide=LEAVE)
    year = _year(scene, row, decided, given)
    if isinstance(year, Wrong):
        return [year]
    ready = row.coming if row.coming is not None and (row.coming.year_group or row.year) == year else None
    form = given.get(FORM) or (ready and ready.form) or _form(row, year)
    keyworker = given.get(KEYWORKER) or (ready and ready.keyworker)
    following: dict[str, Any] = {"from": years.begins.isoformat(), "year_group": _number(year)}
    if form:
        following["form"] = form
    if keyworker and keyworker != row.keyworker:
        following["keyworker"] = keyworker
    return row._replace(
        state="ready" if _says(row.coming, following) else "answered",
        decide=decided,
        next_year=following,
        lacks_form=bool(row.form) and not form,
    )


def _year(scene: Scene, row: Row, decided: Decision, given: Mapping[str, Any]) -> str | Wrong:
    """Return the year group that a pupil is in from the new year on."""
    name = named(YEAR, row.pupil)
    said = str(given.get(YEAR, ""))
    if decided == STAY:
        if said and said != row.year:
            return Wrong(name, "Whoever stays keeps the year group. Empty it, or let the pupil move up.")
        return row.year
    if said == row.year:
        return Wrong(name, "That is the year group of now. Write the next one, or let the pupil stay.")
    before = row.coming.year_group if row.coming is not None and row.coming.year_group != row.year else ""
    year = said or before or next_year_group(row.year, scene.rulebook)
    return year or Wrong(name, "No year group follows the one of now. Say which it is.")


def _form(row: Row, year: str) -> str:
    """Return the form that follows by rule: whoever stays in a year keeps it."""
    return row.form if year == row.year else form_by_rule(row, year)


def _number(year: str) -> str | int:
    """Return a year group as people write it in a record: 8, and not '8'."""
    return int(year) if year.isdecimal() else year


def _says(coming: NextYear | None, following: Mapping[str, Any]) -> bool:
    """Tell whether the record says of the new year already what it is to say."""
    if coming is None:
        return False
    there = {
        "from": coming.from_.isoformat(),
        "year_group": coming.year_group,
        "form": coming.form,
        "keyworker": coming.keyworker,
    }
    return {key: str(value) for key, value in there.items() if value is not None} == {
        key: str(value) for key, value in following.items()
    }
