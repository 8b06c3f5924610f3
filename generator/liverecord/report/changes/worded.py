"""A difference for people: text for a terminal, Markdown for the summary page of a forge."""

from collections.abc import Iterable, Sequence

from liverecord.report.changes.rows import (
    BECOMES,
    Difference,
    DutyMoved,
    DutyTold,
    NoDate,
    PupilChanged,
    Sentence,
    Wrong,
)
from liverecord.report.duties.rows import LATE, lateness
from liverecord.report.plain import counted, long_date, markdown, plain

_LISTED = 100
_SENTENCES = 40
"""The most records that a summary tells, and sentences of each: a person reads it, and a forge cuts it off."""

_TOGETHER = 12
"""The most pupils that one heading names."""

_SHORT = 7
"""How many characters of a commit's id are shown, as on forges."""

_BECOMES = {
    "overdue": "Becomes overdue",
    "behind": "Becomes behind",
    "due": "Becomes due today",
    "soon": "Comes up",
}
_CEASES = {
    "overdue": "No longer overdue",
    "behind": "No longer behind",
    "due": "No longer due today",
    "soon": "No longer coming up",
    "later": "No longer to come",
}


def text(difference: Difference) -> str:
    """Return what differs, pupil by pupil, with a total."""
    lines = [f"What changes {_range(difference)}:", ""]
    if difference.school or difference.problems or difference.wrong:
        lines += [
            "school.yml and staff.yml",
            *_told(_own(difference)),
            "",
        ]
    for pupils in _alike(difference.pupils):
        pupil = pupils[0]
        lines += [
            plain(_heading(pupils)),
            *_told(pupil),
        ]
        if not pupil.is_known:
            lines.append(f"  {_NOT_COMPARED}")
        lines.append("")
    if _is_nothing(difference):
        return f"Nothing changes in the records {_range(difference)}.\n"
    return "\n".join([*lines, f"{_total(difference)}."]) + "\n"


def markdown_summary(difference: Difference) -> str:
    """Return the same with headings, for the summary of a pull request."""
    if _is_nothing(difference):
        return f"## Nothing changes in the records\n\n{markdown(_capped(_range(difference)))}.\n"
    lines = [f"## What changes: {_total(difference)}", "", f"{markdown(_capped(_range(difference)))}."]
    if difference.school or difference.problems or difference.wrong:
        lines += [
            "",
            "### school.yml and staff.yml",
            "",
            *_items(_own(difference)),
        ]
    groups = _alike(difference.pupils)
    for pupils in groups[:_LISTED]:
        pupil = pupils[0]
        lines += ["", f"### {markdown(_heading(pupils))}", ""]
        lines += _items(pupil)
        if not pupil.is_known:
            lines.append(f"- {_NOT_COMPARED}")
    if len(groups) > _LISTED:
        more = counted(sum(map(len, groups[_LISTED:])), "more record")
        lines += ["", f"And {more}: `liverecord diff` tells them all."]
    return "\n".join(lines) + "\n"


def sentence_said(sentence: Sentence) -> str:
    """Return what changed and, in brackets, what holds it."""
    return f"{sentence.says} ({sentence.within})" if sentence.within else sentence.says


def _duty_said(duty: DutyMoved) -> str:
    """Return "Becomes behind: SEN support review, due 11 November 2026, 11 days behind, j-okafor"."""
    if duty.move == BECOMES:
        assert duty.after is not None
        return f"{_BECOMES.get(str(duty.after.state), 'Comes up')}: {_stands(duty.after)}"
    assert duty.before is not None
    ceases = f"{_CEASES.get(str(duty.before.state), 'No longer coming up')}: "
    if duty.after is None:
        return f"{ceases}{_named(duty.before)}, which nothing asks for any more"
    return f"{ceases}{_stands(duty.after)}"


def _lack_said(row: NoDate) -> str:
    """Return "EHC plan annual review: write plan.ehcp.issued_on (the day on which the plan was issued)"."""
    what = f" ({row.missing})" if row.missing else ""
    return f"{row.label}: write {row.field}{what}" if row.field else f"{row.label}{what}"


_NOT_COMPARED = "What falls due by this is told once the record is valid."


def _own(difference: Difference) -> PupilChanged:
    """Return what is told of the school's own files, as of a pupil."""
    return PupilChanged(
        id="",
        change="changed",
        sentences=difference.school,
        wrong=difference.wrong,
        problems=difference.problems,
    )


def _told(changed: PupilChanged) -> list[str]:
    lines = []
    for sentence in changed.sentences:
        lines.append(f"  {plain(sentence_said(sentence))}")
        for name, wording in (("before", sentence.before), ("now", sentence.after)):
            if wording:
                lines.append(f"      {name}: {plain(wording)}")
    lines += [f"  {plain(_duty_said(duty))}" for duty in changed.duties]
    lines += [f"  {plain(f'No date yet: {_lack_said(row)}')}" for row in changed.undated]
    lines += [f"  {plain(f'No longer asked: {row.label}')}" for row in changed.answered]
    lines += [f"  Wrong: {plain(_problem(problem))}" for problem in changed.problems]
    if changed.wrong > len(changed.problems):
        lines.append(f"  {counted(changed.wrong - len(changed.problems), 'problem')} to mend first.")
    return lines


