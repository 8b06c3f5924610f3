"""Duties as rows: ids, dates and the rule's own label."""

import difflib
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec

from liverecord.model.case import CaseFile, Duty, Undated
from liverecord.model.records import kind_of
from liverecord.problem import Place
from liverecord.report.plain import counted, long_date

STATES: Mapping[str, str] = {
    "overdue": "Overdue",
    "behind": "Behind",
    "due": "Due today",
    "soon": "Due soon",
    "later": "Coming later",
}
"""The states of a duty, most pressing first, and how lists head them."""

OVERDUE, BEHIND = "overdue", "behind"
LATE = (OVERDUE, BEHIND)
"""The states of what is late: past a limit of the law, or past its own day alone."""

AUTHORITY = "authority"
SCHOOL = "school"


class DutyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One duty without a word that anybody typed: ids, dates, and the rule's own label.

    `key` stays the same while the duty's day, owner or place changes, and says nothing of what it is about. `due` is the day
    to do it by, and `limit` the law's own; None where guidance, practice or the school asks. Past its limit it is overdue,
    past its day alone behind; `beside` is what the rule says beside it. `days` counts from today to the limit where that is
    past, else to `due` (negative: late). `owner` is None where nobody holds it; `left` then names who held it and has left.
    `away` says that the owner is, and `cover` stands in for them. `owed_by` is school or authority. `source` is the rule's.
    `path` and `line` are where the record is edited, None where that is not known; `moved` tells that a later date was
    written than the rule gives. Of what is late, `held_since` is the day from which the owner or the cover has held it,
    where git knows, `late_school_days` how many school days it is late, and `escalated_to` who is told of it as well.
    """

    key: str
    pupil: str
    kind: str
    group: str
    label: str
    due: date
    limit: date | None = None
    beside: tuple[str, ...] = ()
    state: str
    days: int
    owner: str | None = None
    cover: str | None = None
    left: str | None = None
    owed_by: str = "school"
    source: str | None = None
    path: str | None = None
    line: int | None = None
    moved: bool = False
    away: bool = False
    held_since: date | None = None
    late_school_days: int = 0
    escalated_to: str | None = None


class UndatedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that applies and has no day yet: ids, the rule's own words, and where to write what is missing.

    `missing` says what that is, `field` is its path, and `add` the YAML to add to the file `path`, with the value left open. `last_lawful` is
    the law's day from before the school kept live records: it has passed, unless what is missing is written; from the day
    `counts_from` it counts as overdue, and `is_missed` says that it does. The rest is as in DutyRow.
    """

    key: str
    pupil: str
    kind: str
    group: str
    label: str
    missing: str
    field: str
    add: str
    last_lawful: date | None = None
    counts_from: date | None = None
    is_missed: bool = False
    ask_last_school: bool = False
    owner: str | None = None
    cover: str | None = None
    left: str | None = None
    away: bool = False
    owed_by: str = "school"
    source: str | None = None
    path: str | None = None
    line: int | None = None


Row = DutyRow | UndatedRow


def is_overdue(row: Row) -> bool:
    """Tell whether the school has let a limit of the law pass. What others let pass is chased, and fails no run."""
    if isinstance(row, UndatedRow):
        return row.is_missed
    return row.state == OVERDUE and row.owed_by == SCHOOL


def is_late(row: Row) -> bool:
    """Tell whether the school has let a limit or a day of its own pass: it is overdue or behind."""
    return is_overdue(row) or (isinstance(row, DutyRow) and row.state == BEHIND and row.owed_by == SCHOOL)


def lateness(states: Iterable[str | None]) -> str:
    """Return how many are late: "2 overdue, 7 behind"."""
    counts = Counter(states)
    return f"{counts[OVERDUE]} overdue, {counts[BEHIND]} behind"


def is_unowned(row: DutyRow) -> bool:
    """Tell whether a school duty is in nobody's hands: the owner is missing, has left, or is away without cover."""
    return row.owed_by == SCHOOL and (row.owner is None or _is_uncovered(row))


def rows(
    cases: Iterable[CaseFile],
    within: int | None = None,
    owner: str | None = None,
    places: Mapping[tuple[str, str], Place] | None = None,
    *,
    unowned: bool = False,
) -> list[DutyRow]:
    """Return the duties of the cases, oldest first.

    `within` leaves out what is due in more than so many days; with `unowned`, it keeps all that is in nobody's hands.
    `owner` keeps what a member of staff owns or covers, and what was escalated to them. `places` says where a duty's
    item is written, by the ids of pupil and duty; without it, the section's place is used.
    """
    all_rows = [
        _row(case, duty, (places or {}).get((case.id, duty.id))) for case in cases for duty in case.duties
    ]
    return sorted(
        (
            row
            for row in all_rows
            if (within is None or row.days <= within or (unowned and is_unowned(row)))
            and owner in (None, row.owner, row.cover, row.escalated_to)
        ),
        key=lambda row: (row.due, row.pupil, row.kind, row.line or 0),
    )


def undated_rows(
    cases: Iterable[CaseFile],
    owner: str | None = None,
    places: Mapping[tuple[str, str], Place] | None = None,
) -> list[UndatedRow]:
    """Return what has no day yet, first what the law had a day for, the oldest first. `owner` and `places` are as in `rows`."""
    all_rows = [
        _undated(case, each, (places or {}).get((case.id, each.id)))
        for case in cases
        for each in case.undated
    ]
    return sorted(
        (row for row in all_rows if owner in (None, row.owner, row.cover)),
        key=lambda row: (row.last_lawful or date.max, row.pupil, row.kind, row.key),
    )


