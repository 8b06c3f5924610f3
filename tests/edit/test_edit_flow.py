"""The way through a form, with a desk in memory: asked, answered, previewed, saved once; and what was typed stays what it was."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from liverecord.edit import pages, showing
from liverecord.edit.application import application
from liverecord.edit.desk import Person
from liverecord.edit.guards import TOKEN_FIELD
from liverecord.edit.pages import Around, Change, FormPage, Means, Said, SentPage, Told, WaitingPage
from liverecord.edit.session import Session
from liverecord.edit.showing import style
from liverecord.forms.question import Choice, Form, Question, Section, Wrong
from liverecord.model.field import fields_of
from liverecord.model.records import KINDS
from liverecord.problem import CannotBuild
from toy_desk import CLASH, ELSEWHERE, MAYA, ToyDesk

PORT = 8123
FORM = f"/edit/{MAYA}/conversation"
GOOD = {
    "date": "20 November 2026",
    "by": "r-adeyemi",
    "with": "mother",
    "reached": "yes",
    "happening": "Better",
}
STOP = "Worried that a child is at risk?"
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


class Writer:
    """The owner's browser, in front of a desk."""

    def __init__(self) -> None:
        self.desk = ToyDesk()
        self.session = Session(PORT)
        made = application(self.desk, self.session, PORT)
        made.testing = True
        self.client: FlaskClient = made.test_client()
        self.client.set_cookie(self.session.cookie_name, self.session.cookie, domain="127.0.0.1")
        self.base = f"http://127.0.0.1:{PORT}"

    def get(self, target: str) -> Any:
        return self.client.get(target, base_url=self.base)

    def post(self, target: str, fields: Mapping[str, str | Sequence[str]], **more: str) -> Any:
        data = {TOKEN_FIELD: self.session.form_token, **fields, **more}
        return self.client.post(target, data=data, base_url=self.base, headers={"Origin": self.base})

    def named(self, name: str) -> list[Any]:
        """Return what the desk was asked to do under a name."""
        return [call for call in self.desk.calls if call[0] == name]


@pytest.fixture
def writer() -> Iterator[Writer]:
    return Writer()


def hidden(page: str) -> dict[str, list[str]]:
    """Return a page's hidden fields, as a browser would send them."""
    found: dict[str, list[str]] = {}
    for name, value in FIELD.findall(page):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def preview(writer: Writer, fields: Mapping[str, str | Sequence[str]] = GOOD) -> dict[str, list[str]]:
    """Check a form and return what its preview would send."""
    answer = writer.post(FORM, fields, step="check")
    assert answer.status_code == 200
    assert "What your change means" in answer.text
    return hidden(answer.text)


# ── The way through ─────────────────────────────────────────────────────────────────────────────────────


def test_a_form_is_checked_shown_and_sent_once(writer: Writer) -> None:
    """Check shows what it means and saves nothing; Send saves what was shown; a second press of Send saves nothing more."""
    fields = preview(writer)
    assert writer.named("save") == []
    answer = writer.post(FORM, fields, step="send")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/edit/sent")
    (save,) = writer.named("save")
    assert save[2:] == ({name: (value,) for name, value in GOOD.items()}, "send", "abc123", {})
    assert writer.post(FORM, fields, step="send").headers["Location"] == "/edit/sent"
    assert writer.post(FORM, fields, step="keep").headers["Location"] == "/edit/sent"
    assert len(writer.named("save")) == 1
    assert "Sent for review" in writer.get("/edit/sent").text


def test_every_page_of_a_form_says_whose_record_it_is(writer: Writer) -> None:
    """Above its heading and in its title: the form, with errors too, its preview, and what became of it."""
    wrong = writer.post(FORM, {"date": "31 November 2026"}, step="check").text
    shown = writer.post(FORM, GOOD, step="check").text
    writer.post(FORM, hidden(shown), step="send")
    for page in (writer.get(FORM).text, wrong, shown, writer.get("/edit/sent").text):
        above, _, _ = page.partition("<h1>")
        assert '<p class="whose">Maya Ellison, 8B</p>' in above
        assert ": Maya Ellison, 8B" in re.findall("<title>(.*?)</title>", page)[0]


