"""Pictures: each has the same facts as its table, shapes beside colours, no script, no style, and stays small."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.render import bars, compared, heatmap, register, trend
from liverecord.render.pieces import Setting
from liverecord.view import View
from render import attendances
from render.conftest import school_case, view_of
from render.parsed_page import Element, read

LABELS = school_case().labels["mark"]
MARKS = ("/", "\\", "L", "I", "M", "C2", "U", "N", "G", "#", "Y1", "-")
MONDAY = date(2026, 9, 7)
SETTING = Setting(view_of(school_case()), "../../")


def weeks_of(typed: dict[date, str]) -> tuple[View, ...]:
    weeks: tuple[View, ...] = view_of(attendances.register(typed, LABELS))
    return weeks


@st.composite
def registers(draw: st.DrawFn) -> tuple[View, ...]:
    """Any year: weeks of any marks, some holidays, some weeks without a mark."""
    typed, monday = {}, MONDAY
    for _ in range(draw(st.integers(1, 12))):
        monday += timedelta(weeks=draw(st.sampled_from((1, 1, 1, 3))))
        bare = draw(st.integers(0, 5)) == 0
        typed[monday] = "-" * 10 if bare else "".join(draw(st.sampled_from(MARKS)) for _ in range(10))
    return weeks_of(typed)


def drawn(svg: Element) -> dict[str, str]:
    """Each class of a picture's paths with its shape; a picture has one path for each, and no style or script."""
    found: dict[str, str] = {}
    for path in svg.all("path"):
        assert set(path.attributes) == {"class", "d"}
        name = path.attributes["class"] or ""
        found[name] = found.get(name, "") + (path.attributes["d"] or "")
    return found


def starts(path: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)", path)]


def table_marks(weeks: tuple[View, ...]) -> Counter[str]:
    """How many cells of each class the register's table has."""
    root = read(register.table(weeks, SETTING))
    cells = root.all("tbody")[0].all("td")
    return Counter(
        cell.attributes["class"] or ""
        for cell in cells
        if "class" in cell.attributes and "colspan" not in cell.attributes
    )


@given(registers())
def test_the_calendar_has_the_marks_of_the_table(weeks: tuple[View, ...]) -> None:
    """Each mark of the table stands once in the calendar, in its week and half day, by the shape of its group."""
    (svg,) = read(heatmap.picture(weeks)).all("svg")
    paths = drawn(svg)
    counts = table_marks(weeks)
    bare = [week for week in weeks if register.empty(week)]
    for group, letter in register.CLASSES.items():
        name = heatmap.SHAPES[group][0]
        path = paths.get(name, "")
        if group == "none":
            path = re.sub(r"M\d+\.5 \d+\.5h10v\d+h-10z", "", path)
            assert paths.get(name, "").count("h10v") - path.count("h10v") == len(bare)
        assert len(starts(path)) == counts[letter], group
    columns = {week.monday: index for index, week in enumerate(weeks)}
    for week in weeks:
        if register.empty(week):
            continue
        left = heatmap._LEFT + (week.monday - weeks[0].monday).days // 7 * heatmap._STEP
        for index, session in enumerate(week.sessions):
            name = heatmap.SHAPES[session.group][0]
            assert (left, heatmap._ROWS[index]) in starts(paths[name]), columns[week.monday]


