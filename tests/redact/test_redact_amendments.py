"""The gate, where the past is told: what was ever hidden stays hidden, and a change that is hidden is not even counted."""

from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pasts import amendment, edits, parts, revision, with_past
from test_redact import DAY, cases, concern, facts, gate, plan, policy, some_case

from liverecord import redact
from liverecord.derive.in_name_only import PLAN_PARTS as DERIVED_FROM
from liverecord.model.case import CaseFile, SchoolCase
from liverecord.model.history import Amendment, InNameOnly, News, Revision, Stood
from liverecord.model.policy import Policy
from liverecord.model.records import (
    Action,
    Circumstance,
    Concern,
    Condition,
    Driver,
    Outcome,
    Provision,
    Review,
)
from liverecord.redact.closing import FILES, POINTERS
from liverecord.redact.shape import every_path
from liverecord.redact.signs import PLAN_PARTS
from liverecord.view import View

AUDIENCES = ("staff", "team", "senco")
SECRET = "canary words"


@cache
def opened() -> Policy:
    """Return the policy with the past opened to all staff, as no school's is: so that each part alone decides."""
    past = {path: "staff" for path in policy().paths if path.startswith("revisions.")}
    return msgspec.structs.replace(policy(), paths={**policy().paths, **past})


@cache
def opened_gate(audience: str) -> redact.Gate:
    return redact.gate(opened(), audience)


def seen(*amendments: Amendment, audience: str = "team", case: CaseFile | None = None) -> list[View]:
    """Return what an audience sees of amendments, each made in a commit of its own."""
    revisions = tuple(revision(each, day=day) for day, each in enumerate(amendments))
    whole = msgspec.structs.replace(case or some_case(), revisions=revisions)
    view = opened_gate(audience).case(whole)
    return [each for found in view.revisions for each in found.amendments]


def changed(part: str, item: str | None = None, **fields: Any) -> Amendment:
    """Return that a field changed from secret words to others."""
    return Amendment(kind="changed", part=part, item=item, **{"before": SECRET, "after": "others"} | fields)


def hides(*amendments: Amendment, case: CaseFile | None = None) -> bool:
    """Tell whether the team sees nothing of amendments, of which the SENCO sees every one."""
    assert len(seen(*amendments, audience="senco", case=case)) == len(amendments)
    return seen(*amendments, case=case) == []


# ── By the part that it speaks of ───────────────────────────────────────────────────────────────────────


FIELDS = sorted(
    path
    for path in parts()
    if path in every_path()
    and path.partition(".")[0] in {*FILES, "lessons", "timetable"}
    and path not in POINTERS
    and path.rpartition(".")[2] != "restricted"
)
"""Every field of every file but references, which are told with what they name, and the mark itself."""


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_field_passes_in_the_past_as_it_passes_today(audience: str) -> None:
    """A changed field is seen by whom the field is seen today: path by path, of every field of every file."""
    kinds = {path: (next(iter(closing.values)),) for path, closing in policy().kinds.items()}
    told = {path for path in FIELDS if seen(changed(path, kinds=kinds), audience=audience)}
    assert told == {path for path in FIELDS if opened_gate(audience).sees(path)}


@pytest.mark.parametrize(
    "part",
    [
        "plan.pupil.looked_after",
        "plan.pupil.date_of_birth",
        "plan.pupil.upn",
        "plan.safeguarding.see",
        "plan.ehcp.issued_on",
        "plan.conditions.name",
        "plan.attendance.target.ehcp_section",
        "plan.attendance.enforcement.rationale",
    ],
)
def test_what_is_the_sencos_today_was_the_sencos_then(part: str) -> None:
    """A flag that was taken back, a diagnosis that was corrected: the team is not told that there was one."""
    assert hides(changed(part))
    assert seen(changed(part), audience="staff") == []


@pytest.mark.parametrize(
    "part", ["plan.safeguarding", "plan.ehcp", "plan.conditions", "plan.attendance.enforcement"]
)
@pytest.mark.parametrize("kind", ["added", "removed"])
def test_a_part_of_which_nothing_is_seen_did_not_come_or_go(part: str, kind: str) -> None:
    """That a pupil had a condition, or enforcement was considered, is the SENCO's even when it is gone."""
    item = "x1" if f"{part}.id" in every_path() else None
    assert hides(Amendment(kind=kind, part=part, item=item, about={"name": SECRET}))