@pytest.mark.parametrize(
    ("asked", "checked"),
    [
        ("with=mother", ["mother"]),
        ("with=nobody", []),
        ("with=father&happening=hostile&date=x&reached=yes&prompts=mother&by=t-barros", ["father"]),
    ],
)
def test_an_address_chooses_one_of_few_answers_alone(writer: Writer, asked: str, checked: list[str]) -> None:
    """A question with few answers may have one of them chosen by the address; no words come in by it, and nothing is saved."""
    page = writer.get(f"{FORM}?{asked}").text
    assert re.findall(r'value="([^"]*)" checked', page) == checked
    assert "hostile" not in page
    assert "began this earlier" not in writer.get(FORM).text
    assert writer.desk.calls == [("scene", "conversation", MAYA, ())] * 2


def test_a_pupil_is_looked_for_where_everything_begins(writer: Writer) -> None:
    """By a part of the name or the form, and from there to all that can be written about that pupil."""
    page = writer.get("/edit/").text
    assert '<form method="get" action="/edit/pupil"' in page
    found = writer.get("/edit/pupil?name=maya").text
    assert re.findall(r'href="(/edit/p-[^"]*)"', found) == [f"/edit/{MAYA}/"]
    assert len(re.findall(r'href="(/edit/p-[^"]*)"', writer.get("/edit/pupil").text)) == 3
    assert writer.get(f"/edit/{MAYA}/").status_code == 200


def test_a_thing_stands_once_beside_all_that_can_be_written_of_it(writer: Writer) -> None:
    """Its words come first, and each of its links is described by them."""
    page = writer.get(f"/edit/{MAYA}/").text
    assert page.count("Ask transport again") == 1
    (named,) = re.findall(r'<span id="([^"]*)">Ask transport again', page)
    assert page.count(f'aria-describedby="{named}"') == 2


def _asked(*seen: str) -> tuple[Question, ...]:
    return tuple(
        Question(name=f"q{place}", label="What?", kind="line", seen_by=each)
        for place, each in enumerate(seen)
    )


TEAM, STAFF = "The team will see this, and other staff will not.", "All staff will see this."
SEEN_AT = re.compile(r'<p class="(seen|seen unseen)"[^>]*>(.*?)</p>')


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ([[TEAM, TEAM], [TEAM]], ["All of this: The team will see it, and other staff will not."]),
        ([[TEAM]], [TEAM]),
        ([[TEAM, TEAM], [STAFF]], ["All of this: The team will see it, and other staff will not.", STAFF]),
        ([[TEAM, TEAM, TEAM, STAFF]], [f"Where nothing else is said: {TEAM}", STAFF]),
        ([[TEAM, STAFF]], [TEAM, STAFF]),
        ([[TEAM, TEAM, TEAM, ""]], [TEAM, TEAM, TEAM]),
        ([["", ""]], []),
    ],
)
def test_who_will_see_it_is_said_once_where_it_is_the_same(
    sections: list[list[str]], said: list[str]
) -> None:
    """For the form, else for a section, else beside the question; and each question has it for those who listen."""
    form = Form(title="T", sections=tuple(Section(questions=_asked(*each)) for each in sections))
    page = showing.html(
        FormPage(form, (), "", ("/", "")), Around("", "", None), showing.Sending("/edit/x", "t")
    )
    found = SEEN_AT.findall(page)
    assert [text for how, text in found if how == "seen"] == said
    beside = re.findall(r'<p class="seen[^"]*" id="q\d-lr-seen">(.*?)</p>', page)
    assert beside == [each for section in sections for each in section if each]
    assert page.count('-lr-seen"') == 2 * len(beside)


