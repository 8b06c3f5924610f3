"""A pupil's past, the newest of it on the pupil's own page, and the school's page of what changed lately."""

from datetime import timedelta
from typing import Any

import pytest

from liverecord import cache, render
from liverecord.render import changes
from liverecord.view import Page, View
from render import single
from render.changed import ADDED, AIM, CALL, DONE, MARKS, TODAY, amendment, pending, pupil, revision, school
from render.conftest import maya, seen
from render.parsed_page import Element, read

HOSTILE = "\"><img src=x onerror=alert(1)> <script>alert('2')</script> {{7*7}} [[liverecord:content]]"


def past(*revisions: View, **more: Any) -> Element:
    """A pupil's past, as a browser reads it."""
    page = single.history_of(pupil(*revisions, **more), school())
    assert page is not None
    return read(page.content)


def lately(*views: View, **more: Any) -> tuple[Page, Element]:
    """The school's page of changes."""
    stands = school(**more)
    summaries = [View(**dict(_summary(view)), lately=changes.lately(view, stands)) for view in views]
    page = single.changed_lately(stands, [cache.unpack(cache.pack(each)) for each in summaries])
    return page, read(page.content)


def _summary(view: View) -> View:
    return View(
        id=view.id, name=view.name, year_label=view.year_label, form=view.plan.pupil.form, as_of=view.as_of
    )


# ── A pupil's past ──────────────────────────────────────────────────────────────────────────────────────


def test_the_past_is_told_newest_first_by_day() -> None:
    """Months are headings of the page, days of a month; each revision says who, when, which and what."""
    page = single.history_of(
        pupil(
            revision("2026-11-20", DONE, commit_url="https://git.example/c/1"),
            revision("2026-11-20", MARKS, by="r-adeyemi"),
            revision("2026-10-02", ADDED),
        ),
        school(),
    )
    assert page is not None
    assert page.path == "history/p-7k3m/"
    assert [line.title for line in page.contents] == ["November 2026", "October 2026"]
    root = read(page.content)
    assert [line.anchor for line in page.contents] == [each.attributes["id"] for each in root.all("h2")]
    assert [each.text for each in root.all("h3")] == ["Friday 20 November 2026", "Friday 2 October 2026"]
    first = root.all("li", class_="revision")[0]
    assert first.all("p")[0].text.startswith("J. Okafor, 12:00, version ")
    assert [link.attributes["href"] for link in first.all("a")[:2]] == [
        "../../staff/j-okafor/",
        "https://git.example/c/1",
    ]
    assert first.all("li")[0].text == "Action done: Phone call home each Monday"


@pytest.mark.parametrize(
    "address", [None, "", "javascript:alert(1)", "file:///etc/passwd", "//git.example/c"]
)
def test_only_an_address_of_the_web_becomes_a_link(address: str | None) -> None:
    """A commit without an address of the web is named, and leads nowhere."""
    item = past(revision("2026-11-20", AIM, by=None, name="Somebody", commit_url=address)).all(
        "li", class_="revision"
    )[0]
    assert not item.all("a")
    assert "version" in item.text


def test_a_message_stands_where_it_may_be_read() -> None:
    """The words of a commit are shown to whoever the policy names, in full up to a length, and to nobody else."""
    long = "Review moved\n\n" + "word " * 300
    item = past(revision("2026-11-20", AIM, message=long)).all("p", class_="message")[0]
    assert item.text.startswith("Review moved\n\nword")
    assert item.text.endswith("…")
    assert len(item.text) < 510
    fields = {name: value for name, value in revision("2026-11-20", AIM) if name != "message"}
    assert not past(View(**fields)).all("p", class_="message")


def test_what_is_not_committed_comes_first_and_says_so() -> None:
    """A work tree that differs from the newest commit is told of, without an author, a time or a commit."""
    page = single.history_of(pupil(pending(AIM), revision("2026-11-20", DONE)), school())
    assert page is not None
    root = read(page.content)
    assert page.contents[0].title == "Not yet in the history"
    first = root.all("li", class_="revision")[0]
    assert first.text == "Target raised from 90 % to 92 %"
    assert "data-revision" not in first.attributes


def test_many_sentences_are_folded() -> None:
    """A commit that changed much shows its first sentences and folds the rest; one more is never folded."""
    many = [amendment("added", "actions", item=f"a{number}", about=CALL) for number in range(20)]
    item = past(revision("2026-11-20", *many)).all("li", class_="revision")[0]
    assert item.all("summary")[0].text == "and 12 more"
    assert len(item.all("li")) == 20
    assert not past(revision("2026-11-20", *many[:9])).all("details")


