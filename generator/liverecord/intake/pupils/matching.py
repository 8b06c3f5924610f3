"""Whose rows they are: a record's, a new pupil's, or nobody's whom the school keeps a record for.

A name never matches by itself: two children may share one, even with the date of birth. Numbers tie a row to a record; a name
with a date of birth, or a number that the list calls a former one, only makes a question.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from liverecord.forms.codes import NONE
from liverecord.intake.pupils.known import Known, may_be_there
from liverecord.intake.register.seen import LEFT, PupilSeen, RegisterSeen
from liverecord.intake.spelling import spelt
from liverecord.problem import LiverecordError, Place, Problem
from liverecord.report.pupils_import import Question
from liverecord.report.pupils_questions import FORMER_UPN, SAME_PUPIL
from liverecord.validate.identity import has_check_letter

Accepted = Callable[[str, str | None], bool]
"""Tells whether a question, by its name, is answered for a pupil."""


class Matched(NamedTuple):
    """Rows by what becomes of them.

    `known` are those of pupils who have a record, with it; `is_renumbered` of each says that the list's number takes the place
    of the record's. `new` are those who get one. `held` wait for an answer or for a mended list, `spoken_of` are the ids of the
    records that such a row may be about. `passed` are those who get no record, `gone` of them off the roll already.
    """

    known: list[tuple[PupilSeen, Known, bool]]
    new: list[PupilSeen]
    held: list[PupilSeen]
    spoken_of: frozenset[str]
    passed: int
    gone: int
    questions: list[Question]
    problems: list[Problem]


def match(
    rows: Sequence[PupilSeen],
    unclear: Iterable[PupilSeen],
    records: Sequence[Known],
    also: Iterable[str],
    accepted: Accepted,
    today: date,
) -> Matched:
    """Give each row to its record, or say what becomes of it; `also` are numbers of pupils who get a record besides.

    `unclear` are rows of which not all was understood: they are taken for nobody, and nobody is missing because of them.

    Raises LiverecordError where one of those numbers stands in no row.
    """
    wanted_too = {number.upper() for number in also}
    index = _Index([each for each in records if each.is_read])
    unread = [each for each in records if not each.is_read]
    problems = [_unread(each) for each in unread]
    questions: list[Question] = []
    tied: list[tuple[PupilSeen, _Tie]] = []
    untied: list[PupilSeen] = []
    rows, unclear = list(rows), list(unclear)
    standing, superseded = _standing(_once(rows), today)
    passed = gone = superseded
    for row in standing:
        is_asked_for = bool(_numbers(row) & wanted_too)
        tie = index.tie(row, accepted, is_asked_for=is_asked_for)
        if tie.record is None and tie.asks is None:
            is_gone = has_left(row, today)
            if is_gone or not (row.support not in ("", NONE) or row.is_chosen or is_asked_for):
                passed, gone = passed + 1, gone + is_gone
                untied.append(row)
                continue
            if row.upn and may_be_there(row.upn, unread):
                tie = tie._replace(is_held=True)
        if tie.asks is not None:
            questions.append(tie.asks)
        tied.append((row, tie))
    seen = {number for row in (*rows, *unclear) for number in _numbers(row)}
    if wanted_too - seen:
        raise LiverecordError(_NOBODY, _NOBODY_HINT)
    twice = _twice(tied, untied, wanted_too)
    problems += twice.values()
    held = [row for row, tie in tied if tie.is_held or row.place in twice]
    known: list[tuple[PupilSeen, Known, bool]] = []
    new: list[PupilSeen] = []
    for row, tie in tied:
        if tie.is_held or row.place in twice:
            continue
        wrong = list(_wrong(row, is_new=tie.record is None))
        problems += wrong
        if wrong:
            held.append(row)
        elif tie.record is None:
            new.append(row)
        else:
            known.append((row, tie.record, tie.is_renumbered))
    at_hand = {record.id for row, record, _ in known}
    vague = [(row, index.tie(row, accepted, is_asked_for=False)) for row in unclear]
    wanting = {row.place for row, tie in vague if tie.ids or _numbers(row) & wanted_too}
    of_nobody = [row for row in unclear if row.support == NONE]
    problems += (
        Problem(row.place, "list-value", _VAGUE, _VAGUE_HINT) for row in of_nobody if row.place in wanting
    )
    passed += sum(row.place not in wanting for row in of_nobody)
    spoken_of = frozenset(each for _, tie in (*tied, *vague) for each in tie.ids) - at_hand
    return Matched(known, new, held, spoken_of, passed, gone, questions, problems)


def has_left(row: PupilSeen, today: date) -> bool:
    """Tell whether a row is that of somebody off the roll: by the last day on it, or where the list has none in a word."""
    return row.left < today if row.left is not None else row.enrolment == LEFT


def unsaid(read: Iterable[RegisterSeen], matched: Matched, also: Iterable[str]) -> list[Problem]:
    """Return a problem for each list that nobody could get a record from, since none of its columns says who has support.

    One that has pupils with a record is there to bring those up to it, and one beside numbers behind --also says who they are.
    """
    if matched.known or matched.spoken_of or any(also):
        return []
    places = [seen.unsaid for seen in read if seen.pupils or seen.unclear]
    return [
        Problem(each, "import-column-missing", _UNSAID, _UNSAID_HINT) for each in places if each is not None
    ]


class _Tie(NamedTuple):
    """What ties a row to a record, and what is asked before it counts; `ids` are the records that it may be about."""

    record: Known | None = None
    asks: Question | None = None
    is_held: bool = False
    is_renumbered: bool = False
    ids: tuple[str, ...] = ()


class _Index:
    """The records by what may tie a row to them."""

    def __init__(self, records: Sequence[Known]) -> None:
        self._by_upn = _grouped(records, lambda each: each.called("upn").upper())
        self._by_number = _grouped(
            records, lambda each: _both(each.called("mis_id").upper(), each.called("date_of_birth"))
        )
        self._by_name = _grouped(
            records,
            lambda each: _name(
                each.called("given_name"), each.called("family_name"), each.called("date_of_birth")
            ),
        )

    def tie(self, row: PupilSeen, accepted: Accepted, *, is_asked_for: bool) -> _Tie:
        """Return what ties a row to a record: its UPN, its own number and the date of birth, or what has to be asked."""
        born = row.born.isoformat() if row.born else ""
        same = self._by_upn.get(row.upn, []) if row.upn else []
        if same:
            return _Tie(same[0], is_held=len(same) > 1, ids=_ids(same))
        former = [each for number in row.former_upns for each in self._by_upn.get(number, [])]
        if former:
            return _asking(FORMER_UPN, row, former, accepted)
        numbered = self._by_number.get(_both(row.mis_id.upper(), born), [])
        if numbered:
            other = [each for each in numbered if row.upn and each.called("upn")]
            if other:
                return _asking(FORMER_UPN, row, numbered, accepted)
            return _Tie(numbered[0], is_held=len(numbered) > 1, ids=_ids(numbered))
        named = self._by_name.get(_name(row.given_name, row.family_name, born), [])
        if named and not is_asked_for:
            return _asking(SAME_PUPIL, row, named, accepted)
        return _Tie()


def _asking(code: str, row: PupilSeen, records: Sequence[Known], accepted: Accepted) -> _Tie:
    first = records[0]
    is_accepted = accepted(code, first.id)
    asks = Question(code=code, place=row.place, pupil=first.id, is_accepted=is_accepted)
    is_held = not is_accepted or len({each.id for each in records}) > 1
    return _Tie(first, asks, is_held, is_renumbered=True, ids=_ids(records))


def _grouped(records: Iterable[Known], key: Callable[[Known], Hashable]) -> dict[Hashable, list[Known]]:
    groups: dict[Hashable, list[Known]] = {}
    for each in records:
        found = key(each)
        if found:
            groups.setdefault(found, []).append(each)
    return groups


def _ids(records: Iterable[Known]) -> tuple[str, ...]:
    return tuple(each.id for each in records)


def _both(number: str, born: str) -> tuple[str, str] | None:
    """Return a number of the information system with the date of birth: it ties nothing without."""
    return (number, born) if number and born else None


def _name(given: str, family: str, born: str) -> tuple[str, str, str] | None:
    first, last = (spelt(each).replace("-", " ") for each in (given, family))
    return (first, last, born) if first and last and born else None


def _numbers(row: PupilSeen) -> set[str]:
    return {number.upper() for number in (row.upn, row.mis_id) if number}


# ── What is wrong with rows ─────────────────────────────────────────────────────────────────────────────


def _once(rows: Iterable[PupilSeen]) -> list[PupilSeen]:
    """Return the rows without those that say word for word what another has said: lists may overlap."""
    told: dict[PupilSeen, PupilSeen] = {}
    for row in rows:
        told.setdefault(row._replace(place=Place("")), row)
    return list(told.values())


def _standing(rows: Sequence[PupilSeen], today: date) -> tuple[list[PupilSeen], int]:
    """Return the rows without former times on the roll of somebody who is on it again, and how many those were."""
    here = {key for row in rows if not has_left(row, today) for key in _keys(row)}
    standing = [row for row in rows if not has_left(row, today) or not here.intersection(_keys(row))]
    return standing, len(rows) - len(standing)


def _keys(row: PupilSeen) -> set[Hashable]:
    """Return everything by which a row is about the same pupil as another."""
    born = row.born.isoformat() if row.born else ""
    return {key for key in (row.upn, _both(row.mis_id.upper(), born), _named(row)) if key}


def _named(row: PupilSeen) -> tuple[str, str, str] | None:
    return _name(row.given_name, row.family_name, row.born.isoformat() if row.born else "")


def _twice(
    tied: Sequence[tuple[PupilSeen, _Tie]], untied: Iterable[PupilSeen], also: set[str]
) -> dict[Place, Problem]:
    """Return a problem for every row of a pupil who stands in the lists more than once, with another of those rows.

    Rows of `untied`, who get no record, tell of nothing among themselves.
    """
    groups: dict[Hashable, list[Place]] = {}
    for row, record in [*((row, tie.record) for row, tie in tied), *((row, None) for row in untied)]:
        keys = _keys(row) - ({_named(row)} if _numbers(row) & also else set())
        for key in keys | ({(record.id,)} if record is not None else set()):
            groups.setdefault(key, []).append(row.place)
    told = {row.place for row, _ in tied}
    problems: dict[Place, Problem] = {}
    for places in groups.values():
        for place in told.intersection(places) if len(places) > 1 else ():
            other = next(each for each in places if each != place)
            message = f"This pupil stands in the list more than once: see {other.path}:{other.line} too."
            problems.setdefault(place, Problem(place, "pupil-twice", message, _TWICE_HINT))
    return problems


def _wrong(row: PupilSeen, *, is_new: bool) -> Iterable[Problem]:
    if row.upn and not has_check_letter(row.upn):
        message = "The first letter of the UPN here does not fit the rest: a character is mistyped."
        yield Problem(row.place, "upn-check-letter", message, _LETTER_HINT)
    if not is_new:
        return
    lacks = [
        what
        for what, said in (
            ("a given name", row.given_name),
            ("a family name", row.family_name),
            ("a year", row.year),
            ("a UPN or a date of birth", row.upn or row.born),
        )
        if not said
    ]
    if lacks:
        message = f"The row lacks {' and '.join(lacks)}, without which no record can begin."
        yield Problem(row.place, "pupil-lacks", message, _LACKS_HINT)


def _unread(record: Known) -> Problem:
    message = f"The record of {record.id} cannot be read, so that nobody can tell whether it is that of a pupil in the list."
    return Problem(record.place, "record-wrong", message, _UNREAD_HINT)


_VAGUE = "Not all of this row is understood, and there is a record that hangs on it, or is to be one."
_VAGUE_HINT = (
    "Look at the name, the numbers, the year and the dates of the row, and correct it in the information system. --partial imports the "
    "others."
)

_UNSAID = "No column that is known says who has SEN support or an education, health and care plan, so that nobody would get a record."
_UNSAID_HINT = (
    "Export the SEN status. Where a column has it under another name, say so in a mapping file (--map), as `sen_status: Stage`. Or name "
    "pupils by number with --also."
)
_TWICE_HINT = (
    "Keep one row a pupil, with all needs in it. Where they are two children of one name and day of birth, name each by its number "
    "with --also. --partial imports the others."
)
_LETTER_HINT = "Correct it in the information system, and export again. --partial imports the others."
_LACKS_HINT = (
    "Add it in the information system, or the column to the export; of merged cells only the first holds it. Where a column has it under "
    "another name, say so in a mapping file (--map), as `year_group: Stage`. --partial imports the others."
)
_UNREAD_HINT = (
    "`liverecord check` says what is wrong. Mend that first, then import again. --partial imports the others."
)
_NOBODY = "A number behind --also is no UPN and no admission number of a pupil in the list."
_NOBODY_HINT = "Write the number as the list has it."
