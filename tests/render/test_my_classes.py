"""The first page of those who teach is their classes; what everybody owes is for those who follow it up."""

from collections.abc import Callable

import msgspec
import pytest

from liverecord import redact, render
from liverecord.model.case import SchoolCase, TaughtGroup
from liverecord.model.records.plan import Passport
from liverecord.view import Page, View
from record_documents import RULEBOOK
from render.conftest import maya, school_case, view_of
from render.parsed_page import read

Pupils = Callable[[str], list[View]]
GATES = {name: redact.gate(RULEBOOK.policy, name) for name in ("staff", "team", "senco")}


def site(views: list[View], audience: str, whole: SchoolCase | None = None) -> dict[str, Page]:
    """Return the pages of an audience's site, with what the policy lets it have."""
    school = View(**dict(view_of(whole or school_case())), absent=render.absent(GATES[audience].sees))
    return {page.path: page for page in render.overview(school, [render.summary(view) for view in views])}


@pytest.mark.parametrize("audience", GATES)
def test_lists_of_what_everybody_owes_are_for_those_who_follow_it_up(pupils: Pupils, audience: str) -> None:
    """Staff have neither list nor the column of what is due, and no link leads there; team and SENCO have both, and Today."""
    pages = site(pupils(audience), audience)
    follows_up = audience != "staff"
    assert {"overdue/", "coming/"} <= set(pages) if follows_up else not {"overdue/", "coming/"} & set(pages)
    assert pages[""].title == ("Today" if follows_up else "My classes")
    assert ("Due next" in pages["pupils/"].content) == follows_up
    assert ("Overdue" in pages["classes/8b/"].content) == follows_up
    if not follows_up:
        for page in pages.values():
            hrefs = [link.attributes["href"] for link in read(page.content).all("a")]
            assert not [each for each in hrefs if "overdue/" in each or "coming/" in each], page.path


def test_every_class_and_pupil_is_a_link_away_without_script() -> None:
    """The first page lists each form, group and pupil that is here; who has left is not among them."""
    groups = (TaughtGroup(name="8/Ma1"),)
    cases = [
        msgspec.structs.replace(
            maya(), id=f"p-{number}", name=f"Pupil {number}", groups=groups, on_roll=number < 3
        )
        for number in range(4)
    ]
    content = site([view_of(case) for case in cases], "staff")[""].content
    hrefs = [link.attributes["href"] for link in read(content).all("a")]
    assert {"classes/8b/", "classes/8-ma1/", "pupils/p-0/", "pupils/p-1/", "pupils/p-2/"} <= set(hrefs)
    assert "pupils/p-3/" not in hrefs
    assert "staff/" in hrefs


def test_a_class_says_how_many_have_a_record_and_emergency_advice() -> None:
    """The counts are of pupils who are here; a form whose pupils have all left is gone, a listed group stays."""
    plan = maya().plan
    urgent = msgspec.structs.replace(plan, passport=Passport(emergency="Call 999"))
    cases = [
        msgspec.structs.replace(maya(), id="p-1", plan=urgent),
        msgspec.structs.replace(maya(), id="p-2", plan=msgspec.structs.replace(plan, passport=None)),
        msgspec.structs.replace(maya(), id="p-3", plan=urgent, on_roll=False),
        msgspec.structs.replace(maya(), id="p-4", groups=(TaughtGroup(name="8/Ma1"),), on_roll=False),
    ]
    school = msgspec.structs.replace(school_case(), groups=(TaughtGroup(name="8 Reading"),))
    said = {
        each.attributes["data-class"]: " ".join(each.text.split())
        for each in read(site([view_of(case) for case in cases], "staff", school)[""].content).all("li")
        if "data-class" in each.attributes
    }
    assert said == {
        "8b": "8B 2 pupils, 1 with emergency advice",
        "8-reading": "8 Reading nobody with a record",
    }


def test_colleagues_find_their_own_page(pupils: Pupils) -> None:
    """Staff find their name, without anybody's count beside it; those who have left are not listed."""
    page = site(pupils("staff"), "staff")["staff/"]
    assert page.title == "My actions"
    links = [link.text for link in read(page.content).all("a")]
    assert "J. Okafor" in links
    assert "S. Quill" not in links


def test_a_colleagues_page_holds_their_own_actions_alone(pupils: Pupils) -> None:
    """On the staff site nobody reads there which reviews somebody is late with: those stand on the pupils' pages."""
    pages = {path: page for path, page in site(pupils("staff"), "staff").items() if path.startswith("staff/")}
    kinds = {
        row.attributes["data-kind"].split()[0]
        for page in pages.values()
        for row in read(page.content).all("tr")
        if "data-kind" in row.attributes
    }
    assert kinds == {"action"}
    assert "All colleagues" in pages["staff/r-adeyemi/"].content


def test_a_site_says_its_own_titles_in_its_tabs() -> None:
    """Where the lists are absent the tabs are called as their pages are; elsewhere as usual."""
    assert render.own_titles(render.absent(GATES["staff"].sees)) == {
        "": ("Today", "My classes"),
        "staff/": ("Owners", "My actions"),
    }
    assert render.own_titles(render.absent(GATES["team"].sees)) == {}