def test_fields_of_a_thing_pass_one_by_one() -> None:
    """Of a referral that was added the team is told the service, and not what the circumstance is about."""
    added = Amendment(
        kind="added",
        part="plan.circumstances",
        item="q1",
        about={"service": "CAMHS", "about": SECRET, "hearing_on": "2027-01-19", "made_up": SECRET},
        kinds={"plan.circumstances": ("referral",)},
    )
    (view,) = seen(added)
    assert dict(view.about) == {"service": "CAMHS"}
    (whole,) = seen(added, audience="senco")
    assert whole.about.about == SECRET
    assert not whole.about.has("made_up")
    assert not view.has("kinds")


@pytest.mark.parametrize(
    "part",
    [
        "plan.made_up",
        "made_up",
        "",
        "duties.what",
        "revisions.message",
        "school.name",
        "plan.outcomes.provision.made_up",
    ],
)
@pytest.mark.parametrize("kind", ["added", "changed", "removed", "begun", "marks"])
def test_a_part_that_no_record_has_is_seen_by_nobody(part: str, kind: str) -> None:
    """Deny by default: a path that is no part of a file passes no gate, nor do the words of what is worked out."""
    made = Amendment(kind=kind, part=part, before=SECRET, after=SECRET, about={"what": SECRET})
    assert all(seen(made, audience=audience) == [] for audience in AUDIENCES)


def test_a_kind_of_amendment_that_is_not_known_is_seen_by_nobody() -> None:
    """A word that this program does not know opens nothing."""
    assert seen(Amendment(kind="made-up", part="actions", item="a1"), audience="senco") == []


def test_a_list_of_which_a_field_is_seen_has_no_words_of_its_own() -> None:
    """Where a list is said to have changed as if it were a field, nothing passes."""
    assert seen(changed("actions", "a1"), changed("plan", None), audience="senco") == []


def test_values_are_of_a_changed_field_alone() -> None:
    """Words that stand where none belong do not pass: what was added is told by its fields."""
    (view,) = seen(Amendment(kind="added", part="lessons", before=SECRET, after=SECRET, number=3))
    assert (view.before, view.after, view.number) == (None, None, 0)


@pytest.mark.parametrize("part", ["concerns", "plan", "absences", "made-up"])
@pytest.mark.parametrize("kind", ["unreadable", "unknown"])
def test_what_may_be_anything_is_for_who_sees_all(part: str, kind: str) -> None:
    """A version that could not be read, and what this program does not know, may be of something restricted."""
    assert hides(Amendment(kind=kind, part=part, number=2))


def test_the_schools_own_files_are_the_sencos() -> None:
    """school.yml and staff.yml hold e-mail addresses: that they changed, by whom and when, is not told below the SENCO."""
    school = SchoolCase(
        name="Ashgrove",
        phase="secondary",
        as_of=DAY,
        weekday="Sunday",
        revisions=(revision(Amendment(kind="settings", part="school")), revision(changed("plan.support"))),
    )
    assert not gate("team").school(school).has("revisions")
    (first,) = gate("senco").school(school).revisions[:1]
    assert [each.kind for each in first.amendments] == ["settings"]


def test_a_pupils_file_does_not_speak_for_the_school() -> None:
    """Only the school's settings go by the part "school"."""
    assert seen(changed("school"), Amendment(kind="added", part="school"), audience="senco") == []


# ── Restricted ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_restricted_things_past_is_the_sencos() -> None:
    """Whatever the part: what is marked, or was, is not told."""
    assert hides(
        changed("actions.what", "a1", restricted=True), changed("plan.views.text", "v1", restricted=True)
    )


def test_what_is_restricted_now_has_no_past() -> None:
    """Open words of long ago go with the thing that is restricted today, and with what stands in it."""
    case = some_case(
        concerns=(
            Concern(
                id="c1", theme="attendance", opened_on=DAY, what=SECRET, restricted=True,
                drivers=(Driver(id="d1", driver="unknown", certainty="unknown"),),
            ),
        ),
        actions=(Action(id="a1", concern="c1", kind="other", what=SECRET),),
    )  # fmt: skip
    assert hides(
        changed("concerns.what", "c1"),
        changed("concerns.drivers.detail", "d1", within=("c1",)),
        Amendment(kind="removed", part="concerns.updates", item="u1", within=("c1",), about={"text": SECRET}),
        changed("actions.what", "a1"),
        case=case,
    )


