"""A concern is opened, with what may drive it and its first step; or changed.

concern              a new one
concern/c1           that one changed
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from liverecord.derive.subjects import is_open
from liverecord.forms.actions import action_asks, new_actions
from liverecord.forms.codes import UNKNOWN
from liverecord.forms.days import EXAMPLE
from liverecord.forms.fields import (
    NOTHING,
    Ask,
    Said,
    added,
    asked_at,
    changes,
    example,
    in_order,
    optional,
    questions,
    said,
)
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import (
    inner_ids,
    is_open_action,
    is_open_concern,
    open_concerns,
    shortened,
    the_pupil,
)
from liverecord.forms.places import new_id
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.forms.repeated import button, hidden, how_many, is_answered, prefix, too_many
from liverecord.model.days import in_words
from liverecord.model.ids import next_id
from liverecord.model.records import Concern, Driver
from liverecord.render.words import capped
from liverecord.splice.steps import Add, Path, Set, Step

DRIVERS = "drivers"
"""What the questions of a driver that is not there yet begin with."""

STEP = "step-"
"""What the questions of the first step begin with."""

_CONCERNS = ("concerns",)


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a new concern, or of the one that the address names; raises NotHere."""
    concern = _concern(scene)
    number = _number(concern, answers)
    open_ones = () if concern else tuple(open_concerns(scene))
    return Form(
        title="Change a concern" if concern else "Open a concern",
        about=(concern.what,) if concern else tuple(_open_already(scene, open_ones)),
        sections=(
            Section(questions=questions(scene, "concerns", _path(concern), _asks(scene, concern), answers)),
            *_driver_sections(scene, concern, number, answers),
            _step_section(scene, concern, answers),
        ),
        more=button(DRIVERS, number, "Add something that may drive it"),
        hidden=hidden(DRIVERS, number),
        leads=tuple(
            Choice(f"update/{each.id}", f"Write a line: {shortened(each.what)}") for each in open_ones
        ),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the concern with its drivers and its step, or what changes in it."""
    concern = _concern(scene)
    made = _read(scene, concern, answers)
    if made.wrong:
        return made.wrong
    name = concern.id if concern else new_id(scene, "concerns", _CONCERNS)
    steps: dict[str, list[Step]] = {}
    actions, places = new_actions(scene, made.step, {"concern": name})
    test = actions[0].item["id"] if actions else None
    drivers = _drivers(scene, made, test)
    if concern is None:
        values = {**made.concern.values, **_version(scene, made.concern.values["opened_on"])}
        whole = values | ({"drivers": [driver for driver, _ in drivers]} if drivers else {})
        steps[scene.path("concerns")] = [added("concerns", _CONCERNS, name, whole)]
    elif changed := [*_changes(scene, concern, made, test), *_added(name, drivers)]:
        steps[scene.path("concerns")] = changed
    if actions:
        steps[scene.path("actions")] = [*actions]
    if not steps:
        return [Wrong("", NOTHING)]
    places |= _places(scene, name, made, drivers)
    told = f"change concern {name}" if concern else "open a concern"
    return Written(steps, places, f"{scene.pupil}: {told}")


JOB = Job("concern", "Open or change a concern", "pupil", ask, write)
"""A concern, new or changed."""


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


def _concern(scene: Scene) -> Concern | None:
    """Return the concern that the address names, None for a new one."""
    known = the_pupil(scene)
    if not scene.names:
        return None
    concern = next((each for each in known.pupil.concerns if (each.id,) == scene.names), None)
    if concern is None:
        raise NotHere
    return concern


def _path(concern: Concern | None) -> Path:
    return (*_CONCERNS, concern.id if concern else "")


def _number(concern: Concern | None, answers: Answers) -> int:
    return how_many(answers, DRIVERS, at_least=0 if concern and concern.drivers else 1)


def _open_already(scene: Scene, concerns: Sequence[Concern]) -> Iterator[str]:
    for concern in concerns:
        theme = scene.rulebook.codes.label("theme", concern.theme)
        yield f"Open already: {theme}, “{shortened(concern.what)}”."
    if concerns:
        yield "A theme has one open concern at most. Where it is the same worry, write a line on that one instead."


def _asks(scene: Scene, concern: Concern | None) -> Sequence[Ask]:
    """Return what is asked of the concern itself: of one that is closed, nobody has to hold it any more."""
    is_open = concern is None or is_open_concern(scene, concern)
    outcomes = _outcomes(scene, concern)
    at = _path(concern)
    return (
        Ask("theme", "What is it about?", "", missing="Choose what it is about."),
        Ask(
            "what",
            "What is happening?",
            f"The pattern, in plain words. {example('concerns', (*at, 'what'))}",
            missing="Say what is happening.",
        ),
        Ask("context", "When and where, and what comes before?", example("concerns", (*at, "context"))),
        Ask(
            "opened_on",
            "When was it opened?",
            f"{EXAMPLE}.",
            missing="Say when it was opened.",
            otherwise=() if concern else (in_words(scene.today),),
        ),
        *([Ask("outcomes", "Which outcomes does it bear on?", "", choices=outcomes)] if outcomes else []),
        Ask("owner", "Who holds it?", "One person.", is_open, "Choose one person."),
        Ask(
            "review_on",
            "When is it looked at again?",
            f"{EXAMPLE}.",
            is_open,
            "Say when it is looked at again.",
        ),
    )


def _outcomes(scene: Scene, concern: Concern | None) -> tuple[Choice, ...]:
    """Return the outcomes that are worked on, and those that the concern names already."""
    own = concern.outcomes if concern else ()
    codes = scene.rulebook.codes
    return tuple(
        Choice(outcome.id, shortened(outcome.text))
        for outcome in the_pupil(scene).pupil.plan.outcomes
        if outcome.id in own or is_open(codes, "outcome_status", outcome.status, None, scene.today)
    )


def _driver_sections(
    scene: Scene, concern: Concern | None, number: int, answers: Answers
) -> Iterator[Section]:
    for driver in concern.drivers if concern else ():
        label = capped(scene.rulebook.codes.label("driver", driver.driver))
        yield Section(
            title=f"What may drive it: {label}",
            questions=questions(
                scene,
                "concerns",
                (*_path(concern), "drivers", driver.id),
                _driver_asks(scene, driver),
                answers,
                prefix=f"{driver.id}-",
            ),
        )
    for place in range(number):
        yield Section(
            title="What may drive it?" if place == 0 else f"What else may drive it? ({place + 1})",
            hint="“Not known yet” is a good answer, together with a step that is tried to find out. "
            "Once you choose what it is, say too how sure that is."
            if place == 0
            else "",
            questions=questions(
                scene,
                "concerns",
                (*_path(concern), "drivers", ""),
                optional(_driver_asks(scene, None)),
                answers,
                prefix=prefix(DRIVERS, place),
            ),
        )


def _driver_asks(scene: Scene, driver: Driver | None) -> Sequence[Ask]:
    """Return what is asked of a driver; of one that is there, what tests it and when it is looked at again too."""
    first = (
        Ask("driver", "What is it?", "", missing="Choose what it is."),
        Ask("certainty", "How sure is that?", "", missing="Choose how sure that is."),
    )
    if driver is None:
        return first
    actions = [
        each
        for each in the_pupil(scene).pupil.actions
        if is_open_action(scene, each) or each.id == driver.test
    ]
    tests = tuple(Choice(each.id, shortened(each.what)) for each in actions)
    return (
        *first,
        *([Ask("test", "Which action tests it?", "", choices=tests)] if tests else []),
        Ask("recheck_on", "When is the question asked again?", f"{EXAMPLE}."),
    )


def _step_section(scene: Scene, concern: Concern | None, answers: Answers) -> Section:
    asks = action_asks((), is_certain=concern is None)
    return Section(
        title="The next step" if concern else "The first step",
        hint="Where it is not known what drives it: what is tried to find out."
        + (
            " Where none is to be added, answer nothing here. Once you type what will be done, say too what kind of step it is and who does it."
            if concern
            else ""
        ),
        questions=questions(scene, "actions", ("actions", ""), asks, answers, prefix=STEP),
    )


# ── What was answered ───────────────────────────────────────────────────────────────────────────────────


class _Read(NamedTuple):
    """The concern, its drivers that were there and those that are new, its step if there is one; and what is wrong."""

    concern: Said
    there: Mapping[str, Said]
    new: Sequence[Said]
    step: Sequence[Said]
    wrong: list[Wrong]


def _read(scene: Scene, concern: Concern | None, answers: Answers) -> _Read:
    own = said(scene, "concerns", _path(concern), _asks(scene, concern), answers)
    there = {
        driver.id: said(
            scene,
            "concerns",
            (*_path(concern), "drivers", driver.id),
            _driver_asks(scene, driver),
            answers,
            prefix=f"{driver.id}-",
        )
        for driver in (concern.drivers if concern else ())
    }
    asks = _driver_asks(scene, None)
    new = [
        said(scene, "concerns", ("concerns", "", "drivers", ""), asks, answers, prefix=start)
        for place in range(_number(concern, answers))
        if is_answered(answers, start := prefix(DRIVERS, place), [each.name for each in asks])
    ]
    steps = action_asks(())
    step = (
        [said(scene, "actions", ("actions", ""), steps, answers, prefix=STEP)]
        if concern is None or is_answered(answers, STEP, [each.name for each in steps])
        else []
    )
    everything = [own, *there.values(), *new, *step]
    wrong = [*too_many(answers, DRIVERS), *(each for one in everything for each in one.wrong)]
    return _Read(own, there, new, step, wrong)


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────


def _version(scene: Scene, opened_on: str) -> dict[str, int]:
    """Return the plan's version under which a concern is opened; none where the plan was not agreed by then."""
    plan = the_pupil(scene).pupil.plan
    is_agreed = plan.agreed_on is not None and plan.agreed_on <= date.fromisoformat(opened_on)
    return {"plan_version": plan.version} if is_agreed else {}


def _drivers(scene: Scene, made: _Read, test: str | None) -> list[tuple[dict[str, Any], Said]]:
    """Return the new drivers, each with its questions; one that is not known is tested by the step."""
    taken = inner_ids(scene, "drivers")
    drivers = []
    for one in made.new:
        new = next_id("d", taken)
        taken = [*taken, new]
        drivers.append((in_order(Driver, {"id": new, **one.values, **_test(one, test)}), one))
    return drivers


def _test(driver: Said, test: str | None) -> dict[str, str]:
    is_unknown = UNKNOWN in (driver.values.get("driver"), driver.values.get("certainty"))
    return {"test": test} if is_unknown and test is not None and "test" not in driver.values else {}


def _changes(scene: Scene, concern: Concern, made: _Read, test: str | None) -> Iterator[Step]:
    data, path = scene.data("concerns"), _path(concern)
    yield from changes("concerns", data, path, made.concern)
    for name, driver in made.there.items():
        at = (*path, "drivers", name)
        yield from changes("concerns", data, at, driver)
        for field, action in _test(driver, test).items():
            yield Set((*at, field), action)


def _added(concern: str, drivers: Sequence[tuple[dict[str, Any], Said]]) -> Iterator[Add]:
    for driver, _ in drivers:
        yield Add((*_CONCERNS, concern, "drivers"), driver)


def _places(
    scene: Scene, concern: str, made: _Read, drivers: Sequence[tuple[dict[str, Any], Said]]
) -> dict[tuple[str, Path], str]:
    file, path = scene.path("concerns"), (*_CONCERNS, concern)
    places = asked_at(file, path, made.concern.names, made.concern.names["what"])
    each_driver = [*made.there.items(), *((driver["id"], one) for driver, one in drivers)]
    for name, one in each_driver:
        places |= asked_at(file, (*path, "drivers", name), one.names, one.names["driver"])
    return places
