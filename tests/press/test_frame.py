"""The theme's frame, cut at its slots, and pages set into it."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from liverecord.press import FRAME_ONLY, THEME_ONLY, Frames, frames
from liverecord.problem import CannotBuild
from liverecord.view import Contents, Page

FRAME = (
    "<html><head><title>[[liverecord:title]]</title>"
    '<meta name="description" content="[[liverecord:description]]">'
    '<meta name="liverecord-as-of" content="[[liverecord:as_of]]"></head>'
    "<body>{where}<b>[[liverecord:audience]]</b><h1>[[liverecord:title]]</h1>"
    "[[liverecord:contents]][[liverecord:contents_short]]<article>[[liverecord:content]]</article>"
    "<p>[[liverecord:audience]], [[liverecord:as_of_words]]</p></body></html>"
)


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    for name in ("index.html", "overdue/index.html", "staff/index.html", *FRAME_ONLY):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(FRAME.replace("{where}", name).encode())
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "index.html").write_bytes(b"<p>For [[liverecord:audience]]</p>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "frame.css").write_bytes(b"[[liverecord:title]]")
    return tmp_path


@pytest.fixture
def cut(theme: Path) -> Frames:
    return frames(theme, "the SEND & pastoral team", date(2026, 11, 2))


def test_every_slot_is_filled(cut: Frames) -> None:
    """No mark is left in a page that was set."""
    page = Page("pupils/p-1/", "M", "<p>c</p>", "d", (Contents("Plan", "plan"),))
    assert b"[[liverecord:" not in cut.set(page)


def test_an_overview_page_has_its_own_frame(cut: Frames) -> None:
    """A page whose address has a frame is set into that one, so that its own tab is marked."""
    assert b"<body>overdue/index.html<b>" in cut.set(Page("overdue/", "Overdue", ""))
    assert b"<body>index.html<b>" in cut.set(Page("", "Today", ""))


@pytest.mark.parametrize("kind", ["attendance", "pupils", "classes", "staff"])
def test_other_pages_have_the_frame_of_their_kind(cut: Frames, kind: str) -> None:
    """A page without a frame of its own is set into its folder's, which lies as deep."""
    assert f"<body>{kind}/frame/index.html<b>".encode() in cut.set(Page(f"{kind}/x-1/", "X", ""))


@pytest.mark.parametrize("path", ["letters/x/", "pupils/x/y/", "elsewhere/"])
def test_a_page_without_a_frame_is_refused(cut: Frames, path: str) -> None:
    """A page that the theme has no frame for stops the build: its links would lead nowhere."""
    with pytest.raises(CannotBuild, match="no frame"):
        cut.set(Page(path, "X", ""))


def test_titles_are_escaped_and_content_is_not(cut: Frames) -> None:
    """Titles and descriptions are text and are escaped; content is safe HTML already."""
    html = cut.set(Page("pupils/p-1/", '<i>"M"', "<p>&amp;</p>", '"><b>'))
    assert b"<title>&lt;i&gt;&quot;M&quot;</title>" in html
    assert b'content="&quot;&gt;&lt;b&gt;"' in html
    assert b"<article><p>&amp;</p></article>" in html


def test_a_mark_in_a_record_is_only_text(cut: Frames) -> None:
    """What is set into a slot is never searched for marks."""
    html = cut.set(Page("pupils/p-1/", "[[liverecord:content]]", "<p>[[liverecord:title]]</p>"))
    assert b"<title>[[liverecord:content]]</title>" in html
    assert b"<article><p>[[liverecord:title]]</p></article>" in html


def test_contents_link_to_the_headings(cut: Frames) -> None:
    """The contents list names each heading once for the column and once for narrow screens; none, no list."""
    html = cut.set(Page("pupils/p-1/", "M", "", "", (Contents("Plan <1>", "plan"),)))
    assert html.count(b'href="#plan"') == 2
    assert b"Plan &lt;1&gt;" in html
    assert b"On this page" not in cut.set(Page("pupils/p-1/", "M", ""))


def test_pages_say_for_whom_and_as_of_when(cut: Frames) -> None:
    """The audience and the day stand on generated and on hand-written pages."""
    html = cut.set(Page("", "Today", ""))
    assert b"<b>the SEND &amp; pastoral team</b>" in html
    assert b"<p>the SEND &amp; pastoral team, 2 November 2026</p>" in html
    assert b'content="2026-11-02"' in html
    assert cut.written["guide/index.html"] == b"<p>For the SEND &amp; pastoral team</p>"


def test_frames_do_not_stay_in_the_site(cut: Frames) -> None:
    """What a site is laid out from names no frame file, and assets go in as they are."""
    assert cut.assets == ("assets/frame.css",)
    assert set(cut.written) == {"guide/index.html"}
    assert cut.paths() == ("", "overdue/", "staff/")