def said(row: UndatedRow) -> str:
    """Return "not in the record: the day of the last report"; of a day of the law, that it was the last lawful one."""
    asked = "; from before the pupil came here: ask the last school" if row.ask_last_school else ""
    if row.last_lawful is None:
        return f"not in the record: {row.missing}{asked}"
    counts = f", overdue from {long_date(row.counts_from)}" if row.counts_from and not row.is_missed else ""
    return f"last lawful day was {long_date(row.last_lawful)}, unless {row.missing} is written{counts}{asked}"


def unheld_steps(cases: Iterable[CaseFile], owner: str | None = None) -> list[tuple[str, str]]:
    """Return open actions without a day that are in nobody's hands, as (pupil, action). One with a day is a duty.

    `owner` keeps those of a member of staff who is away.
    """
    return [
        (case.id, step.id)
        for case in cases
        for step in case.next_steps
        if step.due is None
        and (
            step.owner is None
            or step.owner.left_on is not None
            or (step.owner.is_away and step.owner.cover_id is None)
        )
        and (owner is None or (step.owner is not None and step.owner.id == owner))
    ]


def unknown_person(owner: str, staff: Collection[str]) -> str:
    """Return what to say of an id that no member of staff has."""
    near = difflib.get_close_matches(owner, sorted(staff), n=1)
    return f"nobody in staff.yml has the id {owner!r}" + (f"; did you mean {near[0]}?" if near else "")


def called(row: Row) -> str:
    """Return what a duty is called: the rule's label, and whose it is where it is not the school's."""
    return f"{row.label} (owed by the authority)" if row.owed_by == AUTHORITY else row.label


def when(row: DutyRow) -> str:
    """Return "3 days overdue" (past its limit), "3 days behind" (past its day), "today" or "in 3 days"."""
    if row.days < 0:
        return f"{counted(-row.days, 'day')} {row.state if row.state in LATE else 'late'}"
    return "today" if row.days == 0 else f"in {counted(row.days, 'day')}"


def whose(row: Row) -> str:
    """Return who holds a duty, by id: somebody away first, the cover second."""
    if row.owner is None:
        return f"nobody ({row.left} has left)" if row.left else "nobody"
    if _is_uncovered(row):
        return f"{row.owner} (away without cover)"
    return f"{row.owner} (cover {row.cover})" if row.cover else row.owner


def notes(row: DutyRow) -> list[str]:
    """Return notes on a duty: its limit where that is another day, a moved date, who has held a late one since when, and to
    whom it was escalated.

    What its rule says beside the day may be a fact of a family, and notes are read in logs: it is left to pages and to JSON.
    """
    said = [limit] if (limit := limit_said(row)) else []
    said += ["moved"] if row.moved else []
    if row.days < 0 and row.held_since is not None and row.held_since > row.due:
        said.append(f"with {row.cover or row.owner} since {long_date(row.held_since)}")
    if row.escalated_to is not None:
        said.append(f"{counted(row.late_school_days, 'school day')} late, escalated to {row.escalated_to}")
    return said


def limit_said(row: DutyRow) -> str:
    """Return the law's own day where it is another than the day to do it by, which is then an aim; else ""."""
    if row.limit is None or row.limit == row.due:
        return ""
    own = "the school's own day (aim), " if row.owed_by == SCHOOL else ""
    return f"{own}the limit is {long_date(row.limit)}"


def _is_uncovered(row: Row) -> bool:
    return row.owner is not None and row.away and row.cover is None


def _undated(case: CaseFile, undated: Undated, place: Place | None) -> UndatedRow:
    paths = {kind_of(link.path): link for link in case.edit}
    edit = paths.get(undated.file)
    holder = undated.owner
    has_left = holder is not None and holder.left_on is not None
    is_there = place is not None and edit is not None and place.path == edit.path
    return UndatedRow(
        key=key_of(case.id, undated.id),
        pupil=case.id,
        kind=undated.kind,
        group=undated.group,
        label=undated.label,
        missing=undated.missing,
        field=undated.field,
        add=undated.line,
        last_lawful=undated.last_lawful,
        counts_from=undated.counts_from,
        is_missed=undated.is_missed,
        ask_last_school=undated.ask_last_school,
        owner=holder.id if holder and not has_left else None,
        cover=holder.cover_id if holder and not has_left else None,
        left=holder.id if holder and has_left else None,
        away=holder is not None and not has_left and holder.is_away,
        owed_by=undated.owed_by,
        source=undated.source,
        path=edit.path if edit else None,
        line=place.line if place and is_there else 1,
    )


def key_of(pupil: str, duty: str) -> str:
    """Return the key of a duty, or of what has no day yet. No part of it may be mistaken for another: ids hold no line ends."""
    return hashlib.sha256(f"{pupil}\n{duty}".encode()).hexdigest()[:32]


def _row(case: CaseFile, duty: Duty, place: Place | None) -> DutyRow:
    edit = next((link for link in case.edit if link.section == duty.anchor), None)
    holder = duty.owner
    has_left = holder is not None and holder.left_on is not None
    return DutyRow(
        key=key_of(case.id, duty.id),
        pupil=case.id,
        kind=duty.kind,
        group=duty.group,
        label=duty.label,
        due=duty.due,
        limit=duty.limit,
        beside=duty.beside,
        state=duty.state,
        days=duty.days,
        owner=holder.id if holder and not has_left else None,
        cover=holder.cover_id if holder and not has_left else None,
        left=holder.id if holder and has_left else None,
        owed_by=duty.owed_by,
        source=duty.source,
        path=place.path if place else edit.path if edit else None,
        line=place.line if place else edit.line if edit else None,
        moved=duty.moved,
        away=holder is not None and not has_left and holder.is_away,
        held_since=duty.held_since if duty.days < 0 else None,
        late_school_days=duty.late_school_days,
        escalated_to=duty.escalated_to.id if duty.escalated_to else None,
    )
