"""The feed of what changed: valid Atom, in ids alone, with nothing typed by people but an author where policy shows one."""

import re
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from liverecord.render import changes
from liverecord.view import View
from render.changed import ADDED, AIM, CALL, DONE, MARKS, amendment, pending, pupil, revision, school

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://records.ashgrove.example/team/"
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9/._-]+")
HOSTILE = "</name><script>alert(1)</script> \x00\x0b\x1b ]]> & \ud800 \ufffe \u202e"


def summary(view: View, stands: View) -> View:
    """A pupil as the feed takes it."""
    return View(id=view.id, name=view.name, year_label=view.year_label, lately=changes.lately(view, stands))


def text_of(*views: View, site: str | None = SITE, **more: Any) -> str:
    """The feed's text."""
    stands = school(**more)
    return changes.feed(stands, [summary(view, stands) for view in views], site)


def feed_of(*views: View, site: str | None = SITE, **more: Any) -> Element:
    """The feed, read by a parser of XML and held to what RFC 4287 asks of every feed."""
    root: Element = fromstring(text_of(*views, site=site, **more).encode())
    _is_valid(root)
    return root


def one(element: Element, name: str) -> Element:
    """The one child of this name."""
    (found,) = element.findall(f"{ATOM}{name}")
    return found


def said(element: Element, name: str) -> str:
    """The text of the one child of this name."""
    return one(element, name).text or ""


def _is_valid(root: Element) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: id, title and updated once each, an author for every entry, ids that are addresses."""
    assert root.tag == f"{ATOM}feed"
    one(one(root, "author"), "name")
    ids = [said(root, "id")]
    for element in (root, *root.findall(f"{ATOM}entry")):
        assert TAG.fullmatch(said(element, "id"))
        assert said(element, "title")
        assert datetime.fromisoformat(said(element, "updated")).tzinfo is not None
    for entry in root.findall(f"{ATOM}entry"):
        ids.append(said(entry, "id"))
        assert one(entry, "content").get("type") == "text"
        for author in entry.findall(f"{ATOM}author"):
            assert said(author, "name")
    assert len(ids) == len(set(ids))
    for link in root.iter(f"{ATOM}link"):
        assert (link.get("href") or "").startswith("https://")


def test_an_entry_is_a_commit_in_sentences_without_names() -> None:
    """A commit is one entry: its sentences by record, ids for pupils and staff, a link to the record's past."""
    root = feed_of(
        pupil(revision("2026-11-20", ADDED, AIM), revision("2026-11-19", DONE, by="r-adeyemi")),
        pupil(revision("2026-11-20", ADDED, AIM), id="p-9wtr", name="Idris Khan"),
    )
    first, second = root.findall(f"{ATOM}entry")
    assert said(first, "title") == "Changed: 2 records"
    assert said(first, "content") == (
        "p-9wtr: Action a3 added (j-okafor, due 27 November). Target raised from 90 % to 92 %.\n"
        "p-7k3m: Action a3 added (j-okafor, due 27 November). Target raised from 90 % to 92 %."
    )
    assert said(one(first, "author"), "name") == "J. Okafor"
    assert said(first, "updated") == said(root, "updated") == "2026-11-20T12:00:00+00:00"
    assert one(first, "link").get("href") == f"{SITE}changes/"
    assert said(second, "title") == "Changed: p-7k3m"
    assert one(second, "link").get("href") == f"{SITE}history/p-7k3m/"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": f"{SITE}changes.xml",
        "alternate": f"{SITE}changes/",
    }


def test_ids_stay_and_name_nobody() -> None:
    """An entry's id is made of the audience, the day and the commit: the same tomorrow, with more entries, for another pupil."""
    found = revision("2026-11-20", ADDED)
    before = feed_of(pupil(found))
    after = feed_of(pupil(revision("2026-11-21", AIM), found), as_of=datetime(2026, 11, 23).date())  # noqa: DTZ001
    assert said(after.findall(f"{ATOM}entry")[1], "id") == said(before.findall(f"{ATOM}entry")[0], "id")
    assert said(after, "id") == said(before, "id") == "tag:records.ashgrove.example,2026:changes/senco"
    assert said(before.findall(f"{ATOM}entry")[0], "id") == (
        f"tag:records.ashgrove.example,2026-11-20:changes/senco/{found.commit}"
    )


def test_audiences_have_ids_of_their_own() -> None:
    """The same commit is another entry for another audience, because it tells another part."""
    team = View(id="team", words="the SEND and pastoral team")
    found = pupil(revision("2026-11-20", ADDED))
    ids = [said(feed_of(found, **more).findall(f"{ATOM}entry")[0], "id") for more in ({}, {"audience": team})]
    assert ids[0] != ids[1]


