"""Every job, from the page that leads to it to a merged pull request: a real clone, a real forge, Chromium without scripts."""

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from laws import wider_than_the_page
from markup import unsaid
from playwright.sync_api import Page, expect
from reading import Reader, faint_in_the_dark, violations_at_both_widths
from served_school import Served

from editing import TODAY, NoSite, cloned, served
from forge import Forge
from git_repository import git
from liverecord.edit.clone import Clone
from liverecord.edit.opening import opened
from liverecord.edit.own_site import OwnSite
from liverecord.edit.working_desk import WorkingDesk
from liverecord.forms.jobs import JOBS
from liverecord.read.blobs import Blobs
from liverecord.read.settings import settings

PUPIL = "p-7k3m"
RECORDS = "records/pupils"
CHECK = "Check and show what it means"


class Done(NamedTuple):
    """A job as somebody does it: the answers by question, and what then stands in a file of the branch that was sent."""

    job: str
    address: str
    answers: Mapping[str, str]
    file: str
    says: str


def of_maya(job: str, names: str, answers: Mapping[str, str], kind: str, says: str) -> Done:
    address = f"{PUPIL}/{job}{f'/{names}' if names else ''}"
    return Done(job, address, answers, f"{RECORDS}/{PUPIL}/{kind}.yml", says)


EVERY = (
    Done("week", "week", {f"{PUPIL}_c1_changed": "nothing"}, f"{RECORDS}/{PUPIL}/concerns.yml", "date: 2026-11-22"),
    of_maya("update", "c1", {"changed": "something", "text": "On time on bus days"}, "concerns", "On time on bus days"),
    of_maya(
        "conversation",
        "",
        {
            "date": "20 November", "with": "mother", "how": "phone", "reached": "yes", "happening": "Calmer: #2 bus",
            "actions-0-what": "Ask about the bus", "actions-0-kind": "check_in", "actions-0-owner": "r-adeyemi",
            "actions-0-due": "27 November",
        },
        "contacts",
        "'Calmer: #2 bus'",
    ),
    of_maya(
        "action",
        "",
        {"what": "Walk to the hall together", "kind": "check_in", "owner": "j-okafor", "due": "4 December 2026"},
        "actions",
        "Walk to the hall together",
    ),
    of_maya(
        "helped",
        "a1",
        {"status": "done", "ended_on": "20 November 2026", "result": "helped", "result_note": "Comes in by herself"},
        "actions",
        "result_note: Comes in by herself",
    ),
    of_maya(
        "helped-provision",
        "o1/pr1",
        {"status": "in_place", "result": "partly", "result_note": "In art, not yet in maths"},
        "plan",
        "In art, not yet in maths",
    ),
    of_maya("passport", "", {"helps": "One thing at a time\nA quiet start"}, "plan", "- A quiet start"),
    of_maya("outcome", "", {"text": "Asks for a break with the card"}, "plan", "Asks for a break with the card"),
    of_maya(
        "provision", "o1", {"what": "Pictures of each step", "status": "in_place", "who": "j-okafor"}, "plan", "Pictures of each step"
    ),
    of_maya(
        "unplanned", "", {"what": "A seat by the door", "status": "in_place", "who": "j-okafor"}, "plan", "A seat by the door"
    ),
    of_maya("need", "", {"type": "SEMH", "rank": "7"}, "plan", "type: SEMH"),
    of_maya(
        "condition", "", {"name": "Asthma", "emergency": "Blue inhaler, then the office"}, "plan", "Blue inhaler, then the office"
    ),
    of_maya("circumstance", "new/referral", {"service": "Community paediatrics", "stage": "sent", "sent_on": "9 November 2026"},
            "plan", "service: Community paediatrics"),
    of_maya("agreed", "", {"agreed_on": "20 November 2026"}, "plan", "version: 4"),
    Done("away", "away/m-lindqvist", {"from": "30 November 2026", "cover": "j-okafor"}, "records/staff.yml", "2026-11-30"),
    Done("back", "back/t-barros", {"first": "22 November 2026"}, "records/staff.yml", "2026-11-21"),
    Done(
        "new-year",
        "new-year",
        {"terms": "Autumn 1: 2 September 2027 to 22 October 2027"},
        "records/school.yml",
        "start: 2027-09-02",
    ),
    Done("joins", "joins", {"name": "P. Newcombe", "roles": "class_teacher"}, "records/staff.yml", "P. Newcombe"),
    Done("leaves", "leaves/m-lindqvist", {"left_on": "20 November 2026", "everything": "j-okafor"}, "records/staff.yml", "left_on: 2026-11-20"),
    Done("hand-over", "hand-over/j-okafor", {"everything": "h-novak"}, f"{RECORDS}/{PUPIL}/plan.yml", "keyworker: h-novak"),
    Done(
        "pupil-new",
        "pupil-new",
        {"given_name": "Ada", "family_name": "Lovegrove", "year_group": "8", "support": "K", "support_since": "9 November 2026",
         "parents_told_on": "12 November 2026", "keyworker": "j-okafor"},
        "",
        "family_name: Lovegrove",
    ),
    Done("pupil-leaves", "p-9wtr/pupil-leaves", {"on_roll_until": "18 December 2026", "destination": "Fenmoor College"},
         f"{RECORDS}/p-9wtr/plan.yml", "destination: Fenmoor College"),
    Done("support", "p-9wtr/support/ends", {"held_on": "20 November 2026", "summary": "Every outcome is met"},
         f"{RECORDS}/p-9wtr/reviews.yml", "summary: Every outcome is met"),
    of_maya("item", "actions/actions/a2", {"what": "Said anew by the plain form"}, "actions", "Said anew by the plain form"),
    Done("settings", "settings/school/closures", {"date": "18 December 2026", "reason": "Boiler"}, "records/school.yml", "Boiler"),
    of_maya(
        "review",
        "r2",
        {
            "held_on": "20 November 2026", "attended": "keyworker", "summary": "Goes on as it is", "o1-result": "progress",
            "pupil-none": "nobody", "family-none": "nobody",
        },
        "reviews",
        "summary: Goes on as it is",
    ),
    of_maya(
        "concern",
        "",
        {
            "theme": "sensory", "what": "Covers both ears in the hall", "owner": "j-okafor", "review_on": "11 December 2026",
            "step-what": "Sit by the door at lunch", "step-kind": "check_in", "step-owner": "j-okafor",
        },
        "concerns",
        "Covers both ears in the hall",
    ),
    of_maya(
        "close",
        "c2",
        {"line-text": "On time since half term", "a5-status": "done"},
        "concerns",
        "status: closed",
    ),
    of_maya("support", "ehcp", {"issued_on": "16 November 2026", "authority": "Fenmoor County Council"}, "plan", "support: E"),
    of_maya("remove", "contacts/contacts/k1", {"why": "mistake"}, "contacts", "- id: k1"),
)  # fmt: skip
"""One way to do each job; the records that they stand on come from the jobs before."""


