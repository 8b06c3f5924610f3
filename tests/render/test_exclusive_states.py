"""Two words of one thing that exclude each other never stand together, whatever two fields of a record say."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive, redact, render
from liverecord.model.records import Document
from liverecord.model.typed import pupil
from liverecord.view import Page, View
from overlay import TODAY
from record_documents import RULEBOOK, typed_school
from render.conftest import school_case
from render.parsed_page import Element, read

EXCLUSIVE = (
    ("confirmed", "being tested"),
    ("confirmed", "to be tested"),
    ("confirmed", "not known"),
    ("suspected", "not known yet"),
    ("was tested", "being tested"),
    ("in place", "ended"),
    ("in place", "planned"),
    ("in place", "withdrawn"),
    ("in place", "not started"),
    ("at risk", "ended"),
    ("planned", "since"),
    ("withdrawn", "since"),
    ("ended", "since"),
    ("being worked on", "ended"),
    ("open", "done"),
    ("open", "stopped"),
    ("done", "not started"),
    ("stopped", "not started"),
    ("held", "overdue"),
    ("held", "behind"),
    ("not reached", "agreed"),
    ("nobody has said yet", "helped"),
    ("nobody has said yet", "made no difference"),
    ("nobody has said yet", "too soon to say"),
    ("nobody has said yet", "said by"),
    ("left the roll", "leaves the roll"),
    ("has left", "away"),
    ("nobody covers", "covers"),
)
"""Pairs of words of one thing's state; a row that holds both contradicts itself."""

GOES_ON = ("in place", "partly in place", "at risk")
"""Words that no row says of support whose last day has passed."""

ROWS = frozenset(("tr", "li", "dt", "h3"))
"""What is read as one: a row of a table or of a list. A thing in blocks of its own is found by its class."""

BLOCKS = frozenset(("outcome", "contact", "driver", "tried"))

AUDIENCES = ("team", "senco", "staff")
DAYS = st.sampled_from((-40, -1, 0, 1, 40)).map(lambda days: (TODAY + timedelta(days=days)).isoformat())
PAST = st.sampled_from((-60, -30, -1, 0)).map(lambda days: (TODAY + timedelta(days=days)).isoformat())


def codes(name: str) -> st.SearchStrategy[str]:
    """Draw a code of a list."""
    return st.sampled_from(tuple(RULEBOOK.codes.lists[name]))


