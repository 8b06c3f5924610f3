"""What a review is about: the planned item, or a kind of review that nobody planned, and what of the plan it looks at."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from liverecord.derive.limits import PLANNED
from liverecord.derive.rules import LIMIT, Rule, rules_of
from liverecord.derive.subjects import is_about, is_open, last_held, next_planned
from liverecord.forms.job import Known, Scene
from liverecord.forms.question import Choice
from liverecord.forms.things import called, things, things_named
from liverecord.model.ids import next_id
from liverecord.model.records import Outcome, Provision, Review
from liverecord.splice.steps import Path, found, ids, is_there

REVIEWS = ("reviews",)

_WITHOUT_MEETING = frozenset({"sen_support_report", "exam_access"})
"""What is written or applied for, and held by nobody together."""


class Matter(NamedTuple):
    """A review that was held or is to be: whose, its kind, the things it looks at, and the planned item, if there is one."""

    known: Known
    kind: str
    about: tuple[str, ...] = ()
    planned: Review | None = None

    @property
    def pupil(self) -> str:
        """The pupil's id."""
        return self.known.pupil.id

    @property
    def path(self) -> Path:
        """The path of the review; of one that is not there yet, with no id."""
        return (*REVIEWS, self.planned.id if self.planned else "")

    @property
    def key(self) -> str:
        """What tells it apart from a pupil's other reviews."""
        return self.planned.id if self.planned else "_".join((self.kind, *self.about))


def is_meeting(matter: Matter) -> bool:
    """Tell whether people come together for it, who are named and have their say."""
    return matter.kind not in _WITHOUT_MEETING


def label(scene: Scene, kind: str) -> str:
    """Return what a kind of review is called."""
    return scene.rulebook.codes.label("review_kind", kind)


def called_whole(scene: Scene, matter: Matter) -> str:
    """Return what a review is called: its kind, and what it is about."""
    own = {thing.id: called(scene, thing) for thing in things(scene, matter.pupil)} if matter.about else {}
    told = [own[each] for each in matter.about if each in own]
    return f"{label(scene, matter.kind)}: {', '.join(told)}" if told else label(scene, matter.kind)


def of_plan(scene: Scene, kind: str) -> bool:
    """Tell whether a kind of review looks at the whole plan."""
    row = scene.rulebook.codes.get("review_kind", kind)
    return row is not None and row.plan is not None


def rules(scene: Scene, kind: str) -> list[Rule]:
    """Return the rules by which a kind of review comes round again."""
    written = {f"{PLANNED}.{kind}", "review_on"}
    return [
        rule
        for rule in rules_of(scene.rulebook, scene.school, scene.today)
        if rule.review_kind == kind and rule.row.kind != LIMIT and rule.row.written in written
    ]


def about_choices(scene: Scene, matter: Matter) -> list[Choice]:
    """Return what a kind of review may be about, where its rule looks at single things: open concerns, support, conditions."""
    nouns = {rule.row.subject for rule in rules(scene, matter.kind)} & {"concern", "provision", "condition"}
    return [each for each in things_named(scene, sorted(nouns), matter.pupil) if not each.hint]


def looked_at(known: Known, kind: str, item: str | None) -> list[Review]:
    """Return the reviews of a kind that looked at an item, or will."""
    return [each for each in known.pupil.reviews if each.kind == kind and is_about(each, item)]


def planned_for(known: Known, kind: str, about: tuple[str, ...]) -> Review | None:
    """Return the next planned review of a kind and matter; None where none is. One planned before the last held is spent."""
    reviews = looked_at(known, kind, about[0] if len(about) == 1 else None)
    last = last_held(reviews, date.max)
    return next_planned(reviews, last.held_on if last else None)


def next_after(matter: Matter, day: date) -> Review | None:
    """Return the review that is planned to follow one that was held on a day."""
    item = matter.about[0] if len(matter.about) == 1 else None
    reviews = [each for each in looked_at(matter.known, matter.kind, item) if each != matter.planned]
    return next_planned(reviews, day)


def due_until(scene: Scene, known: Known, day: date) -> Iterator[tuple[Matter, date]]:
    """Yield the reviews that are planned for a day until this one, or due by a rule, and the day of each."""
    told: set[str] = set()
    for duty in known.case.duties:
        kind = _kind_of(scene, duty.kind)
        if duty.due > day or duty.owed_by != "school" or kind is None:
            continue
        about = (duty.item,) if duty.item else ()
        planned = planned_for(known, kind, about)
        matter = Matter(known, kind, planned.about if planned else about, planned)
        if matter.key not in told:
            told.add(matter.key)
            yield matter, duty.due
    for review in known.pupil.reviews:
        if review.held_on is None and review.due is not None and review.due <= day and review.id not in told:
            matter = Matter(known, review.kind, review.about, review)
            if planned_for(known, review.kind, review.about) == review:
                yield matter, review.due


def _kind_of(scene: Scene, rule_id: str) -> str | None:
    """Return the kind of review that fulfils a duty of the list of reviews; None for a duty of another sort."""
    for rule in rules_of(scene.rulebook, scene.school, scene.today):
        if rule.row.id == rule_id and rule.row.group == "review" and rule.review_kind is not None:
            return rule.review_kind if rule in rules(scene, rule.review_kind) else None
    return None


# ── What of the plan is looked at ───────────────────────────────────────────────────────────────────────


def outcomes(scene: Scene, matter: Matter) -> list[Outcome]:
    """Return the open outcomes that a review looks at: all of the plan, or those that it names."""
    is_whole = of_plan(scene, matter.kind) and not matter.about
    return [
        outcome for outcome in _open_outcomes(scene, matter.known) if is_whole or outcome.id in matter.about
    ]


def support(scene: Scene, matter: Matter) -> list[tuple[Path, Provision]]:
    """Return the support that a review looks at, with its path in the plan."""
    is_whole = (of_plan(scene, matter.kind) or matter.kind == "provision") and not matter.about
    given: list[tuple[Path, Provision]] = [
        (("outcomes", outcome.id, "provision", provision.id), provision)
        for outcome in _open_outcomes(scene, matter.known)
        for provision in outcome.provision
    ]
    given += [
        (("support_without_plan", provision.id), provision)
        for provision in matter.known.pupil.plan.support_without_plan
    ]
    return [
        (path, provision)
        for path, provision in given
        if (is_whole or provision.id in matter.about) and _goes_on(scene, provision)
    ]


def next_review_id(scene: Scene, matter: Matter, taken: int = 0) -> str:
    """Return the id of a review that is written next; `taken` were given in the same save."""
    data = scene.data("reviews", matter.pupil)
    there = ids(found(data, REVIEWS)) if is_there(data, REVIEWS) else []
    for _ in range(taken):
        there = [*there, next_id("r", there)]
    return next_id("r", there)


def _goes_on(scene: Scene, provision: Provision) -> bool:
    has_ended = provision.until is not None and provision.until < scene.today
    return not has_ended and is_open(
        scene.rulebook.codes, "provision_status", provision.status, None, scene.today
    )


def _open_outcomes(scene: Scene, known: Known) -> list[Outcome]:
    codes = scene.rulebook.codes
    return [
        each
        for each in known.pupil.plan.outcomes
        if is_open(codes, "outcome_status", each.status, each.ended_on, scene.today)
    ]
