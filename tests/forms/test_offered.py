"""What can be written: every way leads to a form, daily things about a pupil come first, and no two ways read alike."""

import pytest

from form_scenes import PUPILS, at
from liverecord.edit.pages import Group, Link
from liverecord.forms import items, offered
from liverecord.forms.job import Job
from liverecord.forms.jobs import JOBS, job_named
from liverecord.forms.known import has_left
from liverecord.forms.offered import FILES, of_pupil, of_school
from liverecord.forms.things import is_over, things
from liverecord.render.ways import to_add, to_change, whether_it_helps

ANY = next(job for job in JOBS if job.scope == "pupil")


def test_what_is_written_daily_about_a_pupil_comes_first() -> None:
    """Whoever opens the page need not know that a pupil has a page of ways: whose record it is, is asked then."""
    first, *rest = of_school()
    assert first.asks_whose
    assert not any(group.asks_whose for group in rest)
    assert [offer.parts for offer in first.offers] == [
        ("conversation",),
        ("action",),
        ("review",),
        ("concern",),
    ]
    for offer in first.offers:
        assert job_named(offer.parts[0], of_a_pupil=True) is not None
        assert job_named(offer.parts[0], of_a_pupil=False) is None


def test_every_way_of_the_school_leads_to_a_form() -> None:
    for group in of_school()[1:]:
        for offer in group.offers:
            name, *names = offer.parts
            job = job_named(name, of_a_pupil=False)
            assert name in FILES or (job is not None and job.ask(at(job, None, *names), {}))


@pytest.mark.parametrize("pupil", PUPILS[:12])
def test_every_way_of_a_pupil_leads_to_a_form(pupil: str) -> None:
    """Ways to one thing stand together under its words."""
    for group in of_pupil(at(ANY, pupil)):
        links = [Link(offer.parts, offer.words, of=offer.about) for offer in group.offers]
        shown = Group(group.heading, links).things
        assert [link for _, together in shown for link in together] == links
        named = [together[0].parts[-1] for of, together in shown if of]
        assert len(set(named)) == len(named)
        for offer in group.offers:
            name, *names = offer.parts
            job = job_named(name, of_a_pupil=True)
            assert job is not None
            assert job.ask(at(job, pupil, *names), {})


def test_every_job_is_reached() -> None:
    """No job waits for whoever guesses its address: a list of ways leads to each, or a form that such a list leads to."""
    reached = {job for pupil in (*PUPILS[:12], None) for job in walked(pupil)}
    assert reached == set(JOBS)


def walked(pupil: str | None) -> set[Job]:
    """Return the jobs that ways about a pupil, or the school, lead to, and the forms behind those; every one is there."""
    groups = of_pupil(at(ANY, pupil)) if pupil else of_school()[1:]
    waiting = [offer.parts for group in groups for offer in group.offers if offer.parts[0] not in FILES]
    known: set[tuple[str, ...]] = set()
    jobs = set()
    while waiting:
        address = waiting.pop()
        if address in known:
            continue
        known.add(address)
        job = job_named(address[0], of_a_pupil=pupil is not None)
        assert job is not None, address
        jobs.add(job)
        waiting += [tuple(lead.value.split("/")) for lead in job.ask(at(job, pupil, *address[1:]), {}).leads]
    return jobs


def test_whatever_is_given_is_asked_whether_it_helps() -> None:
    """Of all support that goes on, under an outcome or under none, there is a way to say whether it helps."""
    number = 0
    for pupil in PUPILS:
        offered = {offer.parts for group in of_pupil(at(ANY, pupil)) for offer in group.offers}
        for thing in things(at(ANY, pupil)):
            if thing.noun == "provision" and not is_over(at(ANY, pupil), thing):
                under = thing.path[1] if len(thing.path) > 2 else thing.path[0]
                assert ("helped-provision", under, thing.id) in offered
                number += len(thing.path) == 2
    assert number


@pytest.mark.parametrize("pupil", PUPILS[:12])
def test_everything_in_a_record_has_the_form_that_changes_it(pupil: str) -> None:
    """Whatever page, duty or list leads to a thing, leads by one table: to its own form, or to the plain one of its file."""
    for thing in things(at(ANY, pupil)):
        for name, *names in (to_change(thing.kind, *thing.path), to_add(thing.kind, *thing.path[:-1])):
            job = job_named(name, of_a_pupil=True)
            assert job is not None, name
            form = job.ask(at(job, pupil, *names), {})
            assert form.questions or form.leads, (name, names)
        if thing.noun in {"action", "provision"}:
            name, *names = whether_it_helps(thing.kind, *thing.path)
            job = job_named(name, of_a_pupil=True)
            assert job is not None
            assert any(each.name == "result" for each in job.ask(at(job, pupil, *names), {}).questions)


def test_a_job_that_is_not_there_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt way is no way that is silently left out."""
    monkeypatch.setattr(offered, "_OF_ANY_PUPIL", (("converzation", "Log a conversation"),))
    with pytest.raises(LookupError):
        of_school()


def test_whoever_has_left_can_be_back() -> None:
    """One who has left is offered the way back, all others the way out."""
    words = {
        pupil: next(offer.words for group in of_pupil(at(ANY, pupil)) for offer in group.offers
                    if offer.parts == ("pupil-leaves",))
        for pupil in PUPILS
    }  # fmt: skip
    gone = {pupil for pupil, said in words.items() if said != "The pupil leaves"}
    assert gone == {pupil for pupil in PUPILS if has_left(at(ANY, pupil).pupils[pupil], at(ANY, pupil).today)}
    assert gone


@pytest.mark.parametrize("pupil", [*PUPILS[:12], None])
def test_what_stands_within_a_file_is_told_apart(pupil: str | None) -> None:
    """Each list stands under its own heading, its things by words or days that differ, and one more is called what it is."""
    for kind in ("plan", "concerns", "reviews", "contacts", "actions") if pupil else ("school", "staff"):
        job = items.JOBS[0] if pupil else items.JOBS[1]
        leads = items.ask(at(job, pupil, kind), {}).leads
        said = [(lead.under, lead.label) for lead in leads]
        assert len(set(said)) == len(said), [each for each in said if said.count(each) > 1]
        headings = [lead.under for lead in leads]
        assert headings == sorted(headings, key=headings.index)
        assert not any("one more" in lead.label for lead in leads)


def test_days_without_school_are_told_by_their_days() -> None:
    """Two training days of one name are two ways."""
    leads = items.ask(at(items.JOBS[1], None, "school"), {}).leads
    closures = [lead.label for lead in leads if lead.under == "Days without school"]
    assert closures[:2] == ["INSET, 2 September 2026", "INSET, 2 November 2026"]
    assert closures[-1] == "Add a day without school"
