"""Each change is one plain sentence, in words for pages and without for logs; hostile text stays text in both."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from liverecord.model.parts import FIELDS
from liverecord.render.changes import Teller, names, told
from liverecord.render.changes.nouns import NOUNS
from liverecord.render.changes.sentences import Told
from liverecord.render.changes.voice import clipped
from liverecord.render.pieces import Setting
from liverecord.view import View
from render.changed import CALL, amendment, pupil, school
from render.parsed_page import read

SETTING = Setting(school(), "../../")
HOSTILE = "\"><img src=x onerror=alert(1)> <script>alert('2')</script> {{7*7}} & ]]> \u202e"


def said(found: View, **more: Any) -> str:
    """The sentence as a reader sees it, with what stands small beside it."""
    line = told(found, SETTING, **more)
    small = f" ({line.small})" if line.small else ""
    return read(str(line.text)).text + small


def plain(found: View, **more: Any) -> str:
    """The sentence without words."""
    line = told(found, SETTING, words=False, **more)
    assert not isinstance(line.text, Markup)
    assert line.before == line.after == ""
    return f"{line.text} ({line.small})" if line.small else line.text


def changed(part: str, before: Any, after: Any, **more: Any) -> View:
    """An amendment of one field."""
    return amendment("changed", part, before=before, after=after, item=more.pop("item", "x1"), **more)


SENTENCES = [
    # What was said and named before a move to another phase.
    (
        changed("reviews.claimed_for_transfer", None, True, about={"kind": "ehcp_annual"}),
        "EHC plan annual review: claimed as the review before the move set to yes",
        "EHC plan annual review x1: claimed as the review before the move set to yes",
    ),
    (
        changed("reviews.chain.names", None, "type", about={"kind": "ehcp_annual"}),
        "Steps of the annual review: what the plan names for the move recorded: the type of school",
        "Steps of the annual review x1: what the plan names for the move recorded: the type of school",
    ),
    (
        changed("plan.ehcp.transfer", None, "stays", item=None),
        "Move to come recorded: no move: stays in this school",
        "Move to come recorded: no move: stays in this school",
    ),
    # As the issue has them.
    (
        changed("reviews.due", "2026-11-03", "2026-11-24", about={"kind": "sen_support"}),
        "SEN support review moved from 3 November to 24 November",
        "SEN support review x1 moved from 3 November to 24 November",
    ),
    (
        amendment("added", "actions", item="a3", about=CALL),
        "Action added: Phone call home each Monday (J. Okafor, due 27 November)",
        "Action a3 added (j-okafor, due 27 November)",
    ),
    (
        changed("plan.attendance.target.aim", 90, 92, item=None),
        "Target raised from 90 % to 92 %",
        "Target raised from 90 % to 92 %",
    ),
    (
        changed("plan.attendance.target.aim", 92, 90, item=None),
        "Target lowered from 92 % to 90 %",
        "Target lowered from 92 % to 90 %",
    ),
    (
        amendment("marks", "attendance.register", number=2),
        "Marks imported for 2 weeks",
        "Marks imported for 2 weeks",
    ),
    (
        changed("concerns.status", "open", "closed", about={"what": "Misses lesson 1"}),
        "Concern closed: Misses lesson 1",
        "Concern x1 closed",
    ),
    (
        changed("actions.status", "open", "done", about=CALL),
        "Action done: Phone call home each Monday",
        "Action x1 done",
    ),
    (
        changed("plan.keyworker", "r-adeyemi", "j-okafor", item=None),
        "Key worker changed from R. Adeyemi to J. Okafor",
        "Key worker changed from r-adeyemi to j-okafor",
    ),
    (
        changed("plan.passport.helps", ("A", "B"), ("B", "C", "D"), item=None),
        "Helps: “C”, “D” added, “A” taken out",
        "Helps: 2 lines added, 1 line taken out",
    ),
    (
        changed("plan.outcomes.text", "Old", "New", about={"text": "New"}, item="o1"),
        "Wording of an outcome changed",
        "Wording of outcome o1 changed",
    ),
    # Days.
    (
        changed("actions.due", "2026-12-27", "2027-01-08", about=CALL),
        "Action “Phone call home each Monday”: due date moved from 27 December to 8 January 2027",
        "Action x1: due date moved from 27 December to 8 January 2027",
    ),
    (
        changed("actions.due", "2026-11-27", "2026-11-20", about=CALL),
        "Action “Phone call home each Monday”: due date brought forward from 27 November to 20 November",
        "Action x1: due date brought forward from 27 November to 20 November",
    ),
    (
        changed("actions.started_on", None, "2026-11-09", about=CALL),
        "Action “Phone call home each Monday”: start set to 9 November",
        "Action x1: start set to 9 November",
    ),
    (
        changed("actions.review_on", "2026-11-09", None, about=CALL),
        "Action “Phone call home each Monday”: review taken out (before: 9 November)",
        "Action x1: review taken out (before: 9 November)",
    ),
    (
        changed("reviews.held_on", None, "2026-11-20", about={"kind": "sen_support"}),
        "SEN support review held on 20 November",
        "SEN support review x1 held on 20 November",
    ),
    (
        amendment("added", "reviews", item="r2", about={"kind": "ehcp_annual", "due": "2027-02-01"}),
        "EHC plan annual review planned for 1 February 2027",
        "EHC plan annual review r2 planned for 1 February 2027",
    ),
    # People.
    (
        changed("actions.owner", "r-adeyemi", "j-okafor", about=CALL),
        "Action “Phone call home each Monday” handed over from R. Adeyemi to J. Okafor",
        "Action x1 handed over from r-adeyemi to j-okafor",
    ),
    (
        changed("actions.owner", None, "j-okafor", about=CALL),
        "Action “Phone call home each Monday” given to J. Okafor",
        "Action x1 given to j-okafor",
    ),
    (
        changed("concerns.owner", "j-okafor", None, about={"what": "Late"}),
        "Concern “Late” has no owner any more (before: J. Okafor)",
        "Concern x1 has no owner any more (before: j-okafor)",
    ),
    # Codes, yes and no, lists of codes.
    (
        changed("plan.support", "K", "E", item=None),
        "Support changed from SEN support to education, health and care plan",
        "Support changed from SEN support to education, health and care plan",
    ),
    (
        changed("plan.conditions.fluctuating", False, True, about={"name": "Asthma"}),
        "Condition “Asthma”: whether it comes and goes changed from no to yes",
        "Condition x1: whether it comes and goes changed from no to yes",
    ),
    (
        changed("actions.agreed_with", ("pupil",), ("pupil", "family"), about=CALL),
        "Action “Phone call home each Monday”: agreed with: family added",
        "Action x1: agreed with: family added",
    ),
    (
        changed("actions.result", None, "helped", about=CALL),
        "Action “Phone call home each Monday”: result recorded: helped",
        "Action x1: result recorded: helped",
    ),
    (
        changed("plan.version", 2, 3, item=None),
        "Plan version changed from 2 to 3",
        "Plan version changed from 2 to 3",
    ),
    (changed("plan.pupil.form", "8B", "8C", item=None), "Form changed from 8B to 8C", "Form changed"),
    (
        changed("plan.outcomes.provision.status", "planned", "in_place", about={"what": "Reading"}),
        "Provision in place: Reading",
        "Provision x1 in place",
    ),
    (
        changed("plan.outcomes.provision.status", "in_place", "at_risk", about={"what": "Reading"}),
        "Provision “Reading”: state changed from in place to at risk",
        "Provision x1: state changed from in place to at risk",
    ),
    (
        changed("concerns.restricted", False, True, about={"what": "Late"}),
        "Concern “Late” marked as restricted",
        "Concern x1 marked as restricted",
    ),
    (
        changed("concerns.restricted", True, False, about={"what": "Late"}),
        "Concern “Late” no longer restricted",
        "Concern x1 no longer restricted",
    ),
    # Things of other kinds.
    (
        amendment("removed", "actions", item="a3", about=CALL),
        "Action taken out: Phone call home each Monday",
        "Action a3 taken out",
    ),
    (
        amendment(
            "added",
            "contacts",
            item="k1",
            about={"how": "phone", "with": "mother", "date": "2026-11-12", "by": "j-okafor"},
        ),
        "Conversation recorded: phone call with mother on 12 November (J. Okafor)",
        "Conversation k1 recorded (j-okafor)",
    ),
    (
        amendment("added", "plan.needs", item="n2", about={"type": "SLCN"}),
        "Need added: speech, language and communication",
        "Need n2 added",
    ),
    (
        amendment("added", "plan.attendance.target", about={"aim": 92, "by": "2027-03-25"}),
        "Attendance target set (92 %, by 25 March 2027)",
        "Attendance target set (92 %, by 25 March 2027)",
    ),
    (
        amendment(
            "added",
            "notes",
            item="b1",
            about={"reason": "anxiety", "from": "2026-11-02", "until": "2026-11-06"},
        ),
        "Reason for absence added: anxiety (2 November to 6 November)",
        "Reason for absence b1 added (2 November to 6 November)",
    ),
    (
        amendment("added", "concerns.updates", item="u3", about={"date": "2026-11-20", "no_change": True}),
        "Weekly line added: no change (20 November)",
        "Weekly line u3 added: no change (20 November)",
    ),
    # Whole files, and what is only counted.
    (amendment("begun", "plan"), "Record begun", "Record begun"),
    (
        amendment("lessons", "lessons", number=1),
        "Marks recorded for 1 lesson",
        "Marks recorded for 1 lesson",
    ),
    (
        amendment("unreadable", "absences"),
        "This version of the absences could not be read, so what it changed is not known",
        "This version of the absences could not be read, so what it changed is not known",
    ),
    (
        amendment("unknown", "plan", number=2),
        "Changed in the plan: 2 places that this program does not know, or no longer",
        "Changed in the plan: 2 places that this program does not know, or no longer",
    ),
    (
        amendment("settings", "school"),
        "The school's settings or its list of staff changed",
        "The school's settings or its list of staff changed",
    ),
]


@pytest.mark.parametrize(
    ("found", "in_words", "without"), SENTENCES, ids=[each[1][:50] for each in SENTENCES]
)
def test_a_change_is_told_as_people_say_it(found: View, in_words: str, without: str) -> None:
    """Each kind of change has its sentence, in words and without."""
    assert said(found) == in_words
    assert plain(found) == without


def test_staff_are_links() -> None:
    """A colleague's name leads to the colleague's page."""
    line = told(amendment("added", "actions", item="a3", about=CALL), SETTING)
    assert '<a href="../../staff/j-okafor/">J. Okafor</a>' in line.text


def test_a_wording_brings_its_old_and_new_text() -> None:
    """What was reworded stands below as it was and as it is, untouched; without words neither does."""
    found = changed("plan.outcomes.text", "Old <b>", "New & better", about={"text": "New & better"})
    assert told(found, SETTING)[1:3] == ("Old <b>", "New & better")
    assert told(found, SETTING, words=False)[1:3] == ("", "")
    added = told(changed("actions.what", None, "New", about={}), SETTING)
    assert (added.text, added.before, added.after) == ("Wording of an action added", "", "New")
    gone = told(changed("plan.passport.emergency", "Pen in the bag", None, item=None), SETTING)
    assert (gone.text, gone.before) == ("In an emergency taken out", "Pen in the bag")


def test_expected_sessions_are_told_as_words() -> None:
    """A week of expected sessions is read as days, not as letters."""
    part = "plan.attendance.part_time_timetable.expected"
    line = told(changed(part, "yn yn yn yn yn", "yy yy yy yy nn", item=None), SETTING)
    assert line.text == "Part-time timetable: sessions expected changed"
    assert line.before == "Monday to Friday morning"
    assert line.after == "Monday to Thursday whole day, Friday not expected"


def test_what_holds_a_thing_is_said_beside_it() -> None:
    """A line on a concern says on which, by its words now; where they are not to be seen it says nothing of it."""
    found = amendment(
        "added",
        "concerns.drivers",
        item="d1",
        within=("c1",),
        about={"driver": "pain", "certainty": "suspected"},
    )
    known = names(pupil(concerns=(View(id="c1", what="Misses lesson 1"),)))
    assert said(found, names=known) == "What may drive it added: pain (suspected) (concern: Misses lesson 1)"
    assert said(found) == "What may drive it added: pain (suspected)"
    assert plain(found, names=known) == "What may drive it d1 added (suspected) (concern c1)"


POINTERS = [
    (f"{part}.{name}", field.kind == "ids")
    for part, fields in FIELDS.items()
    for name, field in fields.items()
    if field.kind in {"id", "ids"}
]


@pytest.mark.parametrize(("part", "many"), POINTERS)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("z9", ""), ("", "z9")])
def test_a_hidden_value_is_never_told_as_nothing(part: str, many: bool, before: str, after: str) -> None:
    """What a thing points at may be hidden on either side: then it only changed, and was never nothing."""
    values = [tuple(each.split()) if many else each or None for each in (before, after)]
    for line in (said(changed(part, *values)), plain(changed(part, *values))):
        assert "nothing" not in line
        assert "None" not in line
        assert "()" not in line
        assert many or "taken out" not in line
        if not before and not after:
            assert line.endswith("changed")


def test_a_pointer_is_called_by_its_name() -> None:
    """A thing that another names is told by what it is called now, where that is known; by its id where not."""
    known = {"concerns/c1": "Misses lesson 1"}
    found = changed("actions.concern", "c1", "c2", about=CALL)
    assert said(found, names=known).endswith("the concern it is for changed from “Misses lesson 1” to c2")
    assert plain(found, names=known).endswith("the concern it is for changed from c1 to c2")


def test_values_of_one_thing_are_one_sentence() -> None:
    """What one commit changed of one thing is told once: what has a verb first, other things and wordings apart."""
    found = [
        changed("actions.ended_on", None, "2026-11-20", about=CALL, item="a3"),
        changed("concerns.review_on", "2026-11-20", "2026-12-04", about={"what": "Late"}, item="c1"),
        changed("actions.status", "open", "done", about=CALL, item="a3"),
        changed("actions.what", "Old", "New", about=CALL, item="a3"),
        changed("actions.owner", "j-okafor", "r-adeyemi", about=CALL, item="a3"),
        changed("actions.due", "2026-11-27", "2026-11-20", about=CALL, item="a4"),
        changed("plan.version", 1, 2, item=None),
        changed("plan.kind", None, "ehcp", item=None),
    ]
    in_words = Teller(SETTING).together(found)
    assert [read(str(line.text)).text for _, line in in_words] == [
        "Action done: Phone call home each Monday. End set to 20 November. Handed over from J. Okafor to R. Adeyemi",
        "Concern “Late”: review moved from 20 November to 4 December",
        "Wording of an action changed",
        "Action “Phone call home each Monday”: due date brought forward from 27 November to 20 November",
        "Plan version changed from 1 to 2",
        "Kind of plan recorded: education, health and care plan",
    ]
    assert [first.part for first, _ in in_words][:2] == ["actions.ended_on", "concerns.review_on"]
    without = Teller(SETTING, words=False).together(found)
    assert (
        without[0][1].text == "Action a3 done. End set to 20 November. Handed over from j-okafor to r-adeyemi"
    )


def test_an_order_alone_is_told_as_order() -> None:
    """Lines that only changed places are neither added nor taken out."""
    assert said(changed("plan.passport.helps", ("A", "B"), ("B", "A"), item=None)) == "Helps: order changed"


def test_what_is_not_known_is_told_without_being_named() -> None:
    """A field, part or kind that a later program brings is told plainly, without its technical name."""
    assert said(changed("actions.colour", "red", "blue", about=CALL)) == (
        "Action “Phone call home each Monday” changed"
    )
    assert said(amendment("added", "plan.wishes", item="w1", about={"text": "x"})) == (
        "Something in the record added"
    )
    assert said(amendment("reordered", "actions")) == "Changed: the actions"


def test_a_past_version_that_nothing_checked_is_told_too() -> None:
    """A day, number or code that is none is shown as typed on a page, and as something else in a log."""
    day = changed("actions.due", "soon", "whenever <b>", about=CALL)
    assert said(day).endswith("due date moved from soon to whenever <b>")
    assert plain(day) == "Action x1: due date moved from another day to another day"
    code = changed("actions.result", "Maya was sad", "helped", about=CALL)
    assert plain(code) == "Action x1: result changed from something else to helped"
    assert plain(changed("actions.owner", "Mrs Okafor's mum", "j-okafor", about=CALL)) == (
        "Action x1 handed over from somebody else to j-okafor"
    )
    assert (
        plain(changed("plan.version", "Maya", 3, item=None))
        == "Plan version changed from something else to 3"
    )
    assert plain(changed("plan.attendance.target.aim", "Maya", 92, item=None)).startswith("Attendance target")
    assert plain(amendment("added", "actions", item="Maya Ellison")) == "Action added"


def everything(value: str) -> list[View]:
    """An amendment of every kind and field, whose every text is `value`."""
    found: list[View] = []
    for part, fields in FIELDS.items():
        about = {
            name: (value,) if field.kind in {"texts", "codes", "ids"} else value
            for name, field in fields.items()
        }
        more: dict[str, Any] = {"item": value, "within": (value,), "about": about}
        found += [amendment(kind, part, **more) for kind in ("added", "removed")]
        for name, was in about.items():
            for before, after in (
                (None, was),
                (was, None),
                (was, ("other",) if isinstance(was, tuple) else "x"),
            ):
                found.append(amendment("changed", f"{part}.{name}", before=before, after=after, **more))
    found += [amendment(kind, value) for kind in ("begun", "unreadable", "unknown", value)]
    return found


@pytest.mark.parametrize("found", [told], ids=["told"])
def test_hostile_text_is_only_text(found: Any) -> None:
    """Whatever a past version holds, in whatever field: no element, no attribute comes of it."""
    known = {"plan/x": HOSTILE, f"plan/{HOSTILE}": HOSTILE, f"concerns/{HOSTILE}": HOSTILE}
    for each in everything(HOSTILE):
        line: Told = found(each, SETTING, names=known)
        assert isinstance(line.text, Markup)
        elements = read(str(line.text)).every()
        assert {element.name for element in elements} <= {"a"}
        assert "<script" not in line.text
        assert "onerror" not in {name for element in elements for name in element.attributes}


@pytest.mark.parametrize("typed", [HOSTILE, "Maya", "Maya Ellison of 8B", "MAYA"])
def test_without_words_nothing_typed_is_told(typed: str) -> None:
    """Logs and feeds hold nothing that anybody typed, whatever the field it was typed into."""
    known = {f"{file}/{typed}": typed for file in ("plan", "concerns", "actions")}
    for each in everything(typed):
        line = told(each, SETTING, words=False, names=known)
        assert typed not in "".join(line), (each.kind, each.part)
        assert "  " not in line.text
        assert line.text


@given(st.text(max_size=400), st.integers(min_value=5, max_value=200))
def test_clipped_text_is_short_and_one_line(text: str, limit: int) -> None:
    """However long what people typed, a sentence stays one line of it."""
    found = clipped(text, limit)
    assert len(found) <= limit + 1
    assert "\n" not in found


@given(st.sampled_from(sorted(NOUNS)), st.sampled_from(["added", "removed"]))
def test_a_thing_of_which_nothing_is_seen_is_told(part: str, kind: str) -> None:
    """Where the gate leaves nothing of a thing but that it came or went, the sentence stands without it."""
    for line in (said(amendment(kind, part)), plain(amendment(kind, part))):
        assert line[0].isupper()
        assert not line.endswith((":", "(", " "))
        assert "None" not in line