def test_the_bar_tells_its_form_from_the_sites_page(writer: Writer) -> None:
    """The site has a page "This week": the way to the form of its lines says what is done there."""
    assert (
        re.findall('href="/edit/week"[^>]*>(.*?)</a>', writer.get("/edit/").text)[0]
        == "Write this week&#39;s lines"
    )


def test_what_was_sent_is_said_under_the_headings_of_its_preview(writer: Writer) -> None:
    """Of a change to several pupils each sentence stays with its pupil."""
    told = tuple(Told((Said("Key worker changed"),), name) for name in ("Maya Ellison", "Kezia Hawksmere"))
    writer.desk.sent = SentPage(is_sent=True, told=told)
    writer.post("/edit/waiting", {}, step="send")
    page = writer.get("/edit/sent").text
    assert re.findall("<h2>(.*?)</h2>", page) == ["Maya Ellison", "Kezia Hawksmere"]


def test_what_was_never_sent_is_not_sent_again(writer: Writer) -> None:
    """Kept by choice, the button says so; after a try that failed it says that too."""
    writer.desk.sent = SentPage(is_sent=False, why="It is kept.", can_retry=True, was_tried=False)
    writer.post("/edit/waiting", {}, step="send")
    page = writer.get("/edit/sent").text
    assert "Send now" in page
    assert "Send again" not in page


def test_what_failed_can_be_sent_again(writer: Writer) -> None:
    """A save that the program could not make is not counted as made."""
    fields = preview(writer)
    writer.desk.raises = CannotBuild("The disk is full.", "Make room.")
    answer = writer.post(FORM, fields, step="send")
    assert answer.status_code == 409
    assert "The disk is full." in answer.text
    assert "Make room." in answer.text
    writer.desk.raises = None
    assert writer.post(FORM, fields, step="send").status_code == 303
    assert len(writer.named("save")) == 1


def test_a_change_goes_back_to_the_form_with_all_that_was_answered(writer: Writer) -> None:
    """Change something shows the form as it was answered, and saves nothing."""
    fields = preview(writer, {**GOOD, "prompts": ["mother", "pupil"], "happening": " a\r\n\r\nb "})
    page = writer.post(FORM, fields, step="change").text
    assert "\n a\n\nb </textarea>" in page
    assert page.count(" checked>") == 4
    assert writer.named("save") == []


def test_one_thing_more_is_asked_for_where_it_begins(writer: Writer) -> None:
    """The page comes again with one thing more, what was typed in it, and the reader at the first new question."""
    once = writer.post(FORM, {**GOOD, "what-1": "Ask", "number-agreed": "1"}, more="agreed").text
    assert "Ask</textarea>" in once
    (focused,) = re.findall(r'id="([^"]*)"[^>]* autofocus', once)
    assert focused == "what-2"
    again = writer.post(FORM, {**GOOD, "number-agreed": "2"}, more="agreed").text
    assert 'id="what-3"' in again
    assert writer.named("means") == []


def test_wrong_answers_are_told_twice_in_the_same_words(writer: Writer) -> None:
    """On top with a way to the field, at the field, and in the title; what was typed is kept."""
    answer = writer.post(FORM, {"date": "31 November 2026", "happening": "kept words"}, step="check")
    page = answer.text
    assert answer.status_code == 422
    assert page.count("<title>Error: Log a conversation") == 1
    for name, said in (
        ("date", "31 November does not exist. November has 30 days."),
        ("with", "Choose whom you spoke with."),
    ):
        assert f'<a href="#{name}">{said}</a>' in page
        assert page.count(said) == 2
        assert page.count(f'id="{name}"') == 1
        assert f"{name}-lr-error" in page
    assert page.count(" autofocus") == 1
    assert "kept words</textarea>" in page
    assert writer.named("means") == []


