"""The site beside the forms: its marks become links to forms, and nothing else of it changes."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

import form_scenes
from liverecord.derive.rules import rules_of
from liverecord.edit.application import application
from liverecord.edit.desk import Person
from liverecord.edit.session import Session
from liverecord.edit.whole_site import with_links, words
from liverecord.forms.jobs import JOBS, job_named
from liverecord.render.ways import HELD, of_duty
from liverecord.view import View
from toy_desk import SITE_POLICY, ToyDesk

GOLDEN = Path(__file__).parents[1] / "golden"
PORT = 8123
PAGE = """<!doctype html><html><head><title>Maya</title></head><body><a class="md-skip" href="#x">Skip</a>
<header class="md-header" data-md-component="header"></header>
<p>{body}</p></body></html>"""
NAMES = {job.name for job in JOBS} | {"concern", "close"}
"""The forms that the site may lead to."""


def page(body: str) -> str:
    return with_links(PAGE.replace("{body}", body), "R. Adeyemi", 2)


def golden(audience: str) -> Iterator[tuple[str, str]]:
    for path in sorted((GOLDEN / audience).rglob("*.html")):
        yield path.relative_to(GOLDEN).as_posix(), path.read_text("utf-8")


# ── What pages hold ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("audience", ["team", "senco"])
def test_every_mark_becomes_a_link(audience: str) -> None:
    """No mark of a real page is left over: each leads to a form that there is."""
    found = 0
    for name, html in golden(audience):
        # What is folded away goes with the lines to paste that the link stands for.
        shown = re.sub(r'(<details class="add".*?</summary>).*?</details>', r"\1", html, flags=re.DOTALL)
        targets = re.findall(r'data-edit="([^"]*)"', shown)
        made = page(html)
        assert "data-edit" not in made, name
        for target in targets:
            assert f'href="/edit/{target}"' in made, (name, target)
            parts = target.split("/")
            assert (parts[1] if parts[0].startswith("p-") else parts[0]) in NAMES, (name, target)
        found += len(targets)
    assert found > 100


def test_a_mark_holds_ids_alone() -> None:
    """What a mark says is the form's name, ids, and an answer that is chosen: nothing that anybody typed."""
    targets = [target for _, html in golden("senco") for target in re.findall(r'data-edit="([^"]*)"', html)]
    assert len(targets) > 100
    for target in targets:
        assert re.fullmatch(r"[a-z0-9_-]+(/[a-z0-9_-]+)*(\?changed=[a-z]+)?", target), target


def test_every_mark_leads_to_a_form_that_asks() -> None:
    """A duty leads to the pupil's own form of what is owed, with the right one chosen: none to a list of everybody's."""
    targets = {target for _, html in golden("senco") for target in re.findall(r'data-edit="([^"]*)"', html)}
    chosen_ahead: list[str] = []
    jobs: set[str] = set()
    for target in sorted(targets):
        address, _, chosen = unescape(target).partition("?")
        pupil, name, *names = address.split("/")
        job = job_named(name, of_a_pupil=True)
        assert job is not None, target
        answers = {key: (value,) for key, _, value in [chosen.partition("=")] if key}
        form = job.ask(form_scenes.at(job, pupil, *names), answers)
        assert form.questions or form.leads, target
        for key, value in answers.items():
            (question,) = [each for each in form.questions if each.name == key]
            assert question.value == value
            chosen_ahead.append(target)
        jobs.add(name)
    assert len(targets) > 80
    assert jobs >= {
        "action",
        "close",
        "concern",
        "conversation",
        "helped",
        "item",
        "need",
        "outcome",
        "review",
        "update",
    }
    assert chosen_ahead


def test_every_review_that_is_due_has_its_kind() -> None:
    """A rule that a review fulfils leads to the form of that kind of review."""
    scene = form_scenes.at(JOBS[1], form_scenes.PUPILS[0])
    rules = [
        rule
        for rule in rules_of(scene.rulebook, scene.school, scene.today)
        if rule.row.group == "review"
        and rule.row.kind != "question"
        and rule.review_kind is not None
        and rule.row.id not in {"ehcp_review_arrange", "ehcp_review_meet"}  # these are planned, and not held
    ]
    assert {rule.row.id: rule.review_kind for rule in rules} == HELD


ANCHORS = {"review": "reviews", "circumstance": "circumstances", "order": "circumstances"}


def test_whatever_is_owed_of_a_thing_leads_to_the_form_that_holds_its_days() -> None:
    """The authority's steps too: whoever hears of one writes it where the duty stands."""
    scene = form_scenes.at(JOBS[1], form_scenes.PUPILS[0])
    rules = [
        rule.row
        for rule in rules_of(scene.rulebook, scene.school, scene.today)
        if rule.row.subject in ANCHORS
    ]
    assert len(rules) > 15
    for row in rules:
        duty = View(kind=row.id, item="x1", anchor=ANCHORS[row.subject], group=row.group, label=row.label)
        (address,) = re.findall(r'data-edit="([^"]*)"', of_duty("p-7k3m", duty))
        _, job, *names = address.split("/")
        assert job_named(job, of_a_pupil=True) is not None
        assert "x1" in names, row.id


