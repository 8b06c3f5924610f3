"""The next review: asked with the day that its rule gives, so that nobody has to count, and nobody has to take it."""

from datetime import date
from typing import NamedTuple

from liverecord.forms.days import EXAMPLE, NoDay, day_typed
from liverecord.forms.fields import Ask, Said, added, questions, said
from liverecord.forms.job import Scene
from liverecord.forms.question import Answers, Question, Wrong
from liverecord.forms.reviews.matter import REVIEWS, Matter, next_after
from liverecord.forms.reviews.rule import Proposal, proposal
from liverecord.model.days import in_words
from liverecord.splice.steps import Add

FROM = "counted-from"
"""The hidden field with the day from which the proposals of a form were counted, for all of its reviews."""

_NEW = (*REVIEWS, "")


class Following(NamedTuple):
    """The next review as it was answered, and what is wrong; without values none is planned."""

    said: Said
    wrong: list[Wrong]


def counted_from(scene: Scene, answers: Answers) -> date:
    """Return the day from which a form counts: that on which the review was held, today where no such day is answered."""
    typed = "".join(answers.get("held_on", ()))
    try:
        day = day_typed(typed, scene.today, "past")
    except NoDay:
        return scene.today
    return day if _EARLIEST <= day <= scene.today else scene.today


def hidden(scene: Scene, answers: Answers) -> dict[str, str]:
    """Return what a form sends back of the day from which it counted."""
    return {FROM: counted_from(scene, answers).isoformat()}


def following_questions(
    scene: Scene, matter: Matter, answers: Answers, prefix: str, *, with_owner: bool
) -> tuple[Question, ...]:
    """Return the questions for the next one; none where the next is planned already."""
    day = counted_from(scene, answers)
    if next_after(matter, day) is not None:
        return ()
    given = proposal(scene, matter, day)
    return questions(
        scene,
        "reviews",
        _NEW,
        _asks(given, with_owner=with_owner),
        _refreshed(scene, matter, answers, prefix, given),
        prefix=f"{prefix}next-",
        pupil=matter.pupil,
    )


def following_about(scene: Scene, matter: Matter, answers: Answers) -> tuple[str, ...]:
    """Return what the record says of the next one already."""
    planned = next_after(matter, counted_from(scene, answers))
    if planned is None or planned.due is None:
        return ()
    return (f"The next one is planned for {in_words(planned.due)} already.",)


def following(scene: Scene, matter: Matter, answers: Answers, prefix: str, *, with_owner: bool) -> Following:
    """Return the next one as it was answered; a proposal that was left as it stood follows the day of this review."""
    day = counted_from(scene, answers)
    if next_after(matter, day) is not None:
        return Following(Said({}, [], {}), [])
    given = proposal(scene, matter, day)
    one = said(
        scene,
        "reviews",
        _NEW,
        _asks(given, with_owner=with_owner),
        _refreshed(scene, matter, answers, prefix, given),
        prefix=f"{prefix}next-",
        pupil=matter.pupil,
    )
    if not one.wrong and "owner" in one.values and "due" not in one.values:
        return Following(one, [Wrong(one.names["due"], "Say when the next one is, or take the name out.")])
    return Following(one, one.wrong)


def add_following(matter: Matter, next_one: Following, new: str) -> list[Add]:
    """Return the step that plans the next one: of the same kind, about the same things."""
    values = next_one.said.values
    if "due" not in values:
        return []
    about = {"about": list(matter.about)} if matter.about else {}
    return [added("reviews", REVIEWS, new, {"kind": matter.kind, **about, **values})]


def _asks(given: Proposal, *, with_owner: bool) -> list[Ask]:
    rule = f"{given.words} {_COUNTED}" if given.day else f"{given.words} {EXAMPLE}."
    day = (in_words(given.day),) if given.day else ()
    owner = Ask(
        "owner",
        "Who sees to it?",
        "Where nobody is chosen, it falls to whoever the rule names. Once you choose somebody, say the day too.",
    )
    return [
        Ask("due", "When is the next one?", rule, otherwise=day),
        *([owner] if with_owner else []),
    ]


_COUNTED = "It is counted from the day on which this one was held. Leave it so, or choose another day."


def _refreshed(scene: Scene, matter: Matter, answers: Answers, prefix: str, given: Proposal) -> Answers:
    """Return the answers with the new proposal where the old one stands as it was made."""
    name = f"{prefix}next-due"
    typed = "".join(answers.get(name, ()))
    if not typed.strip() or given.day is None:
        return answers
    try:
        before = date.fromisoformat("".join(answers.get(FROM, ())))
        chosen = day_typed(typed, scene.today, "ahead")
    except (ValueError, NoDay):
        return answers
    return {**answers, name: (in_words(given.day),)} if _was(scene, matter, before) == chosen else answers


def _was(scene: Scene, matter: Matter, day: date) -> date | None:
    """Return what was proposed when the form counted from another day; a day that no form counts from proposes nothing."""
    return proposal(scene, matter, day).day if _EARLIEST <= day <= scene.today else None


_EARLIEST = date(2000, 1, 1)
"""No review that anybody writes down now was held before."""