def test_what_was_restricted_and_is_gone_has_no_past() -> None:
    """One version that marked it closes every other: before it, after it, and of what stood in it."""
    assert hides(
        Amendment(kind="removed", part="concerns", item="c9", about={"what": SECRET}),
        changed("concerns.updates.text", "u9", within=("c9",)),
        changed("concerns.what", "c9", restricted=True),
        Amendment(kind="added", part="concerns", item="c9", about={"what": SECRET}),
    )


def test_what_was_restricted_and_is_open_has_no_past() -> None:
    """What was once hidden does not come to light because somebody took the mark away; what is there today does."""
    case = some_case(concerns=(concern("c1"),))
    assert hides(
        changed("concerns.restricted", "c1", before=True, after=False, restricted=True),
        changed("concerns.what", "c1", restricted=True),
        changed("concerns.context", "c1"),
        case=case,
    )
    assert [each.id for each in gate("team").case(case).concerns] == ["c1"]


def test_the_mark_itself_is_not_told() -> None:
    """That a thing was marked or opened is told to who sees such things, whatever the amendment says of itself."""
    assert hides(changed("concerns.restricted", "c1", before=False, after=True))


def test_an_action_goes_with_the_concern_that_is_gone() -> None:
    """Its concern was restricted and is taken out, itself it never was marked: it goes all the same, on either side of a move."""
    gone = Amendment(kind="removed", part="concerns", item="c9", restricted=True)
    assert hides(
        gone,
        Amendment(kind="removed", part="actions", item="a1", about={"concern": "c9", "what": SECRET}),
        changed("actions.due", "a1", about={"concern": "c9"}),
        changed("actions.concern", "a2", before="c9", after="c1", about={"concern": "c1"}),
        changed("actions.what", "a2", about={"concern": "c1"}),
        case=some_case(concerns=(concern("c1"),)),
    )


def test_of_a_concern_that_no_version_tells_nothing_follows() -> None:
    """An id that nothing explains may have been of anything: what belonged to it is not told."""
    assert hides(
        Amendment(kind="removed", part="actions", item="a1", about={"concern": "c404", "what": SECRET})
    )
    known = Amendment(kind="removed", part="concerns", item="c404", about={"what": "open"})
    removed = Amendment(kind="removed", part="actions", item="a1", about={"concern": "c404", "what": "open"})
    assert [each.about.what for each in seen(removed, known)] == ["open", "open"]


def test_what_belongs_to_what_belongs_goes_too() -> None:
    """A review about an action of a restricted concern that is gone: whatever the order of the commits."""
    chain = (
        Amendment(kind="removed", part="reviews", item="r1", about={"about": ("a1",), "summary": SECRET}, kinds={"reviews": ("concern",)}),
        Amendment(kind="removed", part="actions", item="a1", about={"concern": "c9"}),
        Amendment(kind="removed", part="concerns", item="c9", restricted=True),
    )  # fmt: skip
    assert hides(*chain)
    assert hides(*reversed(chain))


# ── Of a kind ───────────────────────────────────────────────────────────────────────────────────────────


def circumstance(*kinds: str, **fields: Any) -> Amendment:
    """Return that a circumstance changed while it was of one kind, or of one and then the other."""
    return changed("plan.circumstances.service", "q1", kinds={"plan.circumstances": kinds}, **fields)


def test_an_appeal_that_became_a_referral_has_no_past() -> None:
    """The commit that changed the kind, those before it, and those after it: what the thing once was is not told."""
    case = some_case(plan=plan(circumstances=(Circumstance(id="q1", kind="referral", service="CAMHS"),)))
    assert hides(
        circumstance("referral"),
        changed("plan.circumstances.kind", "q1", kinds={"plan.circumstances": ("appeal", "referral")}),
        circumstance("appeal"),
        case=case,
    )
    assert len(seen(circumstance("referral"), case=case)) == 1


def test_a_referral_that_is_an_appeal_now_has_no_past() -> None:
    """What the team saw once is not shown again beside something that it may not know of."""
    case = some_case(plan=plan(circumstances=(Circumstance(id="q1", kind="appeal"),)))
    assert hides(circumstance("referral"), case=case)