def test_whoever_may_not_edit_has_no_marks() -> None:
    """The narrowest site holds none."""
    pages = dict(golden("staff"))
    assert {"staff/index.html", "staff/pupils.html"} < pages.keys()
    assert any(name.startswith("staff/pupils/") for name in pages)
    assert not [name for name, html in pages.items() if "data-edit" in html]


def test_a_page_without_marks_only_gains_who_is_writing() -> None:
    """Between the bar on top and the end, a page stays byte for byte what it was."""
    plain = PAGE.replace("{body}", "a <b>b</b> &amp; data-edit")
    made = page("a <b>b</b> &amp; data-edit")
    assert (
        made.replace('<link rel="stylesheet" href="/edit/site.css">', "", 1).replace(
            re.findall(r'<nav class="lr-writing".*?</nav>', made)[0], "", 1
        )
        == plain
    )


# ── What becomes of each kind of mark ───────────────────────────────────────────────────────────────────


def test_lines_to_paste_give_way_to_their_form() -> None:
    """The link says what the folded part said, to those who listen as well."""
    folded = (
        '<details class="add" data-edit="p-7k3m/conversation"><summary>Add a conversation<span class="unseen">: Maya</span>'
        "</summary><p>Into x.</p><pre><code>- id: k2</code></pre></details>"
    )
    made = page(folded + "<p>kept</p>")
    assert (
        '<a class="lr-edit lr-add" href="/edit/p-7k3m/conversation">Add a conversation<span class="unseen">: Maya</span></a>'
        in made
    )
    assert "<pre>" not in made
    assert "<p>kept</p>" in made


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ('<span data-edit="p-7k3m/concern/c1" data-about="Late &amp; tired"></span>', '<a class="lr-edit" href="/edit/p-7k3m/concern/c1">Edit this concern<span class="unseen">: Late &amp; tired</span></a>'),
        ('<span data-edit="p-7k3m/concern/c1"></span>', '<a class="lr-edit" href="/edit/p-7k3m/concern/c1">Edit this concern<span class="unseen">: c1</span></a>'),
        ('<a class="edit" data-edit="p-7k3m/item/plan" href="https://f.example/x">Edit this</a>', '<a class="edit" href="/edit/p-7k3m/item/plan">Edit this<span class="unseen">: the plan</span></a>'),
        ('<span class="edit" data-edit="p-7k3m/item/plan">plan.yml</span>', '<a class="edit" href="/edit/p-7k3m/item/plan">Edit this<span class="unseen">: the plan</span></a>'),
        ('<a class="edit" data-edit="p-7k3m/item/plan" href="x">Edit this<span class="unseen">: Maya</span></a>', '<a class="edit" href="/edit/p-7k3m/item/plan">Edit this<span class="unseen">: Maya</span></a>'),
        ('<a class="edit" data-edit="p-7k3m/conversation" href="x">Edit this<span class="unseen">: contacts, Ivo Lanternby</span></a>', '<a class="edit" href="/edit/p-7k3m/conversation">Log a conversation<span class="unseen">: contacts, Ivo Lanternby</span></a>'),
        ('<a class="edit" data-edit="p-7k3m/item/plan" href="x">Edit this<span class="unseen">: Plan</span></a>', '<a class="edit" href="/edit/p-7k3m/item/plan">Edit this<span class="unseen">: Plan</span></a>'),
        ('<span class="edit" data-edit="p-7k3m/item/reviews">nothing written yet</span>', '<a class="edit" href="/edit/p-7k3m/item/reviews">Edit this<span class="unseen">: the reviews</span></a>'),
    ],
)  # fmt: skip
def test_a_mark_becomes_a_link(body: str, link: str) -> None:
    """An empty place, a way to the forge and a file's name each become the way to a form."""
    assert link in page(body)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "//evil.example",
        "https://evil.example",
        "../x",
        "p-1/..",
        "a b",
        "A",
        'a"b',
        "",
    ],
)
def test_a_mark_of_another_shape_is_left_alone(target: str) -> None:
    """A mark in a page of the school's own, or from anywhere, leads to a form of this program or nowhere."""
    made = page(f'<span data-edit="{escape(target)}"></span>')
    assert f'<span data-edit="{escape(target)}"></span>' in made
    assert "evil" not in re.sub(r'data-edit="[^"]*"', "", made)


def test_what_was_typed_makes_no_mark() -> None:
    """A record's own words are escaped before they are here, and stay words."""
    typed = escape(
        '<span data-edit="p-7k3m/close/c1"></span><details class="add" data-edit="reviews"><summary>'
    )
    assert str(typed) in page(str(typed))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("p-7k3m/review/new/sen_support", "Write up the review"),
        ("p-7k3m/item/reviews/reviews", "Plan the review"),
        ("p-7k3m/item/reviews/reviews/r2/chain", "Fill in its steps"),
        ("p-7k3m/item/reviews/reviews/r2", "Edit this"),
        ("p-7k3m/action", "Add an action"),
        ("p-7k3m/update/c1?changed=nothing", "Write a line"),
        ("p-7k3m/close/c1", "Close this concern"),
        ("p-7k3m/item/plan/views/v1", "Edit this"),
    ],
)
def test_a_link_says_what_its_form_is_for(target: str, said: str) -> None:
    """By the job's name."""
    assert words(target) == said