def test_what_the_check_finds_stands_at_its_question(writer: Writer) -> None:
    """A problem that only the whole record shows is told as one of the form's own; one of no question is told on top."""
    writer.desk.wrong = [Wrong("happening", "too long"), Wrong("nowhere", "and this"), Wrong("", "and this")]
    page = writer.post(FORM, GOOD, step="check").text
    assert '<a href="#happening">too long</a>' in page
    assert page.count("and this") == 1
    assert 'href="#nowhere"' not in page


@pytest.mark.parametrize("how", ["send", "keep"])
def test_both_values_are_shown_until_one_is_chosen(writer: Writer, how: str) -> None:
    """Where two people changed one thing, nothing is saved until this one has said which stays."""
    fields = preview(writer)
    writer.desk.clashes = (CLASH,)
    again = writer.post(FORM, fields, step=how)
    assert again.status_code == 200
    assert all(value in again.text for value in (CLASH.what, "B. Kowal", "R. Adeyemi"))
    undecided = writer.post(FORM, hidden(again.text), step=how)
    assert undecided.status_code == 422
    assert "<title>Error: " in undecided.text
    assert 'href="#lr-clash-1"' in undecided.text
    decided = {**hidden(undecided.text), f"lr-decided-{CLASH.name}": "theirs"}
    assert writer.post(FORM, decided, step=how).status_code == 303
    assert writer.named("save")[-1][3:] == (how, "abc123", {CLASH.name: "theirs"})


def test_a_decision_is_one_of_two(writer: Writer) -> None:
    """What no button sends decides nothing."""
    fields = preview(writer)
    writer.desk.clashes = (CLASH,)
    writer.post(FORM, {**fields, f"lr-decided-{CLASH.name}": "everything"}, step="send")
    assert writer.named("save")[-1][-1] == {}


# ── Safeguarding ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("target", [FORM, "/edit/week"])
@pytest.mark.parametrize(
    ("names", "whom"),
    [
        ((), "your designated safeguarding lead"),
        (("A. Farrow",), "A. Farrow"),
        (("A. Farrow", "B. Kowal", "C. Lee"), "A. Farrow, B. Kowal or C. Lee"),
    ],
)
def test_every_form_with_words_says_first_where_a_disclosure_goes(
    writer: Writer, target: str, names: tuple[str, ...], whom: str
) -> None:
    """Before any question, by the lead's name; with errors and with more to ask as well."""
    writer.desk.dsl_names = names
    for page in (
        writer.get(target).text,
        writer.post(target, {"date": "31 November 2026"}, step="change").text,
        writer.post(FORM, {}, step="check").text,
        writer.post(FORM, {}, more="agreed").text,
    ):
        told = page.index(f"<b>{STOP}</b> Tell {whom} now. Do not write it here.")
        assert told < page.index("<form")
        assert not re.search(r"<(?:input|textarea|select|button)", page[:told])


def test_a_form_without_words_does_not_say_it(writer: Writer) -> None:
    """Where nothing can be written there is nothing to warn of."""
    assert STOP not in writer.get(f"/edit/{MAYA}/result").text
    assert STOP not in writer.get(f"/edit/{MAYA}/none").text


# ── Where nothing can be shown ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "target",
    ["/edit/nowhere", f"/edit/{MAYA}/nowhere", f"/edit/{MAYA}/week", "/edit/p-0000/conversation", f"{FORM}/gone", f"{FORM}/",
     f"{FORM}//x", "/edit/p-0000/"],
)  # fmt: skip
def test_what_is_not_there_is_said(writer: Writer, target: str) -> None:
    """An address that names nothing, or no longer, is told in plain words."""
    answer = writer.get(target)
    assert answer.status_code == 404
    assert "Today</a>" in answer.text


def test_a_record_that_must_be_mended_first_is_led_to(writer: Writer) -> None:
    """Where the record is wrong already, no form opens, and its lines are named."""
    answer = writer.get(f"{FORM}/broken")
    assert answer.status_code == 409
    assert ELSEWHERE.place in answer.text
    assert "<form" not in answer.text


