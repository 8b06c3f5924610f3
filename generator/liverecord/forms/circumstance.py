"""A standing circumstance: which kind it is first, then what belongs to that kind.

circumstance                  choose which kind
circumstance/new/appeal       a new one of that kind
circumstance/q1               that one changed
"""

from collections.abc import Mapping
from typing import NamedTuple

from liverecord.derive.rules import rules_of
from liverecord.forms.days import EXAMPLE
from liverecord.forms.fields import (
    Ask,
    added,
    beyond_defaults,
    changes,
    example,
    questions,
    said,
    written,
)
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import the_pupil
from liverecord.forms.places import place_at
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.forms.things import called, things
from liverecord.model.field import fields_of
from liverecord.model.records import Circumstance
from liverecord.model.rulebook import Code, ReviewRule
from liverecord.render.words import capped
from liverecord.splice.steps import Path, Step, found, is_there

CIRCUMSTANCES = ("circumstances",)
NEW = "new"


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a circumstance, or the choice of its kind; raises NotHere."""
    the_pupil(scene)
    if not scene.names:
        return Form(title=JOB.title, none="Choose first what kind it is.", leads=tuple(_leads(scene)))
    place = _place(scene)
    words = place.kind.words or place.kind.label
    return Form(
        title=capped(words) if place.is_new else "Change a circumstance",
        about=tuple(called(scene, thing) for thing in things(scene) if thing.path == place.path),
        sections=(
            Section(
                questions=questions(scene, "plan", place.path, _asks(scene, place), _of_kind(place, answers))
            ),
        ),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that add the circumstance, or make it say what was answered."""
    the_pupil(scene)
    if not scene.names:
        return [Wrong("", "Choose first what kind it is.")]
    place = _place(scene)
    told = said(scene, "plan", place.path, _asks(scene, place), answers)
    if told.wrong:
        return told.wrong
    if place.is_new and not beyond_defaults(Circumstance, told.values):
        return [Wrong("", "Nothing is answered yet. Say what the record should know of it.")]
    steps: list[Step] = (
        [added("plan", CIRCUMSTANCES, place.path[-1], {"kind": place.kind.code, **told.values})]
        if place.is_new
        else list(changes("plan", scene.data("plan"), place.path, told))
    )
    verb = "add" if place.is_new else "change"
    message = f"{scene.pupil}: {verb} circumstance {place.path[-1]}"
    whole = "stage" if "stage" in told.names else "status"
    return written(scene, "plan", place.path, told, steps, message, whole)


JOB = Job("circumstance", "Circumstances to know first", "pupil", ask, write)
"""A standing circumstance: an appeal, a referral, a medical event, a change in the family."""


class _Place(NamedTuple):
    """Where a circumstance stands or will stand, and its kind."""

    path: Path
    kind: Code
    is_new: bool


def _place(scene: Scene) -> _Place:
    kinds = scene.rulebook.codes.lists["circumstance_kind"]
    if scene.names[0] == NEW:
        if len(scene.names) != _PARTS or scene.names[1] not in kinds:
            raise NotHere
        return _Place(place_at(scene, "plan", CIRCUMSTANCES, ()).path, kinds[scene.names[1]], is_new=True)
    data, path = scene.data("plan"), place_at(scene, "plan", CIRCUMSTANCES, scene.names).path
    kind = kinds.get(str(found(data, (*path, "kind"))) if is_there(data, (*path, "kind")) else "")
    if kind is None:
        raise NotHere
    return _Place(path, kind, is_new=False)


_PARTS = 2


def _leads(scene: Scene) -> list[Choice]:
    kinds = scene.rulebook.codes.lists["circumstance_kind"].values()
    return [
        *(
            Choice(f"{JOB.name}/{thing.id}", called(scene, thing), "in the record")
            for thing in things(scene)
            if thing.path[:-1] == CIRCUMSTANCES
        ),
        *(Choice(f"{JOB.name}/{NEW}/{kind.code}", capped(kind.words or kind.label), "new") for kind in kinds),
    ]


def _of_kind(place: _Place, answers: Answers) -> Answers:
    """Return the answers with the kind, by which it is told who sees them: it is in the address and not asked."""
    return {**answers, "kind": (place.kind.code,)} if answers or place.is_new else answers


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


