"""All reviews that are due, in one round: the day and who was there once for all, results and views for each pupil alone.

reviews            those planned for a day or due by it; whoever is not ticked stays as it is

First it asks which were held; what came of each is asked of those that are ticked.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import HALVES, calendar_of
from liverecord.forms.asking import in_record
from liverecord.forms.fields import Ask, Said, asked_at, questions, said
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.known import has_left, left_out, pupil_called
from liverecord.forms.question import Answers, Choice, Form, Question, Section, Wrong
from liverecord.forms.reviews.following import (
    add_following,
    counted_from,
    following,
    following_about,
    following_questions,
    hidden,
)
from liverecord.forms.reviews.held import held_steps
from liverecord.forms.reviews.matter import Matter, called_whole, due_until, is_meeting, next_review_id
from liverecord.forms.reviews.results import entry_places, found_of_outcomes, outcome_questions
from liverecord.forms.reviews.views import add_views, heard, view_questions
from liverecord.forms.seen import seen_by
from liverecord.model.days import in_words
from liverecord.render.words import count
from liverecord.splice.steps import Path, Step, applied

TITLE = "Reviews are held"
HELD = "held"
"""The question that asks which were held."""


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the round of all reviews that are planned or due until the day that was chosen; today until one is."""
    day = counted_from(scene, answers)
    rows = _rows(scene, answers)
    if not rows and "held_on" not in answers:
        return Form(
            title=TITLE, about=left_out(scene), none=f"No review is planned or due until {in_words(day)}."
        )
    number = count(len(rows), "review") if rows else "No review"
    shown = [row for row in rows if _is_answered(scene, answers, row)]
    return Form(
        title=TITLE,
        about=(
            f"{number} planned or due until {in_words(day)}.",
            "Tick those that were held. What came of each is asked then; whatever is not ticked stays as it is.",
            *left_out(scene),
        ),
        sections=(
            Section(
                title="For all of them",
                about=("What is said here is written into each review that is ticked.",),
                questions=(
                    *questions(scene, "reviews", ("reviews", ""), _in_common(scene), answers),
                    *_which(scene, rows, answers),
                ),
            ),
            *(_section(scene, row, answers) for row in shown),
        ),
        more=(
            Choice("ticked", "Go on with those that are ticked"),
            Choice("day", "Show what is due until this day"),
        ),
        hidden={**hidden(scene, answers), _ASKED: " ".join(row.key for row in shown)},
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the reviews that are ticked as held; the others stay as they are."""
    rows = [row for row in _rows(scene, answers) if _is_answered(scene, answers, row)]
    common = said(scene, "reviews", ("reviews", ""), _in_common(scene), answers)
    wrong = [*_unknown(scene, answers), *common.wrong]
    if not rows and not wrong:
        name = HELD if _rows(scene, answers) else ""
        return [Wrong(name, "No review is ticked yet. Tick each that was held; the others stay as they are.")]
    asked = set("".join(answers.get(_ASKED, ())).split())
    if any(row.key not in asked for row in rows):
        words = "Now say what came of each review that you ticked: the questions stand below."
        return [*wrong, Wrong(HELD, words)]
    steps: dict[str, list[Step]] = {}
    places: dict[tuple[str, Path], str] = {}
    for row in rows:
        one = _held(scene, row, answers, common)
        wrong += one.wrong
        for file, more in one.steps.items():
            steps.setdefault(file, []).extend(more)
        places |= one.places
        scene = _after(scene, one)
    if wrong:
        return wrong
    day = in_words(date.fromisoformat(common.values["held_on"]))
    return Written(steps, places, f"school: {count(len(rows), 'review')} held on {day}")


JOB = Job("reviews", TITLE, "school", ask, write)
"""All reviews that are due."""


# ── Which reviews ───────────────────────────────────────────────────────────────────────────────────────


class _Row(NamedTuple):
    """A review that may have been held, its day, and what the names of its questions begin with."""

    matter: Matter
    due: date

    @property
    def key(self) -> str:
        return f"{self.matter.pupil}_{self.matter.key}"

    @property
    def prefix(self) -> str:
        return f"{self.key}_"


_ASKED = "asked-of"
"""The hidden field with the reviews of which it was asked already what came of them."""
_FIELDS = ("pupil-view-text", "pupil-none", "family-view-text", "family-none")


def _rows(scene: Scene, answers: Answers) -> list[_Row]:
    """Return the reviews that are due until the day, by day and name, and whichever else was answered for."""
    day = counted_from(scene, answers)
    rows = [row for row in _all(scene) if row.due <= day or _is_answered(scene, answers, row)]
    return sorted(rows, key=lambda row: (row.due, row.matter.known.case.name.casefold(), row.prefix))


def _all(scene: Scene) -> list[_Row]:
    return [
        _Row(matter, due)
        for known in scene.pupils.values()
        if not has_left(known, scene.today)
        for matter, due in due_until(scene, known, date.max)
        if is_meeting(matter)
    ]


def _is_answered(scene: Scene, answers: Answers, row: _Row) -> bool:
    """Tell whether anything was said of a review: what stands in the record already says nothing, nor does a proposal."""
    if row.key in answers.get(HELD, ()):
        return True
    matter, pupil = row.matter, row.matter.pupil
    paths = {"summary": (*matter.path, "summary")} | {
        f"{each.id}-result": (*matter.path, "outcomes", each.id, "result")
        for each in matter.known.pupil.plan.outcomes
    }
    for field in (*_FIELDS, *paths):
        typed = tuple(each for each in answers.get(row.prefix + field, ()) if each.strip())
        if typed and (field not in paths or typed != in_record(scene, "reviews", paths[field], pupil)):
            return True
    return False


def _unknown(scene: Scene, answers: Answers) -> list[Wrong]:
    """Return what is wrong with an answer for a review that is not there, or was held since the form was opened."""
    known = {row.key for row in _all(scene)}
    said = {each for each in answers.get(HELD, ()) if each.strip()}
    for name, typed in answers.items():
        row, _, field = name.rpartition("_")
        is_of_row = row and (field in {*_FIELDS, "summary"} or field.endswith("-result"))
        if is_of_row and any(each.strip() for each in typed):
            said.add(row)
    if said <= known:
        return []
    return [Wrong("", "One answer is for a review that is not to be held any more. Open this page again.")]


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


def _in_common(scene: Scene) -> tuple[Ask, ...]:
    return (
        Ask(
            "held_on",
            "On which day were they held?",
            f"Today is {in_words(scene.today)}.",
            is_required=True,
            missing="Say on which day they were held.",
            otherwise=(in_words(scene.today),) if _is_at_school(scene) else (),
        ),
        Ask("attended", "Who was at all of them?", ""),
    )


def _is_at_school(scene: Scene) -> bool:
    calendar = calendar_of(scene.school)
    return any(calendar.meets(scene.today, half) for half in HALVES)


_SUMMARY = Ask("summary", "What came of it?", "")


def _which(scene: Scene, rows: Sequence[_Row], answers: Answers) -> tuple[Question, ...]:
    if not rows:
        return ()
    question = Question(
        name=HELD,
        label="Which of them were held?",
        kind="several",
        choices=tuple(Choice(row.key, _called(scene, row), _when(row)) for row in rows),
        seen_by=seen_by(scene, "reviews", ("reviews", "", "held_on")),
        value=tuple(answers.get(HELD, ())),
    )
    return (question,)


def _called(scene: Scene, row: _Row) -> str:
    return f"{pupil_called(row.matter.known)}: {called_whole(scene, row.matter)}"


def _when(row: _Row) -> str:
    planned = row.matter.planned
    if planned is not None and planned.due is not None:
        return f"planned for {in_words(planned.due)}"
    return f"due on {in_words(row.due)}"


def _section(scene: Scene, row: _Row, answers: Answers) -> Section:
    matter = row.matter
    told = [f"By its rule it was due on {in_words(row.due)}."]
    if matter.planned is not None and matter.planned.due is not None:
        told = [
            f"Planned for {in_words(matter.planned.due)}.",
            *(told if matter.planned.due > row.due else []),
        ]
    return Section(
        title=_called(scene, row),
        about=(*told, *following_about(scene, matter, answers)),
        questions=(
            *questions(
                scene, "reviews", matter.path, [_SUMMARY], answers, prefix=row.prefix, pupil=matter.pupil
            ),
            *outcome_questions(scene, matter, answers, row.prefix),
            *view_questions(scene, matter.known, answers, row.prefix),
            *following_questions(scene, matter, answers, row.prefix, with_owner=False),
        ),
    )


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────


class _Held(NamedTuple):
    """One review as it was held: its steps by file, the questions they came from, and what is wrong."""

    steps: Mapping[str, list[Step]]
    places: dict[tuple[str, Path], str]
    wrong: list[Wrong]


def _held(scene: Scene, row: _Row, answers: Answers, common: Said) -> _Held:
    matter = row.matter
    own = said(scene, "reviews", matter.path, [_SUMMARY], answers, prefix=row.prefix, pupil=matter.pupil)
    results = found_of_outcomes(scene, matter, answers, row.prefix)
    views = heard(
        scene,
        matter.known,
        answers,
        row.prefix,
        attended=common.values.get("attended", ()),
        held_on=counted_from(scene, answers),
    )
    next_one = following(scene, matter, answers, row.prefix, with_owner=False)
    wrong = [*_ticked(answers, row), *own.wrong, *results.wrong, *views.wrong, *next_one.wrong]
    if wrong or common.wrong:
        return _Held({}, {}, wrong)
    # Who was at all of them adds to a review, and takes nobody out of one where nobody is named.
    names = {field: name for field, name in common.names.items() if field in common.values} | own.names
    held = Said({**common.values, **own.values}, [], names)
    new = matter.planned.id if matter.planned else next_review_id(scene, matter)
    then = next_review_id(scene, matter, taken=0 if matter.planned else 1)
    after = add_following(matter, next_one, then)
    file = scene.path("reviews", matter.pupil)
    steps = {file: [*held_steps(scene, matter, held, results, new), *after]}
    spoken, places = add_views(scene, matter.known, views.views, held.values["held_on"], row.prefix)
    if spoken:
        steps[scene.path("plan", matter.pupil)] = [*spoken]
    path = ("reviews", new)
    places |= asked_at(file, path, names, HELD) | entry_places(file, path, results)
    if after:
        places |= asked_at(file, ("reviews", then), next_one.said.names, f"{row.prefix}next-due")
    return _Held(steps, places, [])


def _after(scene: Scene, one: _Held) -> Scene:
    """Return the scene in which a review is written, so that the next of the same pupil gets ids of its own."""
    files = {file: applied(scene.files.get(file), steps) for file, steps in one.steps.items()}
    return scene._replace(files={**scene.files, **files})


def _ticked(answers: Answers, row: _Row) -> list[Wrong]:
    if row.key in answers.get(HELD, ()):
        return []
    return [Wrong(f"{row.prefix}summary", "Tick above that it was held, or take out what is written for it.")]
