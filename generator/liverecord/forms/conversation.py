"""A conversation with the family, and the actions that were agreed in it, in one save."""

from datetime import date

from liverecord.forms.actions import action_asks, new_actions
from liverecord.forms.fields import Ask, Said, added, asked_at, example, questions, said
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.known import (
    concerns_to_choose,
    how_to_say_a_day,
    only_concern,
    staff_called,
    the_pupil,
    writer,
)
from liverecord.forms.places import new_id
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.forms.repeated import button, hidden, how_many, is_answered, prefix, too_many
from liverecord.model.days import in_words
from liverecord.render.words import PROMPTS, count
from liverecord.splice.steps import Add, Path, Step

AGREED = "actions"
"""What the questions of an action that was agreed begin with."""

_TITLE = "Log a conversation"
_CONTACTS = ("contacts",)
_NEW = ("contacts", "")


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form: what the record knows, who spoke with whom and how, what was said, what was agreed."""
    number = how_many(answers, AGREED)
    prompts = tuple(_prompts())
    return Form(
        title=_TITLE,
        about=(_last_spoken(scene),),
        sections=(
            Section(questions=questions(scene, "contacts", _NEW, _asks(scene), answers)),
            Section(
                title="What was said",
                hint="Answer only what was spoken about, and nothing where nobody was reached.",
                questions=questions(scene, "contacts", _NEW, prompts, answers),
            ),
            *(_agreed(scene, answers, place) for place in range(number)),
        ),
        more=button(AGREED, number, "Add another action"),
        hidden=hidden(AGREED, number),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the conversation, and the actions agreed in it: on its day, with whoever was spoken to."""
    spoken = said(scene, "contacts", _NEW, [*_asks(scene), *_prompts()], answers)
    asks = action_asks(concerns_to_choose(scene))
    fields = [ask.name for ask in asks]
    places = [
        place
        for place in range(how_many(answers, AGREED))
        if is_answered(answers, prefix(AGREED, place), fields)
    ]
    agreed = [
        said(scene, "actions", ("actions", ""), asks, answers, prefix=prefix(AGREED, place))
        for place in places
    ]
    wrong = [
        *too_many(answers, AGREED),
        *spoken.wrong,
        *(each for action in agreed for each in action.wrong),
    ]
    if wrong:
        return wrong
    actions, asked = new_actions(scene, agreed, _in_common(scene, spoken))
    conversation, at = _conversation(scene, spoken, [each.item["id"] for each in actions])
    steps: dict[str, list[Step]] = {scene.path("contacts"): [conversation]}
    if actions:
        steps[scene.path("actions")] = [*actions]
        at[scene.path("contacts"), (*_CONTACTS, conversation.item["id"], "agreed")] = (
            prefix(AGREED, places[0]) + "what"
        )
    day = in_words(date.fromisoformat(spoken.values["date"]))
    beside = f", with {count(len(actions), 'action')}" if actions else ""
    return Written(steps, at | asked, f"{scene.pupil}: log a conversation of {day}{beside}")


JOB = Job("conversation", "Log a conversation", "pupil", ask, write)
"""A conversation with the family."""


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


def _asks(scene: Scene) -> tuple[Ask, ...]:
    return (
        Ask("date", "When was it?", how_to_say_a_day(scene.today), missing="Say when it was."),
        Ask("by", "Who spoke for the school?", "", otherwise=writer(scene)),
        Ask("with", "With whom?", "", missing="Choose with whom."),
        Ask("how", "How did you speak?", "", missing="Choose how."),
        Ask("reached", "Did you reach them?", "No is worth recording too: it shows that you tried."),
        Ask("engagement", "Are they easier or harder to reach than before?", ""),
    )


def _prompts() -> tuple[Ask, ...]:
    return tuple(Ask(field, label, example("contacts", (*_NEW, field))) for label, field in PROMPTS)


def _agreed(scene: Scene, answers: Answers, place: int) -> Section:
    only = only_concern(scene)
    asks = action_asks(concerns_to_choose(scene), is_certain=False)
    return Section(
        title="What was agreed?" if place == 0 else f"What was agreed? Action {place + 1}",
        hint="Each becomes an action. Where nothing was agreed, answer nothing here. Once you type what will be done, say too what "
        "kind of step it is and who does it."
        if place == 0
        else "",
        about=(f"It will be for the concern “{only.what}”.",) if only else (),
        questions=questions(scene, "actions", ("actions", ""), asks, answers, prefix=prefix(AGREED, place)),
    )


def _last_spoken(scene: Scene) -> str:
    contacts = the_pupil(scene).pupil.contacts
    reached = [each for each in contacts if each.date <= scene.today and each.reached is not False]
    if not reached:
        return "No conversation that reached the family is recorded yet."
    last = max(reached, key=lambda contact: (contact.date, contact.id))
    codes = scene.rulebook.codes
    how = codes.get("contact_how", last.how)
    told = [
        in_words(last.date),
        codes.label("contact_with", last.with_),
        (how.words if how else None) or last.how,
    ]
    return f"Last spoken to: {', '.join([*told, *([staff_called(scene, last.by)] if last.by else [])])}."


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────


def _in_common(scene: Scene, spoken: Said) -> dict[str, object]:
    """Return what all actions of a conversation share: its day, who agreed, and the concern where only one is open.

    Where nobody was reached nobody of the family agreed: it is what the school does next.
    """
    only = only_concern(scene)
    row = scene.rulebook.codes.get("contact_with", spoken.values["with"])
    has_agreed = row is not None and row.agreed is not None and spoken.values.get("reached") is not False
    with_whom = {"agreed_with": [row.agreed]} if row is not None and has_agreed else {}
    return {**({"concern": only.id} if only else {}), "agreed_on": spoken.values["date"], **with_whom}


def _conversation(scene: Scene, spoken: Said, agreed: list[str]) -> tuple[Add, dict[tuple[str, Path], str]]:
    new = new_id(scene, "contacts", _CONTACTS)
    pointers = {"agreed": agreed} if agreed else {}
    file = scene.path("contacts")
    step = added("contacts", _CONTACTS, new, {**spoken.values, **pointers})
    return step, asked_at(file, (*_CONTACTS, new), spoken.names, "date")
