"""The name in use: where a pupil goes by another name, the staff's pages know no other."""

from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive, redact, render
from liverecord.model.records import Document
from liverecord.model.typed import pupil
from liverecord.view import Page, View
from overlay import TODAY
from record_documents import PUPILS, RULEBOOK, typed_school
from render.conftest import school_case

NAMES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=8).map(lambda name: f"Zq{name}")


@cache
def _gate(audience: str) -> redact.Gate:
    return redact.gate(RULEBOOK.policy, audience)


def _pages(audience: str, given_name: str, known_as: str | None) -> list[Page]:
    """Return every page, of the pupil and of the school, that an audience reads of one pupil called so."""
    whose = next(iter(PUPILS))
    data: dict[str, Any] = {kind: document.data for kind, document in PUPILS[whose].items()}
    identity = data["plan"]["pupil"] | {"given_name": given_name, "known_as": known_as}
    data["plan"] = data["plan"] | {"pupil": identity}
    data["plan"]["passport"] = data["plan"]["passport"] | {"first": ["helps.1"]}
    documents = {kind: Document(f"{kind}.yml", kind, each, {}, "") for kind, each in data.items()}
    school, staff = typed_school()
    gate = _gate(audience)
    seen = View(**dict(gate.school(school_case())), absent=render.absent(gate.sees))
    view = gate.case(derive.case(pupil(whose, documents), school, staff, RULEBOOK, (), TODAY))
    return [*render.of_pupil(view, seen), *render.overview(seen, [render.summary(view, seen)])]


@given(NAMES, NAMES)
def test_staff_read_the_name_in_use_alone(given_name: str, known_as: str) -> None:
    """No page, title, description or entry of the search that staff have says a given name that is not in use."""
    if given_name in known_as or known_as in given_name:
        return
    pages = _pages("staff", given_name, known_as)
    said = msgspec.json.encode(pages, enc_hook=str).decode()
    assert given_name not in said
    assert known_as in said


@given(NAMES)
def test_where_no_other_name_is_used_staff_read_the_given_name(given_name: str) -> None:
    assert any(given_name in page.content for page in _pages("staff", given_name, None))


@pytest.mark.parametrize("audience", ["team", "senco"])
@given(NAMES, NAMES)
def test_team_and_senco_read_both(audience: str, given_name: str, known_as: str) -> None:
    page = next(each for each in _pages(audience, given_name, known_as) if each.path.startswith("pupils/p-"))
    assert page.title.startswith(known_as)
    assert given_name == known_as or f"Given name {given_name}" in page.content


def test_staff_have_no_list_of_what_is_late_or_coming() -> None:
    """What needs somebody is the team's to look through; a colleague has what is their own on their own page."""
    absent = {audience: render.absent(_gate(audience).sees) for audience in ("staff", "team", "senco")}
    assert {"overdue/", "coming/"} <= absent["staff"]
    assert not {"overdue/", "coming/"} & (absent["team"] | absent["senco"])


def test_staff_read_what_to_understand_and_never_what_it_is_called() -> None:
    """The words that were agreed are the staff's; types of need and conditions are not, on their pages or in their search."""
    gate = _gate("staff")
    assert gate.sees("plan.passport.need")
    for path in ("plan.needs", "plan.conditions", "unmet"):
        assert not gate.sees(path)
    labels = [row.label for row in RULEBOOK.codes.lists["need"].values()]
    pages = _pages("staff", "Zqmaya", None)
    said = msgspec.json.encode(pages, enc_hook=str).decode()
    assert not [label for label in labels if label in said]
    entries = [page.search for page in pages if page.search is not None]
    assert entries
    assert not [entry for entry in entries if entry.filters.keys() & {"Need", "Owner", "Due"}]
    assert not [entry for entry in entries if "helps.1" in entry.text]
