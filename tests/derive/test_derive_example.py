"""The example record as of 22 November 2026: the figures of the mock, which were worked out by hand."""

from datetime import date

from derive_builders import EXAMPLE, TODAY, example, example_school, rulebook

from liverecord import derive
from liverecord.model.attendance import Cell
from liverecord.model.history import History

MAYA, IDRIS, ROWAN = "p-7k3m", "p-9wtr", "p-2xqd"


def test_maya_attendance() -> None:
    """73 of 87 possible sessions, 83.9 %; last week 1 missed and 3 the week before; the gap is the week of 19 October."""
    attendance = example(MAYA).attendance
    figures = attendance.figures
    assert figures is not None
    assert (figures.attended, figures.possible, figures.percent) == (73, 87, "83.9")
    assert (figures.authorised, figures.unauthorised, figures.late, figures.not_counted) == (3, 11, 1, 3)
    assert (figures.agreed_possible, figures.agreed_percent) == (87, "83.9")
    assert (figures.persistent, figures.severe) == (True, False)
    assert (figures.first, figures.last) == (date(2026, 9, 7), date(2026, 11, 20))
    assert figures.gaps == (date(2026, 10, 19),)
    assert attendance.last_week is not None
    assert attendance.week_before is not None
    assert (attendance.last_week.missed, attendance.week_before.missed) == (1, 3)
    assert len(attendance.register) == 10
    assert [week.monday for week in attendance.register if week.gap] == [date(2026, 10, 19)]


def test_maya_pattern() -> None:
    """11 of 18 Tuesday and Thursday mornings, against 2 of 26 other mornings, with the days behind it."""
    (pattern,) = example(MAYA).attendance.patterns
    assert pattern is not None
    assert pattern.cells == (
        Cell(weekday=1, half="AM", missed=5, possible=9),
        Cell(weekday=3, half="AM", missed=6, possible=9),
    )
    assert (pattern.missed, pattern.possible) == (11, 18)
    assert (pattern.other_missed, pattern.other_possible) == (2, 26)
    assert len(pattern.dates) == 11
    assert pattern.gaps == (date(2026, 10, 19),)


def test_maya_nearness() -> None:
    """11 unauthorised sessions (one not yet established) in the 9 weeks with marks of 10 school weeks: the line is reached."""
    first = example(MAYA).support_first
    assert first is not None
    near = first.nearness
    assert near is not None
    assert (near.sessions, near.provisional, near.weeks, near.reached) == (11, 1, 9, True)
    assert (near.limit, near.window_weeks, near.first) == (10, 10, date(2026, 9, 7))
    assert near.gaps == (date(2026, 10, 19),)


def test_maya_reasons() -> None:
    """The note explains the 11 unauthorised Tuesday and Thursday mornings; the appointment, the illness and the transport stay open."""
    case = example(MAYA)
    (span,) = case.reasons
    assert (span.id, span.source, span.reason, span.certainty) == ("ab1", "note", "transition", "suspected")
    assert (span.authorised, span.unauthorised, span.not_possible) == (0, 11, 0)
    # The N of 24 September has a reason in the note, so that nobody is asked.
    assert case.questions == ()
    assert case.support_first is not None
    assert case.support_first.nearness is not None
    assert case.support_first.nearness.by_mark == {"N": 1, "U": 10}


def test_maya_duties() -> None:
    """The action is 37 days late with T. Barros (away, R. Adeyemi covers), the review 9 days behind, the concern's in 5 days."""
    duties = {duty.id: duty for duty in example(MAYA).duties}
    action = duties["action_due.a2"]
    assert action.owner is not None
    assert (action.state, action.days, action.owner.name) == ("behind", -37, "T. Barros")
    assert action.about == "Misses the first lesson on Tuesdays and Thursdays"
    assert (action.owner.is_away, action.owner.away_until) == (True, date(2026, 12, 4))
    assert action.owner.cover_name == "R. Adeyemi"
    review = duties["sen_support_review.plan"]
    assert review.owner is not None
    assert (review.due, review.state, review.days) == (date(2026, 11, 13), "behind", -9)
    assert (review.owner.name, review.owner.by_role) == ("R. Adeyemi", "senco")
    assert (review.last_on, review.moved) == (date(2026, 7, 17), False)
    concern = duties["concern_review.c1"]
    assert concern.owner is not None
    assert (concern.due, concern.state, concern.days) == (date(2026, 11, 27), "soon", 5)
    assert concern.owner.name == "J. Okafor"
    recheck = duties["driver_recheck.d1"]
    assert (recheck.due, recheck.what) == (date(2026, 11, 27), "the move between places")
    assert list(duties) == [duty.id for duty in sorted(duties.values(), key=lambda each: (each.due, each.id))]


def test_maya_story() -> None:
    """What was tried, with 2 of 4 such mornings since and 9 of 14 before; what is next; and the line that is missing."""
    case = example(MAYA)
    assert [(each.id, each.status, each.result) for each in case.tried] == [
        ("a1", "open", None),
        ("pr1", "in_place", None),
    ]
    since = case.tried[0].before_after
    assert since is not None
    assert (since.since, since.missed, since.possible) == (date(2026, 11, 9), 2, 4)
    assert (since.before_missed, since.before_possible, since.of_pattern) == (9, 14, True)
    assert (since.small, since.gaps) == (True, (date(2026, 10, 19),))
    assert [each.about_attendance for each in case.tried] == [True, None]
    assert case.tried[1].before_after is None
    assert case.tried[1].agreed_with == ("pupil", "family")
    assert [(step.id, step.duty) for step in case.next_steps] == [
        ("a2", "action_due.a2"),
        ("a1", "action_due.a1"),
    ]
    assert [(each.concern, each.last_on, each.last_no_change) for each in case.silences] == [
        ("c1", date(2026, 11, 13), True)
    ]
    assert case.unmet == ()
    assert case.stale_plan == ()