def _asks(scene: Scene, place: _Place) -> list[Ask]:
    """Return what is asked of a circumstance of a kind, and whatever its record says beside."""
    kind = place.kind
    stages = scene.rulebook.codes.lists["circumstance_stage"]
    data = scene.data("plan")
    names = [*_FIRST, *kind.asks, *_LAST]
    names.insert(1, "stage" if kind.stages else "status")
    names += [
        field.name
        for field in fields_of(Circumstance)
        if field.name not in {*names, "id", "kind"} and is_there(data, (*place.path, field.name))
    ]
    choices = tuple(Choice(each, capped(stages[each].label)) for each in kind.stages)
    limits = _limits(scene, kind)
    return [
        ask._replace(
            hint=f"{limits.get(ask.name, '')} {ask.hint}".strip(),
            choices=choices if ask.name == "stage" else None,
        )
        for ask in (_ASKED[name] for name in names)
    ]


def _limits(scene: Scene, kind: Code) -> dict[str, str]:
    """Return what is counted from each day of a circumstance of a kind, in a sentence each, as reviews.yml says it.

    Nobody reads six limits before a box for one day: of so many it is said that there are, and where they stand.
    """
    told: dict[str, list[ReviewRule]] = {}
    for rule in rules_of(scene.rulebook, scene.school, scene.today):
        if kind.code in rule.row.applies.get("circumstance", ()) and rule.row.said is not None:
            for name in dict.fromkeys(name for leg in rule.row.legs for name in leg.from_):
                told.setdefault(name, []).append(rule.row)
    return {
        name: " ".join(_said(row) for row in rows) if len(rows) <= _MOST else _SEVERAL
        for name, rows in told.items()
    }


def _said(row: ReviewRule) -> str:
    said = f"The authority has to {row.asks} {row.said}." if row.asks else f"{row.label}: {row.said}."
    return capped(said)


_MOST = 2
"""So many limits are told beside the day from which they count."""

_SEVERAL = "Several limits count from this day. The pupil's page names each, and its own day."

_FIRST = ("about",)
_LAST = ("review_on", "owner", "accepted_on", "accepted_by", "ended_on", "restricted")
_ASKED: Mapping[str, Ask] = {
    each.name: each
    for each in (
        Ask("about", "What is it about?", example("plan", (*CIRCUMSTANCES, "", "about"))),
        Ask("stage", "How far has it come?", ""),
        Ask("status", "Is it going on?", ""),
        Ask("service", "Which service is it?", example("plan", (*CIRCUMSTANCES, "", "service"))),
        Ask("sections", "Which sections of the plan is it about?", ""),
        Ask(
            "requested_on",
            "When was it asked for?",
            f"For instance the day on which the letter was posted. {EXAMPLE}.",
        ),
        Ask(
            "received_on",
            "When did the authority receive the request?",
            f"Ask the authority where nobody knows. {EXAMPLE}.",
        ),
        Ask(
            "exception",
            "Which exception does the authority claim?",
            "Only where it says that it need not keep the time. It moves no day.",
        ),
        Ask("sent_on", "When was it sent?", f"{EXAMPLE}."),
        Ask(
            "advice_requested_on",
            "When did the authority ask for advice?",
            f"{EXAMPLE}.",
        ),
        Ask("advice_sent_on", "When did the school send its advice?", f"Not needed until then. {EXAMPLE}."),
        Ask(
            "draft_served_on",
            "When was the family sent the draft plan?",
            f"{EXAMPLE}.",
        ),
        Ask(
            "decision_letter_on",
            "What is the date on the authority's decision letter?",
            f"{EXAMPLE}.",
        ),
        Ask(
            "mediation_certificate_on",
            "What is the date on the mediation certificate?",
            f"{EXAMPLE}.",
        ),
        Ask("hearing_on", "When is the hearing?", f"{EXAMPLE}."),
        Ask("order", "What did the tribunal order the authority to do?", "Only once it has decided."),
        Ask(
            "order_sent_on",
            "On which day did the tribunal send its order?",
            f"{EXAMPLE}.",
        ),
        Ask(
            "order_done_on",
            "When did the authority do what was ordered?",
            f"Not needed until then. {EXAMPLE}.",
        ),
        Ask(
            "expected_on", "When is the next thing expected?", f"Not needed while it is not known. {EXAMPLE}."
        ),
        Ask("chase_on", "When will you ask after it?", f"{EXAMPLE}."),
        Ask("review_on", "When do you look at it again?", f"{EXAMPLE}."),
        Ask("owner", "Who follows it?", ""),
        Ask(
            "accepted_on",
            "When did the school accept it, so that it need not be explained again?",
            f"Only where it did. {EXAMPLE}.",
        ),
        Ask("accepted_by", "Who accepted it?", "Only where the school did."),
        Ask("ended_on", "When did it end?", f"Not needed while it goes on. {EXAMPLE}."),
        Ask("restricted", "Is it for the SENCO's site alone?", ""),
    )
}