def _items(changed: PupilChanged) -> list[str]:
    lines = []
    for sentence in changed.sentences[:_SENTENCES]:
        lines.append(f"- {markdown(sentence_said(sentence))}")
        for name, wording in (("before", sentence.before), ("now", sentence.after)):
            if wording:
                lines.append(f"    - {name}: {markdown(wording)}")
    if len(changed.sentences) > _SENTENCES:
        lines.append(f"- and {len(changed.sentences) - _SENTENCES} more")
    for duty in changed.duties:
        said, _, rest = _duty_said(duty).partition(":")
        lines.append(f"- **{markdown(said)}**:{markdown(rest)}")
    lines += [f"- **No date yet**: {markdown(_lack_said(row))}" for row in changed.undated]
    lines += [f"- **No longer asked**: {markdown(row.label)}" for row in changed.answered]
    lines += [f"- **Wrong**: {markdown(_problem(problem))}" for problem in changed.problems]
    if changed.wrong > len(changed.problems):
        lines.append(f"- **{counted(changed.wrong - len(changed.problems), 'problem')} to mend first**")
    return lines


def _range(difference: Difference) -> str:
    if not difference.base:
        return f"by this, duties as of {long_date(difference.as_of)}"
    base = f"from commit {difference.base[:_SHORT]}"
    if difference.head is not None:
        return f"{base} to commit {difference.head[:_SHORT]}, duties as of {long_date(difference.as_of)}"
    pending = (
        f" ({counted(difference.uncommitted, 'file')} not committed yet)" if difference.uncommitted else ""
    )
    return f"{base} to the files as they are now{pending}, duties as of {long_date(difference.as_of)}"


def _alike(pupils: Iterable[PupilChanged]) -> list[list[PupilChanged]]:
    """Return the pupils in groups: those with the same changes together, as a week's marks come for all at once."""
    groups: dict[object, list[PupilChanged]] = {}
    for pupil in pupils:
        says = tuple((sentence.says, sentence.within) for sentence in pupil.sentences)
        is_alone = (
            pupil.duties
            or pupil.undated
            or pupil.answered
            or pupil.wrong
            or not pupil.is_known
            or any(each.item for each in pupil.sentences)
        )
        key = pupil.id if is_alone else (pupil.change, says, *(each.after for each in pupil.sentences))
        groups.setdefault(key, []).append(pupil)
    return list(groups.values())


def _heading(pupils: Sequence[PupilChanged]) -> str:
    if len(pupils) == 1:
        return _called(pupils[0])
    listed = ", ".join(pupil.name or pupil.id for pupil in pupils[:_TOGETHER])
    more = f" and {len(pupils) - _TOGETHER} more" if len(pupils) > _TOGETHER else ""
    change = _CHANGES.get(pupils[0].change)
    return f"{counted(len(pupils), 'record')}{f' ({change})' if change else ''}: {listed}{more}"


def _called(pupil: PupilChanged) -> str:
    name = f"{pupil.name} ({pupil.id})" if pupil.name else pupil.id
    return name if pupil.change == "changed" else f"{name}: {_CHANGES[pupil.change]}"


_CHANGES = {"added": "new record", "removed": "record taken out", "unchanged": "not changed itself"}


def _stands(duty: DutyTold) -> str:
    parts = [_named(duty)]
    if duty.due is not None:
        parts.append(f"due {long_date(duty.due)}")
    if duty.days is not None:
        parts.append(_when(duty.days, duty.state))
    if duty.limit is not None and duty.limit != duty.due:
        parts.append(f"the limit is {long_date(duty.limit)}")
    parts.append(duty.owner_name or duty.owner or "no owner")
    return ", ".join(parts)


def _named(duty: DutyTold) -> str:
    label = duty.label or "a duty"
    if duty.what:
        return f"{label}: {duty.what}"
    return f"{label} ({duty.item})" if duty.item else label


def _when(days: int, state: str | None) -> str:
    if days < 0:
        return f"{counted(-days, 'day')} {state if state in LATE else 'late'}"
    return "today" if days == 0 else f"in {counted(days, 'day')}"


def _problem(problem: Wrong) -> str:
    hint = f" {problem.hint}" if problem.hint else ""
    return f"{problem.path}:{problem.line}:{problem.column} {problem.code}: {problem.message}{hint}"


def _total(difference: Difference) -> str:
    parts = [
        f"{counted(number, 'record')} {word}"
        for change, word in (("changed", "changed"), ("added", "added"), ("removed", "taken out"))
        if (number := sum(pupil.change == change for pupil in difference.pupils))
    ]
    records = ", ".join(parts) or "no record itself"
    late = [
        duty.after.state
        for pupil in difference.pupils
        for duty in pupil.duties
        if duty.move == BECOMES and duty.after is not None and duty.after.state in LATE
    ]
    wrong = difference.wrong + sum(pupil.wrong for pupil in difference.pupils)
    return ". ".join(
        [
            records,
            *([f"{lateness(late)} by it"] if late else []),
            *([f"{counted(wrong, 'problem')} to mend"] if wrong else []),
        ]
    )


def _is_nothing(difference: Difference) -> bool:
    return not (difference.pupils or difference.school or difference.wrong)


def _capped(text: str) -> str:
    return text[:1].upper() + text[1:]
