"""A concern is closed: when, what happened, and what becomes of each action that is still open for it.

close/c1
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from liverecord.forms.asking import field_of
from liverecord.forms.codes import CLOSED, OPEN
from liverecord.forms.days import EXAMPLE
from liverecord.forms.fields import Ask, Said, added, asked_at, changes, questions, said
from liverecord.forms.helped import STATES, ended_wrong, result_asks
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import (
    concern_choices,
    inner_ids,
    is_open_action,
    is_open_concern,
    open_concerns,
    staff_called,
    the_pupil,
    writer,
)
from liverecord.forms.letting_go import let_go, will_be_restricted
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.forms.things import Pointer
from liverecord.model.days import in_words
from liverecord.model.ids import next_id
from liverecord.model.records import Action, Concern
from liverecord.splice.steps import Path, Step

_TITLE = "Close a concern"
_LINE = "line-"


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form that closes the concern of the address; raises NotHere."""
    concern = _concern(scene)
    if not is_open_concern(scene, concern):
        return Form(title=_TITLE, about=(concern.what,), none=_over(concern))
    return Form(
        title=_TITLE,
        about=(concern.what, f"It was opened on {in_words(concern.opened_on)}."),
        sections=(
            Section(
                questions=(
                    *questions(scene, "concerns", _path(concern), _day(scene), answers),
                    *questions(scene, "concerns", _line(concern), _words(scene), answers, prefix=_LINE),
                )
            ),
            *(_section(scene, action, answers) for action in _actions(scene, concern)),
        ),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the concern closed, with its last line, and what became of each of its open actions."""
    concern = _concern(scene)
    if not is_open_concern(scene, concern):
        return [Wrong("", _over(concern))]
    path = _path(concern)
    day = said(scene, "concerns", path, _day(scene), answers)
    words = said(scene, "concerns", _line(concern), _words(scene), answers, prefix=_LINE)
    actions = {action.id: _read(scene, action, answers) for action in _actions(scene, concern)}
    wrong = [*day.wrong, *words.wrong, *(each for one in actions.values() for each in one.wrong)]
    if wrong:
        return wrong
    closed_on = day.values["closed_on"]
    by = {"by": writer(scene)[0]} if writer(scene) else {}
    new = next_id("u", inner_ids(scene, "updates"))
    line = added("concerns", (*path, "updates"), new, {"date": closed_on, **by, **words.values})
    file = scene.path("concerns")
    closing = Said({"status": CLOSED, **day.values}, [], {"status": "closed_on", **day.names})
    steps: dict[str, list[Step]] = {file: [*changes("concerns", scene.data("concerns"), path, closing), line]}
    ended = [step for name, one in actions.items() for step in _ended(scene, name, one, closed_on)]
    if ended:
        steps[scene.path("actions")] = ended
    places = asked_at(file, path, closing.names, "closed_on")
    named = {**words.names, "date": "closed_on"}
    places |= asked_at(file, (*path, "updates", new), named, words.names["text"])
    for name, one in actions.items():
        places |= asked_at(scene.path("actions"), ("actions", name), one.names, one.names["status"])
    day_in_words = in_words(date.fromisoformat(closed_on))
    return Written(steps, places, f"{scene.pupil}: close concern {concern.id}, {day_in_words}")


JOB = Job("close", _TITLE, "pupil", ask, write)
"""A concern is closed."""


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


def _concern(scene: Scene) -> Concern:
    concerns = the_pupil(scene).pupil.concerns
    concern = next((each for each in concerns if (each.id,) == scene.names), None)
    if concern is None:
        raise NotHere
    return concern


def _path(concern: Concern) -> Path:
    return ("concerns", concern.id)


def _line(concern: Concern) -> Path:
    return ("concerns", concern.id, "updates", "")


def _over(concern: Concern) -> str:
    since = f" on {in_words(concern.closed_on)}" if concern.closed_on else ""
    return f"This concern was closed{since}."


def _day(scene: Scene) -> Sequence[Ask]:
    today = (in_words(scene.today),)
    return (
        Ask(
            "closed_on",
            "When was it closed?",
            f"{EXAMPLE}.",
            is_required=True,
            missing="Say when it was closed.",
            otherwise=today,
        ),
    )


def _words(scene: Scene) -> Sequence[Ask]:
    happened = Ask(
        "text",
        "What happened?",
        "It is the concern's last line: what changed, and why it can be closed.",
        is_required=True,
        missing="Say what happened.",
    )
    return (happened,) if writer(scene) else (happened, Ask("by", "Who writes this?", ""))


def _actions(scene: Scene, concern: Concern) -> list[Action]:
    """Return the open actions of a concern: none of them may stay open under it unseen."""
    return [
        each
        for each in the_pupil(scene).pupil.actions
        if each.concern == concern.id and is_open_action(scene, each)
    ]


def _section(scene: Scene, action: Action, answers: Answers) -> Section:
    start = f"{action.id}-"
    # How it stands in the record, and for which concern, is no answer to what becomes of it now.
    unasked = {f"{start}status": (), f"{start}concern": (), **answers}
    return Section(
        title=f"Action: {action.what}",
        about=tuple(_told(scene, action)),
        questions=questions(
            scene, "actions", ("actions", action.id), _action_asks(scene, action), unasked, prefix=start
        ),
    )


def _told(scene: Scene, action: Action) -> Iterator[str]:
    if action.owner:
        yield f"{staff_called(scene, action.owner)} holds it."
    if closed := will_be_restricted(scene, _to_its_concern(action.id), None):
        yield f"If it stays open, and not for another restricted concern: {closed}"


def _to_its_concern(name: str) -> Pointer:
    path = ("actions", name, "concern")
    return Pointer("actions", path, field_of("actions", path))


_STAYS = Choice(OPEN, "It stays open")


def _action_asks(scene: Scene, action: Action) -> Sequence[Ask]:
    others = concern_choices(each for each in open_concerns(scene) if each.id != action.concern)
    states = tuple(_STAYS if each.value == _STAYS.value else each for each in STATES)
    has_no_day = action.due is None and action.review_on is None
    when = f"Only where it did not end with the concern. {EXAMPLE}."
    return (
        Ask("status", "What becomes of it?", "", is_required=True, missing=_MISSING, choices=states),
        Ask("ended_on", "When did it end?", when),
        *result_asks("actions", ("actions", action.id)),
        *([Ask("concern", "If it stays open: for which concern?", "", choices=others)] if others else []),
        *([Ask("due", "If it stays open: by when?", f"{EXAMPLE}.")] if has_no_day else []),
    )


_MISSING = "Choose whether it is done, was stopped, or stays open."


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────


def _read(scene: Scene, action: Action, answers: Answers) -> Said:
    """Return what becomes of an action; where it goes on, no day of its end may be said."""
    start = f"{action.id}-"
    one = said(scene, "actions", ("actions", action.id), _action_asks(scene, action), answers, prefix=start)
    if one.values.get("status") == _STAYS.value:
        one.wrong.extend(ended_wrong(scene, one))
    return one


def _ended(scene: Scene, name: str, one: Said, closed_on: str) -> Iterator[Step]:
    """Yield what changes in an action; one that stays open is for another concern, or for none."""
    data, at = scene.data("actions"), ("actions", name)
    values: Mapping[str, object] = one.values
    if values["status"] == _STAYS.value:
        kept = {field: value for field, value in values.items() if field != "concern"}
        names = {field: question for field, question in one.names.items() if field != "concern"}
        yield from changes("actions", data, at, Said(kept, [], names))
        other = values.get("concern")
        yield from let_go(scene, _to_its_concern(name), other if isinstance(other, str) else None)
        return
    ending = {
        "ended_on": closed_on,
        **{field: value for field, value in values.items() if field != "concern"},
    }
    names = {field: question for field, question in one.names.items() if field != "concern"}
    yield from changes("actions", data, at, Said(ending, [], names))
