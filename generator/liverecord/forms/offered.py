"""What can be written about a pupil or the school just now: ways to forms, by what they are about."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from liverecord.forms.items import whole
from liverecord.forms.job import Scene
from liverecord.forms.jobs import job_named
from liverecord.forms.known import has_left, the_pupil
from liverecord.forms.things import Thing, called, is_over, things
from liverecord.model.records import PUPIL_KINDS
from liverecord.render.ways import to_change, whether_it_helps


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
    leaving = _LEFT if has_left(the_pupil(scene), scene.today) else _HERE
    groups = [
        Offers(group.heading, group.anchor, tuple(_offers(scene, group, open_things)))
        for group in (*_GROUPS, leaving)
    ]
    files = (_offer(f"item/{kind}", f"Everything in {whole(kind)}") for kind in PUPIL_KINDS)
    groups.append(Offers("Anything else in the record", "", tuple(files)))
    return [group for group in groups if group.offers]


def of_school() -> list[Offers]:
    """Return what can be written about a pupil who is yet to be named, and about the whole school."""
    daily = tuple(_offer(*way) for way in _OF_ANY_PUPIL)
    groups = [
        Offers(heading, "", tuple(_offer(*way, of_a_pupil=False) for way in offered))
        for heading, offered in _OF_SCHOOL
    ]
    return [Offers("About a pupil", "", daily, asks_whose=True), *groups]


_Way = tuple[str, str]
"""The address of a form, and the words of the way to it."""


class _Group(NamedTuple):
    """What stands under a heading: the part of the page that it belongs to, ways to open something new, the noun of the things
    that are open, and the ways for each of those: by the name of a job, or by what finds the form of a thing (render/ways.py).
    """

    heading: str
    anchor: str = ""
    opened: tuple[_Way, ...] = ()
    noun: str = ""
    per_thing: tuple[tuple[str | Callable[..., tuple[str, ...]], str], ...] = ()


def _offers(scene: Scene, group: _Group, open_things: list[Thing]) -> Iterator[Offer]:
    for way in group.opened:
        yield _offer(*way)
    for thing in open_things:
        if thing.noun == group.noun and not (thing.noun == "review" and thing.data.get("held_on")):
            for where, words in group.per_thing:
                at = where(thing.kind, *thing.path) if callable(where) else (where, *thing.path[1::2])
                yield _offer("/".join(at), words, about=called(scene, thing))


def _offer(address: str, words: str, *, of_a_pupil: bool = True, about: str = "") -> Offer:
    """Return the way to the form at an address. A job that there is not is a fault of the tables below."""
    name, *rest = address.split("/")
    if name not in FILES and job_named(name, of_a_pupil=of_a_pupil) is None:
        raise LookupError(f"There is no job {name!r}.")
    return Offer((name, *rest), words, about)


FILES: Mapping[str, str] = {
    "marks": "Bring in marks",
    "pupils": "Bring in a list of pupils",
    "provision-map": "Bring in a provision map",
    "timetable": "Bring in the timetable",
    "calendar": "Bring in a calendar of next year's terms",
}
"""The forms that take files, each with the words of the way to it: they are the imports' own, and no jobs."""

_GROUPS = (
    _Group("Conversations", "contacts", (("conversation", "Log a conversation"),)),
    _Group(
        "Concerns",
        "concerns",
        (("concern", "Open a concern"),),
        "concern",
        (("update", "Add a line"), (to_change, "Change it"), ("close", "Close it")),
    ),
    _Group(
        "Actions",
        "actions",
        (("action", "Add an action"),),
        "action",
        ((whether_it_helps, "Did it help?"), (to_change, "Change it")),
    ),
    _Group("Reviews", "reviews", (("review", "A review was held"),), "review", (("review", "It was held"),)),
    _Group(
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
        ((to_change, "Change it"), ("provision", "Add support for it")),
    ),
    _Group(
        "Circumstances to know first",
        "circumstances",
        (("circumstance", "Add something to know first"),),
        "circumstance",
        ((to_change, "Change it"),),
    ),
    _Group(
        "Support for outcomes",
        noun="provision",
        per_thing=((to_change, "Change it"), (whether_it_helps, "Does it help?")),
    ),
    _Group("Needs", noun="need", per_thing=((to_change, "Change it"),)),
    _Group("Conditions", noun="condition", per_thing=((to_change, "Change it"),)),
)

_SUPPORT: _Way = ("support", "Support begins, changes or ends")
_HERE = _Group("The pupil", opened=(_SUPPORT, ("pupil-leaves", "The pupil leaves")))
_LEFT = _Group("The pupil", opened=(_SUPPORT, ("pupil-leaves", "The pupil has left, or is back")))

_OF_ANY_PUPIL = (
    ("conversation", "Log a conversation"),
    ("action", "Add an action"),
    ("review", "A review was held"),
    ("concern", "Open a concern"),
)
"""What is written daily, whoever it is about."""

_OF_SCHOOL: tuple[tuple[str, tuple[_Way, ...]], ...] = (
    (
        "Every week",
        (
            ("week", "Write this week's lines"),
            ("reviews", "Reviews held on one day"),
            ("marks", FILES["marks"]),
        ),
    ),
    (
        "Pupils",
        (
            ("pupil-new", "A new pupil"),
            ("pupils", FILES["pupils"]),
            ("provision-map", FILES["provision-map"]),
        ),
    ),
    (
        "Staff",
        (
            ("away", "Somebody is away"),
            ("back", "Somebody is back"),
            ("leaves", "Somebody leaves"),
            ("hand-over", "Somebody hands things over"),
            ("joins", "Somebody joins"),
        ),
    ),
    (
        "Once a year",
        (
            ("calendar", FILES["calendar"]),
            ("new-year", "A new school year"),
            ("timetable", FILES["timetable"]),
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
