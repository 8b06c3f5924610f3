"""The tabs of the header: at most seven side by side, all there, in their order, and the one that is marked stays marked."""

import re

from hypothesis import given
from hypothesis import strategies as st

from liverecord.press.links import without_links
from liverecord.press.tabs import MOST, folded

Header = tuple[int, int | None, frozenset[int]]


def header(number: int, current: int | None) -> bytes:
    """A page whose header has so many tabs, one of them marked."""
    here = ' aria-current="page"'
    tabs = "".join(
        f'[[liverecord:leads {tab}/]]<li class="md-tabs__item"><a href="../{tab}/"'
        f"{here if tab == current else ''}>Tab {tab}</a></li>[[liverecord:end]]\n"
        for tab in range(number)
    )
    return f"<nav>[[liverecord:tabs]]\n{tabs}\n[[liverecord:end_tabs]]</nav><p>Words</p>".encode()


headers = st.integers(0, 16).flatmap(
    lambda number: st.tuples(
        st.just(number),
        st.none() | st.integers(0, max(0, number - 1)),
        st.frozensets(st.integers(0, max(0, number - 1))),
    )
)


@given(headers)
def test_at_most_seven_stand_side_by_side(drawn: Header) -> None:
    """Of the tabs that a site has, each stands once and in its order; more than seven are six and More."""
    number, current, absent = drawn
    html = folded(without_links(header(number, current), "x/index.html", {f"{tab}/" for tab in absent}))
    left = [tab for tab in range(number) if tab not in absent]
    assert [int(tab) for tab in re.findall(rb">Tab (\d+)<", html)] == left
    beside, more, under = html.partition(b"<details")
    assert (len(left) > MOST) == bool(more)
    assert beside.count(b"<li") + bool(more) <= MOST
    assert under.count(b"<li") == (len(left) - MOST + 1 if more else 0)
    assert b"[[liverecord:" not in html
    assert html.endswith(b"</nav><p>Words</p>")


@given(headers)
def test_where_one_is_stays_marked_under_more(drawn: Header) -> None:
    """The tab of the page one is on says so wherever it stands, and More says so when it holds that tab."""
    number, current, absent = drawn
    html = folded(without_links(header(number, current), "x/index.html", {f"{tab}/" for tab in absent}))
    is_there = current is not None and current < number and current not in absent
    assert html.count(b' aria-current="page"') == is_there
    under = html.partition(b"<details")[2]
    assert (b'<summary aria-current="true">' in html) == (b' aria-current="page"' in under)