@pytest.mark.parametrize("kinds", [{}, {"plan.circumstances": ()}, {"plan.outcomes": ("open",)}])
def test_a_kind_that_is_not_said_is_closed(kinds: Mapping[str, tuple[str, ...]]) -> None:
    """Where nothing says of which kind a thing was, nobody sees it: a kind that is not named is for nobody today either."""
    made = changed("plan.circumstances.service", "q1", kinds=dict(kinds))
    assert all(seen(made, audience=audience) == [] for audience in AUDIENCES)


def test_provision_goes_with_its_outcome() -> None:
    """Provision under an outcome that the audience does not see, now or then, is not told; of its own kind alone it would be."""
    in_place = {"plan.outcomes.provision": ("in_place",)}
    part = "plan.outcomes.provision.frequency"
    met = changed(part, "pr1", within=("o1",), kinds=in_place | {"plan.outcomes": ("met",)})
    assert seen(met, audience="staff") == []
    assert len(seen(met)) == 1
    open_ = changed(part, "pr1", within=("o1",), kinds=in_place | {"plan.outcomes": ("open",)})
    assert len(seen(open_, audience="staff")) == 1
    assert (
        seen(
            open_,
            changed("plan.outcomes.text", "o1", kinds={"plan.outcomes": ("met", "open")}),
            audience="staff",
        )
        == []
    )


@pytest.mark.parametrize("kind", ["pep", "health_care_plan", "made-up"])
def test_reviews_of_a_hidden_kind_are_hidden_below_too(kind: str) -> None:
    """A step of such a review's chain and what it found tell of it as much as its summary does."""
    kinds = {"reviews": (kind,)}
    told = seen(
        changed("reviews.summary", "r1", kinds=kinds),
        changed("reviews.chain.decision_on", "r1", kinds=kinds),
        Amendment(kind="added", part="reviews.outcomes", item="o1", within=("r1",), kinds=kinds),
        case=some_case(plan=plan(outcomes=(Outcome(id="o1", text="open"),))),
    )
    assert told == []


# ── What it points at ───────────────────────────────────────────────────────────────────────────────────


REVIEWED = {"reviews": ("provision",)}


def test_a_review_about_hidden_things_alone_has_no_past() -> None:
    """About a condition, or about a concern that was restricted and is gone."""
    case = some_case(plan=plan(conditions=(Condition(id="h1", name="Epilepsy"),)))
    assert hides(changed("reviews.summary", "r1", about={"about": ("h1",)}, kinds=REVIEWED), case=case)
    assert hides(
        changed("reviews.summary", "r1", about={"about": ("h9",)}, kinds=REVIEWED),
        Amendment(kind="removed", part="plan.conditions", item="h9"),
    )


def test_a_review_that_looked_elsewhere_first_has_no_past() -> None:
    """In the commit that turned it to something open, its former words are of what is hidden."""
    assert hides(
        changed(
            "reviews.about", "r1", before=("h1",), after=("c1",), about={"about": ("c1",)}, kinds=REVIEWED
        ),
        changed("reviews.summary", "r1", about={"about": ("c1",)}, kinds=REVIEWED),
        case=some_case(
            plan=plan(conditions=(Condition(id="h1", name="Epilepsy"),)), concerns=(concern("c1"),)
        ),
    )


def test_a_result_for_a_hidden_outcome_is_not_told() -> None:
    """What a review found of an outcome that is restricted, or was and is gone."""
    made = changed("reviews.outcomes.note", "o1", within=("r1",), kinds=REVIEWED)
    assert hides(made, case=some_case(plan=plan(outcomes=(Outcome(id="o1", text=SECRET, restricted=True),))))
    assert hides(
        made,
        Amendment(
            kind="removed",
            part="plan.outcomes",
            item="o1",
            restricted=True,
            kinds={"plan.outcomes": ("open",)},
        ),
    )
    assert len(seen(made, case=some_case(plan=plan(outcomes=(Outcome(id="o1", text="open"),))))) == 1


