"""A class on paper: one side for eight pupils, two for thirty, and no row over two sheets."""

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

SPARE = 6
"""So many pupils more: some have left the school."""
CLASSES = {"7S": 8, "7L": 30}
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
        data["pupil"]["form"] = forms.pop()
        data["passport"] = PASSPORT | (MUST if number % 5 == 0 else {})
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
    for said in ("Cold questions in", "One instruction at a"):
        assert whole.count(said) == len(names)
    assert whole.count("In an emergency") == whole.count("Safe to attend")
    assert whole.count("more on the pupil") == 0
    assert "Not for display" in found[-1]
    assert "Destroy by 18 December 2026" in found[-1]
    assert all("Must know" in sheet for sheet in found), "each side has the heads of the columns"


@pytest.mark.parametrize("form", CLASSES)
def test_a_row_stays_on_one_sheet_and_inside_it(reader: Reader, classes: Served, form: str) -> None:
    """On paper no row is split, and nothing reaches over the right edge."""
    page = reader(classes)
    go(page, f"{classes.address}classes/{form.lower()}/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})
    assert page.evaluate(
        "[...document.querySelectorAll('table.sheet tbody tr')].every((row) => getComputedStyle(row).breakInside === 'avoid')"
    )
    assert page.evaluate(
        "[...document.querySelectorAll('.classsheet *')].every((one) => one.getBoundingClientRect().right <= innerWidth + 1)"
    )
