"""A review is held: the planned one is filled in, or one that nobody planned is added, and the next is planned by its rule.

review                          which one?
review/r2                       the planned one
review/new/sen_support          one of a kind; the planned one, where there is one
review/new/concern/c1           … of one thing
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from liverecord.forms.fields import Ask, Said, added, asked_at, changes, day_ask, questions, said
from liverecord.forms.job import Job, Known, NotHere, Scene, Written
from liverecord.forms.known import staff_called, the_pupil
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.forms.reviews.following import (
    add_following,
    counted_from,
    following,
    following_about,
    following_questions,
    hidden,
)
from liverecord.forms.reviews.matter import (
    REVIEWS,
    Matter,
    about_choices,
    called_whole,
    due_until,
    is_meeting,
    label,
    next_review_id,
    of_plan,
    planned_for,
)
from liverecord.forms.reviews.results import (
    Found,
    entries,
    entry_places,
    entry_steps,
    found,
    outcome_sections,
    support_sections,
)
from liverecord.forms.reviews.views import Heard, add_views, heard, last_words, view_questions
from liverecord.model.days import in_words
from liverecord.splice.steps import Step

NEW = "new"
_TITLE = "A review is held"


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of the review that the address names; of none, the reviews to choose from. Raises NotHere."""
    if not scene.names:
        return Form(title=_TITLE, none="Choose which review was held.", leads=tuple(_leads(scene)))
    matter = _matter(scene, answers)
    title = f"{_TITLE}: {label(scene, matter.kind)}"
    if (was := _is_over(matter)) is not None:
        address = f"item/reviews/reviews/{scene.names[0]}"
        return Form(title=title, none=was, leads=(Choice(address, "Change what it says"),))
    views = view_questions(scene, matter.known, answers, "") if is_meeting(matter) else ()
    return Form(
        title=title,
        about=tuple(_about(scene, matter)),
        sections=(
            Section(questions=questions(scene, "reviews", matter.path, _asks(scene, matter), answers)),
            *outcome_sections(scene, matter, answers),
            *support_sections(scene, matter, answers),
            *(
                [Section(title="What was said", about=last_words(matter.known), questions=views)]
                if views
                else ()
            ),
            Section(
                title="The next one",
                about=following_about(scene, matter, answers),
                questions=following_questions(scene, matter, answers, "", with_owner=True),
            ),
        ),
        hidden=hidden(scene, answers),
        leads=tuple(_beside(matter)),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the review as it was held, the results, the views, and the next one."""
    if not scene.names:
        return [Wrong("", "Choose which review was held.")]
    matter = _matter(scene, answers)
    if (was := _is_over(matter)) is not None:
        return [Wrong("", was)]
    held = said(scene, "reviews", matter.path, _asks(scene, matter), answers)
    results = found(scene, matter, answers)
    day = counted_from(scene, answers)
    attended = held.values.get("attended", ())
    views = Heard({}, [])
    if is_meeting(matter):
        views = heard(scene, matter.known, answers, "", attended=attended, held_on=day)
    next_one = following(scene, matter, answers, "", with_owner=True)
    wrong = [*held.wrong, *results.wrong, *views.wrong, *next_one.wrong]
    if wrong:
        return wrong
    new = matter.planned.id if matter.planned else next_review_id(scene, matter)
    file, path = scene.path("reviews"), (*REVIEWS, new)
    then = next_review_id(scene, matter, taken=0 if matter.planned else 1)
    after = add_following(matter, next_one, then)
    steps = {file: [*held_steps(scene, matter, held, results, new), *after]}
    spoken, places = add_views(scene, matter.known, views.views, held.values["held_on"], "")
    if results.plan or spoken:
        steps[scene.path("plan")] = [*results.plan, *spoken]
    places |= asked_at(file, path, held.names, "held_on") | entry_places(file, path, results) | results.places
    places |= asked_at(file, (*REVIEWS, then), next_one.said.names, "next-due") if after else {}
    held_on = date.fromisoformat(held.values["held_on"])
    which = f"review {new}" if matter.planned else "a review"
    return Written(steps, places, f"{scene.pupil}: {which} held on {in_words(held_on)}")


JOB = Job("review", "A review is held", "pupil", ask, write)
"""One review, with its results and the next."""


def held_steps(scene: Scene, matter: Matter, held: Said, results: Found, new: str) -> list[Step]:
    """Return the steps by which a review says that it was held, and what it found; `new` is its id."""
    values: dict[str, Any] = {**held.values, **_version(scene, matter, held.values["held_on"])}
    if matter.planned is None:
        about = {"about": list(matter.about)} if matter.about else {}
        item = {"kind": matter.kind, **about, **values, **entries(results)}
        return [added("reviews", REVIEWS, new, item)]
    data = scene.data("reviews", matter.pupil)
    answered = Said(values, [], {name: name for name in (*held.names, *values)})
    return [*changes("reviews", data, matter.path, answered), *entry_steps(scene, matter, results)]


def _version(scene: Scene, matter: Matter, held_on: str) -> dict[str, int]:
    """Return the plan's version that was reviewed: the present one, unless it was agreed only afterwards."""
    plan = matter.known.pupil.plan
    is_later = plan.agreed_on is not None and plan.agreed_on > date.fromisoformat(held_on)
    return {"plan_version": plan.version} if of_plan(scene, matter.kind) and not is_later else {}


# ── Which review ────────────────────────────────────────────────────────────────────────────────────────


def _matter(scene: Scene, answers: Answers) -> Matter:
    known = the_pupil(scene)
    first, *rest = scene.names
    if not rest:
        review = next((each for each in known.pupil.reviews if each.id == first), None)
        if review is None:
            raise NotHere
        return Matter(known, review.kind, review.about, review)
    kind, *about = rest
    if first != NEW or kind not in scene.rulebook.codes.lists["review_kind"] or len(about) > 1:
        raise NotHere
    matter = Matter(known, kind, tuple(about))
    if about and about[0] not in {choice.value for choice in about_choices(scene, matter)}:
        raise NotHere
    planned = planned_for(known, kind, matter.about)
    if planned is not None:
        return Matter(known, kind, planned.about, planned)
    chosen = about or answers.get("about", ())
    offered = {choice.value for choice in about_choices(scene, matter)}
    return matter._replace(about=tuple(each for each in dict.fromkeys(chosen) if each in offered))


def _is_over(matter: Matter) -> str | None:
    held_on = matter.planned.held_on if matter.planned else None
    return f"This review was held on {in_words(held_on)}." if held_on else None


def _leads(scene: Scene) -> Iterator[Choice]:
    """Yield the reviews that may have been held: planned or due first, then every kind that fits the pupil."""
    known = the_pupil(scene)
    offered: set[tuple[str, ...]] = set()
    for matter, day in due_until(scene, known, date.max):
        if matter.planned is not None:
            name, hint = f"review/{matter.planned.id}", f"planned for {in_words(matter.planned.due or day)}"
        else:
            name, hint = "/".join(("review", NEW, matter.kind, *matter.about)), f"due {in_words(day)}"
        offered.add((matter.kind, *matter.about))
        yield Choice(name, called_whole(scene, matter), hint)
    for kind in scene.rulebook.codes.lists["review_kind"]:
        if (kind,) not in offered and _fits(scene, known, kind):
            yield Choice(f"review/{NEW}/{kind}", label(scene, kind), "not planned")


def _fits(scene: Scene, known: Known, kind: str) -> bool:
    """Tell whether a kind of review looks at a kind of plan that the pupil has, or at none."""
    row = scene.rulebook.codes.get("review_kind", kind)
    if row is None or row.plan is None:
        return True
    plan = known.pupil.plan
    of_kind = scene.rulebook.codes.get("plan_kind", row.plan)
    return row.plan == plan.kind if plan.kind else of_kind is not None and plan.support in of_kind.support


def _beside(matter: Matter) -> Iterator[Choice]:
    if matter.planned is not None and matter.kind == "ehcp_annual":
        yield Choice(f"item/reviews/reviews/{matter.planned.id}/chain", "The annual review's later dates")


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


def _about(scene: Scene, matter: Matter) -> Iterator[str]:
    if matter.about:
        yield called_whole(scene, matter) + "."
    if matter.planned is not None:
        due = f" for {in_words(matter.planned.due)}" if matter.planned.due else ""
        owner = f", {staff_called(scene, matter.planned.owner)}" if matter.planned.owner else ""
        yield f"It was planned{due}{owner}."
    if of_plan(scene, matter.kind):
        plan = matter.known.pupil.plan
        agreed = f", agreed on {in_words(plan.agreed_on)}" if plan.agreed_on else ""
        yield f"The plan is at version {plan.version}{agreed}."


def _asks(scene: Scene, matter: Matter) -> Sequence[Ask]:
    choices = about_choices(scene, matter) if matter.planned is None and len(scene.names) == 2 else []
    about = Ask(
        "about",
        "What was it about?",
        "Tick nothing where it looked at all of them.",
        choices=tuple(choices),
    )
    return (
        *([about] if choices else []),
        day_ask(scene.today, "held_on", "When was it held?", "Say when it was held."),
        *([Ask("attended", "Who was there?", "")] if is_meeting(matter) else []),
        Ask("summary", "What came of it?", "For example: Plan renewed; first-task target added"),
    )