@pytest.mark.parametrize(
    ("part", "before", "after", "told"),
    [
        ("contacts.agreed", ("a1", "a9"), ("a1",), None),
        ("contacts.agreed", ("a9",), ("a1",), (None, ("a1",))),
        ("contacts.agreed", ("a9",), (), None),
        ("notes.concern", "c9", "c1", (None, "c1")),
        ("notes.concern", "c9", None, None),
        ("notes.concern", "c404", "c1", (None, "c1")),
        ("concerns.outcomes", ("o1", "o9"), ("o9", "o404"), (("o1",), None)),
        ("notes.condition", "h1", None, None),
    ],
)
def test_ids_of_hidden_things_are_left_out(part: str, before: Any, after: Any, told: Any) -> None:
    """A reference shows without what is or was hidden; one that moved between hidden things did not change."""
    case = some_case(
        plan=plan(outcomes=(Outcome(id="o1", text="x"), Outcome(id="o9", text="y", restricted=True))),
        concerns=(concern("c1"), concern("c9", restricted=True)),
        actions=(Action(id="a1", kind="other", what="x"),),
    )
    gone = Amendment(kind="removed", part="actions", item="a9", restricted=True)
    item = "c1" if part.startswith("concerns") else "x1"
    found = seen(changed(part, item, before=before, after=after), gone, case=case)
    assert [(each.before, each.after) for each in found] == ([] if told is None else [told])


def test_ids_beside_a_thing_are_left_out_too() -> None:
    """What an amended thing points at stands beside it in `about`, and goes by the same law."""
    made = changed("notes.text", "ab1", about={"concern": "c9", "condition": "h1", "reason": "medical"})
    gone = Amendment(kind="removed", part="concerns", item="c9", restricted=True)
    (view,) = seen(made, gone)
    assert dict(view.about) == {"reason": "medical"}


# ── Nothing left ────────────────────────────────────────────────────────────────────────────────────────


def test_a_commit_of_which_nothing_is_left_is_not_there() -> None:
    """Neither its author, nor its day, nor that there was one more."""
    hidden = revision(changed("plan.conditions.name", "h1"), day=3)
    half = revision(changed("plan.conditions.name", "h1"), changed("plan.support"), day=2)
    empty = revision(day=1)
    view = gate("team").case(some_case(revisions=(hidden, half, empty)))
    assert [(each.commit, len(each.amendments)) for each in view.revisions] == [(half.commit, 1)]
    assert len(gate("senco").case(some_case(revisions=(hidden, half, empty))).revisions) == 2


def test_messages_are_the_sencos() -> None:
    """People write names and reasons into them."""
    case = some_case(revisions=(revision(changed("plan.support")),))
    assert not gate("team").case(case).revisions[0].has("message")
    assert gate("senco").case(case).revisions[0].message == "why"
    assert not gate("staff").case(case).has("revisions")


@pytest.mark.parametrize(
    ("line", "part", "kinds"),
    [
        ("revisions.amendments", "actions.due", {}),
        ("revisions", "actions.due", {}),
        ("actions.due", "actions.due", {}),
        ("plan.views", "plan.views.text", {}),
        ("plan.circumstances.referral", "plan.circumstances.service", {"plan.circumstances": ("referral",)}),
        ("reviews.provision", "reviews.chain.decision_on", REVIEWED),
    ],
)
def test_what_a_school_narrows_is_narrowed_in_the_past(line: str, part: str, kinds: Any) -> None:
    """A line of school.yml closes the field, the part or the kind in every version, and the commit with it."""
    case = some_case(revisions=(revision(changed(part, "x1", kinds=kinds)),))
    assert len(gate("team").case(case).revisions) == 1
    narrowed = redact.gate(policy(), "team", {line: "senco"}).case(case)
    assert not narrowed.has("revisions") or narrowed.revisions == ()
    assert len(redact.gate(policy(), "senco", {line: "senco"}).case(case).revisions) == 1


def test_a_school_may_keep_ids_to_itself() -> None:
    """A thing closes with its id, and so does its past."""
    case = some_case(revisions=(revision(changed("concerns.updates.text", "u1", within=("c1",))),))
    narrowed = redact.gate(policy(), "team", {"concerns.updates.id": "senco"})
    assert narrowed.case(case).revisions == ()
    assert redact.gate(policy(), "team").case(case).revisions


# ── Beside the past ─────────────────────────────────────────────────────────────────────────────────────


def sign(**fields: Any) -> InNameOnly:
    return InNameOnly(**{"kind": "no_change", "source": "reviews", "item": "r1", "days": (DAY,)} | fields)


