"""What the record knows already, in the few words that stand above a question; never asked again."""

from collections.abc import Iterable
from datetime import date

from liverecord.derive.people import people_of
from liverecord.derive.subjects import is_open
from liverecord.forms.days import EXAMPLE
from liverecord.forms.job import Known, NotHere, Scene
from liverecord.forms.question import Choice
from liverecord.model.days import in_words
from liverecord.model.records import Action, Concern
from liverecord.render.words import joined
from liverecord.splice.steps import found, ids, is_there


def the_pupil(scene: Scene) -> Known:
    """Return the record of the pupil that a job is about; raises NotHere where there is none."""
    known = scene.pupils.get(scene.pupil or "")
    if known is None:
        raise NotHere
    return known


def pupil_called(known: Known) -> str:
    """Return who a pupil is: the name, and the form where there is one."""
    form = known.pupil.plan.pupil.form
    return f"{known.case.name}, {form}" if form else known.case.name


def has_left(known: Known, today: date) -> bool:
    """Tell whether a pupil's last day on the roll is over; whoever is yet to join has not left."""
    until = known.pupil.plan.pupil.on_roll_until
    return until is not None and until < today


def staff_called(scene: Scene, person_id: str) -> str:
    """Return a colleague's name; an id that staff.yml does not know is its own name."""
    return people_of(scene.staff, scene.today).assignee(person_id).name


def writer(scene: Scene) -> tuple[str, ...]:
    """Return who writes, as a question has it; () where nobody of staff.yml is known to."""
    return tuple(each.id for each in scene.staff.staff if each.id == scene.person)


def open_concerns(scene: Scene) -> list[Concern]:
    """Return a pupil's open concerns."""
    return [each for each in the_pupil(scene).pupil.concerns if is_open_concern(scene, each)]


def only_concern(scene: Scene) -> Concern | None:
    """Return the open concern of a pupil who has exactly one, so that nobody has to choose it.

    What is for a restricted one is itself for few eyes: that is chosen, and never follows by itself.
    """
    concerns = open_concerns(scene)
    return concerns[0] if len(concerns) == 1 and not concerns[0].restricted else None


def concerns_to_choose(scene: Scene) -> list[Concern]:
    """Return the open concerns that something new may be for, where that does not follow by itself."""
    return [] if only_concern(scene) is not None else open_concerns(scene)


def is_open_concern(scene: Scene, concern: Concern) -> bool:
    """Tell whether a concern is open, by its state."""
    return is_open(scene.rulebook.codes, "concern_status", concern.status, None, scene.today)


def is_open_action(scene: Scene, action: Action) -> bool:
    """Tell whether an action is open, by its state."""
    return is_open(scene.rulebook.codes, "action_status", action.status, None, scene.today)


def concern_choices(concerns: Iterable[Concern]) -> tuple[Choice, ...]:
    """Return concerns as choices, by their own words."""
    return tuple(Choice(concern.id, shortened(concern.what)) for concern in concerns)


def inner_ids(scene: Scene, inner: str, pupil: str | None = None) -> list[str]:
    """Return the ids of all lines or drivers ("updates", "drivers") of a pupil's concerns.

    Each is named by its id alone where a list of duties or a change speaks of it, whichever concern it stands in.
    """
    data = scene.data("concerns", pupil)
    concerns = found(data, ("concerns",)) if is_there(data, ("concerns",)) else None
    return [
        each
        for concern in (concerns if isinstance(concerns, list) else ())
        if isinstance(concern, dict)
        for each in ids(concern.get(inner))
    ]


def shortened(words: str, longest: int = 80) -> str:
    """Return words on one line, cut where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()} …"


def left_out(scene: Scene) -> tuple[str, ...]:
    """Return whom a form about the school leaves out: pupils whose records hold problems, by id."""
    if not scene.unread:
        return ()
    whose = "record holds" if len(scene.unread) == 1 else "records hold"
    return (f"Left out: {joined(scene.unread)}. The {whose} problems that have to be mended first.",)


def how_to_say_a_day(today: date) -> str:
    """Return the hint of a day that is asked: what today is, and how a day may be typed."""
    return f"Today is {in_words(today)}. {EXAMPLE}."