def test_a_past_that_is_not_known_says_so() -> None:
    """Without git nothing is made up: the page says that it is not known, and offers no filter."""
    root = past()
    assert changes.lines.NOT_KNOWN in root.text
    assert not root.all("form")


def test_who_may_not_see_the_past_has_no_page_of_it() -> None:
    """Where revisions are hidden, or the site has no page of changes, there is neither page nor section nor feed."""
    hidden = View(
        **{name: value for name, value in pupil(revision("2026-11-20", AIM)) if name != "revisions"}
    )
    assert single.history_of(hidden, school()) is None
    assert single.newest_of(hidden, school()) == ""
    assert changes.lately(hidden, school()) == ()
    without = school(absent=frozenset([changes.ADDRESS]))
    shown = pupil(revision("2026-11-20", AIM))
    assert single.history_of(shown, without) is None
    assert single.newest_of(shown, without) == ""


@pytest.mark.parametrize("hidden", ["commit", "commit_url", "at", "by", "by_id", "message"])
def test_a_revision_is_told_without_what_a_school_hides_of_it(hidden: str) -> None:
    """A school may narrow any line of the policy: then the page goes without, and makes nothing up."""
    found = View(**{name: value for name, value in revision("2026-11-20", AIM) if name != hidden})
    view = pupil(found)
    page = single.history_of(view, school())
    assert page is not None
    text = read(page.content).text
    assert "Target raised from 90 % to 92 %" in text
    assert "None" not in text
    assert "Not yet in the history" not in text
    latest = single.newest_of(view, school())
    assert "Target raised" in latest
    assert "not yet in the history" not in latest
    assert len(changes.lately(view, school())) == (0 if hidden == "at" else 1)


def test_filters_offer_what_there_is_to_choose() -> None:
    """Parts in the page's order, kinds in their list's, people by name; a filter with one choice is left out."""
    root = past(
        revision("2026-11-20", DONE, AIM),
        revision("2026-11-19", ADDED, by="r-adeyemi"),
        revision("2026-11-18", MARKS, by=None, name="a <b>"),
    )
    choices = {
        select.attributes["name"]: [option.attributes["value"] for option in select.all("option")]
        for select in root.all("select")
    }
    assert choices == {
        "part": ["", "attendance", "actions"],
        "kind": ["", "added", "changed", "marks"],
        "by": ["", "a <b>", "j-okafor", "r-adeyemi"],
    }
    assert "data-waiting" in root.all("form")[0].attributes
    assert not past(revision("2026-11-20", DONE)).all("form")


# ── The pupil's own page ────────────────────────────────────────────────────────────────────────────────


def test_the_pupils_page_tells_the_newest_and_who_last_changed_each_part() -> None:
    """Five revisions in short, and for each part of the record that ever changed, who and when."""
    view = seen(maya(), "senco")
    revisions = [
        revision("2026-11-20", DONE),
        revision("2026-11-19", MARKS, by="r-adeyemi"),
        *(revision(f"2026-11-{day}", AIM) for day in range(18, 10, -1)),
        revision("2025-06-02", amendment("begun", "plan"), by=None, name="Old Head"),
    ]
    page = single.of_pupil(View(**dict(view) | {"revisions": tuple(revisions)}), school())
    root = read(page.content)
    assert "What changed" in [line.title for line in page.contents]
    assert len(root.all("li", class_="revision")) == 5
    (place,) = root.all("div", data_looked=True)
    assert place.attributes["data-looked"] == "p-7k3m"
    assert len((place.attributes["data-revisions"] or "").split()) == 11
    pairs = place.all("dl")[0]
    told = dict(
        zip([each.text for each in pairs.all("dt")], [each.text for each in pairs.all("dd")], strict=True)
    )
    assert told == {
        "Plan": "Old Head, 2 June 2025",
        "Attendance": "R. Adeyemi, 19 November",
        "Actions": "J. Okafor, 20 November",
    }
    assert [
        link.attributes["href"] for link in place.all("a") if "history" in (link.attributes["href"] or "")
    ] == ["../../history/p-7k3m/"]


def test_the_pupils_page_stays_small() -> None:
    """However much a commit changed, the pupil's own page holds a few sentences of it."""
    long = {**CALL, "what": "word " * 200}
    many = [amendment("added", "actions", item=f"a{number}", about=long) for number in range(300)]
    revisions = [revision(f"2026-11-{day:02}", *many) for day in range(20, 0, -1)]
    section = single.newest_of(pupil(*revisions), school())
    newest = section.partition('<ul class="revisions short">')[2].partition('<p><a class="alone"')[0]
    assert 0 < len(newest) < 7000
    assert newest.count("and 297 more") == 5


