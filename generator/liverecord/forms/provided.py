"""Special educational provision as the plan has it: none, SEN support, or an education, health and care plan."""

from collections.abc import Iterator

from liverecord.forms.codes import SEN_SUPPORT, law_of
from liverecord.forms.fields import Ask
from liverecord.forms.job import Scene
from liverecord.forms.known import staff_called, the_pupil
from liverecord.forms.question import Choice
from liverecord.forms.things import called_with_its_kind, going_on
from liverecord.model.days import in_words
from liverecord.model.rulebook import Rulebook
from liverecord.splice.steps import Remove, Set, Step

PARENTS_TOLD = "parents_told_on"
"""The field that says when the parents were told."""
AUTHORITY = Ask("authority", "Which local authority maintains it?", "For example: Fenmoor County Council")


def parents_told(scene: Scene, label: str = "When were the parents told of it?") -> Ask:
    """Return what is asked wherever SEN support begins."""
    row = scene.rulebook.codes.get("sen_provision", SEN_SUPPORT)
    law = law_of(scene, row.told if row is not None else None)
    return Ask(
        PARENTS_TOLD,
        label,
        f"The school must tell the parents that it gives special educational support{law}. Not needed while they have not been told. "
        "For example 8 September 2025",
    )


def kind_of_plan(scene: Scene, support: str) -> str | None:
    """Return the kind of plan that goes with this support and with no other; None where there is none."""
    return plan_of(scene.rulebook, support)


def plan_of(rulebook: Rulebook, support: str) -> str | None:
    """Return the same where there is no form: of the rulebook alone."""
    kinds = rulebook.codes.lists["plan_kind"]
    return next((code for code, row in kinds.items() if row.support == (support,)), None)


def kinds_of_review(scene: Scene, support: str) -> list[str]:
    """Return the kinds of review of such a plan, the plan's own first."""
    kinds, plan = scene.rulebook.codes.lists["review_kind"], kind_of_plan(scene, support)
    return [code for code, row in kinds.items() if plan is not None and row.plan == plan]


def steps_to(scene: Scene, support: str) -> Iterator[Step]:
    """Yield the steps by which the plan has this support and its kind; without any, what belongs to support goes."""
    plan, kind = the_pupil(scene).pupil.plan, kind_of_plan(scene, support)
    yield Set(("support",), support)
    if kind is not None:
        if plan.kind != kind:
            yield Set(("kind",), kind)
        return
    row = scene.rulebook.codes.get("plan_kind", plan.kind)
    if row is not None and support not in row.support:
        yield Remove(("kind",))
    for name in ("support_since", PARENTS_TOLD):
        if getattr(plan, name) is not None:
            yield Remove((name,))


def steps_to_next_version(scene: Scene) -> Iterator[Step]:
    """Yield the steps by which a plan of another kind is a version of its own, which nobody has agreed to yet."""
    plan = the_pupil(scene).pupil.plan
    yield Set(("version",), plan.version + 1)
    if plan.agreed_on is not None:
        yield Remove(("agreed_on",))


AGREED = Choice("agreed", "A new version of the plan is agreed", "once it is")
"""The form for what comes after a plan of another kind."""


def support_now(scene: Scene) -> str:
    """Return what support a pupil has and since when, in a sentence."""
    plan = the_pupil(scene).pupil.plan
    label = scene.rulebook.codes.label("sen_provision", plan.support)
    since = f", with support since {in_words(plan.support_since)}" if plan.support_since else ""
    return f"In the record now: {label}{since}."


def still_open(scene: Scene, *nouns: str) -> Iterator[str]:
    """Yield what goes on in a pupil's record, a line each, with whoever holds it."""
    for thing in going_on(scene):
        if thing.noun in nouns:
            holder = thing.data.get("who" if thing.noun == "provision" else "owner")
            held = f" ({staff_called(scene, str(holder))})" if holder else ""
            yield f"{called_with_its_kind(scene, thing)}{held}"
