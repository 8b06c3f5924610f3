"""A new version of the plan is agreed: its number goes up by one, and what was agreed with whom gets its day.

Whom the plan was agreed with stands at each piece of support and at the attendance target, so that is where it is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from liverecord.forms.choosing import choice_made, one_of
from liverecord.forms.fields import NOT_THERE, Ask, Said, asked_at, day_ask, questions, said
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import the_pupil
from liverecord.forms.provision import UNPLANNED
from liverecord.forms.question import Answers, Choice, Form, Question, Section, Wrong
from liverecord.forms.seen import seen_by
from liverecord.forms.things import called, going_on
from liverecord.model.days import in_words
from liverecord.splice.steps import Path, Set, Step, found, is_there


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of an agreement; raises NotHere."""
    version, agreed_on = _now(scene)
    # The day that stands in the record is the older version's, and no answer.
    dated = {"agreed_on": (), **answers}
    which = () if agreed_on else (_which(scene, version, answers),)
    sections = [Section(questions=(*which, *questions(scene, "plan", (), (_day(scene),), dated)))]
    covered, concerns = _covered(scene), _concerns(scene)
    if covered:
        whom, review = questions(scene, "plan", _ANY, (_WHOM, _REVIEW), answers)
        seen = seen_by(scene, "plan", (*_ANY, _WHOM.name))
        sections.append(
            Section(
                title="With whom",
                hint="What you choose gets this day and these people. The rest stays as it was agreed before. Once you choose who agreed, choose to what.",
                questions=(
                    whom,
                    _several(_COVERED, "What did they agree to?", covered, answers, seen),
                    review,
                ),
            )
        )
    if concerns:
        seen = seen_by(scene, "concerns", (*_CONCERNS, "", "plan_version"))
        sections.append(
            Section(
                title="Open concerns",
                hint="A concern that is not chosen is shown as agreed under an older plan, until it is looked at again.",
                questions=(
                    _several(_LOOKED_AT, "Which were looked at under this version?", concerns, answers, seen),
                ),
            )
        )
    about = f"The plan is at version {version}, without a day on which it was agreed."
    if agreed_on:
        about = f"The plan is at version {version}, agreed on {in_words(agreed_on)}. The new one is version {version + 1}."
    return Form(
        title="A new version of the plan is agreed",
        about=(about,),
        sections=tuple(sections),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that count the version up and date what was agreed."""
    version, agreed_on = _now(scene)
    agreed = _chosen_version(version, agreed_on, answers)
    plan, concerns_file = scene.path("plan"), scene.path("concerns")
    dated = said(scene, "plan", (), (_day(scene),), answers)
    told = said(scene, "plan", _ANY, (_WHOM, _REVIEW), answers)
    covered, concerns = _covered(scene), _concerns(scene)
    chosen, looked_at = _chosen(answers, _COVERED, covered), _chosen(answers, _LOOKED_AT, concerns)
    wrong = [agreed] if isinstance(agreed, Wrong) else []
    wrong += [*dated.wrong, *told.wrong, *(each for each in (chosen, looked_at) if isinstance(each, Wrong))]
    day = dated.values.get("agreed_on")
    if day is not None and agreed_on is not None and day < agreed_on.isoformat():
        wrong.append(Wrong("agreed_on", _NOT_BEFORE.format(version=version, day=in_words(agreed_on))))
    if not isinstance(chosen, Wrong):
        wrong += _halves(scene, chosen, told, day, is_asked=bool(covered))
    if wrong or isinstance(agreed, Wrong) or isinstance(chosen, Wrong) or isinstance(looked_at, Wrong):
        return wrong
    steps: dict[str, list[Step]] = {plan: [Set(("agreed_on",), day)]}
    if agreed != version:
        steps[plan].insert(0, Set(("version",), agreed))
    places = asked_at(plan, (), {"version": "agreed_on", "agreed_on": "agreed_on"})
    for path in chosen:
        values = {"agreed_on": day, **told.values}
        if path == _TARGET:
            values.pop(_REVIEW.name, None)
        steps[plan] += [Set((*path, name), value) for name, value in values.items()]
        # Where a day that stood there already comes before this one, the choice is what is mended here.
        places |= {(plan, (*path, name)): _COVERED for name in ("agreed_on", "agreed_with", "until", "by")}
        places[plan, (*path, _REVIEW.name)] = _REVIEW.name
    for path in looked_at:
        steps.setdefault(concerns_file, []).append(Set((*path, "plan_version"), agreed))
        places[concerns_file, (*path, "plan_version")] = _LOOKED_AT
    on = in_words(date.fromisoformat(str(day)))
    return Written(steps, places, f"{scene.pupil}: version {agreed} of the plan, agreed on {on}")


JOB = Job("agreed", "A new version of the plan is agreed", "pupil", ask, write)
"""An agreement on the plan."""


class _Agreed(NamedTuple):
    """What an agreement may cover, or look at: its path, and the choice that it is."""

    path: Path
    choice: Choice


def _now(scene: Scene) -> tuple[int, date | None]:
    if scene.names:
        raise NotHere
    plan = the_pupil(scene).pupil.plan
    return plan.version, plan.agreed_on


def _day(scene: Scene) -> Ask:
    return day_ask(scene.today, "agreed_on", "When was it agreed?", "Say on which day it was agreed.")


def _which(scene: Scene, version: int, answers: Answers) -> Question:
    """Return the question that is open where the version in the record has no day on which it was agreed."""
    seen = seen_by(scene, "plan", ("version",))
    return one_of(_WHICH, "Which version was agreed?", _versions(version), answers, seen_by=seen)


def _versions(version: int) -> tuple[Choice, Choice]:
    return (
        Choice(_THIS, f"Version {version}, which has no day yet"),
        Choice(_NEW, f"A new one, version {version + 1}"),
    )


def _chosen_version(version: int, agreed_on: date | None, answers: Answers) -> int | Wrong:
    """Return the number that is agreed: one more, but where the version of the record still lacks its day."""
    if agreed_on:
        return version + 1
    which = choice_made(_WHICH, _versions(version), answers, "Choose which version was agreed.")
    return which if isinstance(which, Wrong) else version + (which.value == _NEW)


def _covered(scene: Scene) -> dict[str, _Agreed]:
    """Return what may have been agreed, by what is sent: the support that goes on, and the attendance target."""
    agreed = {
        thing.id: _Agreed(thing.path, Choice(thing.id, called(scene, thing)))
        for thing in going_on(scene)
        if thing.noun == "provision"
    }
    data = scene.data("plan")
    if is_there(data, _TARGET) and found(data, _TARGET):
        agreed["target"] = _Agreed(_TARGET, Choice("target", "The attendance target"))
    return agreed


def _concerns(scene: Scene) -> dict[str, _Agreed]:
    """Return the open concerns, by what is sent."""
    return {
        thing.id: _Agreed(thing.path, Choice(thing.id, called(scene, thing)))
        for thing in going_on(scene)
        if thing.noun == "concern"
    }


def _several(name: str, label: str, agreed: Mapping[str, _Agreed], answers: Answers, seen: str) -> Question:
    return Question(
        name=name,
        label=label,
        kind="several",
        seen_by=seen,
        choices=tuple(each.choice for each in agreed.values()),
        value=tuple(answers.get(name, ())),
    )


def _chosen(answers: Answers, name: str, agreed: Mapping[str, _Agreed]) -> list[Path] | Wrong:
    """Return the paths of what was chosen, in the record's order."""
    sent = {each for each in answers.get(name, ()) if each}
    if not sent <= agreed.keys():
        return Wrong(name, NOT_THERE)
    return [each.path for key, each in agreed.items() if key in sent]


def _halves(
    scene: Scene, chosen: Sequence[Path], told: Said, day: str | None, *, is_asked: bool
) -> Iterator[Wrong]:
    """Yield what is missing where only half is said, and the day of a review that now comes too early."""
    has_whom = _WHOM.name in told.values or any(each.name == _WHOM.name for each in told.wrong)
    if has_whom and not chosen:
        yield Wrong(_COVERED if is_asked else "", "Choose what they agreed to.")
    if chosen and not has_whom:
        yield Wrong(_WHOM.name, "Choose who agreed to it.")
    data = scene.data("plan")
    planned = [
        str(found(data, (*path, _REVIEW.name))) for path in chosen if is_there(data, (*path, _REVIEW.name))
    ]
    if day is not None and _REVIEW.name not in told.values and any(each < day for each in planned):
        yield Wrong(
            _REVIEW.name, "Say when it is looked at again: the day in the record comes before this agreement."
        )


_TARGET: Path = ("attendance", "target")
_CONCERNS: Path = ("concerns",)
_ANY: Path = (*UNPLANNED, "")
"""Where any piece of support may stand: what is asked once goes to all that were chosen."""
_WHICH, _THIS, _NEW = "which", "this", "new"
_COVERED, _LOOKED_AT = "covered", "looked-at"
_WHOM = Ask("agreed_with", "Who agreed to it?", "")
_REVIEW = Ask(
    "review_on",
    "When is that support looked at again?",
    "The day is set for all of it. Not needed where each keeps the day that it has. For example 18 December 2026",
)
_NOT_BEFORE = "Version {version} was agreed on {day}. The next one comes after it."