def test_a_job_about_nobody_asks_whose_record(writer: Writer) -> None:
    """The pupils by name; a part of a name narrows them, whatever its case."""
    page = writer.get("/edit/conversation").text
    assert [page.index(name) for name in ("Maya", "Kezia", "Tomos")]
    assert f'href="{FORM}"' in page
    found = writer.get("/edit/conversation?name=KEZ").text
    assert "Kezia" in found
    assert "Maya" not in found
    assert "No pupil of that name" in writer.get("/edit/conversation?name=<zzz>").text


def test_who_writes_is_asked_first_and_leads_back(writer: Writer) -> None:
    """Where git knows nobody, the form waits until somebody has said who they are."""
    writer.desk.known = None
    assert writer.get(FORM).headers["Location"] == "/edit/introduce"
    wrong = writer.post("/edit/introduce", {"name": " ", "email": "x"})
    assert wrong.status_code == 422
    assert wrong.text.count("Write your name.") == 2
    right = writer.post(
        "/edit/introduce", {"name": "R. Adeyemi", "email": "r@ashgrove.example", "next": "//evil.example"}
    )
    assert right.headers["Location"] == FORM
    assert writer.desk.known == Person("R. Adeyemi", "r@ashgrove.example")
    assert writer.get(FORM).status_code == 200


def test_the_forms_have_the_sites_colours() -> None:
    """Each colour and tone is written once: what the forms' own sheet uses is either its own or the site's."""
    own = files("liverecord.edit").joinpath("form.css").read_text(encoding="utf-8")
    whole = style("form.css")
    assert whole.endswith(own)
    known = re.findall(r"^  (--[a-z-]+): ", whole, re.MULTILINE)
    assert sorted(set(known)) == sorted(known)
    assert set(re.findall(r"var\((--[a-z-]+)\)", whole)) <= set(known)
    tones = [f".{tone} {{" for tone in get_args(pages.Tone)]
    assert [whole.count(tone) for tone in tones] == [1] * len(tones)
    assert [own.count(tone) for tone in tones] == [0] * len(tones)
    assert len(whole) - len(own) < 5000
    assert style("site.css") == files("liverecord.edit").joinpath("site.css").read_text(encoding="utf-8")


# ── What waits ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("step", "asked"), [("send", ("send",)), ("sign-in", ("sign_in",))])
def test_what_waits_is_sent_by_one_button(writer: Writer, step: str, asked: tuple[str]) -> None:
    """Send and Sign in each lead to what became of it."""
    assert writer.post("/edit/waiting", {}, step=step).headers["Location"] == "/edit/sent"
    assert writer.desk.calls == [asked]


def test_what_kept_it_is_said(writer: Writer) -> None:
    """Not sent: the reason in plain words, that it is kept, and the buttons that may help."""
    writer.desk.sent = SentPage(
        is_sent=False, why="Your school's server did not answer.", can_retry=True, can_sign_in=True
    )
    writer.post("/edit/waiting", {}, step="send")
    page = writer.get("/edit/sent").text
    assert all(words in page for words in ("did not answer", "Nothing is lost", "Send again", "Sign in"))


def test_what_waits_may_have_to_be_decided(writer: Writer) -> None:
    """Bringing up to date asks about what two people changed, and hands the choice on."""
    writer.desk.waits = WaitingPage(is_behind=True, clashes=(CLASH,))
    first = writer.post("/edit/waiting", {}, step="bring-up-to-date")
    assert first.status_code == 200
    second = writer.post("/edit/waiting", hidden(first.text), step="bring-up-to-date")
    assert second.status_code == 422
    writer.post("/edit/waiting", {f"lr-decided-{CLASH.name}": "mine"}, step="bring-up-to-date")
    assert writer.desk.calls[-1] == ("bring_up_to_date", {CLASH.name: "mine"})


ASK = '<button class="quiet" name="step" value="bring-up-to-date">Ask the server</button>'


