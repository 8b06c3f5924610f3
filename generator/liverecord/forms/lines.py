"""A line on a concern: this week's, for all open concerns that have none yet, or one concern's at any time.

week                 all open concerns without a line this week, saved together (of the school)
update/c1            one concern's line
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.derive.calendar import calendar_of, monday_of
from liverecord.forms.days import EXAMPLE
from liverecord.forms.fields import NOT_THERE, Ask, Said, added, asked_at, questions, said
from liverecord.forms.job import Job, Known, NotHere, Scene, Written
from liverecord.forms.known import (
    inner_ids,
    is_open_concern,
    left_out,
    pupil_called,
    shortened,
    the_pupil,
    writer,
)
from liverecord.forms.question import Answers, Choice, Form, Question, Section, Wrong
from liverecord.forms.seen import seen_by
from liverecord.model.days import in_words
from liverecord.model.ids import next_id
from liverecord.model.records import Concern, Update
from liverecord.render.words import count
from liverecord.splice.steps import Add, Path

NOTHING, SOMETHING = "nothing", "something"
CHANGED = (Choice(NOTHING, "Nothing changed"), Choice(SOMETHING, "Something did"))
"""What may be said of a week. That nothing changed is a line too."""


def ask_week(scene: Scene, answers: Answers) -> Form:
    """Return the round of all open concerns without a line this week, the longest silent first."""
    rows = _rows(scene, answers)
    if not rows:
        return Form(title=_WEEK, about=left_out(scene), none=_no_rows(scene))
    silent = sum(row.is_silent for row in rows)
    have = "has" if silent == 1 else "have"
    about = [
        f"The week of {in_words(monday_of(scene.today))}. {count(silent, 'open concern')} {have} no line yet.",
        "If nothing changed, record that too: silence is not a record.",
        *left_out(scene),
    ]
    answered = sum(_is_answered(answers, row.prefix) for row in rows)
    if answered:
        rest = "; the rest stay open" if answered < len(rows) else ""
        about.append(f"{answered} of {len(rows)} answered{rest}.")
    return Form(
        title=_WEEK,
        about=tuple(about),
        sections=(
            *(_section(scene, row, answers) for row in rows),
            Section(
                title="The day of the lines",
                about=(f"Lines are dated today, {in_words(scene.today)}, unless you choose another day.",),
                questions=questions(scene, "concerns", _ANY_LINE, _whose_and_when(scene), answers),
            ),
        ),
    )


def write_week(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return a line for each concern that was answered; the others stay open."""
    rows = [row for row in _rows(scene, answers) if _is_answered(answers, row.prefix)]
    wrong = _unknown(scene, answers)
    told = [_told(scene, row, answers) for row in rows]
    wrong += [each for line in told for each in line.wrong]
    if not rows and not wrong:
        return [Wrong("", "Nothing is answered yet. Answer for one concern at least; the others stay open.")]
    dated = said(scene, "concerns", _ANY_LINE, _whose_and_when(scene), answers)
    wrong += dated.wrong
    if "date" in dated.values and not _is_this_week(dated.values["date"], scene.today):
        first = monday_of(scene.today)
        wrong.append(
            Wrong("date", f"This page is for the week of {in_words(first)}: choose one of its days.")
        )
    if wrong:
        return wrong
    steps: dict[str, list[Add]] = {}
    places: dict[tuple[str, Path], str] = {}
    drawn: dict[str, list[str]] = {}
    for row, line in zip(rows, told, strict=True):
        add = _add(scene, row, dated, line, drawn.setdefault(row.pupil, []))
        file = scene.path("concerns", row.pupil)
        steps.setdefault(file, []).append(add)
        places |= _places(file, add, row, dated)
    lines = count(len(rows), "concern")
    day = in_words(date.fromisoformat(dated.values["date"]))
    return Written(steps, places, f"school: the week's line on {lines}, {day}")


def ask_update(scene: Scene, answers: Answers) -> Form:
    """Return the form for one concern's line; raises NotHere."""
    row = _the_row(scene)
    concern = row.concern
    if not is_open_concern(scene, concern):
        return Form(title=_UPDATE, about=(concern.what,), none=_CLOSED)
    return Form(
        title=_UPDATE,
        about=(concern.what, _last(concern, scene.today)),
        sections=(
            Section(
                questions=(
                    *_row_questions(scene, row, answers),
                    *questions(scene, "concerns", _ANY_LINE, _whose_and_when(scene, "is the line"), answers),
                )
            ),
        ),
    )