def test_signs_about_hidden_things_are_not_told() -> None:
    """A review in name only of a condition, a hidden kind of review, a restricted concern, or of a thing that was once hidden."""
    case = some_case(
        plan=plan(conditions=(Condition(id="h1", name="Epilepsy"),)),
        concerns=(concern("c1"), concern("c2", restricted=True), concern("c3")),
        reviews=(Review(id="r1", kind="pep"), Review(id="r2", kind="sen_support")),
        revisions=(revision(changed("concerns.what", "c3", restricted=True)),),
        in_name_only=(
            sign(item="r1"),
            sign(source="plan", item="h1", kind="moved_on"),
            sign(source="concerns", item="c2", kind="old_plan"),
            sign(source="concerns", item="c3", kind="moved_on"),
            sign(source="made-up", item="c1"),
            sign(source="concerns", item="c1", restricted=True),
            sign(source="plan", item=None, kind="moved_on"),
            sign(source="concerns", item="c1"),
            sign(item="r2"),
        ),
    )
    assert [each.item for each in gate("team").case(case).in_name_only] == [None, "c1", "r2"]
    assert len(gate("senco").case(case).in_name_only) == 9
    assert not gate("staff").case(case).has("in_name_only")


def test_a_plan_that_changed_in_what_is_hidden_did_not_change() -> None:
    """That the plan changed since its review, and how often, is told by the changes that an audience sees."""
    reviewed = sign(kind="plan_changed", source="plan", item=None, days=(revision().at.date(),), number=2)  # type: ignore[union-attr]
    hidden = revision(changed("plan.needs.detail", "n1", restricted=True), day=3)
    half = revision(
        changed("plan.needs.detail", "n2"), changed("plan.needs.detail", "n1", restricted=True), day=2
    )
    both = some_case(
        in_name_only=(reviewed,), revisions=(hidden, half, revision(Amendment(kind="begun", part="plan")))
    )
    assert [each.number for each in gate("team").case(both).in_name_only] == [1]
    assert [each.number for each in gate("senco").case(both).in_name_only] == [2]
    one = some_case(in_name_only=(msgspec.structs.replace(reviewed, number=1),), revisions=(hidden,))
    assert gate("team").case(one).in_name_only == ()
    without_git = some_case(in_name_only=(reviewed,))
    assert len(gate("team").case(without_git).in_name_only) == 1
    untold = redact.gate(policy(), "team", {"revisions.amendments": "senco"})
    assert untold.case(both).in_name_only == ()


def test_the_gate_and_derivation_mean_the_same_parts_of_a_plan() -> None:
    """What a sign counts is what the gate looks through."""
    assert PLAN_PARTS == DERIVED_FROM


def test_why_a_page_shows_an_older_version_is_told_without_the_problem() -> None:
    """A problem's code and place may be of an enforcement decision or of something restricted; the day is everybody's."""
    stood = Stood(on=DAY, commit="abc", code="enforcement-unexplained", path="x/plan.yml", line=9)
    seen_by = {audience: gate(audience).case(some_case(stood=stood)).stood for audience in AUDIENCES}
    assert dict(seen_by["staff"]) == {"on": DAY}
    assert set(dict(seen_by["team"])) == {"on", "commit", "commit_url"}
    assert seen_by["senco"].code == "enforcement-unexplained"


# ── At random ───────────────────────────────────────────────────────────────────────────────────────────


@given(cases, st.integers(0, 2**32 - 1))
def test_hidden_changes_change_nothing(case: CaseFile, seed: int) -> None:
    """Two pasts that differ only in what an audience may not see look the same to it: not one commit more."""
    random = Random(seed)
    # How many changes of a plan a sign counts is worked out with the changes: here it is not.
    case = msgspec.structs.replace(case, in_name_only=())
    for audience in ("staff", "team"):
        with_hidden = opened_gate(audience).case(_with_hidden(case, audience, random))
        assert with_hidden == opened_gate(audience).case(case)


def _with_hidden(case: CaseFile, audience: str, random: Random) -> CaseFile:
    """Return the case with changes strewn in that the audience may not see, some in commits of their own."""
    revisions: list[Revision] = []
    for each in case.revisions:
        if random.random() < 0.5:
            revisions.append(revision(*_hidden(audience, random), day=random.randrange(99)))
        amendments = [*each.amendments, *_hidden(audience, random)]
        revisions.append(msgspec.structs.replace(each, amendments=tuple(amendments)))
    return msgspec.structs.replace(case, revisions=(*revisions, revision(*_hidden(audience, random))))