class Desk(NamedTuple):
    """A SENCO's desk at work: the forge, the clone, the address that opens the pages once, and where they are."""

    server: Forge
    school: Path
    opening: str
    base: str
    desk: WorkingDesk


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Any]:
    """Return a function that opens the pages over a clone of the forge, with a site or with none."""
    with served(tmp_path) as server, Blobs(school := cloned(server, tmp_path / "school")) as blobs:
        known = settings(school)
        with OwnSite(known) as site:
            threads = []

            def start(*, with_a_site: bool) -> Iterator[Desk]:
                desk = WorkingDesk(
                    Clone(known, lambda: TODAY, blobs), site if with_a_site else NoSite(tmp_path / "no-site")
                )  # type: ignore[arg-type]
                with opened(desk, 0) as (running, address):
                    thread = threading.Thread(target=running.run, daemon=True)
                    thread.start()
                    threads.append(thread)
                    yield Desk(server, school, address, address.partition("enter")[0], desk)
                    running.stop()
                    thread.join(10)

            yield start


@pytest.fixture
def bare(at_work: Any) -> Iterator[Desk]:
    """Open the pages without a site: nobody looks at one."""
    yield from at_work(with_a_site=False)


@pytest.fixture
def whole(at_work: Any) -> Iterator[Desk]:
    """Open the pages with the school's own site beside them."""
    yield from at_work(with_a_site=True)


def entered(reader: Reader, desk: Desk) -> Page:
    """Come in, without scripts."""
    page: Page = reader(Served("senco", desk.base, desk.school, ""), java_script_enabled=False)
    page.goto(f"{desk.opening}", wait_until="commit")
    return page


