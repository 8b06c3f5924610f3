"""One colour for one meaning: each state has one class, each class one meaning and colours of its own, and words beside them."""

import re
from datetime import timedelta
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from liverecord.render import pieces, states
from liverecord.view import View
from render.conftest import TODAY
from render.parsed_page import read

ROOT = Path(__file__).parents[2]
THEME = ROOT / "site_overrides/theme/assets/liverecord"
SHEET = "".join((THEME / name).read_text(encoding="utf-8") for name in ("states.css", "records.css"))
SCRIPT = (THEME / "records.js").read_text(encoding="utf-8")
CODES = {
    str(row["code"])
    for rows in yaml.safe_load((ROOT / "schema/codes.yml").read_text(encoding="utf-8"))["lists"].values()
    if isinstance(rows, list)
    for row in rows
    if isinstance(row, dict) and "code" in row
}

days = st.integers(-400, 400)


def shown(number: int, *, ahead: str = "soon", is_overdue: bool = False) -> tuple[str, frozenset[str]]:
    """The words of a day that is so far off, and its classes; `ahead` is how its rule calls a day to come."""
    state = "overdue" if is_overdue and number < 0 else "behind" if number < 0 else ahead
    duty = View(due=TODAY + timedelta(days=number), days=number, state=state)
    (time,) = read(pieces.when(duty)).all("time")
    return time.text, frozenset((time.attributes["class"] or "").split())


@given(days, st.booleans())
def test_the_same_words_look_the_same(number: int, is_overdue: bool) -> None:
    """Two rows that say "In 12 days" look alike, however early their rules warn."""
    assert shown(number, ahead="soon", is_overdue=is_overdue) == shown(
        number, ahead="later", is_overdue=is_overdue
    )


@given(days, st.booleans())
def test_a_day_has_one_class_that_has_a_meaning(number: int, is_overdue: bool) -> None:
    """A day has one class of the table; overdue is late too, and past a limit besides. Its words say what the colour says."""
    words, classes = shown(number, is_overdue=is_overdue)
    classes -= {"duty", "tag"}
    assert classes <= states.CLASSES.keys()
    assert len(classes - {"overdue"}) == 1
    assert words
    assert ("late" in classes) == words.startswith(("Overdue", "Behind"))


def test_each_state_has_one_class_and_each_class_one_meaning() -> None:
    """The table names codes that there are, classes that it explains, and no meaning twice."""
    assert states.STATES.keys() <= CODES
    assert set(states.STATES.values()) <= states.CLASSES.keys()
    assert len(set(states.CLASSES.values())) == len(states.CLASSES)


def test_each_class_has_colours_of_its_own() -> None:
    """No two meanings share their ink and their ground; the script gives a day the classes that the table has."""
    colours = {}
    for name in states.CLASSES:
        rule = re.search(
            rf"^[.](?:duty[.])?{name} {{\n(.*?)}}",
            SHEET,
            re.DOTALL | re.MULTILINE,
        )
        assert rule, name
        colours[name] = frozenset(re.findall(r"(?:background|color|border-color): ([^;]+);", rule[1]))
    assert len(set(colours.values())) == len(colours)
    told = set(re.findall(r'time\.classList\.toggle\("(\w+)"', SCRIPT))
    assert told == {"late", "overdue", "soon", "later"}
    assert f"days <= {states.WEEK}" in SCRIPT


@given(st.sampled_from(sorted(CODES)), st.text(min_size=1))
def test_a_status_says_itself_in_words(code: str, words: str) -> None:
    """A status stands in words; its colour is one of the table's and never says more."""
    (tag,) = read(pieces.status(words, code)).all("span")
    assert tag.text.strip() == words.strip() or "\r" in words
    assert set((tag.attributes["class"] or "").split()) - {"tag"} <= states.CLASSES.keys()
