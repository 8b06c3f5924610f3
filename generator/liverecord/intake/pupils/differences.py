"""What a row says otherwise than a record, and what only a person may decide: the questions of one pupil."""

from collections.abc import Iterator
from datetime import date

from liverecord.derive.school_year import school_year_start
from liverecord.forms.codes import EHCP, NONE, SEN_SUPPORT
from liverecord.forms.fields import says_same
from liverecord.intake.pupils.known import Known
from liverecord.intake.pupils.matching import has_left
from liverecord.intake.pupils.syncing import has_what_is_coming
from liverecord.intake.register.seen import PupilSeen
from liverecord.model.ages import THRESHOLD, age_before, usual_age
from liverecord.model.days import in_words
from liverecord.model.rulebook import Rulebook
from liverecord.report import pupils_questions as asked
from liverecord.report.pupils_import import Question

HOLDING = frozenset({asked.BIRTH_DIFFERS, asked.BACK_ON_ROLL})
"""Questions that hold up all of a record: until they are answered it may be the wrong pupil's."""

_ELSEWHERE = ("subsidiary", "guest")
_SOME_DAY = "a day that is past"


def of_known(
    row: PupilSeen, record: Known, keyworker: str | None, rulebook: Rulebook, today: date
) -> Iterator[Question]:
    """Yield what is asked about a pupil who has a record; `keyworker` is the id whom the list's name means."""

    def question(code: str, was: str = "", says: str = "", command: str = "") -> Question:
        return Question(
            code=code,
            place=row.place,
            pupil=record.id,
            record=was or None,
            file=says or None,
            command=command or None,
        )

    born = record.day("pupil", "date_of_birth")
    if born is not None and row.born not in (None, born):
        yield question(asked.BIRTH_DIFFERS)
    until = record.day("pupil", "on_roll_until")
    is_gone = has_left(row, today)
    if until is not None and until < today and not is_gone:
        yield question(asked.BACK_ON_ROLL, in_words(until))
    if row.left is not None and until != row.left and (until is None or until >= today):
        yield question(asked.LEFT_THE_ROLL, says=in_words(row.left))
    elif is_gone and row.left is None and until is None:
        yield question(asked.LEFT_THE_ROLL, says=_SOME_DAY)
    apart = _years_apart(row, record, rulebook, today)
    if apart:
        yield question(asked.YEAR_AHEAD if apart > 0 else asked.YEAR_BEHIND)
    support = record.says("support")
    if row.support not in ("", support):
        yield question(asked.SUPPORT_CHANGED, support, row.support, _command(record.id, support, row.support))
    for called, path, says in (
        ("day of issue", "issued_on", row.issued),
        ("day of the last decision", "last_review_decided_on", row.decided),
        ("authority", "authority", row.authority),
    ):
        if says and record.says("ehcp", path) and not says_same(record.says("ehcp", path), str(says)):
            yield question(asked.PLAN_DIFFERS, called)
    if row.last_review is not None and not _has_review(record, row.last_review):
        yield question(asked.LAST_REVIEW, says=in_words(row.last_review))
    if row.enrolment in _ELSEWHERE:
        yield question(asked.REGISTERED_ELSEWHERE, says=row.enrolment)
    held = record.says("keyworker")
    if row.keyworker and keyworker is None and not held:
        yield question(asked.KEYWORKER_UNCLEAR)
    elif keyworker is not None and held not in ("", keyworker):
        yield question(asked.KEYWORKER_DIFFERS, held, keyworker)
    ranked = sorted(record.things("plan", "needs"), key=lambda need: _rank(need.get("rank")))
    needs = [str(need.get("type")) for need in ranked]
    is_filled = not needs and row.support == support != NONE
    if row.needs and not is_filled and (set(row.needs) != set(needs) or row.needs[0] != needs[0]):
        yield question(asked.NEEDS_DIFFER, ", ".join(needs), ", ".join(row.needs))
    if (
        row.is_medical
        and not record.says("passport", "emergency")
        and not record.things("plan", "conditions")
    ):
        yield question(asked.MEDICAL_NOTE)


def of_new(row: PupilSeen, pupil: str, keyworker: str | None, *, is_review_left: bool) -> Iterator[Question]:
    """Yield what is asked about a pupil whose record begins."""
    if is_review_left and row.last_review is not None:
        yield Question(code=asked.LAST_REVIEW, place=row.place, pupil=pupil, file=in_words(row.last_review))
    if row.left is not None:
        yield Question(code=asked.LEFT_THE_ROLL, place=row.place, pupil=pupil, file=in_words(row.left))
    if row.enrolment in _ELSEWHERE:
        yield Question(code=asked.REGISTERED_ELSEWHERE, place=row.place, pupil=pupil, file=row.enrolment)
    if row.keyworker and keyworker is None:
        yield Question(code=asked.KEYWORKER_UNCLEAR, place=row.place, pupil=pupil)
    if row.is_medical:
        yield Question(code=asked.MEDICAL_NOTE, place=row.place, pupil=pupil)


def missing(record: Known) -> Question:
    """Return what is asked about a pupil on the roll whom the list does not have."""
    return Question(code=asked.MISSING_FROM_LIST, place=record.place, pupil=record.id)


def in_order(questions: list[Question], ehcp: frozenset[str]) -> list[Question]:
    """Return questions in the order of their names, within each those of pupils with an EHC plan first, then by place."""
    order = list(asked.WORDS)
    return sorted(
        questions,
        key=lambda each: (order.index(each.code), each.pupil not in ehcp, each.place, each.pupil or ""),
    )


def _command(pupil: str, was: str, becomes: str) -> str:
    """Return the command that does what the list says has happened to a pupil's support."""
    if becomes == EHCP:
        return f"liverecord support {pupil} ehcp --issued-on DAY"
    if was == EHCP:
        return f"liverecord support {pupil} ceases --held-on DAY --decision-on DAY --ceased-on DAY --support {becomes}"
    if becomes == SEN_SUPPORT:
        return f"liverecord support {pupil} begins --since DAY"
    does = "ends --held-on DAY --summary WHY" if becomes == NONE else "begins --since DAY"
    return f"liverecord support {pupil} {does}"


def _years_apart(row: PupilSeen, record: Known, rulebook: Rulebook, today: date) -> int:
    """Return 1 or -1 where a row has the year after or before the record's, which by age is the one of today, else 0.

    A list of another school year says so of everybody.
    """
    numbers = rulebook.thresholds[THRESHOLD].numbers
    born = record.day("pupil", "date_of_birth") or row.born
    now, says = (usual_age(each, numbers) for each in (record.called("year_group"), row.year))
    if born is None or now is None or says is None or has_what_is_coming(row, record):
        return 0
    age = age_before(born, school_year_start(today, rulebook).year, numbers)
    return (says - now) // numbers["apart"] if age == now and abs(says - now) == numbers["apart"] else 0


def _has_review(record: Known, day: date) -> bool:
    """Tell whether the record has that day as a review's, held or decided, or one after it."""
    decided = record.day("ehcp", "last_review_decided_on")
    days = [str(each.get("held_on") or "") for each in record.things("reviews", "reviews")]
    days += [decided.isoformat()] if decided is not None else []
    return any(each >= day.isoformat() for each in days)


def _rank(rank: object) -> int:
    return rank if isinstance(rank, int) else 99