def thing(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a thing of a record, with the fields that the check would want together."""
    return st.fixed_dictionaries(fields).map(
        lambda made: {key: value for key, value in made.items() if value is not None}
    )


PROVISION = thing(
    id=st.just("pr1"),
    what=st.just("Radio aid"),
    status=codes("provision_status"),
    **{"from": st.none() | PAST},
    until=st.none() | DAYS,
    result=st.none() | codes("result"),
    result_note=st.none() | st.just("Hears more"),
    result_said_by=st.none() | st.just(["pupil"]),
    attendance_depends_on=st.none() | st.booleans(),
)
ACTION = thing(
    id=st.just("a1"),
    kind=st.just("mentor"),
    what=st.just("Meets the mentor"),
    owner=st.just("j-okafor"),
    concern=st.just("c1"),
    started_on=st.none() | DAYS,
    due=st.none() | DAYS,
    result=st.none() | codes("result"),
)
DRIVER = thing(
    id=st.just("d1"),
    driver=st.sampled_from(("transition", "unknown")),
    certainty=codes("certainty"),
    test=st.sampled_from((None, "a1")),
    recheck_on=st.none() | DAYS,
)
CONTACT = thing(
    id=st.just("k1"),
    date=PAST,
    by=st.just("j-okafor"),
    how=st.just("phone"),
    reached=st.none() | st.booleans(),
    agreed=st.sampled_from((None, ["a1"])),
    **{"with": st.just("mother")},
)
NOTE = thing(
    id=st.just("ab1"),
    reason=st.sampled_from(("transition", "unknown")),
    certainty=st.none() | codes("certainty"),
    **{"from": PAST},
)
OVER = st.none() | st.tuples(st.sampled_from(("done", "stopped")), PAST)


@given(PROVISION, ACTION, DRIVER, CONTACT, NOTE, OVER, st.booleans(), st.sampled_from(AUDIENCES))
def test_no_row_says_two_things_that_exclude_each_other(
    provision: dict[str, Any],
    action: dict[str, Any],
    driver: dict[str, Any],
    contact: dict[str, Any],
    note: dict[str, Any],
    over: tuple[str, str] | None,
    is_planned: bool,
    audience: str,
) -> None:
    """Where two fields speak of one thing, one of them decides which word stands, on every page of every audience."""
    if over is not None:
        action = action | {"status": over[0], "ended_on": over[1]}
    data = record(provision, action, driver, contact, note, is_planned=is_planned)
    for page in pages(data, audience):
        for row in rows(read(page.content)):
            said = spoken(row)
            both = [pair for pair in EXCLUSIVE if all(has(said, word) for word in pair)]
            assert not both, (page.path, both, said)
            is_over = provision.get("until", "9999") < TODAY.isoformat()
            if is_over and "radio aid" in said:
                assert not any(has(said, word) for word in GOES_ON), (page.path, said)


def record(*things: dict[str, Any], is_planned: bool) -> dict[str, Any]:
    """Return a record with one of each."""
    provision, action, driver, contact, note = things
    who = {"given_name": "Maya", "family_name": "Ellison", "year_group": "8"}
    outcome = {"id": "o1", "text": "Hears what is said", "provision": [provision]}
    support: dict[str, Any] = {"outcomes": [outcome]} if is_planned else {"support_without_plan": [provision]}
    concern = {"id": "c1", "theme": "attendance", "opened_on": "2026-09-28", "what": "Misses mornings"}
    concern |= {"owner": "j-okafor", "review_on": "2026-12-01", "drivers": [driver]}
    weeks = {f"2026-11-{day:02}": "OO /\\ /\\ /\\ /\\" for day in (2, 9, 16)}
    return {
        "plan": {"pupil": who, "support": "K", "version": 1, **support},
        "concerns": {"concerns": [concern]},
        "actions": {"actions": [action]},
        "contacts": {"contacts": [contact]},
        "absences": {"weeks": weeks, "notes": [note]},
    }


def pages(data: dict[str, Any], audience: str) -> Iterator[Page]:
    """Yield the pages of one audience for a school with this one pupil."""
    documents = {kind: Document(f"{kind}.yml", kind, part, {}, "") for kind, part in data.items()}
    school, staff = typed_school()
    case = derive.case(pupil("p-7k3m", documents), school, staff, RULEBOOK, (), TODAY)
    gate, of_school = site(audience)
    view = gate.case(case)
    yield from render.of_pupil(view, of_school)
    yield from render.overview(of_school, [render.summary(view, of_school)])


@cache
def site(audience: str) -> tuple[redact.Gate, View]:
    """Return an audience's gate, and the school as it sees it."""
    gate = redact.gate(RULEBOOK.policy, audience)
    return gate, View(**dict(gate.school(school_case())), absent=frozenset())


def rows(root: Element) -> Iterator[Element]:
    """Yield what is read as one: rows, points and blocks that hold no other row."""
    for element in root.every():
        is_block = bool(BLOCKS & set((element.attributes.get("class") or "").split()))
        if (element.name in ROWS or is_block) and not any(
            each.name in ROWS for each in element.every() if each is not element
        ):
            yield element


def spoken(element: Element) -> str:
    """Return the words of a row; where the outcome stands, at its end, is another thing."""
    return " ".join(element.text.split()).casefold().partition("towards:")[0]


def has(said: str, word: str) -> bool:
    """Tell whether a row says a word, and not as part of another or of what denies it."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said) is not None
