"""What a plan says of the next school year: nothing changes before its first day, and from then on everything reads it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editing import SENCO, Sitting, cloned, is_sent, served
from liverecord.derive.changes import compare
from liverecord.derive.changes.new_year import as_it_was_read
from liverecord.derive.holding import Holdings, OwnerField
from liverecord.forms.settling import settled, settling
from liverecord.model.derived import Assignee
from liverecord.model.history import Edit
from liverecord.model.next_year import in_force, keyworker_since, without_what_has_begun
from liverecord.model.records import Document
from liverecord.model.typed import pupil as typed
from liverecord.read.blobs import Blobs
from liverecord.read.rulebook import rulebook
from liverecord.splice.writing import Spliced, spliced
from validate.test_days import codes

FIRST = date(2027, 9, 1)
DAYS = st.dates(date(2027, 7, 1), date(2027, 11, 1))
COMING = st.fixed_dictionaries(
    {"from": st.just(FIRST.isoformat())},
    optional={
        "year_group": st.sampled_from(["9", "10", "X"]),
        "form": st.sampled_from(["9B", "Willow"]),
        "keyworker": st.sampled_from(["r-adeyemi", "j-okafor"]),
    },
)
NOW = st.fixed_dictionaries(
    {}, optional={"form": st.just("8B"), "keyworker": st.sampled_from(["r-adeyemi", "m-lindqvist"])}
)


def plan(now: dict[str, str], coming: dict[str, str]) -> dict:
    """Return a plan in Year 8, with these details of now and of the next school year."""
    here = {key: value for key, value in now.items() if key == "form"}
    identity = {"given_name": "Maya", "family_name": "Ellison", "year_group": 8, **here, "next_year": coming}
    return {"pupil": identity, "support": "K", **{k: v for k, v in now.items() if k != "form"}, "version": 1}


def read(data: dict):
    return typed("p-7k3m", {"plan": Document("records/pupils/p-7k3m/plan.yml", "plan", data, {}, "")})


@given(NOW, COMING, DAYS)
def test_nothing_changes_before_the_first_day(now: dict, coming: dict, day: date) -> None:
    """Until the new school year's first day the record reads as it did; from then on with the year's own values."""
    before, after = read(plan(now, coming)), in_force(read(plan(now, coming)), day)
    if day < FIRST:
        assert after == before
        return
    identity = after.plan.pupil
    assert identity.year_group == coming.get("year_group", "8")
    assert after.plan.keyworker == coming.get("keyworker", now.get("keyworker"))
    # Last year's form is nobody's form in another year group.
    assert identity.form == coming.get("form", None if "year_group" in coming else now.get("form"))
    assert in_force(after, day) == after


@given(NOW, COMING, DAYS)
def test_a_settled_plan_reads_the_same(now: dict, coming: dict, day: date) -> None:
    """Settling a plan changes nothing of how it is read, and leaves no trace of the year that has begun."""
    data = plan(now, coming)
    after = settled(data, day)
    if day < FIRST:
        assert after == data
        return
    assert "next_year" not in after["pupil"]
    one, other = in_force(read(data), day).plan, read(after).plan
    assert (one.pupil.year_group, one.pupil.form, one.keyworker) == (
        other.pupil.year_group,
        other.pupil.form,
        other.keyworker,
    )
    assert settling(after, day) == ()


@given(NOW, COMING)
def test_settling_keeps_comments_and_every_other_line(now: dict, coming: dict) -> None:
    """What is settled is spliced: a comment beside the pupil's details stays where it was."""
    lines = ["pupil:", "  given_name: Maya  # as she says it", "  family_name: Ellison", "  year_group: 8"]
    lines += ["  form: 8B"] if "form" in now else []
    lines += ["  next_year:", *(f"    {key}: {value}" for key, value in coming.items())]
    lines += ["  # the family asked for this spelling", "support: K"]
    lines += [f"keyworker: {now['keyworker']}"] if "keyworker" in now else []
    raw = "\n".join([*lines, "version: 1", ""]).encode()
    path = "records/pupils/p-7k3m/plan.yml"
    written = spliced(path, "plan", raw, settling(plan(now, coming), FIRST))
    assert isinstance(written, Spliced)
    for kept in (b"# as she says it", b"# the family asked for this spelling", b"version: 1"):
        assert kept in written.raw
    assert b"next_year" not in written.raw


def test_who_is_key_worker_since() -> None:
    """Who becomes the key worker with a new year is late for nothing before it; nobody else has that day."""
    known = read(plan({}, {"from": FIRST.isoformat(), "keyworker": "j-okafor"})).plan
    assert keyworker_since(known, "j-okafor", FIRST) == FIRST
    assert keyworker_since(known, "j-okafor", FIRST - timedelta(days=1)) is None
    assert keyworker_since(known, "r-adeyemi", FIRST) is None


@pytest.mark.parametrize(("year", "is_wrong"), [("8", False), ("9", False), ("10", False), ("11", True)])
def test_a_year_that_cannot_be_right_is_found_when_it_is_written(year: str, is_wrong: bool) -> None:
    """birth-not-of-year: what time alone would make wrong in September is wrong in July, and the other way round."""
    identity = {
        "year_group": "8",
        "date_of_birth": "2014-02-11",
        "next_year": {"from": "2027-09-01", "year_group": year},
    }
    for today in (date(2027, 7, 1), date(2027, 9, 1)):
        assert ("birth-not-of-year" in codes(identity, today=today)) == is_wrong