def test_idris() -> None:
    """The timetable's review is 11 days overdue and its end a line under it; the referral is chased on 30 November."""
    case = example(IDRIS)
    duties = {duty.id: duty for duty in case.duties}
    review = duties["part_time_timetable_review.plan"]
    assert review.owner is not None
    assert (review.due, review.days, review.owner.name) == (date(2026, 11, 11), -11, "R. Adeyemi")
    assert review.about == "the agreement ended on 20 November 2026"
    assert "part_time_timetable_end.plan" not in duties
    chase = duties["circumstance_chase.q1"]
    assert (chase.due, chase.state, chase.days) == (date(2026, 11, 30), "soon", 8)
    assert chase.what == "Child and adolescent mental health service"
    assert chase.about == "referred 1 July 2026, waiting 144 days"
    assert duties["sen_support_review.plan"].due == date(2027, 1, 29)
    figures = case.attendance.figures
    assert figures is not None
    assert (figures.attended, figures.possible, figures.percent) == (20, 36, "55.6")
    assert (figures.agreed_possible, figures.agreed_percent) == (23, "87.0")
    assert figures.gaps == (date(2026, 10, 19), date(2026, 11, 9))
    assert [week.monday for week in case.attendance.register if week.gap] == [date(2026, 10, 19)]
    assert case.attendance.patterns == ()
    assert case.attendance.logged == 1
    first = case.support_first
    assert first is not None
    assert (first.persistent, first.severe) == (True, False)
    assert (first.nearness, first.sickness, first.away_in_a_row, first.decides) == (None, None, None, None)


def test_rowan() -> None:
    """A need without provision in the plan, provision to confirm by 18 December, the annual review a year after the decision."""
    case = example(ROWAN)
    duties = {duty.id: duty for duty in case.duties}
    assert [(each.need, each.type) for each in case.unmet] == [("n3", "OTH")]
    assert (duties["provision_confirm.s1"].due, duties["provision_confirm.s1"].state) == (
        date(2026, 12, 18),
        "soon",
    )
    annual = duties["ehcp_annual_review.plan"]
    assert (annual.due, annual.state, annual.force) == (date(2027, 1, 18), "later", "must")
    assert duties["health_care_plan_review.h1"].days == 19
    assert "condition_review.h1" not in duties
    assert case.attendance.figures is None
    assert (case.year_label, case.support_label) == ("Year 5", "Education, health and care plan")


def test_today() -> None:
    """Three rows need someone; 2 reviews overdue, 1 action late, 1 silent concern, 1 provision to confirm, no step without owner."""
    cases = [example(pupil_id) for pupil_id in (MAYA, IDRIS, ROWAN)]
    late = sorted(
        (duty for case in cases for duty in case.duties if duty.days < 0), key=lambda duty: duty.due
    )
    assert [(duty.kind, duty.group) for duty in late] == [
        ("action_due", "action"),
        ("part_time_timetable_review", "review"),
        ("sen_support_review", "review"),
    ]
    assert sum(len(case.silences) for case in cases) == 1
    assert sum(duty.kind == "provision_confirm" for case in cases for duty in case.duties) == 1
    assert sum(step.owner is None for case in cases for step in case.next_steps) == 0
    within = [duty.id for case in cases for duty in case.duties if 0 <= duty.days <= 14]
    assert within == ["action_due.a1", "concern_review.c1", "driver_recheck.d1", "circumstance_chase.q1"]


def test_the_school() -> None:
    """Sunday 22 November 2026 is in week 3 of Autumn 2 and Monday starts week 4; people are away and have left as staff.yml says."""
    at, people = example_school()
    school = derive.school_case(at, people, rulebook(), History(), TODAY)
    assert (school.weekday, school.week_label, school.next_week_label) == (
        "Sunday",
        "week 3 of Autumn 2",
        "week 4 of Autumn 2",
    )
    colleagues = {colleague.id: colleague for colleague in school.staff}
    assert colleagues["t-barros"].cover_name == "R. Adeyemi"
    assert colleagues["s-quill"].left_on == date(2026, 10, 23)
    assert school.labels["driver"]["transition"] == "Transition"
    assert school.commit is None
    assert school.committed_at is None


def test_a_holiday_has_no_week() -> None:
    """In half term the week has no label and no concern is silent; the Monday after begins week 1."""
    at, people = example_school()
    holiday = date(2026, 10, 28)
    school = derive.school_case(at, people, rulebook(), History(), holiday)
    assert (school.week_label, school.next_week_label) == (None, "week 1 of Autumn 2")
    assert example(MAYA, holiday).silences == ()


def test_edit_links() -> None:
    """Each section names its file and line, and the forge's address; a file that is not there has no address."""
    links = {link.section: link for link in example(MAYA).edit}
    passport = links["passport"]
    text = (EXAMPLE / passport.path).read_text(encoding="utf-8").splitlines()
    assert text[passport.line - 1].startswith("passport:")
    assert (
        passport.url == "https://git.ashgrove.example/send/records/_edit/main/records/pupils/p-7k3m/plan.yml"
    )
    missing = {link.section: link for link in example(ROWAN).edit}["concerns"]
    assert (missing.exists, missing.url) == (False, None)
    assert missing.path == "records/pupils/p-2xqd/concerns.yml"
