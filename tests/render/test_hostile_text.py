"""Whatever people type is text: it never becomes an element, an attribute or a link, and it is all there."""

import re
import string
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from examples import one_in
from liverecord import render
from liverecord.view import Page, View
from render import single
from render.conftest import idris, maya, rowan, school_case, view_of
from render.parsed_page import Element, read

KEPT = frozenset(
    {
        *(
            "id",
            "kind",
            "group",
            "anchor",
            "state",
            "half",
            "status",
            "section",
            "type",
            "session",
            "days",
            "expected",
            "change",
            "span",
        ),
        *("owner_id", "cover_id", "year_group", "labels", "support", "source", "theme", "duty", "roles"),
        *("part", "item", "within", "commit", "by_id"),
    }
)
"""Code words and ids that decide what stands where: the schema closes them, so nobody can type what they like there."""

NASTY = (
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "\"' onmouseover=alert(1) x='",
    "{{ 7*7 }}{% raw %}{{ view.plan }}",
    "]]><!-- --><svg/onload=alert(1)>",
    "&lt;b&gt;&amp;amp;&#60;",
    "javascript:alert(1)",
    "[[liverecord:content]]",
    '<h2 id="passport">What helps</h2>',
    "</title></textarea></style>",
    "\u202eevil\u202c \u0000-free",
)
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40),
    st.text(string.punctuation + " <>&\"'{}%", min_size=1, max_size=30),
).map(
    lambda text: (
        "".join(letter for letter in text if letter.isprintable() or letter == "\u202e").strip() or "x"
    )
)


def spoiled(value: Any, new: Callable[[], str], name: str = "") -> Any:
    """Put a new text into every field that people write freely."""
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(
            value,
            **{
                field: spoiled(getattr(value, field), new, field)
                for field in type(value).__struct_fields__
                if field not in KEPT or isinstance(getattr(value, field), msgspec.Struct)
            },
        )
    if isinstance(value, tuple):
        return tuple(spoiled(part, new, name) for part in value)
    if name == "about" and isinstance(value, dict):
        return {field: part if field in KEPT else spoiled(part, new, field) for field, part in value.items()}
    return new() if isinstance(value, str) else value


def texts(element: Element) -> str:
    return " ".join(element.text.split())


def pages(spoil: Callable[[Any], Any]) -> Iterator[Page]:
    school = view_of(spoil(school_case()))
    views = [view_of(spoil(case)) for case in (maya(), idris(), rowan())]
    for view in views:
        yield single.of_pupil(view, school)
        for more in (single.attendance_of(view, school), single.history_of(view, school)):
            if more is not None:
                yield more
    yield from render.overview(school, [render.summary(view) for view in views])


def shape(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    """The page's elements and the names of their attributes."""
    return [(element.name, tuple(sorted(element.attributes))) for element in read(page.content).every()]


PLAIN = {page.path: shape(page) for page in pages(lambda case: spoiled(case, lambda: "word"))}
ELEMENTS = {name for found in PLAIN.values() for name, _ in found} | {"details", "summary", "blockquote"}
ATTRIBUTES = {attribute for found in PLAIN.values() for _, names in found for attribute in names} | {
    "hidden",
    "data-empty",
}


@one_in(8)  # each example is every page of the school
@given(st.lists(TEXT, min_size=1, max_size=12))
def test_typed_text_stays_text(typed: list[str]) -> None:
    """No element and no attribute comes from a record, on any page; every address stays on the site or the forge."""
    turn = iter(range(10**6))
    for page in pages(lambda case: spoiled(case, lambda: typed[next(turn) % len(typed)])):
        root = read(page.content)
        assert len(root.all("h1")) == 1
        for element in root.every():
            assert element.name in ELEMENTS, page.path
            assert set(element.attributes) <= ATTRIBUTES, (page.path, element.name)
            href = element.attributes.get("href")
            assert (
                href is None
                or href.startswith(
                    (
                        "#",
                        "../",
                        "pupils/",
                        "attendance/",
                        "overdue/",
                        "coming/",
                        "staff/",
                        "classes/",
                        "p-",
                        "attendance/",
                        "https://git.ashgrove.example/",
                    )
                )
                or href.strip("/").replace("-", "").isalnum()
                or re.fullmatch(r"[a-z0-9-]+/\?[a-z]+=[a-z]+#[a-z]+", href)
            ), (page.path, href)
        if page.path.count("/") == 2 and page.path.startswith("pupils/"):
            assert page.contents[0].title == "What is happening?"
        if page.path.startswith("attendance/p-"):
            assert page.contents[0].title == "Figures"
            assert page.search is None


@one_in(2)
@given(TEXT)
def test_typed_text_is_all_there(typed: str) -> None:
    """What was typed is found back on the page, exactly, wherever it was typed."""
    case = maya()
    passport = msgspec.structs.replace(case.plan.passport, helps=(typed,))
    plan = msgspec.structs.replace(case.plan, passport=passport)
    concern = msgspec.structs.replace(case.concerns[0], what=typed, context=typed)
    case = msgspec.structs.replace(case, name=typed, plan=plan, concerns=(concern,))
    page = single.of_pupil(view_of(case), view_of(school_case()))
    root = read(page.content)
    assert root.all("h1")[0].text == typed
    assert root.all("p", class_="say")[0].text == typed
    assert typed in [cell.text for cell in root.all("table", class_="side")[0].all("td")]
    assert page.title == typed
    assert page.search is not None
    assert typed in page.search.text


@one_in(5)
@given(st.lists(TEXT, min_size=1, max_size=6, unique=True))
def test_forms_of_any_name(forms: list[str]) -> None:
    """Whatever forms are called, each has a page of its own at an address that every disk and browser takes."""
    case = maya()
    views = [
        view_of(
            msgspec.structs.replace(
                case,
                id=f"p-{number}",
                plan=msgspec.structs.replace(
                    case.plan, pupil=msgspec.structs.replace(case.plan.pupil, form=form)
                ),
            )
        )
        for number, form in enumerate(forms)
    ]
    made = render.overview(view_of(school_case()), [render.summary(view) for view in views])
    found = [page.path for page in made if page.path.startswith("classes/")]
    assert len(found) == len(forms)
    assert len({path.casefold() for path in found}) == len(forms)
    for path in found:
        slug = path.removeprefix("classes/").removesuffix("/")
        assert slug
        assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
        assert slug.split("-")[0] not in {"con", "prn", "aux", "nul", "com1"} or "-" in slug


def test_templates_name_nothing_that_is_hidden() -> None:
    """A template that names a field which the gate took away stops the build: nothing is filled in for it."""
    from jinja2 import UndefinedError

    from liverecord.render.environment import environment

    view = View(name="A", as_of=date(2026, 11, 22))
    template = environment().from_string("{{ view.concerns }}")
    try:
        template.render(view=view)
    except UndefinedError:
        return
    raise AssertionError("a hidden field was printed")