def test_a_past_view_has_ids_of_its_own() -> None:
    """A view of a past day has its own feed: a reader would take entries of the same id for those of the feed that goes on."""
    pupil_of_it = pupil(revision("2026-11-20", ADDED))
    past = View(on=date(2026, 10, 1))
    now, then = feed_of(pupil_of_it), feed_of(pupil_of_it, past=past)
    assert said(now, "id") != said(then, "id")
    assert said(one(now, "entry"), "id") != said(one(then, "entry"), "id")


@pytest.mark.parametrize("site", [None, "", "javascript:alert(1)", "/relative/"])
def test_without_an_address_of_the_web_there_are_no_links(site: str | None) -> None:
    """A relative link in a feed would lead nowhere, so there is none; the ids stand on a name that is nobody's."""
    root = feed_of(pupil(revision("2026-11-20", ADDED)), site=site)
    assert not list(root.iter(f"{ATOM}link"))
    assert said(root, "id") == "tag:live-records.invalid,2026:changes/senco"


def test_the_author_is_the_schools_where_policy_hides_who() -> None:
    """Where `by` is hidden no entry names anybody."""
    found = View(
        **{name: value for name, value in revision("2026-11-20", ADDED) if name not in {"by", "by_id"}}
    )
    root = feed_of(pupil(found))
    assert not root.findall(f"{ATOM}entry/{ATOM}author")
    assert said(one(root, "author"), "name") == school().name


def test_what_is_not_committed_is_in_no_feed() -> None:
    """An entry must be the same when it is read again: what has no commit yet is left out."""
    assert not feed_of(pupil(pending(ADDED))).findall(f"{ATOM}entry")


def test_an_empty_feed_is_a_feed() -> None:
    """Nothing lately is a valid feed, updated on the day that the site speaks of."""
    root = feed_of()
    assert not root.findall(f"{ATOM}entry")
    assert said(root, "updated") == "2026-11-22T00:00:00Z"


def test_the_newest_commits_alone_are_told() -> None:
    """The feed holds as many entries as thresholds.yml says, the newest."""
    views = [pupil(*(revision(f"2026-11-{day}", AIM) for day in range(20, 10, -1)))]
    root = feed_of(*views, feed_entries=3)
    assert [said(entry, "updated")[:10] for entry in root.findall(f"{ATOM}entry")] == [
        "2026-11-20",
        "2026-11-19",
        "2026-11-18",
    ]


def test_an_import_for_many_is_one_entry() -> None:
    """What one commit did alike to a whole school is told once, by number."""
    marks = revision("2026-11-20", MARKS)
    root = feed_of(*(pupil(marks, id=f"p-{number:04}") for number in range(130)))
    (entry,) = root.findall(f"{ATOM}entry")
    assert said(entry, "title") == "Changed: 130 records"
    assert said(entry, "content") == "130 records: Marks imported for 2 weeks."


def test_an_entry_of_many_different_changes_is_capped() -> None:
    """Fifty records are told of, and the rest counted."""
    views = [
        pupil(revision("2026-11-20", amendment("added", "actions", item=f"a{number}")), id=f"p-{number:04}")
        for number in range(60)
    ]
    content = said(feed_of(*views).findall(f"{ATOM}entry")[0], "content").splitlines()
    assert len(content) == 51
    assert content[-1] == "And 10 more records."


def test_the_schools_settings_are_told_without_a_record() -> None:
    """A change of school.yml belongs to no pupil."""
    settings_changed = revision("2026-11-20", amendment("settings", "school"))
    (entry,) = feed_of(revisions=(settings_changed,)).findall(f"{ATOM}entry")
    assert said(entry, "title") == "Changed: the school's settings"


def test_nothing_typed_into_a_record_is_in_the_feed() -> None:
    """Names, texts and messages stay on the site: a feed is kept by programs nobody looks after."""
    found = revision(
        "2026-11-20",
        amendment("added", "actions", item="a1", about={**CALL, "what": "CANARY what"}),
        amendment("changed", "plan.pupil.known_as", before="CANARY", after="CANARY name"),
        message="CANARY message",
    )
    assert "CANARY" not in text_of(pupil(found, name="CANARY Ellison"))


def test_hostile_text_stays_valid_xml() -> None:
    """An author's or school's name may hold markup and characters that XML cannot hold: the feed is read all the same."""
    found = revision("2026-11-20", ADDED, by=None, name=HOSTILE)
    root = feed_of(pupil(found), name=HOSTILE, audience=View(id="team", words=HOSTILE))
    name = said(one(root.findall(f"{ATOM}entry")[0], "author"), "name")
    assert name == "</name><script>alert(1)</script>  ]]> &   \u202e"


@given(name=st.text(st.characters(), min_size=1), label=st.text(st.characters()))
def test_any_name_stays_valid_xml(name: str, label: str) -> None:
    """No name at all makes a feed that cannot be read."""
    text = text_of(
        pupil(revision("2026-11-20", ADDED, by=None, name=name)), audience=View(id="team", words=label)
    )
    fromstring(text.encode())