def test_it_says_who_is_writing_and_what_waits() -> None:
    """On every page, before the header and after the way to skip it; a name is text."""
    made = with_links(PAGE, "<b>x", 1)
    assert "You are writing as <b>&lt;b&gt;x</b>." in made
    assert "1 change is waiting" in made
    assert ">Write this week&#39;s lines</a>" in made
    assert ">This week</a>" not in made
    assert made.index("md-skip") < made.index("lr-writing") < made.index("<header")
    assert "Nothing is waiting" in with_links("<body class=a>x", "", 0)
    assert with_links("x", "", 0) == "x"


# ── Served ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def site(tmp_path: Path) -> Any:
    """Serve a small site beside the forms."""
    for name, content in {
        "index.html": PAGE.replace("{body}", '<span data-edit="reviews"></span>'),
        "pupils/p-7k3m/index.html": PAGE.replace("{body}", "Maya"),
        "404.html": PAGE.replace("{body}", "Nothing here"),
        "assets/a.js": '"<span data-edit=\\"reviews\\"></span>"',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    desk, session = ToyDesk(tmp_path), Session(PORT)
    made = application(desk, session, PORT)
    made.testing = True
    client = made.test_client()
    client.set_cookie(session.cookie_name, session.cookie, domain="127.0.0.1")
    base = f"http://127.0.0.1:{PORT}"

    def ask(target: str, **headers: str) -> Any:
        return client.get(target, base_url=base, headers=headers)

    ask.desk = desk  # type: ignore[attr-defined]
    return ask


def test_the_site_keeps_its_own_policy(site: Any) -> None:
    """Its pages need their scripts; a form's pages have none."""
    answer = site("/")
    assert answer.headers["Content-Security-Policy"] == SITE_POLICY
    assert 'href="/edit/reviews"' in answer.text
    assert "ETag" not in answer.headers
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert site("/pupils/p-7k3m").headers["Location"] == "/pupils/p-7k3m/"


def test_what_is_no_page_is_given_out_as_it_is(site: Any) -> None:
    """A script stays a script, and a part of a file can be asked for."""
    whole = site("/assets/a.js").data
    assert whole == b'"<span data-edit=\\"reviews\\"></span>"'
    part = site("/assets/a.js", Range="bytes=0-3")
    assert (part.status_code, part.data) == (206, whole[:4])


def test_a_page_that_is_not_there_is_the_sites_own(site: Any) -> None:
    """404 in the site's frame, with who is writing."""
    answer = site("/nowhere/")
    assert answer.status_code == 404
    assert "Nothing here" in answer.text
    assert "lr-writing" in answer.text
    assert answer.headers["Content-Security-Policy"] == SITE_POLICY


def test_the_bar_follows_the_desk(site: Any) -> None:
    """Who writes and what waits are asked for each page."""
    site.desk.known, site.desk.number = Person("B. Kowal", "b@x.example"), 0
    assert "B. Kowal" in site("/").text
    assert "Nothing is waiting" in site("/").text


def test_a_site_that_could_not_be_made_anew_says_so(site: Any) -> None:
    """Each page says that it is older, and only then."""
    assert "older than what was saved last" not in site("/").text
    site.desk.is_older = True
    for address in ("/", "/pupils/p-7k3m/", "/nowhere/"):
        assert "older than what was saved last" in site(address).text


def test_a_pupils_page_leads_to_that_pupils_forms(site: Any) -> None:
    """And no other page does."""
    assert 'href="/edit/p-7k3m/"' in site("/pupils/p-7k3m/").text
    assert "Write about this pupil" not in site("/").text


def test_a_field_of_the_file_is_not_named_where_a_form_asks_for_it() -> None:
    """Who writes by form need not know what the field is called: the way to the form says what the lines to paste said."""
    body = '<details class="add" data-edit="reviews"><summary>Write what is missing</summary><p>at plan.ehcp</p></details>'
    assert '<a class="lr-edit lr-add" href="/edit/reviews">Write what is missing</a>' in page(body)
    assert "plan.ehcp" not in page(body)


def test_no_mark_leads_to_the_plain_form_of_what_has_a_form_of_its_own() -> None:
    """What people do every week is asked in its own words wherever a page leads to it, a new one of it as well."""
    own = r"item/(?:plan/(?:circumstances|outcomes|needs|conditions|support_without_plan|passport)|actions/actions|concerns/concerns)\b"
    targets = {
        target
        for audience in ("team", "senco")
        for _, html in golden(audience)
        for target in re.findall(r'data-edit="([^"]*)"', html)
    }
    assert not [target for target in targets if re.search(own, target)]
    assert words("p-7k3m/circumstance") == "Add something to know first"
    assert words("p-7k3m/circumstance/q1") == "Edit this circumstance"
