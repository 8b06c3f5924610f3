"""What changed lately, by the day: every commit of the last days, of each day at once, and nothing that is not committed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from derive_builders import TODAY, case, pupil, rulebook
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.numbers import number
from liverecord.model.history import Amendment, Edit

PAST = st.lists(st.tuples(st.integers(-1, 60), st.integers(0, 23), st.integers(0, 3)), max_size=12)


@given(PAST)
def test_each_day_stands_once_with_all_that_it_brought(past: list[tuple[int, int, int]]) -> None:
    """Days are newest first, within the days that the school's page of changes tells, and hold each amendment once."""
    moments = sorted(
        (datetime(TODAY.year, TODAY.month, TODAY.day, hour, tzinfo=UTC) - timedelta(days=ago), count)
        for ago, hour, count in past
    )
    edits = [
        Edit(commit=f"{place:040x}", at=at, amendments=tuple(_amended(place, each) for each in range(count)))
        for place, (at, count) in reversed(list(enumerate(moments)))
    ]
    waiting = Edit(amendments=(_amended(99, 0),))
    found = case(pupil(), edits=[waiting, *edits]).news
    days = [each.on for each in found]
    assert days == sorted(set(days), reverse=True)
    first = TODAY - timedelta(days=number(rulebook(), "recent_changes", "days"))
    wanted = [each for each in edits if each.at is not None and first < each.at.date() <= TODAY]
    assert [one for day in found for one in day.amendments] == [
        one for each in wanted for one in each.amendments
    ]


def _amended(place: int, each: int) -> Any:
    return Amendment(kind="changed", part="plan.support", before=f"{place}", after=f"{each}")
