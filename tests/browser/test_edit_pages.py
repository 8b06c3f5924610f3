"""The forms in a real browser: without scripts, by keyboard alone, on narrow screens, with nothing asked of anybody else."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from drawn import broken_words, hidden_focus
from laws import nothing_is_wider_than_the_screen, too_small, wider_than_the_page
from markup import unsaid
from playwright.sync_api import Browser, Page, expect
from reading import Reader, faint_in_the_dark, violations_at_both_widths
from served_school import HOSTILE_TEXT, KINDS, Served
from test_keyboard import walk

from chromium import go
from liverecord.edit.opening import opened
from liverecord.edit.pages import Said, SentPage, Told, WaitingPage
from liverecord.forms.question import Wrong
from toy_desk import CLASH, ELSEWHERE, MAYA, PUPILS, SITE_POLICY, ToyDesk

FORM = f"edit/{MAYA}/conversation"
CHECK = "Check and show what it means"
SITE = """<!doctype html><html lang="en-GB"><head><title>Today</title></head><body>
<main><h1>Today</h1><p><span data-edit="p-7k3m/conversation"></span></p></main></body></html>"""


class Forms(NamedTuple):
    """The forms at work: their desk, the address that opens them once, and what a reader needs to know of them."""

    desk: ToyDesk
    opening: str
    served: Served


@pytest.fixture
def forms(tmp_path: Path) -> Iterator[Forms]:
    """Open the forms, with a small site beside them."""
    (tmp_path / "index.html").write_text(SITE, encoding="utf-8")
    desk = ToyDesk(tmp_path)
    with opened(desk, 0) as (server, address):
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        base = address.partition("enter")[0]
        yield Forms(desk, address, Served("senco", base, tmp_path, SITE_POLICY))
        server.stop()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def beside(senco: Served) -> Iterator[Forms]:
    """Open the forms with the whole school's site beside them."""
    desk = ToyDesk(senco.folder)
    desk.policy = senco.policy
    with opened(desk, 0) as (server, address):
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        base = address.partition("enter")[0]
        yield Forms(desk, address, Served("senco", base, senco.folder, senco.policy))
        server.stop()
        thread.join(10)


@pytest.fixture
def refused(wrong: list[str]) -> Iterator[None]:
    """Leave out of what goes wrong in the browser that it notes a page of errors as one that was refused."""
    yield
    wrong[:] = [line for line in wrong if "Failed to load resource" not in line]


@pytest.fixture
def writer(reader: Reader, forms: Forms, refused: None) -> Page:
    """Come in, as axe and measuring need it: with scripts, of which these pages have none."""
    page = reader(forms.served)
    page.goto(forms.opening)
    return page


@pytest.fixture
def plain(reader: Reader, forms: Forms, refused: None) -> Page:
    """Come in without scripts."""
    page = reader(forms.served, java_script_enabled=False)
    page.goto(forms.opening)
    return page


# ── Every page ──────────────────────────────────────────────────────────────────────────────────────────


def _form(page: Page, forms: Forms) -> None:
    page.goto(forms.served.address + FORM)


def _errors(page: Page, forms: Forms) -> None:
    _form(page, forms)
    page.get_by_label("When was it?").fill("31 November 2026")
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_role("alert")).to_be_visible()


def _errors_elsewhere(page: Page, forms: Forms) -> None:
    _form(page, forms)
    page.get_by_label("Mother").first.check()
    page.get_by_label("What is happening?").fill("Better since the card.")
    forms.desk.wrong = [Wrong("happening", "Too long."), Wrong("", ELSEWHERE.message, ELSEWHERE.place)]
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_role("heading", name="Elsewhere in the record")).to_be_visible()


def _more(page: Page, forms: Forms) -> None:
    _form(page, forms)
    page.get_by_role("button", name="Add another action").click()
    expect(page.get_by_label("Action 2", exact=False).first).to_be_visible()


def _means(page: Page, forms: Forms) -> None:
    _form(page, forms)
    page.get_by_label("Mother").first.check()
    page.get_by_label("What is happening?").fill("Better since the card.")
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What your change means")


def _clash(page: Page, forms: Forms) -> None:
    _means(page, forms)
    forms.desk.clashes = (CLASH,)
    forms.desk.met = "B. Kowal changed the same file ten minutes ago. Both changes are kept."
    page.get_by_role("button", name="Send for review").click()
    page.locator("summary").click()


def _undecided(page: Page, forms: Forms) -> None:
    _clash(page, forms)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _sent(page: Page, forms: Forms) -> None:
    _means(page, forms)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent for review")


def _kept(page: Page, forms: Forms) -> None:
    forms.desk.sent = SentPage(
        is_sent=False,
        told=(Told((Said("Spoke to mother."),), "Maya Ellison"),),
        why="Your school's server did not answer.",
        can_retry=True,
        can_sign_in=True,
    )
    _means(page, forms)
    page.get_by_role("button", name="Keep here for now").click()


