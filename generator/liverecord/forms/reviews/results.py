"""The results that a review finds: of each outcome, in the review itself, and of support, in the plan."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from liverecord.forms.days import EXAMPLE
from liverecord.forms.fields import Ask, Said, asked_at, changes, in_order, questions, said
from liverecord.forms.helped import result_asks, stood
from liverecord.forms.job import Scene
from liverecord.forms.known import staff_called
from liverecord.forms.question import Answers, Question, Section, Wrong
from liverecord.forms.reviews.matter import Matter, outcomes, support
from liverecord.model.days import in_words
from liverecord.model.records import Outcome, Provision, ReviewedOutcome
from liverecord.splice.steps import Add, Path, Remove, Step, is_there

_RESULT = Ask("result", "Where does it stand?", "")
_NOTE = Ask(
    "note",
    "More about it",
    "Once you write something here, choose too where it stands. For example: Four lessons out of five in art",
)


class Found(NamedTuple):
    """What a review found: of each outcome that was answered for, and of support as steps in the plan with the questions
    they came from; and what is wrong.
    """

    outcomes: dict[str, Said]
    plan: list[Step]
    places: dict[tuple[str, Path], str]
    wrong: list[Wrong]


def outcome_sections(scene: Scene, matter: Matter, answers: Answers) -> Iterator[Section]:
    """Yield a section for each open outcome that the review looks at."""
    for outcome in outcomes(scene, matter):
        yield Section(
            title=f"Outcome: {outcome.text}",
            about=(*((f"By {in_words(outcome.by)}.",) if outcome.by else ()), *stood(outcome)),
            questions=_asked(scene, matter, outcome, (_RESULT, _NOTE), answers, ""),
        )


def outcome_questions(scene: Scene, matter: Matter, answers: Answers, prefix: str) -> tuple[Question, ...]:
    """Return one question for each open outcome, whose words are the outcome's own: for a round of many reviews."""
    return tuple(
        question
        for outcome in outcomes(scene, matter)
        for question in _asked(
            scene, matter, outcome, (_RESULT._replace(label=f"Outcome: {outcome.text}"),), answers, prefix
        )
    )


def support_sections(scene: Scene, matter: Matter, answers: Answers) -> Iterator[Section]:
    """Yield a section for each support that the review looks at."""
    for path, provision in support(scene, matter):
        holder = (f"{staff_called(scene, provision.who)} answers for it.",) if provision.who else ()
        yield Section(
            title=f"Support: {provision.what}",
            about=holder,
            questions=questions(
                scene, "plan", path, _support_asks(scene, path, provision), answers, prefix=f"{provision.id}-"
            ),
        )


def found(scene: Scene, matter: Matter, answers: Answers) -> Found:
    """Return what one review found, of outcomes and of support."""
    made = found_of_outcomes(scene, matter, answers, "", (_RESULT, _NOTE))
    for path, provision in support(scene, matter):
        asks = _support_asks(scene, path, provision)
        one = said(scene, "plan", path, asks, answers, prefix=f"{provision.id}-")
        made.wrong.extend(one.wrong)
        made.plan.extend(changes("plan", scene.data("plan"), path, one))
        made.places.update(asked_at(scene.path("plan"), path, one.names, one.names["result"]))
    return made


def found_of_outcomes(
    scene: Scene, matter: Matter, answers: Answers, prefix: str, asks: Sequence[Ask] = (_RESULT,)
) -> Found:
    """Return what a review found of outcomes; one that nobody answered for has no entry."""
    made = Found({}, [], {}, [])
    for outcome in outcomes(scene, matter):
        path = (*matter.path, "outcomes", outcome.id)
        own = _outcome_prefix(prefix, outcome)
        one = said(scene, "reviews", path, _optional(asks), answers, prefix=own, pupil=matter.pupil)
        made.wrong.extend(one.wrong)
        if not one.wrong and "note" in one.values and "result" not in one.values:
            made.wrong.append(Wrong(f"{own}result", "Choose where it stands, or take the note out."))
        if one.values or is_there(scene.data("reviews", matter.pupil), path):
            made.outcomes[outcome.id] = one
    return made


def entries(made: Found) -> dict[str, list[dict[str, Any]]]:
    """Return what a new review holds of its outcomes; nothing where nothing was found."""
    held = [_entry(name, one) for name, one in made.outcomes.items() if one.values]
    return {"outcomes": held} if held else {}


def entry_steps(scene: Scene, matter: Matter, made: Found) -> Iterator[Step]:
    """Yield the steps by which a planned review holds what was found."""
    data = scene.data("reviews", matter.pupil)
    at = (*matter.path, "outcomes")
    for name, one in made.outcomes.items():
        if not is_there(data, (*at, name)):
            yield Add(at, _entry(name, one))
        elif one.values:
            yield from changes("reviews", data, (*at, name), one)
        else:
            yield Remove((*at, name))


def entry_places(file: str, path: Path, made: Found) -> dict[tuple[str, Path], str]:
    """Return which question each entry came from; `path` is the review's."""
    places: dict[tuple[str, Path], str] = {}
    for name, one in made.outcomes.items():
        places |= asked_at(file, (*path, "outcomes", name), one.names, one.names["result"])
    return places


def _entry(name: str, one: Said) -> dict[str, Any]:
    return in_order(ReviewedOutcome, {"id": name, **one.values})


def _asked(
    scene: Scene, matter: Matter, outcome: Outcome, asks: Sequence[Ask], answers: Answers, prefix: str
) -> tuple[Question, ...]:
    path = (*matter.path, "outcomes", outcome.id)
    own = _outcome_prefix(prefix, outcome)
    return questions(scene, "reviews", path, _optional(asks), answers, prefix=own, pupil=matter.pupil)


def _optional(asks: Sequence[Ask]) -> list[Ask]:
    """Return fields that may stay empty: an outcome need not have been looked at."""
    return [ask._replace(is_required=False) for ask in asks]


def _outcome_prefix(prefix: str, outcome: Outcome) -> str:
    return f"{prefix}{outcome.id}-"


def _support_asks(scene: Scene, path: Path, provision: Provision) -> Sequence[Ask]:
    """Return what is asked of support; when it is looked at again where its day has come."""
    has_come = provision.review_on is not None and provision.review_on <= scene.today
    again = Ask("review_on", "When is it looked at again?", f"Its day has come. {EXAMPLE}.")
    return (*result_asks("plan", path, "Does it help?"), *([again] if has_come else []))