@given(NOW, COMING, DAYS)
def test_a_year_that_has_begun_is_shown_by_nobody_as_the_next(now: dict, coming: dict, day: date) -> None:
    """Pages, copies and facts are of the case: there what is to come is shown until it comes."""
    pupil = in_force(read(plan(now, coming)), day)
    shown = without_what_has_begun(pupil.plan, day).pupil
    assert (shown.next_year is None) == (day >= FIRST)
    assert (shown.year_group, shown.form) == (pupil.plan.pupil.year_group, pupil.plan.pupil.form)


def test_a_form_corrected_in_september_is_read(tmp_path: Path) -> None:
    """A save after the first day settles the plan: what is typed into a form is what pages say, and nothing else changes."""
    path = "records/pupils/p-7k3m/plan.yml"
    with served(tmp_path) as server:
        head, key, rest = server.file(path).partition("  year_group:")
        coming = "  next_year: {from: 2026-11-20, year_group: 9, form: 9B}\n"
        server.change({path: f"{head}{coming}{key}{rest}".encode()})
        with Blobs(school := cloned(server, tmp_path / "senco", SENCO)) as blobs:
            opened = Sitting(school, blobs).open("item", "p-7k3m", "plan", "pupil")
            standing = {each.name: each.value for each in opened.form.questions if each.value}
            assert (standing["year_group"], standing["form"]) == (("9",), ("9B",))
            assert not any(each.startswith("next_year") for each in standing)
            assert is_sent(opened.save({"form": ("9C",)}))
        (branch,) = (each for each in server.branches() if each != "main")
        now = (" 9" + rest.removeprefix(" 8")).replace("form: 8B", "form: 9C", 1)
        assert server.file(path, branch) == f"{head}{key}{now}"


@given(NOW, COMING, st.sampled_from([None, "9C"]))
def test_moving_up_is_no_change_of_its_own(now: dict, coming: dict, corrected: str | None) -> None:
    """Whoever saves a plan after the new year's first day moves its values up, and changes nothing but what they typed."""
    before = plan(now, coming)
    after = settled(before, FIRST)
    read_before = as_it_was_read(before, after)
    assert read_before == after
    assert compare("plan", before, after, rulebook().policy) == ()
    if corrected is not None:
        after["pupil"]["form"] = corrected
        told = compare("plan", before, after, rulebook().policy)
        # Where no year group moves, a form that is not the new year's does not tell that the year had begun.
        if "year_group" in coming:
            assert [(each.part, each.after) for each in told] == [("plan.pupil.form", corrected)]


@given(NOW, COMING)
def test_what_was_made_ready_and_is_taken_back_is_told(now: dict, coming: dict) -> None:
    """Taking the next school year out before it has begun is a change: nothing of it stands in its place."""
    before = plan(now, coming)
    after = {**before, "pupil": {key: value for key, value in before["pupil"].items() if key != "next_year"}}
    told = [each.part for each in compare("plan", before, after, rulebook().policy)]
    would = settled(before, FIRST)
    assert told == ([] if would == after else ["plan.pupil.next_year"])


def test_a_key_worker_of_the_new_year_holds_it_since_its_first_day_however_late_it_is_settled() -> None:
    """Settling the plan in October, with some other change, makes nobody's lateness begin again."""
    coming = {"from": FIRST.isoformat(), "year_group": "9", "keyworker": "j-okafor"}
    ready = plan({"keyworker": "r-adeyemi"}, coming)
    today = date(2027, 10, 20)
    plain = plan({"keyworker": "r-adeyemi"}, {})
    del plain["pupil"]["next_year"]
    steps = [
        (datetime(2026, 9, 1, tzinfo=UTC), None, plain),
        (datetime(2027, 7, 1, tzinfo=UTC), plain, ready),
        (datetime(2027, 10, 15, tzinfo=UTC), ready, settled(ready, today)),
    ]
    edits = [
        Edit(commit="k", at=at, amendments=compare("plan", before, after, rulebook().policy))
        for at, before, after in steps
    ]
    assert _since(edits[::-1], steps[-1][2], today, "j-okafor") == FIRST
    # Whoever took it over later holds it since then.
    other = {**steps[-1][2], "keyworker": "m-lindqvist"}
    later = Edit(
        commit="l",
        at=datetime(2027, 10, 18, tzinfo=UTC),
        amendments=compare("plan", steps[-1][2], other, rulebook().policy),
    )
    assert _since([later, *edits[::-1]], other, today, "m-lindqvist") == date(2027, 10, 18)
    # Before the year begins nothing has changed hands.
    assert _since(edits[1::-1], ready, date(2027, 8, 1), "r-adeyemi") == date(2026, 9, 1)
    # What was made ready and taken back has not come.
    back = Edit(
        commit="m",
        at=datetime(2027, 8, 1, tzinfo=UTC),
        amendments=compare("plan", ready, plain, rulebook().policy),
    )
    assert _since([back, *edits[1::-1]], plain, today, "r-adeyemi") == date(2026, 9, 1)


def _since(edits: list[Edit], data: dict, today: date, owner: str) -> date | None:
    held = Holdings(edits, today, in_force(read(data), today).plan)
    return held.since(OwnerField("plan.keyworker"), Assignee(id=owner, name=owner))
