"""A class on paper: one side for eight pupils, two for thirty, more only where it says so, and no pupil on two sheets."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from reading import Reader
from served_school import DAY, Served, serving
from test_paper import sheets

from chromium import go
from liverecord import sites as building
from liverecord.demo import demo
from liverecord.plugin import make_frames
from liverecord.read.settings import settings
from liverecord.render import paper

SPARE = 6
"""So many pupils more: some have left the school."""
CLASSES = {"7S": 8, "7L": 30, "7X": 14}
LONG = "7X"
"""The class in which everything is as long as people write it."""
PASSPORT: dict[str, Any] = {
    "helps": [
        "One instruction at a time",
        "Visual timetable on the desk",
        "Ten seconds to answer",
        "Reads aloud",
    ],
    "avoid": ["Cold questions in front of the class"],
}
MUST: dict[str, Any] = {
    "emergency": "Seizure: time it; over five minutes call 999",
    "safe_to_attend": "A trained adult is within reach",
}
NEEDS: dict[str, Any] = {
    "need": "What looks like refusing is often not knowing how to begin; a first step that is small makes the next ones possible."
}
LENGTHY: dict[str, Any] = {
    "helps": [
        *PASSPORT["helps"],
        "A finished example to look at before the work begins, with the steps in pictures beside it",
    ],
    "avoid": [
        *PASSPORT["avoid"],
        "Surprises: supply teachers, fire drills and changes of seats without a word beforehand",
        "Raising one's voice across the room, even to somebody else",
    ],
}
EMERGENCY = (
    "Stay calm and time it. Move furniture away, put something soft under the head, do not hold or lift. Over five minutes, or "
    "a second one without waking between, call 999 and say that a rescue medicine is in the blue bag in the medical room. Two "
    "trained adults give it, one stays with the class. Ring home and the office. Afterwards let the pupil sleep on the left "
    "side, with the same adult near by until home has come to the school."
)


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the staff site of a school with a small and a large class, in each of which every fifth pupil has a line for an emergency."""
    folder = tmp_path_factory.mktemp("classes") / "school"
    demo(folder, pupils=sum(CLASSES.values()) + SPARE, weeks=1, commits=1, today=DAY)
    forms = [name for name, number in CLASSES.items() for _ in range(number)]
    for number, plan in enumerate(sorted(folder.glob("records/pupils/*/plan.yml"))):
        data = yaml.safe_load(plan.read_text(encoding="utf-8"))
        if not forms or data["pupil"].get("on_roll_until"):
            continue
        data["pupil"]["form"] = form = forms.pop()
        data["passport"] = PASSPORT | (MUST if number % 5 == 0 else {})
        if form == LONG:
            data["pupil"] |= {
                "given_name": "Maximilian Alexander",
                "family_name": "Featherstonehaugh-Cholmondeley",
            }
            data["passport"] |= LENGTHY | NEEDS | ({"emergency": EMERGENCY} if number % 3 == 0 else {})
        plan.write_text(
            yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000), encoding="utf-8"
        )
    made = building.build(settings(folder / "mkdocs.yml"), ("staff",), DAY, make_frames, lambda *_: None)
    with serving(made) as served:
        yield served["staff"]


@pytest.mark.parametrize(("form", "sides"), [("7S", 1), ("7L", 2)])
def test_a_class_fits_its_sides(
    reader: Reader, classes: Served, tmp_path: Path, form: str, sides: int
) -> None:
    """Eight pupils are on one side and thirty on two; every line of every pupil is whole on one of them, with its name."""
    page = reader(classes)
    go(page, f"{classes.address}classes/{form.lower()}/")
    names = page.locator("table.sheet tbody th a").all_text_contents()
    assert len(names) == CLASSES[form]
    found = sheets(page, tmp_path)
    assert len(found) == sides
    whole = "\n".join(found)
    for said in ("Cold questions in", "One instruction at a", "Visual timetable", "Ten seconds"):
        assert whole.count(said) == len(names)
    assert whole.count("In an emergency") == whole.count("Safe to attend")
    assert whole.count("Reads aloud") + whole.count("1 more on the pupil") == len(names)
    assert "Not for display" in found[-1]
    assert "Destroy by 18 December 2026" in found[-1]
    assert all("What to understand" in sheet for sheet in found), "each side has the heads of the columns"


def test_what_is_never_cut_is_whole_on_as_many_sides_as_it_says(
    reader: Reader, classes: Served, tmp_path: Path
) -> None:
    """Texts as long as people write them: the foot says on how many sides, they are no more, and one fewer at the least."""
    page = reader(classes)
    go(page, f"{classes.address}classes/{LONG.lower()}/")
    names = page.locator("table.sheet tbody th a").all_text_contents()
    said = re.search(r"On (\d+) sides of paper", page.locator(".sheetfoot").inner_text())
    assert said
    found = sheets(page, tmp_path)
    assert int(said[1]) - 1 <= len(found) <= int(said[1])
    words = " ".join(" ".join(found).split())
    whole = page.locator("table.sheet").inner_text()
    number = whole.count("until home has come to the school")
    assert words.count("until home has come to the school") == number > 1
    assert whole.count("Raising one's voice") == len(names)
    assert whole.count("Surprises: supply teachers") == len(names)


def test_the_columns_are_as_wide_as_is_reckoned(reader: Reader, classes: Served) -> None:
    """On paper each column has the share of the width by which render/paper.py counts its lines."""
    page = reader(classes)
    go(page, f"{classes.address}classes/7s/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})
    widths = page.locator("table.sheet thead th").evaluate_all(
        "heads => heads.map((head) => head.getBoundingClientRect().width)"
    )
    shares = [round(100 * width / sum(widths)) for width in widths]
    assert shares == list(paper.WIDTHS.values())


@pytest.mark.parametrize("form", CLASSES)
def test_a_row_stays_on_one_sheet_and_inside_it(reader: Reader, classes: Served, form: str) -> None:
    """On paper no pupil is split, box and row, and nothing reaches over the right edge."""
    page = reader(classes)
    go(page, f"{classes.address}classes/{form.lower()}/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})
    assert page.evaluate(
        "[...document.querySelectorAll('table.sheet tbody')].every((one) => getComputedStyle(one).breakInside === 'avoid')"
    )
    assert page.evaluate(
        "[...document.querySelectorAll('.classsheet *')].every((one) => one.getBoundingClientRect().right <= innerWidth + 1)"
    )
