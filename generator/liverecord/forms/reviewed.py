"""At which review something was decided: one that the record has, or another, which is added."""

from collections.abc import Sequence

from liverecord.forms.choosing import choice_made, one_of
from liverecord.forms.job import Scene
from liverecord.forms.places import new_id
from liverecord.forms.question import Answers, Choice, Question, Wrong
from liverecord.forms.seen import seen_by
from liverecord.model.days import in_words
from liverecord.model.records import Review
from liverecord.splice.steps import Path

REVIEWS: Path = ("reviews",)
WHICH = "review"
"""The question's name."""


def which_review(
    scene: Scene, label: str, reviews: Sequence[Review], answers: Answers
) -> tuple[Question, ...]:
    """Return the question for a review among these; none where the record has none of them."""
    if not reviews:
        return ()
    seen = seen_by(scene, "reviews", (*REVIEWS, "", "held_on"))
    return (one_of(WHICH, label, _choices(scene, reviews), answers, seen_by=seen),)


def chosen_review(scene: Scene, reviews: Sequence[Review], answers: Answers) -> Review | Wrong | None:
    """Return the review that was chosen, None for another than these."""
    if not reviews:
        return None
    which = choice_made(
        WHICH, _choices(scene, reviews), answers, "Choose the review, or that it was another one."
    )
    return (
        which
        if isinstance(which, Wrong)
        else next((each for each in reviews if each.id == which.value), None)
    )


def new_review(scene: Scene) -> Path:
    """Return the path that a review has which is added."""
    return (*REVIEWS, new_id(scene, "reviews", REVIEWS))


def _choices(scene: Scene, reviews: Sequence[Review]) -> list[Choice]:
    return [
        *(Choice(each.id, _called(scene, each)) for each in reviews),
        Choice(_ANOTHER, "Another one"),
    ]


def _called(scene: Scene, review: Review) -> str:
    label = scene.rulebook.codes.label("review_kind", review.kind)
    if review.held_on is not None:
        return f"{label}, held on {in_words(review.held_on)}"
    return f"{label}, planned for {in_words(review.due)}" if review.due else label


_ANOTHER = "-"
"""What is sent for a review that the record does not have; no id of any."""
