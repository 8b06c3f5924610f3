"""What can be written about a pupil or the school just now: ways to forms, by what they are about."""

from collections.abc import Iterator
from typing import NamedTuple

from liverecord.forms.items import whole
from liverecord.forms.job import Scene
from liverecord.forms.jobs import job_named
from liverecord.forms.things import Thing, called, is_over, things
from liverecord.model.records import PUPIL_KINDS


class Offer(NamedTuple):
    """A way to a form: the parts of its address after the pupil's, its words, and what it is about."""

    parts: tuple[str, ...]
    words: str
    about: str = ""


class Offers(NamedTuple):
    """Offers under a heading. `anchor` is the part of a pupil's page that they belong to ("" for none).

    `asks_whose` tells that they are about a pupil, whom nobody has named yet.
    """

    heading: str
    anchor: str
    offers: tuple[Offer, ...]
    asks_whose: bool = False


def of_pupil(scene: Scene) -> list[Offers]:
    """Return what can be written about the scene's pupil: what is done daily first, every file's own form last."""
    open_things = [thing for thing in things(scene) if not is_over(scene, thing)]
    groups = [
        Offers(heading, anchor, tuple(_offers(scene, opened, noun, per_thing, open_things)))
        for heading, anchor, opened, noun, per_thing in _GROUPS
    ]
    files = (Offer(("item", kind), f"Everything in {whole(kind)}") for kind in PUPIL_KINDS)
    groups.append(Offers("Anything else in the record", "", tuple(files)))
    return [group for group in groups if group.offers]


def of_school() -> list[Offers]:
    """Return what can be written about a pupil who is yet to be named, and about the whole school."""
    daily = tuple(Offer((name,), words) for name, words in _OF_ANY_PUPIL if job_named(name, of_a_pupil=True))
    groups = [
        Offers(
            heading, "", tuple(Offer((*name.split("/"),), words) for name, words in offered if _is_job(name))
        )
        for heading, offered in _OF_SCHOOL
    ]
    groups.insert(0, Offers("About a pupil", "", daily, asks_whose=True))
    return [group for group in groups if group.offers]


def _offers(
    scene: Scene,
    opened: tuple[tuple[str, str], ...],
    noun: str,
    per_thing: tuple[tuple[str, str], ...],
    open_things: list[Thing],
) -> Iterator[Offer]:
    for name, words in opened:
        if job_named(name, of_a_pupil=True):
            yield Offer((name,), words)
    for thing in open_things:
        if thing.noun != noun or (noun == "review" and thing.data.get("held_on")):
            continue
        for name, words in _UNPLANNED if thing.path[0] == "support_without_plan" else per_thing:
            if job_named(name, of_a_pupil=True):
                yield Offer((name, *thing.path[1::2]), words, called(scene, thing))


def _is_job(name: str) -> bool:
    return job_named(name.partition("/")[0], of_a_pupil=False) is not None or name == MARKS


MARKS = "marks"
"""The one form that takes files: it is the import's own, and no job."""

_UNPLANNED = (("unplanned", "Change it"),)
"""What support without a plan is offered, which stands under no outcome."""

_GROUPS: tuple[tuple[str, str, tuple[tuple[str, str], ...], str, tuple[tuple[str, str], ...]], ...] = (
    ("Conversations", "contacts", (("conversation", "Log a conversation"),), "", ()),
    (
        "Concerns",
        "concerns",
        (("concern", "Open a concern"),),
        "concern",
        (("update", "Add a line"), ("concern", "Change it"), ("close", "Close it")),
    ),
    (
        "Actions",
        "actions",
        (("action", "Add an action"),),
        "action",
        (("helped", "Did it help?"), ("action", "Change it")),
    ),
    (
        "Reviews",
        "reviews",
        (("review", "A review was held"),),
        "review",
        (("review", "It was held"),),
    ),
    (
        "Passport and plan",
        "plan",
        (
            ("passport", "What every adult should know"),
            ("outcome", "Add an outcome"),
            ("need", "Add a need"),
            ("condition", "Add a condition"),
            ("unplanned", "Add support without a plan"),
            ("agreed", "A new version of the plan is agreed"),
        ),
        "outcome",
        (("outcome", "Change it"), ("provision", "Add support for it")),
    ),
    (
        "What everybody should know first",
        "circumstances",
        (("circumstance", "Add a standing circumstance"),),
        "circumstance",
        (("circumstance", "Change it"),),
    ),
    (
        "Support for outcomes",
        "",
        (),
        "provision",
        (("provision", "Change it"), ("helped-provision", "Does it help?")),
    ),
    ("Needs", "", (), "need", (("need", "Change it"),)),
    ("Conditions", "", (), "condition", (("condition", "Change it"),)),
    (
        "The pupil",
        "",
        (("support", "Support begins, changes or ends"), ("pupil-leaves", "The pupil leaves")),
        "",
        (),
    ),
)

_OF_ANY_PUPIL = (
    ("conversation", "Log a conversation"),
    ("action", "Add an action"),
    ("review", "A review was held"),
    ("concern", "Open a concern"),
)
"""What is written daily, whoever it is about."""

_OF_SCHOOL: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Every week",
        (
            ("week", "Write this week's lines"),
            ("reviews", "Reviews held on one day"),
            (MARKS, "Bring in marks"),
        ),
    ),
    ("Pupils", (("pupil-new", "A new pupil"),)),
    (
        "Staff",
        (
            ("away", "Somebody is away"),
            ("back", "Somebody is back"),
            ("leaves", "Somebody leaves"),
            ("joins", "Somebody joins"),
        ),
    ),
    (
        "The school's own files",
        (
            ("settings/school", "Terms, lessons, the school's own rules"),
            ("settings/staff", "Everybody on the staff"),
        ),
    ),
)
