"""A difference as text, Markdown and JSON: whole, inert whatever stands in it, and of its documented shape."""

import json
from datetime import date, timedelta
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from liverecord.model.case import Duty
from liverecord.problem import LiverecordError
from liverecord.report.changes import FORMS, differences
from liverecord.report.changes.rows import (
    BECOMES,
    CEASES,
    Difference,
    DutyMoved,
    DutyTold,
    PupilChanged,
    Sentence,
    Wrong,
    moved,
)
from schemas import printed
from strategies import hostile_text

SHAPE = printed("diff").schema
TODAY = date(2026, 11, 22)
BASE = "a" * 40
STATES = ("later", "soon", "due", "behind", "overdue")


def duty(state: str, name: str = "d1", days: int = -3) -> Duty:
    return Duty(
        id=name,
        kind="action_due",
        group="action",
        label="Action",
        anchor="actions",
        due=TODAY + timedelta(days=days),
        state=state,
        days=days,
    )


def difference(**fields: Any) -> Difference:
    return Difference(**{"base": BASE, "as_of": TODAY, **fields})


def pupil(**fields: Any) -> PupilChanged:
    return PupilChanged(**{"id": "p-7k3m", "change": "changed", **fields})


def test_nothing_is_more_pressing_than_itself() -> None:
    """What stands as it stood is not told, though its day moved within the same state."""
    for state in STATES:
        assert not moved([duty(state)], [duty(state, days=-1)])


@pytest.mark.parametrize("before", [*STATES, None])
@pytest.mark.parametrize("after", [*STATES, None])
def test_each_way_of_a_duty(before: str | None, after: str | None) -> None:
    """A duty that comes nearer becomes, one that goes further or away ceases, however far off it was; what is far off on both sides is neither."""
    found = moved([duty(before)] if before else [], [duty(after)] if after else [])
    rank = {None: 0, "later": 0, "soon": 1, "due": 2, "behind": 3, "overdue": 4}
    if rank[before] == rank[after] and (before, after) != ("later", None):
        assert not found
        return
    (each,) = found
    assert each.move == (BECOMES if rank[after] > rank[before] else CEASES)
    assert (each.before and each.before.state, each.after and each.after.state) == (before, after)


def test_what_presses_most_stands_first() -> None:
    """What becomes overdue is read before what becomes behind or comes up, and that before what ceases to be due."""
    found = moved(
        [duty("overdue", "gone")],
        [
            duty("soon", "near", 5),
            duty("behind", "behind", -3),
            duty("overdue", "late"),
            duty("due", "now", 0),
        ],
    )
    assert [each.after.id if each.after else "gone" for each in found] == [
        "late",
        "behind",
        "now",
        "near",
        "gone",
    ]


def test_nothing_is_said_in_one_line() -> None:
    """No change is no table of nothing."""
    assert differences(difference()) == (
        "Nothing changes in the records from commit aaaaaaa to the files as they are now, duties as of 22 November 2026.\n"
    )
    assert differences(difference(), "markdown").startswith("## Nothing changes in the records\n")


def test_a_total_counts_what_happened() -> None:
    """The last line says how many records, how many dates are overdue and behind by it, and how many problems are left."""
    late = DutyMoved(
        key="0" * 32,
        kind="action_due",
        move=BECOMES,
        after=DutyTold(label="Action", state="overdue", days=-1),
    )
    found = difference(
        pupils=(pupil(duties=(late,)), pupil(id="p-2xqd", change="added"), pupil(id="p-9wtr", wrong=2)),
        wrong=1,
    )
    assert differences(found).endswith(
        "\n2 records changed, 1 record added. 1 overdue, 0 behind by it. 3 problems to mend.\n"
    )
    assert differences(found, "markdown").startswith("## What changes: 2 records changed, 1 record added. ")


def test_a_summary_is_capped() -> None:
    """A forge cuts a long summary off: it tells of so many, and how many more there are."""
    many = tuple(
        pupil(
            id=f"p-{number:04d}",
            sentences=(Sentence(kind="added", part="actions", item="a1", says="Action a1 added"),),
        )
        for number in range(130)
    )
    text = differences(difference(pupils=many), "markdown")
    assert "And 30 more records: `liverecord diff` tells them all." in text
    assert "p\\-0129" not in text
    assert "p-0129" in differences(difference(pupils=many))


@given(hostile_text(max_size=60))
@example("  ")
@example("   ")
def test_hostile_words_stay_words(typed: str) -> None:
    """Whatever was typed, a terminal is not moved, and a forge makes no markup, link, picture or mention of it."""
    sentence = Sentence(
        kind="changed", part=typed, item=typed, says=typed, within=typed, before=typed, after=typed
    )
    late = DutyTold(label=typed, item=typed, what=typed, state="overdue", owner=typed, owner_name=typed)
    wrong = Wrong(path=typed, line=1, column=1, code=typed, message=typed, hint=typed)
    moves = tuple(
        DutyMoved(key="0" * 32, kind=typed, move=move, before=late, after=late) for move in (BECOMES, CEASES)
    )
    one = pupil(
        id=typed, name=typed, sentences=(sentence,), duties=moves, problems=(wrong,), wrong=2, is_known=False
    )
    found = difference(
        pupils=(one, pupil(id="p-2", sentences=(sentence,))), school=(sentence,), problems=(wrong,), wrong=1
    )
    text = differences(found)
    assert not [character for character in text if ord(character) < 32 and character != "\n"]
    assert "\x7f" not in text
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(differences(found, "markdown"))
    inner = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} <= {
        f"{kind}_{end}"
        for kind in ("heading", "paragraph", "bullet_list", "list_item")
        for end in ("open", "close")
    } | {"inline"}
    assert {token.type for token in inner} <= {"text", "text_special", "strong_open", "strong_close"}


def test_the_schema_names_every_field() -> None:
    """Each field that is printed is described, and nothing is described that is not printed."""
    pupils = SHAPE["properties"]["pupils"]["items"]["properties"]
    shapes = (
        (Difference, {*SHAPE["properties"]} - {"version", "count", "changes"}),
        (PupilChanged, {*pupils}),
        (DutyMoved, {*pupils["duties"]["items"]["properties"]}),
        *(
            (kind, {*SHAPE["$defs"][name]["properties"]})
            for kind, name in ((Sentence, "sentence"), (DutyTold, "duty"), (Wrong, "problem"))
        ),
    )
    for kind, described in shapes:
        assert {field.name for field in msgspec.structs.fields(kind)} == described, kind


def test_the_schema_can_refuse() -> None:
    """A shape that is not documented is found: the test that holds the JSON to it is not asleep."""
    told = json.loads(differences(difference(pupils=(pupil(),)), "json"))
    printed("diff").validate(told)
    told["pupils"][0]["given_name"] = "Maya"
    with pytest.raises(jsonschema.ValidationError):
        printed("diff").validate(told)


def test_an_unknown_format_is_refused() -> None:
    """A misspelt format is named with those that there are."""
    with pytest.raises(LiverecordError, match="'markdwn'") as raised:
        differences(difference(), "markdwn")
    assert all(form in raised.value.hint for form in FORMS)