def answered(page: Page, answers: Mapping[str, str]) -> None:
    """Type and choose answers, as a person does."""
    for name, value in answers.items():
        field = page.locator(f'[name="{name}"]')
        match field.first.evaluate("field => field.type || field.tagName"):
            case "radio" | "checkbox":
                page.locator(f'[name="{name}"][value="{value}"]').check()
            case "select-one":
                field.select_option(value)
            case _:
                field.fill(value)


def sent(page: Page, done: Done, base: str) -> None:
    """Do a job from its page to "Sent for review"."""
    page.goto(f"{base}edit/{done.address}")
    answered(page, done.answers)
    page.get_by_role("button", name=CHECK).click()
    heading = page.get_by_role("heading", level=1)
    assert heading.inner_text() == "What your change means", (done.job, page.locator("main").inner_text())
    page.get_by_role("button", name="Send for review").click()
    assert heading.inner_text() == "Sent for review", (done.job, page.locator("main").inner_text())
    expect(page.get_by_role("link", name="Ask a colleague to read it")).to_be_visible()


@pytest.mark.browser
def test_every_job_goes_from_its_page_to_a_merged_request(reader: Reader, bare: Desk) -> None:
    """Each is asked, checked, previewed and sent; all stand on one branch, which the forge can merge; then none waits."""
    page = entered(reader, bare)
    for done in EVERY:
        sent(page, done, bare.base)
        told = git(
            bare.server.repository, "show", "edit/r-adeyemi-1", *(["--", done.file] if done.file else [])
        )
        assert done.says in told, done.job
    page.goto(f"{bare.base}edit/waiting")
    expect(page.locator("main li")).to_have_count(len(EVERY))
    bare.server.merge("edit/r-adeyemi-1", "squash", delete=True)
    page.goto(f"{bare.base}edit/{PUPIL}/item/plan/passport")
    sent(
        page,
        of_maya("item", "plan/passport", {"communication": "Uses a card"}, "plan", "Uses a card"),
        bare.base,
    )
    page.goto(f"{bare.base}edit/waiting")
    expect(page.locator("main li")).to_have_count(1)
    assert git(bare.school, "status", "--porcelain") == ""


def test_no_job_is_left_out() -> None:
    """Whoever adds a job says here how it is done."""
    assert {done.job for done in EVERY} >= {job.name for job in JOBS} - ELSEWHERE


ELSEWHERE = {
    "reviews",  # several reviews of one day: tests/forms/test_reviews.py
    "take-out",  # the same form as `remove`
}


@pytest.mark.browser
def test_what_was_sent_is_seen_at_once(reader: Reader, whole: Desk) -> None:
    """The site beside the forms is that of the save: the pupil's page holds the words, and leads back to forms."""
    page = entered(reader, whole)
    page.goto(f"{whole.base}pupils/{PUPIL}/")
    expect(page.get_by_text("You are writing as R. Adeyemi")).to_be_visible()
    page.locator(f'a[href="/edit/{PUPIL}/conversation"]').first.click()
    answered(
        page, {"date": "20 November", "with": "mother", "how": "phone", "happening": "Slept <b>well</b>"}
    )
    page.get_by_role("button", name=CHECK).click()
    page.get_by_role("button", name="Send for review").click()
    page.goto(f"{whole.base}pupils/{PUPIL}/")
    expect(page.get_by_text("Slept <b>well</b>").first).to_be_visible()
    expect(page.get_by_text("1 change is waiting")).to_be_visible()
    assert git(whole.school, "status", "--porcelain") == ""


@pytest.mark.thorough
@pytest.mark.browser
def test_every_jobs_form_is_fit_for_everybody(reader: Reader, bare: Desk) -> None:
    """Each real form, empty and with what is wrong in it, passes axe at both widths and fits a screen of 320 pixels."""
    page: Page = reader(Served("senco", bare.base, bare.school, ""))
    page.goto(bare.opening, wait_until="commit")
    for done in EVERY:
        # What the jobs before would have made is not there: another of its kind is.
        page.goto(f"{bare.base}edit/{done.address.replace('/c2', '/c1')}")
        assert faint_in_the_dark(page) + violations_at_both_widths(page) + unsaid(page) == [], done.job
        page.set_viewport_size({"width": 320, "height": 800})
        assert wider_than_the_page(page) == [], done.job
        page.set_viewport_size({"width": 1280, "height": 860})