def test_a_part_that_is_not_committed_has_no_author() -> None:
    """What only lies in the work tree is nobody's yet."""
    (pairs,) = read(single.newest_of(pupil(pending(DONE), revision("2026-11-20", AIM)), school())).all("dl")
    parts, said = pairs.all("dt"), pairs.all("dd")
    assert [(part.text, each.text) for part, each in zip(parts, said, strict=True)] == [
        ("Attendance", "J. Okafor, 20 November"),
        ("Actions", "not yet in the history"),
    ]


# ── The school's page ───────────────────────────────────────────────────────────────────────────────────


def test_the_schools_page_is_by_day_then_person_then_pupil() -> None:
    """Each day, each person of that day in the order of their names, and under each the pupils with links."""
    page, root = lately(
        pupil(revision("2026-11-20", DONE), revision("2026-11-19", AIM)),
        pupil(revision("2026-11-20", ADDED, by="r-adeyemi"), id="p-9wtr", name="Idris Khan"),
    )
    assert page.path == "changes/"
    assert [line.anchor for line in page.contents] == ["d-2026-11-20", "d-2026-11-19"]
    assert [each.text for each in root.all("h2")] == ["Friday 20 November 2026", "Thursday 19 November 2026"]
    assert [each.text for each in root.all("h3")] == ["J. Okafor", "R. Adeyemi", "J. Okafor"]
    entries = root.all("li", class_="revision")
    assert [each.all("a")[0].attributes["href"] for each in entries] == [
        "../pupils/p-7k3m/",
        "../pupils/p-9wtr/",
        "../pupils/p-7k3m/",
    ]
    assert entries[0].attributes["data-form"] == "8B"
    assert entries[0].attributes["data-year"] == "Year 8"
    assert entries[0].attributes["data-by"] == "j-okafor"
    assert entries[0].attributes["data-what"] == "actions:changed"
    staff = [link.attributes["href"] for link in root.all("a") if "staff/" in (link.attributes["href"] or "")]
    assert "../staff/r-adeyemi/" in staff
    assert all(not (href or "").startswith("../../") for href in staff)


def test_what_holds_a_thing_stands_small_beside_it() -> None:
    """A line on a concern says on which, on the school's page as on the pupil's own."""
    line = amendment("added", "concerns.updates", item="u1", within=("c1",), about={"text": "Calmer <b>"})
    view = pupil(revision("2026-11-20", line), concerns=(View(id="c1", what="Misses <i>"),))
    page = single.history_of(view, school())
    assert page is not None
    for root in (lately(view)[1], read(page.content)):
        (said,) = root.all("ul", class_="changed")[0].all("li")
        assert said.text == "Weekly line added: Calmer <b> concern: Misses <i>"
        assert said.all("span", class_="small")[0].text == "concern: Misses <i>"


def test_only_the_last_days_are_told() -> None:
    """The page looks back as far as thresholds.yml says, and a day longer not at all."""
    last, before = (TODAY - timedelta(days=days) for days in (27, 28))
    view = pupil(revision(last.isoformat(), DONE), revision(before.isoformat(), AIM))
    assert [each.what for each in changes.lately(view, school())] == [("actions:changed",)]
    assert [each.what for each in changes.lately(view, school(recent_days=29))] == [
        ("actions:changed",),
        ("attendance:changed",),
    ]


def test_what_one_commit_did_alike_to_many_stands_once() -> None:
    """An import for the whole school is one entry, with the pupils folded below it; a few stand one by one."""
    marks = revision("2026-11-20", MARKS)
    views = [pupil(marks, id=f"p-{number:04}", name=f"Pupil {number:04}") for number in range(130)]
    _, root = lately(*views, pupil(revision("2026-11-20", DONE)))
    entries = root.all("li", class_="revision")
    assert len(entries) == 2
    (together,) = [each for each in entries if each.text.startswith("130 pupils")]
    assert together.all("ul", class_="changed")[0].text == "Marks imported for 2 weeks"
    assert len(together.all("li", data_entry=True)) == 100
    assert "and 30 more" in together.text
    _, few = lately(*views[:4])
    assert len(few.all("li", class_="revision")) == 4