@pytest.mark.parametrize(
    ("waits", "asks", "says"),
    [
        (WaitingPage(), True, "Nothing is waiting."),
        (WaitingPage(is_asked=True), True, "was asked just now"),
        (WaitingPage(is_behind=True, is_asked=True), False, "Bring up to date"),
        (WaitingPage(clashes=(CLASH,)), False, "Bring up to date"),
        (WaitingPage(can_ask=False, can_send=False, why="There is no server."), False, "There is no server."),
        (WaitingPage(why="Sign in.", can_sign_in=True), True, 'value="sign-in"'),
        (WaitingPage(kept=(Change("x"),)), True, "Send now"),
    ],
)
def test_the_server_can_always_be_asked(writer: Writer, waits: WaitingPage, asks: bool, says: str) -> None:
    """Whatever is known: one button asks, named by what is known of the server; where there is none, none promises to."""
    writer.desk.waits = waits
    page = writer.get("/edit/waiting").text
    assert says in page
    assert (ASK in page) is asks
    assert page.count('value="bring-up-to-date"') == bool(asks or waits.is_behind or waits.clashes)
    assert ("Nothing is waiting" in page) is (not waits.kept)
    assert "part of the school's records." not in page


@pytest.mark.parametrize("step", ["send", "sign-in"])
def test_what_is_to_be_decided_is_asked_by_the_button_that_sends(writer: Writer, step: str) -> None:
    """Nothing was sent, so no page says so: the choice stands there, and goes on with the same button."""
    writer.desk.asks = WaitingPage(is_behind=True, clashes=(CLASH,))
    asked = writer.post("/edit/waiting", {}, step=step)
    assert asked.status_code == 200
    assert CLASH.what in asked.text
    writer.post("/edit/waiting", {f"lr-decided-{CLASH.name}": "theirs"}, step=step)
    assert ("bring_up_to_date", {CLASH.name: "theirs"}) in writer.desk.calls
    writer.desk.asks = None
    assert writer.post("/edit/waiting", {}, step=step).headers["Location"] == "/edit/sent"


def test_a_save_that_waits_for_a_decision_leads_to_it(writer: Writer) -> None:
    writer.desk.sent = SentPage(is_sent=False, why="Choose first which stays.", must_choose=True)
    writer.post("/edit/waiting", {}, step="send")
    page = writer.get("/edit/sent").text
    assert '<a class="button" href="/edit/waiting">Choose what stays</a>' in page
    assert "Send again" not in page


def test_gits_own_words_are_folded_and_escaped(writer: Writer) -> None:
    writer.desk.sent = SentPage(is_sent=False, why="It did not answer.", details="<fatal> & more")
    writer.post("/edit/waiting", {}, step="send")
    page = writer.get("/edit/sent").text
    assert "<details>" in page
    assert "&lt;fatal&gt; &amp; more" in page


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//evil.example"]
)
def test_a_link_of_the_forge_is_one_of_the_web(writer: Writer, link: str) -> None:
    """What a server printed becomes a link only where it is one."""
    writer.desk.sent = SentPage(is_sent=True, link=link)
    writer.desk.waits = writer.desk.waits._replace(link=link)
    writer.post("/edit/waiting", {}, step="send")
    assert link not in writer.get("/edit/sent").text
    assert link not in writer.get("/edit/waiting").text


def test_a_link_elsewhere_tells_nobody_where_it_came_from(writer: Writer) -> None:
    """The way to the forge says nothing of this page."""
    writer.post("/edit/waiting", {}, step="send")
    for target in ("/edit/sent", "/edit/waiting"):
        links = re.findall(r"<a [^>]*https?://[^>]*>", writer.get(target).text)
        assert links, target
        assert all('rel="noreferrer"' in link for link in links), target