def write_update(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return one concern's line."""
    row = _the_row(scene)
    if not is_open_concern(scene, row.concern):
        return [Wrong("", _CLOSED)]
    if not _is_answered(answers, row.prefix):
        return [Wrong("changed", "Choose whether anything changed.")]
    line = _told(scene, row, answers)
    dated = said(scene, "concerns", _ANY_LINE, _whose_and_when(scene), answers)
    if line.wrong or dated.wrong:
        return [*line.wrong, *dated.wrong]
    add = _add(scene, row, dated, line, [])
    file = scene.path("concerns")
    day = in_words(date.fromisoformat(dated.values["date"]))
    return Written(
        {file: [add]},
        _places(file, add, row, dated),
        f"{scene.pupil}: a line on concern {row.concern.id}, {day}",
    )


JOBS = (
    Job("week", "Write this week's lines", "school", ask_week, write_week),
    Job("update", "Write a line on a concern", "pupil", ask_update, write_update),
)
"""This week's lines, and one concern's."""


# ── Which concerns ──────────────────────────────────────────────────────────────────────────────────────


class _Row(NamedTuple):
    """A concern that is asked about: whose, and what the names of its questions begin with."""

    known: Known
    concern: Concern
    prefix: str
    is_silent: bool = False

    @property
    def pupil(self) -> str:
        return self.known.pupil.id


_WEEK, _UPDATE = "Write this week's lines", "Write a line"
_CLOSED = "This concern is closed, so it has no new lines. Where it is a worry again, open a new one."
_NEEDED = "Needed once you choose “Something did”."
_ANY_LINE = ("concerns", "", "updates", "")


def _rows(scene: Scene, answers: Answers) -> list[_Row]:
    """Return the concerns without a line this week, longest silent first, and whichever else was answered for.

    A colleague may have written a line since the form was opened: what was typed here is not lost, and is a second line.
    """
    silent: list[tuple[str, str, _Row]] = []
    for pupil, known in scene.pupils.items():
        last_on = {each.concern: each.last_on for each in known.case.silences}
        for concern in known.pupil.concerns:
            row = _Row(known, concern, f"{pupil}_{concern.id}_", concern.id in last_on)
            if not is_open_concern(scene, concern):
                continue
            if row.is_silent or _is_answered(answers, row.prefix):
                silent.append((str(last_on.get(concern.id) or ""), known.case.name.casefold(), row))
    return [row for *_, row in sorted(silent, key=lambda each: (*each[:2], each[2].prefix))]


def _the_row(scene: Scene) -> _Row:
    known = the_pupil(scene)
    concern = next((each for each in known.pupil.concerns if (each.id,) == scene.names), None)
    if concern is None:
        raise NotHere
    return _Row(known, concern, "")


def _no_rows(scene: Scene) -> str:
    if not calendar_of(scene.school).is_school_week(monday_of(scene.today)):
        return "There is no school this week, so no line is asked for."
    if scene.unread:
        return "Every other open concern has its line for this week."
    return "Every open concern has its line for this week."


def _unknown(scene: Scene, answers: Answers) -> list[Wrong]:
    """Return what is wrong with answers for a concern that is not there, or that was closed since the form was opened."""
    known = {
        f"{pupil}_{concern.id}"
        for pupil, each in scene.pupils.items()
        for concern in each.pupil.concerns
        if is_open_concern(scene, concern)
    }
    for name, typed in answers.items():
        row, _, field = name.rpartition("_")
        if field in {"changed", "text"} and row and row not in known and any(each.strip() for each in typed):
            return [Wrong("", "One answer is for a concern that is not open any more. Open this page again.")]
    return []


def _is_answered(answers: Answers, prefix: str) -> bool:
    return any(each.strip() for field in ("changed", "text") for each in answers.get(prefix + field, ()))


def _is_this_week(day: str, today: date) -> bool:
    first = monday_of(today)
    return first <= date.fromisoformat(day) < first + timedelta(weeks=1)


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


def _section(scene: Scene, row: _Row, answers: Answers) -> Section:
    return Section(
        title=pupil_called(row.known),
        about=(row.concern.what, _last(row.concern, scene.today)),
        questions=_row_questions(scene, row, answers),
    )


def _row_questions(scene: Scene, row: _Row, answers: Answers) -> tuple[Question, ...]:
    name = f"{row.prefix}changed"
    path = ("concerns", row.concern.id, "updates", "", "no_change")
    of_pupil = f" for {row.known.case.name}" if row.prefix else ""
    changed = Question(
        name=name,
        label=f"Did anything change{of_pupil}?",
        kind="choice",
        choices=CHANGED,
        seen_by=seen_by(scene, "concerns", path, row.pupil),
        is_required=not row.prefix,
        value=tuple(answers.get(name, ())),
    )
    return (changed, *_words(scene, row, answers))


def _words(scene: Scene, row: _Row, answers: Answers) -> tuple[Question, ...]:
    label = f"What changed for {row.known.case.name}?" if row.prefix else "What changed?"
    return questions(
        scene,
        "concerns",
        _line_of(row),
        [Ask("text", label, "" if row.prefix else _NEEDED)],
        answers,
        prefix=row.prefix,
        pupil=row.pupil,
    )


def _whose_and_when(scene: Scene, what: str = "are the lines") -> Sequence[Ask]:
    """Return what is asked once for all lines: who writes, where that is not known, and the day."""
    day = Ask(
        "date",
        f"Which day {what} of?",
        f"{EXAMPLE}.",
        otherwise=(in_words(scene.today),),
        missing="Say which day.",
    )
    return (day,) if writer(scene) else (Ask("by", "Who writes this?", ""), day)


def _last(concern: Concern, today: date) -> str:
    lines = [line for line in concern.updates if line.date <= today]
    if not lines:
        return f"No line so far. It was opened on {in_words(concern.opened_on)}."
    last = max(lines, key=lambda line: (line.date, line.id))
    return f"Last line, {in_words(last.date)}: {_line(last)}"


def _line(last: Update) -> str:
    return shortened(last.text) if last.text else "nothing changed."


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────


def _told(scene: Scene, row: _Row, answers: Answers) -> Said:
    """Return what a line says; words alone say that something changed."""
    changed, text = f"{row.prefix}changed", f"{row.prefix}text"
    line = said(scene, "concerns", _line_of(row), [Ask("text")], answers, prefix=row.prefix, pupil=row.pupil)
    line.names["no_change"] = changed
    chosen = [each for each in answers.get(changed, ()) if each.strip()]
    if chosen not in ([], [NOTHING], [SOMETHING]):
        return line._replace(wrong=[Wrong(changed, NOT_THERE), *line.wrong])
    if line.wrong:
        return line
    if chosen == [NOTHING]:
        if line.values:
            words = "You chose “Nothing changed”. Choose “Something did”, or take the words out."
            return line._replace(wrong=[Wrong(text, words)])
        return line._replace(values={"no_change": True})
    if not line.values:
        words = "Say what changed, or choose “Nothing changed”."
        return line._replace(wrong=[Wrong(text, words)])
    return line


def _line_of(row: _Row) -> Path:
    """Return the path of a concern's next line, which is not there yet."""
    return ("concerns", row.concern.id, "updates", "")


def _add(scene: Scene, row: _Row, dated: Said, line: Said, drawn: list[str]) -> Add:
    """Return the step that adds a line; `drawn` are the ids that other lines of the pupil got in the same save."""
    new = next_id("u", [*inner_ids(scene, "updates", row.pupil), *drawn])
    drawn.append(new)
    by = {"by": writer(scene)[0]} if writer(scene) else {}
    return added("concerns", _line_of(row)[:-1], new, {**by, **dated.values, **line.values})


def _places(file: str, add: Add, row: _Row, dated: Said) -> dict[tuple[str, Path], str]:
    changed = f"{row.prefix}changed"
    names = {**dated.names, "text": f"{row.prefix}text", "no_change": changed}
    return asked_at(file, (*add.path, add.item["id"]), names, changed)
