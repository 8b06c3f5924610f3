"""Reviews that need a second look (issue 4, point 2): facts with their days and the record's line, and never a verdict."""

from collections.abc import Callable, Iterable
from datetime import date

import msgspec
import pytest

from liverecord.model.history import InNameOnly
from liverecord.render import second_look
from liverecord.render.pieces import Setting
from liverecord.view import View
from render import single
from render.conftest import seen
from render.parsed_page import read
from render.test_week import at, items, maya, page, part, plain, school

replace = msgspec.structs.replace

SIGNS = (
    InNameOnly(
        kind="moved_on", source="reviews", item="r2", days=(date(2026, 10, 2), date(2026, 11, 13)), number=1
    ),
    InNameOnly(
        kind="postponed",
        source="concerns",
        item="c1",
        days=(date(2026, 9, 25), date(2026, 10, 2), date(2026, 11, 13)),
        number=2,
        owner="j-okafor",
    ),
    InNameOnly(
        kind="no_change",
        source="concerns",
        item="c1",
        days=(date(2026, 11, 6), date(2026, 11, 13), date(2026, 11, 20)),
        number=3,
    ),
    InNameOnly(kind="no_change", source="reviews", item="r1", days=(date(2026, 7, 17),), number=3),
    InNameOnly(kind="plan_changed", source="plan", days=(date(2026, 7, 17),)),
    InNameOnly(kind="without_voice", source="reviews", item="r1", days=(date(2026, 7, 17),)),
    InNameOnly(kind="old_plan", source="concerns", item="c1", days=(date(2026, 9, 18),)),
)
CONCERN = "“Misses the first lesson on Tuesdays and Thursdays”"
SAID = (
    ("SEN support review", "Moved from 2 October to 13 November without being held."),
    (CONCERN, "Postponed twice: first planned for 25 September, then 2 October, now 13 November."),
    (CONCERN, "“No change” 3 times, one after another: 6, 13, 20 November."),
    ("SEN support review", "3 reviews found no progress, one after another: 17 July."),
    ("The plan", "Changed since it was last reviewed on 17 July."),
    ("SEN support review", "Held on 17 July, with no word of the pupil or the family recorded."),
    (CONCERN, "Still points to an older version than the plan in force, which was agreed on 18 September."),
)


@pytest.mark.parametrize(("sign", "said"), list(zip(SIGNS, SAID, strict=True)))
def test_each_sign_is_a_fact_with_its_days(sign: InNameOnly, said: tuple[str, str]) -> None:
    """Issue 4.2: what happened to a review is told with its days and what it is about, on the week's page and on the pupil's."""
    line = {
        "path": "records/pupils/p-7k3m/reviews.yml",
        "line": 19,
        "url": "https://git.ashgrove.example/edit",
    }
    case = at(maya(), in_name_only=(replace(sign, **line),))
    (item,) = items(part(page(case), second_look.ANCHOR))
    assert [plain(line) for line in item.all("div", class_="what")[0].all("p")] == list(said)
    assert "Edit this" in plain(item)
    assert "records/" not in plain(item)
    on_pupil = read(single.of_pupil(seen(case, "senco"), school()).content)
    (told,) = on_pupil.all("ul", class_="signs")[0].all("li")
    assert plain(told).startswith(" ".join(said))
    (link,) = told.all("a", class_="edit")
    assert link.attributes["href"] == "https://git.ashgrove.example/edit"


def test_signs_stand_by_kind() -> None:
    """Issue 4.2: signs stand under the label of their kind, in the order of the codes, folded, with their number."""
    root = page(at(maya(), in_name_only=tuple(reversed(SIGNS))))
    summaries_of = [plain(each) for each in part(root, second_look.ANCHOR).all("summary")]
    labels = school().labels["in_name_only"]
    assert summaries_of == [f"{label}: {2 if kind == 'no_change' else 1}" for kind, label in labels.items()]


def test_a_sign_blames_nobody() -> None:
    """N14: facts and no verdicts: no sign calls anybody late, failing or careless, and the page says that a date may move for good reasons."""
    text = plain(part(page(at(maya(), in_name_only=SIGNS)), second_look.ANCHOR)).lower()
    for word in ("fail", "neglect", "careless", "ignored", "should have", "blame", "excuse", "tick-box"):
        assert word not in text
    assert "a date may move for a good reason" in text


@pytest.mark.parametrize(
    ("sign", "named"),
    [
        (InNameOnly(kind="postponed", source="plan", number=2), "Part-time timetable"),
        (
            InNameOnly(kind="moved_on", source="plan", item="pr1"),
            "“Shorter first task, set out in three pictures”",
        ),
        (InNameOnly(kind="moved_on", source="plan", item="gone"), "The plan"),
        (InNameOnly(kind="moved_on", source="reviews", item="gone"), "A review"),
        (InNameOnly(kind="no_change", source="concerns", item="gone"), "A concern"),
        (InNameOnly(kind="without_voice", source="reviews", item="r1"), "SEN support review"),
    ],
)
def test_what_a_sign_is_about(sign: InNameOnly, named: str) -> None:
    """Issue 4.2: a sign names its thing by its own words as far as this audience sees it, and without days by its label alone."""
    view = seen(at(maya(), in_name_only=(sign,)), "senco")
    setting = Setting(school(), "")
    found = view.in_name_only[0]
    assert second_look.thing(found, second_look.named(found, view), setting) == named
    assert second_look.sentence(found, setting) == f"{setting.label('in_name_only', sign.kind)}."


def test_a_pupil_without_signs_has_no_such_heading(pupils: Callable[[str], Iterable[View]]) -> None:
    """Issue 4.2: where there is no sign, a pupil's page says nothing of signs."""
    for view in pupils("senco"):
        assert "second look" not in single.of_pupil(view, school()).content