# ── Marks ───────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_are_handed_over_shown_and_saved_once(writer: Writer) -> None:
    """Files go to the desk as they are, and only its preview's word comes back."""
    content = b"Name,Mark\r\n\xff\x00"
    checked = writer.post("/edit/marks", {"files": (BytesIO(content), "../a<b>.csv")}, step="check")
    assert writer.desk.calls == [("read_files", "marks", [("../a<b>.csv", content)], "", [])]
    assert "../a&lt;b&gt;.csv was read." in checked.text
    assert "Since when there is support is not written yet." in checked.text
    fields = hidden(checked.text)
    writer.post("/edit/marks", fields, step="keep")
    writer.post("/edit/marks", fields, step="keep")
    assert writer.named("save_files") == [("save_files", "marks", "marks-1", "keep")]


def test_marks_without_a_file_are_asked_for(writer: Writer) -> None:
    """A button without a file is told what is missing, at the field."""
    answer = writer.post("/edit/marks", {}, step="check")
    assert answer.status_code == 422
    assert 'href="#files"' in answer.text


def test_what_the_import_asks_is_ticked_without_the_file_again(writer: Writer) -> None:
    """The files that a question is about are still here; what was ticked stays ticked."""
    writer.desk.asked = (
        ("closed-days", "School was open then."),
        ("totals-differ", "The totals are <others>."),
    )
    asked = writer.post("/edit/marks", {"files": (BytesIO(b"x"), "a.csv")}, step="check")
    assert asked.status_code == 422
    assert "The totals are &lt;others&gt;." in asked.text
    again = writer.post(
        "/edit/marks", {"held": hidden(asked.text)["held"], "ticked": "closed-days"}, step="check"
    )
    assert 'value="closed-days" checked' in again.text
    assert 'value="totals-differ" checked' not in again.text
    assert writer.named("read_files")[-1][2:] == ([], "held-1", ["closed-days"])


# ── Hostile text ────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = "\"><img src=x onerror=alert(1)> </textarea></title><script>alert(2)</script> {{7*7}} 'x=\u202ey\u05d0 &amp; \x00"
WORDS = ("happening", "names", "place", "date", "minutes", "what-1", "due-1", "by", "with", "number-agreed")


@pytest.mark.parametrize("name", WORDS)
def test_hostile_text_comes_back_as_it_was(writer: Writer, name: str) -> None:
    """In the form, in the preview, in what the preview sends: intact, and markup nowhere."""
    fields = {**GOOD, name: HOSTILE}
    for page in (
        writer.post(FORM, {**fields, "with": ""}, step="check").text,
        writer.post(FORM, fields, step="change").text,
        writer.post(FORM, fields, step="check").text,
    ):
        assert "<img" not in page
        assert "<script" not in page
        assert page.count("</title>") == 1
    assert hidden(page)[name] == [HOSTILE]


@given(text=st.text(max_size=60), other=st.lists(st.text(max_size=20), max_size=3))
def test_every_text_goes_through_as_it_was(text: str, other: list[str]) -> None:
    """Whatever is typed arrives at the save as it was typed, line ends apart, through the preview and back."""
    writer = Writer()
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    answer = writer.post(FORM, {**GOOD, "happening": text, "prompts": other}, step="check")
    fields = hidden(answer.text)
    writer.post(FORM, fields, step="send")
    (save,) = writer.named("save")
    assert save[2]["happening"] == (plain,)
    assert list(save[2].get("prompts", ())) == [
        each.replace("\r\n", "\n").replace("\r", "\n") for each in other
    ]