TABS = (
    '[[liverecord:leads pupils/]]<li><a href="{up}pupils/">Pupils</a></li>[[liverecord:end]]\n'
    '[[liverecord:leads attendance/]]<li><a href="{up}attendance/">Attendance</a></li>[[liverecord:end]]'
)


@pytest.fixture
def tabbed(theme: Path) -> Path:
    for name, up in (("pupils/frame", "../../"), ("guide", "../"), ("overdue", "../")):
        file = theme / name / "index.html"
        said = f'<p>See <a class="x" href="{up}attendance/#grid">the <b>grid</b></a>.</p>'
        file.write_bytes(file.read_bytes() + (TABS.replace("{up}", up) + said).encode())
    return theme


def test_no_tab_or_link_leads_to_a_page_that_is_not_there(tabbed: Path) -> None:
    """A site without a page has no tab for it, and words that led there stay as words: in frames and hand-written pages."""
    cut = frames(tabbed, "staff", absent={"attendance/"})
    pages = [cut.set(Page(path, "", "")) for path in ("pupils/p-1/", "overdue/")]
    for html in (*pages, cut.written["guide/index.html"]):
        assert b"Attendance" not in html
        assert b"attendance/" not in html
        assert b"<p>See the <b>grid</b>.</p>" in html
        assert b'pupils/">Pupils</a></li>' in html


def test_a_site_with_all_pages_has_all_tabs(tabbed: Path) -> None:
    """Where nothing is absent only the marks go."""
    html = frames(tabbed, "team").set(Page("pupils/p-1/", "", ""))
    assert b"[[liverecord:" not in html
    assert b'<li><a href="../../attendance/">Attendance</a></li>' in html
    assert b'href="../../attendance/#grid"' in html


def test_a_tab_is_called_as_this_site_calls_it(tabbed: Path) -> None:
    """A title of the site's own stands in place of the theme's; one that the school chose stays; no mark is left."""
    for name in ("pupils/frame", "guide", "overdue"):
        file = tabbed / name / "index.html"
        marks = "[[liverecord:called pupils/]]Pupils[[liverecord:so]] [[liverecord:called ]]Start[[liverecord:so]]"
        file.write_bytes(file.read_bytes() + marks.encode())
    own = {"pupils/": ("Pupils", "My <pupils>"), "": ("Today", "My classes")}
    html = frames(tabbed, "staff", own_titles=own).set(Page("pupils/p-1/", "", ""))
    assert html.endswith(b"My &lt;pupils&gt; Start")
    assert frames(tabbed, "team").set(Page("pupils/p-1/", "", "")).endswith(b"Pupils Start")


def test_frames_pickle(cut: Frames) -> None:
    """Frames reach worker processes that are spawned."""
    page = Page("pupils/p-1/", "M", "<p>c</p>")
    assert pickle.loads(pickle.dumps(cut)).set(page) == cut.set(page)


@pytest.mark.parametrize("slot", ["title", "description", "content"])
def test_a_frame_without_a_slot_is_refused(theme: Path, slot: str) -> None:
    """A theme that loses a slot is found before a page is set without its title or its content."""
    file = theme / "pupils" / "frame" / "index.html"
    file.write_bytes(file.read_bytes().replace(f"[[liverecord:{slot}]]".encode(), b""))
    with pytest.raises(CannotBuild, match=r"no (slot|frame) for"):
        frames(theme).set(Page("pupils/p-1/", "M", ""))


def test_a_script_that_is_not_the_theme_s_is_refused(theme: Path) -> None:
    """The policy names the scripts of pages without a word of the school's: a page with another stops the build."""
    (theme / THEME_ONLY).mkdir()
    (theme / THEME_ONLY / "0.html").write_bytes(b"<script>theirs()</script>")
    guide = theme / "guide/index.html"
    guide.write_bytes(b"<script>theirs()</script>")
    assert frames(theme).scripts == (b"theirs()",)
    assert not [name for name in (*frames(theme).written, *frames(theme).assets) if "theme" in name]
    guide.write_bytes(b"<script>theirs()</script><script>other()</script>")
    with pytest.raises(CannotBuild, match=r"guide/index\.html"):
        frames(theme)


def test_an_unknown_slot_is_refused(theme: Path) -> None:
    """A misspelt mark stops the build instead of standing on every page."""
    (theme / "index.html").write_bytes(b"[[liverecord:titel]]")
    with pytest.raises(CannotBuild, match="titel"):
        frames(theme)


def test_a_theme_without_frames_is_refused(tmp_path: Path) -> None:
    """A theme that made no frame at all cannot be built with."""
    with pytest.raises(CannotBuild, match=r"no frame"):
        frames(tmp_path)
