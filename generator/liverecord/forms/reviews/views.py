"""What the pupil and the family said at a review: asked of whoever was there, and never made up."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from liverecord.forms.fields import NOT_THERE, Ask, added, asked_at, questions, said
from liverecord.forms.job import Known, Scene
from liverecord.forms.question import Answers, Choice, Question, Wrong
from liverecord.model.days import in_words
from liverecord.model.ids import next_id
from liverecord.splice.steps import Add, Path, found, ids, is_there

VOICES = ("pupil", "family")
"""Whose views a review asks for."""

NOBODY = Choice("nobody", "Nobody gave a view")

_VIEWS = ("views",)
_NEW = ("views", "")


class Heard(NamedTuple):
    """The views that were given, by whose they are, and what is wrong."""

    views: dict[str, str]
    wrong: list[Wrong]


def view_questions(scene: Scene, known: Known, answers: Answers, prefix: str) -> tuple[Question, ...]:
    """Return for each of the two what was said, and the choice that nobody said anything."""
    return tuple(question for voice in VOICES for question in _of_voice(scene, known, voice, answers, prefix))


def last_words(known: Known) -> tuple[str, ...]:
    """Return of when the newest view of each is that the record has."""
    told = []
    for voice in VOICES:
        days = [each.date for each in known.pupil.plan.views if each.from_ == voice]
        when = f"of {in_words(max(days))}" if days else "not in the record yet"
        told.append(f"The {voice}'s last view is {when}.")
    return tuple(told)


def heard(
    scene: Scene,
    known: Known,
    answers: Answers,
    prefix: str,
    *,
    attended: Collection[str],
    held_on: date | None,
) -> Heard:
    """Return the views given. Whoever was there is asked: a view, one that is recorded since, or that nobody gave one."""
    views: dict[str, str] = {}
    wrong: list[Wrong] = []
    for voice in VOICES:
        given = said(
            scene,
            "plan",
            _NEW,
            [_text(voice)],
            answers,
            prefix=f"{prefix}{voice}-view-",
            pupil=known.pupil.id,
        )
        wrong += given.wrong
        name, none = given.names["text"], f"{prefix}{voice}-none"
        chosen = [each for each in answers.get(none, ()) if each.strip()]
        if chosen not in ([], [NOBODY.value]):
            wrong.append(Wrong(none, NOT_THERE))
        elif chosen and given.values:
            wrong.append(
                Wrong(name, "You wrote a view, and chose that nobody gave one. Keep one of the two.")
            )
        elif given.values:
            views[voice] = given.values["text"]
        elif not given.wrong and not chosen and voice in attended and not _is_recorded(known, voice, held_on):
            wrong.append(Wrong(name, f"Write what the {voice} said, or choose that nobody gave a view."))
    return Heard(views, wrong)


def add_views(
    scene: Scene, known: Known, views: dict[str, str], held_on: str, prefix: str
) -> tuple[list[Add], dict[tuple[str, Path], str]]:
    """Return the steps that add views to the plan, as said on the day of the review."""
    data = scene.data("plan", known.pupil.id)
    taken = ids(found(data, _VIEWS)) if is_there(data, _VIEWS) else []
    steps: list[Add] = []
    places: dict[tuple[str, Path], str] = {}
    for voice, text in views.items():
        new = next_id("v", taken)
        taken = [*taken, new]
        steps.append(added("plan", _VIEWS, new, {"from": voice, "date": held_on, "text": text}))
        name = f"{prefix}{voice}-view-text"
        places |= asked_at(scene.path("plan", known.pupil.id), (*_VIEWS, new), {"text": name}, name)
    return steps, places


def _of_voice(scene: Scene, known: Known, voice: str, answers: Answers, prefix: str) -> tuple[Question, ...]:
    pupil = known.pupil.id
    none = f"{prefix}{voice}-none"
    return (
        *questions(
            scene, "plan", _NEW, [_text(voice)], answers, prefix=f"{prefix}{voice}-view-", pupil=pupil
        ),
        Question(
            name=none,
            label=f"If the {voice} gave no view",
            kind="several",
            choices=(NOBODY,),
            hint="Then nothing is written down of it.",
            value=tuple(answers.get(none, ())),
        ),
    )


def _text(voice: str) -> Ask:
    return Ask("text", f"What did the {voice} say?", "In their own words.", is_required=False)


def _is_recorded(known: Known, voice: str, held_on: date | None) -> bool:
    """Tell whether a view of the day or later is in the record already."""
    return held_on is not None and any(
        each.from_ == voice and each.date >= held_on for each in known.pupil.plan.views
    )
