"""Support begins, becomes an education, health and care plan, or ends: each a form of its own, by what the pupil has now.

support             choose which
support/begins      SEN support begins
support/ehcp        an education, health and care plan is issued
support/ends        SEN support ends
support/ceases      the authority ceases the education, health and care plan
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from liverecord.forms import ceasing, ending, issuing
from liverecord.forms.codes import EHCP, NONE, SEN_SUPPORT
from liverecord.forms.fields import Ask, asked_at, changes, day_ask, questions, said
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import the_pupil
from liverecord.forms.provided import PARENTS_TOLD, parents_told, steps_to, support_now
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.model.days import in_words


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of what happens to a pupil's support, or the choice of it; raises NotHere."""
    if not scene.names:
        leads = tuple(
            Choice(f"{JOB.name}/{name}", change.words)
            for name, change in _CHANGES.items()
            if not _unfit(scene, change)
        )
        return Form(
            title=JOB.title, about=(support_now(scene),), none="Choose what has happened.", leads=leads
        )
    change = _change(scene)
    if unfit := _unfit(scene, change):
        return Form(title=change.words, about=(support_now(scene),), none=unfit)
    return change.ask(scene, answers)


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps by which the record says it."""
    if not scene.names:
        return [Wrong("", "Choose first what has happened.")]
    change = _change(scene)
    unfit = _unfit(scene, change)
    return [Wrong("", unfit)] if unfit else change.write(scene, answers)


JOB = Job("support", "Support begins, changes or ends", "pupil", ask, write)
"""What becomes of a pupil's support."""


# ── SEN support begins ──────────────────────────────────────────────────────────────────────────────────


def _ask_begins(scene: Scene, answers: Answers) -> Form:
    # A day that stands in the record of somebody without support is of support that ended.
    anew = {"support_since": (), PARENTS_TOLD: (), **answers}
    return Form(
        title="SEN support begins",
        about=(support_now(scene),),
        sections=(Section(questions=questions(scene, "plan", (), _asks(scene), anew)),),
    )


def _write_begins(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    told = said(scene, "plan", (), _asks(scene), answers)
    if told.wrong:
        return told.wrong
    file = scene.path("plan")
    steps = [*steps_to(scene, SEN_SUPPORT), *changes("plan", scene.data("plan"), (), told)]
    places = {**asked_at(file, (), {"support": "support_since", "kind": "support_since"})}
    places |= asked_at(file, (), told.names)
    since = in_words(date.fromisoformat(told.values["support_since"]))
    return Written({file: steps}, places, f"{scene.pupil}: SEN support since {since}")


def _asks(scene: Scene) -> tuple[Ask, ...]:
    return (
        day_ask(scene.today, "support_since", "When did it begin?", "Say on which day it began."),
        parents_told(scene),
    )


# ── Which form ──────────────────────────────────────────────────────────────────────────────────────────


class _Change(NamedTuple):
    """What may happen to support: in words, to whom (codes of what a pupil has now), and its form."""

    words: str
    to: tuple[str, ...]
    ask: Callable[[Scene, Answers], Form]
    write: Callable[[Scene, Answers], Written | list[Wrong]]


def _change(scene: Scene) -> _Change:
    name, *more = scene.names
    if name not in _CHANGES or more:
        raise NotHere
    return _CHANGES[name]


def _unfit(scene: Scene, change: _Change) -> str:
    """Return why this cannot happen to the pupil's support; "" where it can."""
    if the_pupil(scene).pupil.plan.support in change.to:
        return ""
    return "This does not go with the support that the record has now. Look whether it is written already."


_CHANGES: Mapping[str, _Change] = {
    "begins": _Change("SEN support begins", (NONE,), _ask_begins, _write_begins),
    "ehcp": _Change(issuing.TITLE, (NONE, SEN_SUPPORT), issuing.ask, issuing.write),
    "ends": _Change(ending.TITLE, (SEN_SUPPORT,), ending.ask, ending.write),
    "ceases": _Change(ceasing.TITLE, (EHCP,), ceasing.ask, ceasing.write),
}