@given(registers())
def test_the_bars_have_the_numbers_of_the_table(weeks: tuple[View, ...]) -> None:
    """A bar's number is the table's last column; a week without marks is a question mark, never a low bar."""
    (svg,) = read(bars.strip(weeks)).all("svg")
    numbers = [text.text.rstrip("?") for text in svg.all("text")]
    expected = []
    for row in read(register.table(weeks, SETTING)).all("tbody")[0].all("tr"):
        last = row.all("td")[-1]
        expected.append("" if "colspan" in last.attributes else last.text.split(" of ")[0])
    assert numbers == expected
    heights = [int(tall) // 6 for tall in re.findall(r"v-(\d+)h", drawn(svg).get("bar-missed", ""))]
    assert heights == [int(number) for number in expected if number not in {"", "0"}]


@given(registers())
def test_agreed_absence_is_never_missed(weeks: tuple[View, ...]) -> None:
    """C2 is in no bar, no weekday and no column of sessions missed, and has a shape of its own."""
    agreed = sum(session.mark == "C2" for week in weeks for session in week.sessions)
    grid = register.weekdays(weeks)
    missed = sum(cell[0] for row in grid for cell in row)
    assert missed == sum(register.counted(week)[0] for week in weeks)
    assert missed == sum(
        session.group in {"authorised", "unauthorised"} for week in weeks for session in week.sessions
    )
    path = drawn(read(heatmap.picture(weeks)).all("svg")[0]).get(heatmap.SHAPES[register.AGREED][0], "")
    assert path.count("M") == agreed
    said = [row[3] for row in register.key(weeks) if row[0] == "C2"]
    assert said == ([register.GROUPS[register.AGREED]] if agreed else [])


@given(registers(), st.dictionaries(st.dates(MONDAY, date(2026, 12, 31)), st.integers(1, 100), max_size=3))
def test_the_trend_has_the_numbers_of_its_table(weeks: tuple[View, ...], aims: dict[date, int]) -> None:
    """Heights are the table's sessions, weeks without marks are open, and the aim steps where the table's does."""
    made: Any = attendances.trend(weeks, dict(sorted(aims.items())))  # type: ignore[arg-type]
    rows = view_of(made)
    (svg,) = read(trend.picture(rows, 79)).all("svg")
    paths = drawn(svg)
    table = [row.all("td") for row in read(trend.table(rows, SETTING)).all("tbody")[0].all("tr")]
    said = [cells[0].text for cells in table]
    assert [text == "no marks" for text in said] == [row.possible is None for row in rows]
    assert len(starts(paths.get("h-n", ""))) == said.count("no marks")
    numbers = [tuple(map(int, text.split(" of "))) for text in said if " of " in text]
    attended = [int(tall) // 10 for tall in re.findall(r"v-(\d+)h", paths.get("t-attended", ""))]
    possible = [int(tall) // 10 for tall in re.findall(r"v-(\d+)h", paths.get("t-possible", ""))]
    assert possible == [whole for _, whole in numbers]
    assert attended == [part for part, _ in numbers if part]
    steps = [row.aim for row in rows if row.aim is not None]
    heights = [int(up) for up in re.findall(r"(?:M\d+ |V)(\d+)", paths.get("t-aim", ""))]
    changes = [aim for index, aim in enumerate(steps) if not index or aim != steps[index - 1]]
    assert [116 - height for height in heights] == changes
    for cells, row in zip(table, rows, strict=True):
        if row.aim is not None:
            needed, _ = cells[2].text.split(" ", 1)
            assert (
                int(needed) * 100 >= row.aim * row.recent_possible > (int(needed) - 1) * 100 or needed == "0"
            )


def test_baseline_and_aim_stand_where_they_belong() -> None:
    """79 % is 79 of the hundred units of height; without a baseline there is no line and no word of one."""
    weeks = view_of(attendances.trend(attendances.register({MONDAY: "/\\" * 5}, LABELS), {}))
    assert "M32 37H" in drawn(read(trend.picture(weeks, 79)).all("svg")[0])["t-baseline"]
    assert "t-baseline" not in trend.picture(weeks, None)
    assert "baseline" not in trend.legend(weeks, None)
    assert "own aim" not in trend.legend(weeks, None)


def test_shapes_differ_without_colour() -> None:
    """No two groups share a shape, beside the one that is filled where the other is an outline or dotted."""
    shapes = Counter(shape for _, shape in heatmap.SHAPES.values())
    assert all(count == 1 for count in shapes.values())
    assert len({name for name, _ in heatmap.SHAPES.values()}) == len(heatmap.SHAPES)


def test_the_legend_names_each_shape_that_is_there() -> None:
    """The legend has the shapes of the picture, each with its words, and no other."""
    weeks = weeks_of({MONDAY: "/\\U\\IC2/\\/\\"})
    legend = read(heatmap.legend(weeks))
    said = [item.text.strip() for item in legend.all("li")]
    assert said == [
        "present",
        "agreed absence: not missed",
        "authorised absence",
        "unauthorised absence",
    ]


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (date(2026, 8, 1), 0.0),
        (MONDAY, 0.0),
        (MONDAY + timedelta(days=1), compared._STEP / 5),
        (MONDAY + timedelta(days=5), float(compared._STEP)),
        (MONDAY + timedelta(weeks=2), 2.0 * compared._STEP),
        (MONDAY + timedelta(weeks=3), 2.0 * compared._STEP),
        (MONDAY + timedelta(weeks=9), 3.0 * compared._STEP),
    ],
)
def test_a_line_stands_where_it_began(day: date, at: float) -> None:
    """The line is at its day; in a holiday it is at the next week's start, before the first week and after the last at the edge."""
    weeks = weeks_of({MONDAY + timedelta(weeks=week): "/\\" * 5 for week in (0, 1, 4)})
    assert compared.place(weeks, day) == pytest.approx(at)
    (line,) = [
        path
        for path in read(compared.picture(weeks, day, None, SETTING)).all("path")
        if path.attributes["class"] == "began"
    ]
    assert (line.attributes["d"] or "").startswith(f"M{at:.4g} 0V")


def test_bars_are_drawn_once() -> None:
    """Each comparison uses one symbol, so that ten of them stay small."""
    weeks = weeks_of({MONDAY + timedelta(weeks=week): "/\\U\\/\\/\\/\\" for week in range(39)})
    symbol = read(compared.symbol(weeks))
    (named,) = symbol.all("symbol")
    picture = compared.picture(weeks, MONDAY, MONDAY + timedelta(days=20), SETTING)
    assert len(picture) < 600
    (use,) = read(picture).all("use")
    assert use.attributes["href"] == f"#{named.attributes['id']}"


def test_a_year_stays_small() -> None:
    """Thirty-nine weeks of marks: 9 KB a calendar, 4 KB a trend; each names its table and takes no style of its own."""
    typed = {MONDAY + timedelta(weeks=week): "/\\U\\IL/\\/C2" for week in range(39)}
    weeks = weeks_of(typed)
    rows = view_of(attendances.trend(attendances.register(typed, LABELS), {MONDAY: 90}))
    for picture, most in (
        (heatmap.picture(weeks), 9_000),
        (trend.picture(rows, 80), 4_000),
        (bars.strip(weeks), 6_000),
    ):
        assert len(picture) < most
        (svg,) = read(picture).all("svg")
        assert svg.attributes["role"] == "img"
        assert "table" in (svg.attributes["aria-label"] or "") or "register" in (
            svg.attributes["aria-label"] or ""
        )
        assert len(svg.attributes["aria-label"] or "") < 130
        assert all("style" not in each.attributes for each in svg.every())
    assert heatmap.picture(()) == ""
    assert trend.picture((), None) == ""


def test_weekday_table_shades_repeats_and_marks_the_pattern() -> None:
    """A single absence is never deeply shaded; the pattern's cells are bold and say so."""
    weeks = weeks_of(
        {MONDAY + timedelta(weeks=week): "/\\U\\/\\/\\/\\" for week in range(4)}
        | {date(2026, 10, 5): "/\\U\\/\\/\\I\\"}
    )
    pattern = view_of(attendances.mornings())
    (table,) = read(register.weekday_table(weeks, pattern)).all("table")
    morning = table.all("tbody")[0].all("tr")[0].all("td")
    assert [cell.text for cell in morning] == [
        "0 of 5",
        "5 of 5 pattern",
        "0 of 5",
        "0 of 5 pattern",
        "1 of 5",
    ]
    assert [cell.attributes["class"] for cell in morning] == ["s0", "marked s4", "s0", "marked s0", "s1"]
    assert morning[1].all("b")[0].text == "5 of 5"
