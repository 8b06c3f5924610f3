"""A new pupil: a plan.yml with no more in it than a record needs. The id was drawn, and nobody types it."""

from collections.abc import Iterator, Mapping
from typing import Any

from liverecord.forms.codes import NONE, SEN_SUPPORT
from liverecord.forms.fields import Ask, asked_at, optional, questions, said
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.provided import AUTHORITY, PARENTS_TOLD, kind_of_plan, parents_told
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.model.field import fields_of
from liverecord.model.ids import is_pupil_id
from liverecord.model.records import Plan
from liverecord.splice.steps import Path, Set


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a new pupil; raises NotHere. The id goes with the form, so that it stays the same until it is sent."""
    if scene.names:
        raise NotHere
    pupil = _id(scene, answers) or scene.drawn
    return Form(
        title="A new pupil",
        about=(
            f"The record is called {pupil}. The name says nothing of whose it is, because it stands in addresses and in e-mails.",
        ),
        sections=tuple(
            Section(
                title=title, hint=hint, questions=questions(scene, "plan", path, asks, answers, pupil=pupil)
            )
            for title, hint, path, asks in _parts(scene)
        ),
        hidden={_ID: pupil},
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that begin a plan.yml."""
    if scene.names:
        raise NotHere
    pupil = _id(scene, answers)
    if pupil is None:
        return [
            Wrong(
                "", "The form has lost the record's name, or another pupil has it by now. Open the form anew."
            )
        ]
    file = scene.path("plan", pupil)
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    places: dict[tuple[str, Path], str] = {}
    for _, _, path, asks in _parts(scene):
        told = said(scene, "plan", path, asks, answers, pupil=pupil)
        wrong += told.wrong
        places |= asked_at(file, path, told.names)
        if path and told.values:
            values[path[0]] = values.get(path[0], {}) | told.values
        elif not path:
            values |= told.values
    wrong += _contradictions(values)
    wrong += _known_already(scene, values)
    if wrong:
        asked = [each.name for _, _, _, asks in _parts(scene) for each in asks]
        return sorted(wrong, key=lambda each: asked.index(each.name) if each.name in asked else -1)
    kind = kind_of_plan(scene, values["support"])
    whole = {**values, **({"kind": kind} if kind else {}), "version": 1}
    order = [field.name for field in fields_of(Plan)]
    steps = [Set((name,), whole[name]) for name in sorted(whole, key=order.index)]
    return Written({file: steps}, places, f"{pupil}: a new pupil")


JOB = Job("pupil-new", "A new pupil", "school", ask, write)
"""A record begins."""

_ID = "id"
_IDENTITY: Path = ("pupil",)
_PLAN: Path = ()
_EHCP: Path = ("ehcp",)
_WHO = (
    Ask("given_name", "What is the given name?", "For example: Maya", missing="Say what the given name is."),
    Ask(
        "family_name",
        "What is the family name?",
        "For example: Ellison",
        missing="Say what the family name is.",
    ),
    Ask("known_as", "Which name does the pupil go by, where it is another?", "For example: May"),
    Ask("year_group", "Which year is it?", "", missing="Choose the year."),
    Ask("form", "Which form or class?", "For example: 8B, or 5 Willow"),
    Ask("date_of_birth", "When was the pupil born?", "For example 11 February 2014"),
    Ask("on_roll_from", "What is the first day on the roll?", "For example 23 November 2026"),
)
_SUPPORT = (
    Ask("support", "What support does the pupil have?", "", missing="Choose what support the pupil has."),
    Ask(
        "support_since",
        "Since when?",
        "Without a break, whichever of the two kinds it was. For example 3 September 2025",
    ),
    Ask(PARENTS_TOLD),
    Ask("keyworker", "Who is the key worker?", ""),
)
_ISSUED = (
    Ask("issued_on", "When was it first issued?", "For example 5 February 2024"),
    AUTHORITY,
    Ask(
        "maintained_since",
        "Since when does that authority maintain it?",
        "The day on which another authority transferred it; where none did, the day of issue. For example 16 November 2026",
    ),
)


def _parts(scene: Scene) -> tuple[tuple[str, str, Path, tuple[Ask, ...]], ...]:
    """Return what is asked, part by part of the plan: a heading, its hint, where it stands, and the questions."""
    support = tuple(parents_told(scene) if ask.name == PARENTS_TOLD else ask for ask in _SUPPORT)
    return (
        ("Who it is", "", _IDENTITY, _WHO),
        ("Support", "", _PLAN, support),
        (
            "The education, health and care plan",
            "Only where there is one. Once you choose that support above, say when it was issued.",
            _EHCP,
            optional(_ISSUED),
        ),
    )


def _id(scene: Scene, answers: Answers) -> str | None:
    """Return the id that came with the form; None where it is none, or a pupil has it."""
    sent = "".join(answers.get(_ID, ()))
    folder = scene.path("plan", sent).removesuffix("plan.yml")
    is_taken = sent in scene.unread or any(path.startswith(folder) for path in scene.files)
    return sent if is_pupil_id(sent) and not is_taken else None


def _contradictions(values: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield what was answered that such a pupil cannot have."""
    support = values.get("support")
    if support == NONE:
        for name in ("support_since", PARENTS_TOLD):
            if name in values:
                yield Wrong(
                    name, "A pupil without support has no such day. Leave it empty, or choose the support."
                )
    if support in {NONE, SEN_SUPPORT}:
        for name in values.get("ehcp", {}):
            yield Wrong(
                name, "Only an education, health and care plan has this. Leave it empty, or choose that plan."
            )


def _known_already(scene: Scene, values: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield that the pupil has a record: of the same name, born on the same day."""
    new = values.get("pupil", {})
    born = new.get("date_of_birth")
    for pupil, known in scene.pupils.items():
        identity = known.pupil.plan.pupil
        if identity.date_of_birth is None or identity.date_of_birth.isoformat() != born:
            continue
        if all(
            str(new.get(name, "")).casefold() == getattr(identity, name).casefold()
            for name in ("given_name", "family_name")
        ):
            yield Wrong(
                "",
                f"There is a record of this name and day of birth: {pupil}. Where the pupil has come back, go on with that one: "
                "empty the last day on the roll in its own form for leaving.",
            )