def _hidden(audience: str, random: Random) -> list[Amendment]:
    """Return amendments of things of their own that the audience may not see: restricted, of a hidden kind, or of a hidden field."""
    sees = opened_gate(audience).sees
    found = []
    for number in range(random.randrange(4)):
        made = msgspec.structs.replace(
            amendment(policy(), random), item=f"x{number}", within=(), restricted=random.random() < 0.5
        )
        first = made.part.partition(".")[0]
        if (
            made.kind == "settings"
            or (not made.restricted and sees(made.part))
            or first in ("lessons", "timetable")
        ):
            continue
        found.append(made)
    return found


@given(st.integers(0, 2**32 - 1))
def test_every_word_of_a_past_comes_from_a_field_that_is_seen(seed: int) -> None:
    """Whatever amendments claim, each value that passes is of a path that the audience sees, and of no restricted thing."""
    case = with_past(some_case(), policy(), Random(seed))
    for audience in AUDIENCES:
        seen_by = opened_gate(audience)
        for found in seen_by.case(case).revisions:
            assert found.amendments
            for each in found.amendments:
                holder = each.part.rpartition(".")[0] if each.kind == "changed" else each.part
                assert all(seen_by.sees(f"{holder}.{name}") for name, _ in each.about)
                assert each.kind != "changed" or seen_by.sees(each.part)
                assert audience == "senco" or not each.restricted


@given(cases)
def test_no_closed_thing_is_named_by_the_past(case: CaseFile) -> None:
    """An item that is restricted today is in no amendment that the team sees: not as itself, and not as what holds something."""
    restricted = {each.id for each in case.concerns if each.restricted}
    for found in gate("team").case(case).revisions:
        for each in found.amendments:
            if each.part.startswith("concerns"):
                assert restricted.isdisjoint((each.item, *each.within))
    assert not [
        fact for fact in facts(gate("team").case(case)) if fact[0].endswith("restricted") and fact[1] is True
    ]


# ── As versions are compared ────────────────────────────────────────────────────────────────────────────


PLAN = {
    "pupil": {"given_name": "Maya", "family_name": "Ellison", "year_group": "8"},
    "support": "K",
    "version": 3,
}


def told(audience: str, *versions: Mapping[str, Any], case: CaseFile | None = None) -> str:
    """Return every word that an audience sees of a past, from versions of its files to the gate."""
    made = tuple(
        Revision(
            commit=each.commit, at=each.at, by=each.author, message=each.message, amendments=each.amendments
        )
        for each in edits(versions, policy())
    )
    view = gate(audience).case(msgspec.structs.replace(case or some_case(), revisions=made))
    return " ".join(str(value) for _, value in facts(view))


def listed(name: str, **item: Any) -> dict[str, Any]:
    return {name: {name: [item]}}


CONCERN = {"id": "c1", "theme": "attendance", "opened_on": "2026-09-14", "status": "open"}
ACTION = {"id": "a1", "kind": "other", "status": "open"}