def test_hostile_names_and_problems_are_escaped(writer: Writer) -> None:
    """What the desk says is text too: a pupil's name, a sentence, a path, a reason."""
    writer.desk.every = tuple(each._replace(name=HOSTILE, form=HOSTILE) for each in writer.desk.every)
    writer.desk.dsl_names = (HOSTILE,)
    writer.desk.known = Person(HOSTILE, HOSTILE)
    writer.desk.sent = SentPage(
        is_sent=False, why=HOSTILE, told=(Told((Said(HOSTILE, (HOSTILE,)),), HOSTILE),), whose=HOSTILE
    )
    writer.desk.waits = WaitingPage(
        by_hand=(Change(HOSTILE, HOSTILE, HOSTILE),),
        why=HOSTILE,
        clashes=(CLASH._replace(mine=HOSTILE, name=HOSTILE),),
    )
    writer.desk.raises = CannotBuild(HOSTILE, HOSTILE)
    pages = [writer.get(FORM).text]
    writer.desk.raises = None
    writer.post("/edit/waiting", {}, step="send")
    pages += [
        writer.get(target).text
        for target in (FORM, "/edit/conversation", "/edit/sent", "/edit/waiting", f"/edit/{MAYA}/")
    ]
    assert all("onerror" in page for page in pages)
    assert not any("<img" in page or "<script" in page for page in pages)


def test_a_preview_counts_its_lines() -> None:
    """Added and taken out are told apart."""
    means = Means("", (), "", lines=())
    assert (means.counted("+"), means.counted("-")) == (0, 0)


def test_a_fault_of_the_program_quotes_nothing(writer: Writer, capfd: pytest.CaptureFixture[str]) -> None:
    """An exception's words may hold a record's: the page says where it came from, and the terminal says nothing."""
    writer.client.application.testing = False
    writer.desk.raises = KeyError("Maya's own words")
    answer = writer.get(FORM)
    assert answer.status_code == 500
    assert "KeyError at toy_desk.py:" in answer.text
    assert "own words" not in answer.text + "".join(capfd.readouterr())


# ── What was begun ──────────────────────────────────────────────────────────────────────────────────────


def test_what_was_begun_is_there_until_it_is_saved(writer: Writer) -> None:
    """No browser keeps these pages: the program does, for as long as it runs, and says so; once saved, or cleared, it is gone."""
    assert "began this earlier" not in writer.get(FORM).text
    fields = preview(writer)
    begun = writer.get(FORM).text
    assert "began this earlier" in begun
    assert "Better</textarea>" in begun
    assert "began this earlier" not in writer.get(f"/edit/{MAYA}/result").text
    assert writer.post(FORM, {}, step="clear").headers["Location"] == FORM
    assert "Better" not in writer.get(FORM).text
    writer.post(FORM, fields, step="keep")
    assert "Better" not in writer.get(FORM).text


def test_no_field_is_called_as_what_a_form_sends_of_itself() -> None:
    """A question may be named as any field of a record: none is a button's, or the form's own."""
    names: set[str] = set()
    waiting: list[type] = list(KINDS.values())
    met = set(waiting)
    while waiting:
        for field in fields_of(waiting.pop()):
            names.add(field.name)
            if field.struct is not None and field.struct not in met:
                met.add(field.struct)
                waiting.append(field.struct)
    assert len(names) > 100
    assert not {name for name in names if name in {"step", "more"} or name.startswith("lr-")}


AMEND = Choice("amend", "Amend the plan")


@pytest.mark.parametrize(
    ("question", "is_there"),
    [
        (Question(name="order", label="What?", kind="choice", value=("amend",), choices=(AMEND,)), True),
        (Question(name="told", label="Told?", kind="yes", value=("yes",)), True),
        (Question(name="order", label="What?", kind="choice", choices=(AMEND,)), False),
        (Question(name="order", label="What?", kind="choice", value=("amend",), choices=(AMEND,), is_required=True), False),
        (Question(name="with", label="Who?", kind="several", value=("amend",), choices=(AMEND,)), False),
    ],
    ids=["choice", "yes", "nothing chosen", "required", "several"],
)  # fmt: skip
def test_an_answer_that_was_chosen_can_be_taken_back(question: Question, is_there: bool) -> None:
    """Radio buttons cannot be emptied by themselves: where an answer stands that need not, there is one more for none."""
    assert (Choice("", "No answer") in showing.choices_of(question)) is is_there
