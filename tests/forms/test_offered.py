"""What can be written: every way leads to a form, daily things about a pupil come first, and no two ways read alike."""

import pytest

from form_scenes import PUPILS, at
from liverecord.edit.pages import Group, Link
from liverecord.forms import items
from liverecord.forms.jobs import JOBS, job_named
from liverecord.forms.offered import MARKS, of_pupil, of_school

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
            assert name == MARKS or (job is not None and job.ask(at(job, None, *names), {}))


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