def _introduce(page: Page, forms: Forms) -> None:
    page.goto(f"{forms.served.address}edit/introduce")
    page.get_by_label("Your name").fill("")
    page.get_by_role("button", name="Go on").click()


def _marks(page: Page, forms: Forms) -> None:
    page.goto(f"{forms.served.address}edit/marks")
    page.get_by_role("button", name=CHECK).click()


def _decide(page: Page, forms: Forms) -> None:
    forms.desk.waits = WaitingPage(
        is_behind=True, clashes=(CLASH,), why="The server did not answer.", can_sign_in=True
    )
    page.goto(f"{forms.served.address}edit/waiting")


def _many(page: Page, forms: Forms) -> None:
    forms.desk.every = tuple(PUPILS[number % 3]._replace(id=f"p-{number:04}") for number in range(60))
    page.goto(f"{forms.served.address}edit/conversation?name=may")


def _at(path: str) -> Callable[[Page, Forms], None]:
    return lambda page, forms: page.goto(forms.served.address + path)


PAGES: dict[str, Callable[[Page, Forms], Any]] = {
    "jobs": _at("edit/"),
    "jobs-of-pupil": _at(f"edit/{MAYA}/"),
    "choose": _at("edit/conversation"),
    "choose-of-many": _many,
    "form": _form,
    "form-with-errors": _errors,
    "form-with-errors-elsewhere": _errors_elsewhere,
    "form-with-more": _more,
    "form-with-nothing-to-ask": _at(f"edit/{MAYA}/none"),
    "round": _at("edit/week"),
    "means": _means,
    "means-with-a-clash": _clash,
    "means-undecided": _undecided,
    "sent": _sent,
    "kept": _kept,
    "waiting": _at("edit/waiting"),
    "waiting-to-be-decided": _decide,
    "introduce": _introduce,
    "marks": _marks,
    "unreadable": _at(f"{FORM}/broken"),
    "nowhere": _at("edit/nowhere"),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_passes_for_everybody(writer: Page, forms: Forms, name: str) -> None:
    """Axe finds nothing, wide, on a phone and in the dark; links, ids and tables say what they are; at 320 pixels nothing
    runs out of the page, and all can be hit; no focus is hidden and no word broken.
    """
    PAGES[name](writer, forms)
    assert faint_in_the_dark(writer) == []
    assert violations_at_both_widths(writer) == []
    assert unsaid(writer) == []
    for size in ((390, 844), (1280, 860)):
        writer.set_viewport_size({"width": size[0], "height": size[1]})
        assert hidden_focus(writer) + broken_words(writer) == []
    for width in (320, 390, 1280):
        writer.set_viewport_size({"width": width, "height": 860})
        assert wider_than_the_page(writer) == []
        assert too_small(writer) == []
        over = writer.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0


@pytest.mark.parametrize("name", ["form", "round", "means", "waiting", "jobs-of-pupil"])
def test_tab_reaches_every_control_of_a_form(writer: Page, forms: Forms, name: str) -> None:
    """Each once, each with a visible outline. Of radio buttons Tab meets one; the arrows meet the others."""
    PAGES[name](writer, forms)
    radios = writer.locator("input[type=radio]").count()
    missed = [line for line in walk(writer) if not (line == "never reached: INPUT " and radios)]
    assert missed == []


@pytest.mark.parametrize(
    "kind", ["today", "pupil", "pupil-with-circumstances", "pupil-with-hostile-text", "week"]
)
def test_the_site_with_its_links_passes(reader: Reader, beside: Forms, kind: str) -> None:
    """The ways to the forms break none of the laws of the site's own pages, under its own policy, on a phone as well."""
    page = reader(beside.served)
    page.goto(beside.opening)
    go(page, beside.served.address + KINDS[kind])
    expect(page.get_by_role("navigation", name="Writing")).to_contain_text("R. Adeyemi")
    assert page.locator(".lr-edit").count() > 3
    assert faint_in_the_dark(page) == []
    assert violations_at_both_widths(page) == []
    assert unsaid(page) == []
    assert hidden_focus(page) == []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        assert nothing_is_wider_than_the_screen(page, beside.served) == []
        assert too_small(page) == []


def test_the_site_prints_without_its_links(reader: Reader, beside: Forms) -> None:
    """On paper a page is what it is elsewhere."""
    page = reader(beside.served)
    page.goto(beside.opening)
    page.goto(beside.served.address + KINDS["pupil"])
    page.emulate_media(media="print")
    assert [each for each in page.locator(".lr-edit, .lr-writing").all() if each.is_visible()] == []


# ── Without scripts ─────────────────────────────────────────────────────────────────────────────────────


def test_a_conversation_is_written_without_scripts(plain: Page, forms: Forms) -> None:
    """From the site's link through an error, one action more, the preview and a change, to what was sent."""
    expect(plain).to_have_url(forms.served.address)
    plain.get_by_role("link", name="Log a conversation").click()
    plain.get_by_label("When was it?").fill("31 November 2026")
    plain.get_by_label("What is happening?").fill(HOSTILE_TEXT)
    plain.get_by_role("button", name=CHECK).click()
    expect(plain).to_have_title("Error: Log a conversation: Maya Ellison, 8B · Ashgrove School")
    expect(plain.get_by_label("What is happening?")).to_have_value(HOSTILE_TEXT)
    plain.get_by_label("When was it?").fill("20 November 2026")
    plain.get_by_label("Father").first.check()
    plain.get_by_role("button", name="Add another action").click()
    plain.get_by_label("Action 2").first.fill("Ask transport\nagain")
    plain.get_by_role("button", name=CHECK).click()
    expect(plain.get_by_text("Nothing is saved yet.")).to_be_visible()
    expect(plain.get_by_text(HOSTILE_TEXT)).to_be_visible()
    plain.get_by_role("button", name="Change something").click()
    expect(plain.get_by_label("Action 2").first).to_have_value("Ask transport\nagain")
    expect(plain.get_by_label("Father").first).to_be_checked()
    plain.get_by_role("button", name=CHECK).click()
    assert not [call for call in forms.desk.calls if call[0] == "save"]
    plain.get_by_role("button", name="Send for review").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Sent for review")
    (save,) = [call for call in forms.desk.calls if call[0] == "save"]
    assert save[2]["happening"] == (HOSTILE_TEXT,)
    assert save[2]["what-2"] == ("Ask transport\nagain",)
    assert save[3] == "send"


def test_the_browsers_way_back_loses_no_words(plain: Page, forms: Forms) -> None:
    """Back from the preview is the form with its answers; it can be begun again; and a page that was sent can be loaded again."""
    _means(plain, forms)
    plain.go_back()
    expect(plain.get_by_label("What is happening?")).to_have_value("Better since the card.")
    plain.get_by_role("button", name="Start again").click()
    expect(plain.get_by_label("What is happening?")).to_have_value("")
    _sent(plain, forms)
    plain.reload()
    assert len([call for call in forms.desk.calls if call[0] == "save"]) == 1


def test_marks_are_handed_over_without_scripts(plain: Page, forms: Forms) -> None:
    """A file chosen, shown, and sent."""
    plain.goto(f"{forms.served.address}edit/marks")
    plain.get_by_label("Files of the register").set_input_files(
        [{"name": "marks.csv", "mimeType": "text/csv", "buffer": b"Name,Mark\n"}]
    )
    plain.get_by_role("button", name=CHECK).click()
    expect(plain.get_by_text("marks.csv was read.")).to_be_visible()
    plain.get_by_role("button", name="Send for review").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Sent for review")
    assert forms.desk.calls == [
        ("read_files", "marks", [("marks.csv", b"Name,Mark\n")], "", []),
        ("save_files", "marks", "marks-1", "send"),
    ]


def test_the_address_opens_one_browser(browser: Browser, plain: Page, forms: Forms) -> None:
    """Whoever finds the address afterwards, in a history or over a shoulder, stays outside."""
    stranger = browser.new_context().new_page()
    answer = stranger.goto(forms.opening)
    assert answer is not None
    assert answer.status == 403
    expect(stranger.locator("body")).to_contain_text("Open the address that the program printed.")
    stranger.context.close()
    assert "token" not in plain.url


# ── By keyboard alone ───────────────────────────────────────────────────────────────────────────────────


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id || document.activeElement.className")
    return found


def test_errors_are_met_first_and_lead_to_their_field(writer: Page, forms: Forms) -> None:
    """The summary has the focus; Enter on its words leads to the field, for a radio button to the first of them."""
    _errors(writer, forms)
    expect(writer.locator(".summary")).to_be_focused()
    for name in ("date", "with"):
        writer.keyboard.press("Tab")
        assert writer.evaluate("document.activeElement.hash") == f"#{name}"
    writer.keyboard.press("Enter")
    assert focused(writer) == "with"
    writer.keyboard.press("Space")
    writer.keyboard.press("ArrowDown")
    expect(writer.get_by_label("Father").first).to_be_checked()


def test_enter_in_a_field_checks_the_form(writer: Page, forms: Forms) -> None:
    """Not the first button that happens to stand in it."""
    _form(writer, forms)
    writer.get_by_label("Mother").first.check()
    writer.get_by_label("Where was it?").press("Enter")
    expect(writer.get_by_role("heading", level=1)).to_have_text("What your change means")


def test_one_more_begins_where_it_was_added(writer: Page, forms: Forms) -> None:
    """Who asked for one action more goes on writing there."""
    _more(writer, forms)
    assert focused(writer) == "what-2"


def test_hostile_text_stays_text(writer: Page, forms: Forms) -> None:
    """In each of a form's fields and in the preview: no dialog, no request, no element."""
    _form(writer, forms)
    writer.get_by_label("Mother").first.check()
    for field in writer.locator("main input[type=text], main textarea").all():
        field.fill(HOSTILE_TEXT)
    writer.get_by_role("button", name=CHECK).click()
    expect(writer.get_by_role("heading", level=1)).to_have_text("What your change means")
    assert writer.locator("main img, main script").count() == 0
    assert wider_than_the_page(writer) == []