@pytest.mark.parametrize(
    "versions",
    [
        # Marked, and taken out two commits ago.
        [listed("concerns", **CONCERN, what=SECRET, restricted=True), {"concerns": {"concerns": []}}],
        # Open first, then marked, then taken out with its file.
        [listed("concerns", **CONCERN, what=SECRET), listed("concerns", **CONCERN, what="x", restricted=True), {"concerns": None}],
        # Marked first, opened with other words.
        [listed("concerns", **CONCERN, what=SECRET, restricted=True), listed("concerns", **CONCERN, what="open")],
        # An action of a marked concern, both gone in one commit.
        [
            listed("concerns", **CONCERN, what="x", restricted=True) | listed("actions", **ACTION, concern="c1", what=SECRET),
            {"concerns": None, "actions": None},
        ],
        # An action that was moved to an open concern, with new words.
        [
            {"concerns": {"concerns": [{**CONCERN, "what": "x", "restricted": True}, {**CONCERN, "id": "c2", "what": "y"}]}}
            | listed("actions", **ACTION, concern="c1", what=SECRET),
            listed("actions", **ACTION, concern="c2", what="new"),
        ],
        # A condition that was a mistake.
        [{"plan": PLAN | {"conditions": [{"id": "h1", "name": SECRET}]}}, {"plan": PLAN}],
        [{"plan": PLAN}, {"plan": PLAN | {"conditions": [{"id": "h1", "name": SECRET}]}}, {"plan": PLAN}],
        # An appeal that became a referral.
        [
            {"plan": PLAN | {"circumstances": [{"id": "q1", "kind": "appeal", "service": SECRET}]}},
            {"plan": PLAN | {"circumstances": [{"id": "q1", "kind": "referral", "service": "CAMHS"}]}},
        ],
        # A pointer to a safeguarding record; the papers of an assessment.
        [{"plan": PLAN}, {"plan": PLAN | {"safeguarding": {"see": SECRET}}}, {"plan": PLAN}],
        [{"plan": PLAN}, {"plan": PLAN | {"ehcp": {"authority": SECRET}}}, {"plan": PLAN}],
        # A personal education plan's review.
        [listed("reviews", id="r1", kind="pep", summary=SECRET), {"reviews": {"reviews": []}}],
        # A review of a condition that is gone.
        [
            {"plan": PLAN | {"conditions": [{"id": "h1", "name": "x"}]}} | listed("reviews", id="r1", kind="provision", about=["h1"], summary=SECRET),
            {"plan": PLAN, "reviews": {"reviews": []}},
        ],
        # A version that no longer has its marks as they were, and one that cannot be read.
        [listed("contacts", id="k1", date="2026-10-01", how="phone", family_view=SECRET, restricted="maybe"), {"contacts": None}],
    ],
)  # fmt: skip
def test_words_that_stood_where_they_were_hidden_do_not_come_back(versions: list[Mapping[str, Any]]) -> None:
    """From the versions of the files to the view, as git has them: the SENCO is told, the team is not."""
    begun = [{"plan": PLAN}] if "plan" not in versions[0] else []
    assert SECRET not in told("team", *begun, *versions)
    if "plan" not in versions[0] or "conditions" not in versions[0]["plan"]:
        assert SECRET in told("senco", *begun, *versions)


def test_open_words_of_the_past_are_told() -> None:
    """The gate hides no more than it must: what was open, and is gone, the team reads."""
    assert SECRET in told(
        "team", {"plan": PLAN}, listed("concerns", **CONCERN, what=SECRET), {"concerns": None}
    )
    assert SECRET not in told(
        "staff", {"plan": PLAN}, listed("concerns", **CONCERN, what=SECRET), {"concerns": None}
    )


def test_a_provision_of_a_restricted_outcome_that_is_gone() -> None:
    """What stood in it goes with it, though no version marks the provision itself."""
    outcome = {"id": "o1", "text": "x", "status": "open", "restricted": True}
    provision = Provision(id="pr1", what=SECRET, status="in_place")
    versions = [
        {"plan": PLAN | {"outcomes": [{**outcome, "provision": [{"id": provision.id, "what": what, "status": provision.status}]}]}}
        for what in ("first", SECRET, "third")
    ]  # fmt: skip
    assert SECRET not in told("team", *versions, {"plan": PLAN})
    assert SECRET in told("senco", *versions, {"plan": PLAN})


# ── By the day, for those who teach ─────────────────────────────────────────────────────────────────────


@given(st.integers(0, 2**32 - 1))
def test_news_tells_what_the_past_tells_and_nothing_of_who_did_it(seed: int) -> None:
    """By the day, an audience sees the amendments that it would see in the past, and no author, commit, message or hour."""
    case = with_past(some_case(), policy(), Random(seed))
    days = {each.at.date(): each.amendments for each in case.revisions if each.at is not None}
    case = msgspec.structs.replace(
        case, news=tuple(News(on=day, amendments=amended) for day, amended in days.items())
    )
    for audience in AUDIENCES:
        view = opened_gate(audience).case(case)
        assert [(each.on, each.amendments) for each in view.news] == [
            (each.at.date(), each.amendments) for each in view.revisions
        ]
        assert all({name for name, _ in each} == {"on", "amendments"} for each in view.news)


@pytest.mark.parametrize("part", ["timetable", "lessons", "attendance.register"])
def test_a_list_without_ids_changes_only_for_whoever_sees_all_of_it(part: str) -> None:
    """A line of it differs as soon as anything in it does: whoever does not see one of its fields is not told that one came."""
    came = Amendment(kind="added", part=part, about={"group": "8/Ma1"})
    assert seen(came, audience="team")
    assert not seen(came, audience="staff")
    closed = min(path for path in every_path() if path.startswith(f"{part}."))
    narrowed = redact.gate(opened(), "team", {closed: "senco"})
    assert narrowed.case(some_case(revisions=(revision(came),))).revisions == ()