def test_a_day_of_much_is_capped_and_says_so() -> None:
    """A day's list stays readable: what is beyond it is counted, and stands on the pupils' own pages."""
    views = [
        pupil(revision("2026-11-20", AIM, name=f"n{number}"), id=f"p-{number:04}", name=f"Pupil {number}")
        for number in range(50)
    ]
    _, root = lately(*views)
    assert len(root.all("li", class_="revision")) == 40
    assert "10 more changes of that day are told on the pupils' own pages." in root.text


def test_long_commits_lead_to_the_pupils_own_past() -> None:
    """The school's page tells a commit's first sentences and leads to the rest."""
    many = [amendment("added", "actions", item=f"a{number}", about=CALL) for number in range(9)]
    _, root = lately(pupil(revision("2026-11-20", *many)))
    entry = root.all("li", class_="revision")[0]
    assert len(entry.all("ul", class_="changed")[0].all("li")) == 4
    (more,) = [link for link in entry.all("a") if "history/" in (link.attributes["href"] or "")]
    assert more.text == "and 5 more"


def test_the_schools_own_settings_are_told() -> None:
    """Changes of school.yml and staff.yml stand among the others, under no pupil."""
    settings = revision("2026-11-20", amendment("settings", "school"), by="r-adeyemi")
    _, root = lately(revisions=(settings,))
    entry = root.all("li", class_="revision")[0]
    assert entry.text.startswith("The school's settings")
    assert "data-form" not in entry.attributes


def test_what_is_not_committed_comes_first_on_the_schools_page() -> None:
    """A work tree's changes stand above every day."""
    page, _ = lately(pupil(pending(DONE), revision("2026-11-20", AIM)))
    assert [line.title for line in page.contents] == ["Not yet in the history", "Friday 20 November 2026"]


def test_a_school_without_changes_says_why() -> None:
    """Nothing lately is not the same as not known."""
    _, quiet = lately(pupil())
    assert "Nothing changed in the last 28 days." in quiet.text
    _, unknown = lately(pupil(), commit=None)
    assert changes.lines.NOT_KNOWN in unknown.text
    assert not quiet.all("form")
    assert not unknown.all("h2")


def test_filters_of_the_school_hold_years_and_forms_in_their_order() -> None:
    """Year 9 stands before Year 10 and 7A before 10A."""
    views = [
        pupil(
            revision("2026-11-20", AIM, name=form),
            id=f"p-{form.lower()}0",
            year_label=f"Year {form[:-1]}",
            plan=View(pupil=View(form=form)),
        )
        for form in ("10A", "9B", "7A")
    ]
    _, root = lately(*views)
    choices = {
        select.attributes["name"]: [option.text for option in select.all("option")]
        for select in root.all("select")
    }
    assert choices["year"] == ["Any", "Year 7", "Year 9", "Year 10"]
    assert choices["form"] == ["Any", "7A", "9B", "10A"]


def test_hostile_names_and_words_are_only_text() -> None:
    """A git author, a message, a wording and a form can hold anything; every page shows it as text."""
    found = revision(
        "2026-11-20",
        amendment("changed", "plan.outcomes.text", before=HOSTILE, after=HOSTILE, about={"text": HOSTILE}),
        amendment("added", "actions", item="a1", about={"what": HOSTILE, "owner": HOSTILE}),
        by=None,
        name=HOSTILE,
        message=HOSTILE,
    )
    view = pupil(found, name=HOSTILE, plan=View(pupil=View(form=HOSTILE)))
    page = single.history_of(view, school())
    assert page is not None
    _, overview = lately(view, pupil(revision("2026-11-20", AIM), id="p-9wtr"))
    for root in (read(page.content), overview, read(single.newest_of(view, school()))):
        names = {element.name for element in root.every()}
        assert not names & {"script", "img", "b" if root is not overview else "img"}
        assert HOSTILE in root.text
        for element in root.every():
            assert not any(name.startswith("on") for name in element.attributes)


def test_a_summary_keeps_no_more_than_the_page_needs() -> None:
    """What a summary holds of a busy pupil's past is small, and plain enough for the store."""
    many = [amendment("added", "actions", item=f"a{number}", about=CALL) for number in range(60)]
    view = View(
        **dict(seen(maya(), "senco")) | {"revisions": tuple(revision("2026-11-20", *many) for _ in range(60))}
    )
    kept = render.summary(view, school())
    assert len(kept.lately) == 40
    assert cache.unpack(cache.pack(kept)) == kept
    assert len(cache.pack(View(lately=kept.lately[:1]))) < 1500
    assert not render.summary(view).has("lately")
