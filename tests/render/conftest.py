"""Views for the page tests: the three example pupils with the figures of the mock, made by hand from their records.

The figures are typed here, not derived, so that a page's tests fail for the page's own reasons.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from liverecord.model import attendance as made
from liverecord.model import case as cases
from liverecord.model import typed
from liverecord.model.derived import Assignee
from liverecord.model.history import Amendment, Revision
from liverecord.model.records import (
    Absences,
    Actions,
    Concerns,
    Contacts,
    Document,
    Plan,
    Reviews,
    School,
    Staff,
)
from liverecord.view import View
from render import attendances

RECORDS = Path(__file__).parents[1] / "cases/valid/example/records"
CODES = Path(__file__).parents[2] / "schema/codes.yml"
TODAY = date(2026, 11, 22)
FIVE = (
    "What is happening?",
    "What do we think is driving it?",
    "What have we already tried?",
    "Who is doing what next?",
    "When will we check again?",
)


COMMIT = "0123456789abcdef0123456789abcdef01234567"
MONDAY = date(2026, 11, 16)


def view_of(value: Any, hidden: frozenset[str] = frozenset(), path: str = "") -> Any:
    """Make Views of structs, as the gate does, without the paths in `hidden` ("plan.needs")."""
    if isinstance(value, Amendment):
        # The gate gives the item's fields as a View, and keeps its kinds to itself.
        return View(**{**_fields(value), "about": View(**value.about)})
    if isinstance(value, msgspec.Struct):
        fields = {}
        for field in type(value).__struct_fields__:
            below = f"{path}.{field}".lstrip(".")
            if below not in hidden:
                fields[field] = view_of(getattr(value, field), hidden, below)
        return View(**fields)
    if isinstance(value, tuple):
        return tuple(view_of(part, hidden, path) for part in value)
    return value


def _fields(amendment: Amendment) -> dict[str, Any]:
    return {name: getattr(amendment, name) for name in amendment.__struct_fields__ if name != "kinds"}


@cache
def _typed(path: Path, kind: type[Any]) -> Any:
    if not path.exists():
        return kind()
    data = yaml.safe_load(path.read_text("utf-8"))
    return typed.record(Document(path=path.name, kind=path.stem, data=data, marks={}, digest=""))


STAFF: Staff = _typed(RECORDS / "staff.yml", Staff)
_NAMES = {person.id: person.name for person in STAFF.staff}
_AWAY = {
    "t-barros": {
        "is_away": True,
        "away_until": date(2026, 12, 4),
        "cover_id": "r-adeyemi",
        "cover_name": "R. Adeyemi",
    }
}


def holder(staff_id: str, **more: Any) -> Assignee:
    return Assignee(id=staff_id, name=_NAMES[staff_id], **_AWAY.get(staff_id, {}), **more)


def duty(
    pupil: str, kind: str, group: str, label: str, due: date, owner: str | None, anchor: str, **more: Any
) -> cases.Duty:
    limit = more.get("limit")
    is_overdue = limit is not None and limit < TODAY
    days = ((limit if is_overdue else due) - TODAY).days
    warn = more.pop("warn", 7)
    state = (
        "overdue"
        if is_overdue
        else "behind"
        if days < 0
        else "due"
        if days == 0
        else "soon"
        if days <= warn
        else "later"
    )
    item = more.get("item", "")
    return cases.Duty(
        id=f"{pupil}/{kind}/{item}",
        kind=kind,
        group=group,
        label=label,
        due=due,
        owner=holder(owner) if owner else None,
        anchor=anchor,
        state=state,
        days=days,
        **more,
    )


def _register(typed: dict[date, str]) -> tuple[made.RegisterWeek, ...]:
    return attendances.register(typed, school_case().labels["mark"], (attendances.GAP,))


@cache
def school_case() -> cases.SchoolCase:
    school: School = _typed(RECORDS / "school.yml", School)
    lists = yaml.safe_load(CODES.read_text("utf-8"))["lists"]
    return cases.SchoolCase(
        name=school.name,
        phase=school.phase,
        as_of=TODAY,
        weekday="Sunday",
        week_label=None,
        next_week_label="week 4 of Autumn 2",
        coming_days=14,
        sheet_lines=4,
        sheet_letters=32,
        sheet_side=78,
        sheet_one_side=8,
        sheet_two_sides=30,
        card_minutes=2,
        card_words=400,
        windows=(7, 14, 28),
        half_term=cases.HalfTerm(name="Autumn 2", end=date(2026, 12, 18)),
        weeks=_weeks(),
        escalation_days=10,
        recent_days=28,
        feed_entries=100,
        commit=COMMIT,
        committed_at=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
        labels={name: {str(row["code"]): row["label"] for row in rows} for name, rows in lists.items()},
        staff=tuple(
            cases.Colleague(
                id=person.id,
                name=person.name,
                roles=person.roles,
                left_on=person.left_on,
                handover=person.handover,
                **_AWAY.get(person.id, {}),
            )
            for person in STAFF.staff
        ),
    )


def _weeks() -> tuple[cases.SchoolWeek, ...]:
    """Twelve school weeks from this one on, with the holiday between them."""
    labels = [
        *(f"week {number} of Autumn 2" for number in range(3, 8)),
        *(None, None),
        *(f"week {number} of Spring 1" for number in range(1, 7)),
        None,
        "week 1 of Spring 2",
    ]
    return tuple(
        cases.SchoolWeek(monday=MONDAY + timedelta(weeks=number), label=label)
        for number, label in enumerate(labels)
    )


def begun() -> Revision:
    """The oldest revision of every example pupil: the plan is new."""
    return Revision(
        commit=COMMIT,
        commit_url=f"https://git.ashgrove.example/send/records/commit/{COMMIT}",
        at=datetime(2026, 9, 18, 14, 0, tzinfo=UTC),
        by="R. Adeyemi",
        by_id="r-adeyemi",
        message="Plan agreed",
        amendments=(Amendment(kind="begun", part="plan"),),
    )


def _case(pupil: str, **more: Any) -> cases.CaseFile:
    folder = RECORDS / "pupils" / pupil
    plan: Plan = _typed(folder / "plan.yml", Plan)
    absences: Absences = _typed(folder / "absences.yml", Absences)
    where = f"records/pupils/{pupil}"
    edit = tuple(
        cases.EditLink(
            section=section,
            path=f"{where}/{file}.yml",
            line=line,
            url=f"https://git.ashgrove.example/send/records/_edit/main/{where}/{file}.yml",
        )
        for section, file, line in (
            ("passport", "plan", 24),
            ("plan", "plan", 38),
            ("circumstances", "plan", 90),
            ("attendance", "absences", 3),
            ("concerns", "concerns", 1),
            ("actions", "actions", 1),
            ("contacts", "contacts", 1),
            ("reviews", "reviews", 1),
        )
    )
    return cases.CaseFile(
        id=pupil,
        name=f"{plan.pupil.given_name} {plan.pupil.family_name}",
        as_of=TODAY,
        year_label=f"Year {plan.pupil.year_group}",
        support_label={"K": "SEN support", "E": "Education, health and care plan"}[plan.support],
        keyworker=holder(plan.keyworker or ""),
        plan=plan,
        concerns=_typed(folder / "concerns.yml", Concerns).concerns,
        actions=_typed(folder / "actions.yml", Actions).actions,
        contacts=_typed(folder / "contacts.yml", Contacts).contacts,
        reviews=_typed(folder / "reviews.yml", Reviews).reviews,
        notes=absences.notes,
        log=absences.log,
        lessons=absences.lessons,
        edit=edit,
        **{"revisions": (begun(),), **more},
    )


def maya() -> cases.CaseFile:
    """The mock's pupil: a pattern, a concern, a late action, a review that is behind."""
    pupil = "p-7k3m"
    absences: Absences = _typed(RECORDS / "pupils" / pupil / "absences.yml", Absences)
    first_lesson = "Met at the gate by Mr Okafor; three-picture card for the first task"
    transport = "Ask transport whether the 08:10 bus can be used"
    concern = "Misses the first lesson on Tuesdays and Thursdays"
    return _case(
        pupil,
        attendance=attendances.maya(_register(absences.weeks)),
        reasons=(
            made.ReasonSpan(
                id="ab1",
                source="note",
                reason="transition",
                certainty="suspected",
                authorised=0,
                unauthorised=10,
                not_possible=0,
                sessions=10,
            ),
        ),
        questions=(
            made.Question(kind="not_established", source="register", sessions=1, days=(date(2026, 9, 24),)),
        ),
        progress=attendances.progress(),
        support_first=attendances.support_first(holder("h-novak")),
        duties=(
            duty(
                pupil,
                "action_due",
                "action",
                "Action",
                date(2026, 10, 16),
                "t-barros",
                "actions",
                item="a2",
                what=transport,
                about=concern,
            ),
            duty(
                pupil,
                "sen_support_review",
                "review",
                "SEN support review",
                date(2026, 11, 13),
                "r-adeyemi",
                "reviews",
                last_on=date(2026, 7, 17),
                warn=14,
            ),
            duty(
                pupil,
                "action_due",
                "action",
                "Action",
                date(2026, 11, 27),
                "j-okafor",
                "actions",
                item="a1",
                what=first_lesson,
                about=concern,
            ),
            duty(
                pupil,
                "concern_review",
                "concern",
                "Concern review",
                date(2026, 11, 27),
                "j-okafor",
                "concerns",
                item="c1",
                what=concern,
            ),
            duty(
                pupil,
                "driver_recheck",
                "concern",
                "Look again at what drives it",
                date(2026, 11, 27),
                "j-okafor",
                "concerns",
                item="d1",
                what="Transition",
            ),
            duty(
                pupil,
                "provision_review",
                "provision",
                "Provision review",
                date(2026, 12, 11),
                "j-okafor",
                "plan",
                item="pr1",
                what="Shorter first task, set out in three pictures",
            ),
        ),
        tried=(
            cases.Tried(
                id="a1",
                source="action",
                what=first_lesson,
                started_on=date(2026, 11, 9),
                status="open",
                about_attendance=True,
                before_after=made.BeforeAfter(
                    since=date(2026, 11, 9),
                    missed=2,
                    possible=4,
                    before_missed=9,
                    before_possible=14,
                    of_pattern=True,
                    cells=attendances.cells({(1, "AM"): (1, 2, 4, 7), (3, "AM"): (1, 2, 5, 7)}),
                    small=True,
                    gaps=(attendances.GAP,),
                ),
            ),
            cases.Tried(
                id="pr1",
                source="provision",
                what="Shorter first task, set out in three pictures",
                started_on=date(2026, 9, 21),
                agreed_with=("pupil", "family"),
                status="in_place",
            ),
        ),
        next_steps=(
            cases.NextStep(
                id="a2",
                what=transport,
                concern="c1",
                owner=holder("t-barros"),
                due=date(2026, 10, 16),
                duty=f"{pupil}/action_due/a2",
            ),
            cases.NextStep(
                id="a1",
                what=first_lesson,
                concern="c1",
                owner=holder("j-okafor"),
                due=date(2026, 11, 27),
                duty=f"{pupil}/action_due/a1",
            ),
        ),
        silences=(
            cases.Silence(
                concern="c1",
                what=concern,
                last_on=date(2026, 11, 13),
                last_no_change=True,
                owner=holder("j-okafor"),
            ),
        ),
        revisions=(
            Revision(
                commit="89abcdef" * 5,
                commit_url=f"https://git.ashgrove.example/send/records/commit/{'89abcdef' * 5}",
                at=datetime(2026, 11, 9, 8, 15, tzinfo=UTC),
                by="J. Okafor",
                by_id="j-okafor",
                message="Meeting with the family",
                amendments=(
                    Amendment(
                        kind="added",
                        part="actions",
                        item="a1",
                        about={
                            "concern": "c1",
                            "kind": "check_in",
                            "what": first_lesson,
                            "owner": "j-okafor",
                            "due": "2026-11-27",
                        },
                    ),
                    Amendment(
                        kind="changed",
                        part="concerns.review_on",
                        item="c1",
                        about={"what": concern},
                        before="2026-11-13",
                        after="2026-11-27",
                    ),
                ),
            ),
            begun(),
        ),
    )


def idris() -> cases.CaseFile:
    """A part-time timetable, a mentor, a referral that is waiting."""
    pupil = "p-9wtr"
    absences: Absences = _typed(RECORDS / "pupils" / pupil / "absences.yml", Absences)
    return _case(
        pupil,
        attendance=attendances.idris(_register(absences.weeks)),
        part_time=attendances.part_time(),
        waits=(made.Wait(circumstance="q1", since=date(2026, 7, 6), weeks=19),),
        duties=(
            duty(
                pupil,
                "part_time_timetable_review",
                "review",
                "Part-time timetable review",
                date(2026, 11, 11),
                "r-adeyemi",
                "plan",
            ),
            duty(
                pupil,
                "circumstance_chase",
                "chase",
                "Chase",
                date(2026, 11, 30),
                "r-adeyemi",
                "circumstances",
                item="q1",
                what="Child and adolescent mental health service",
                warn=14,
            ),
        ),
        tried=(
            cases.Tried(
                id="a1",
                source="action",
                what="Walk in together on the first two days",
                started_on=date(2026, 10, 5),
                ended_on=date(2026, 10, 14),
                status="done",
                result="helped",
            ),
        ),
    )


def rowan() -> cases.CaseFile:
    """Only a plan: an unmet need, an appeal, provision at risk that attendance depends on."""
    pupil = "p-2xqd"
    return _case(
        pupil,
        unmet=(cases.Unmet(need="n3", type="OTH", detail="Epilepsy, uncontrolled"),),
        duties=(
            duty(
                pupil,
                "provision_confirm",
                "provision",
                "Provision to confirm",
                date(2026, 12, 18),
                "r-adeyemi",
                "plan",
                item="s1",
                what="Trained adult, temporary supply funding",
            ),
            duty(
                pupil,
                "circumstance_hearing",
                "chase",
                "Hearing",
                date(2027, 1, 19),
                "r-adeyemi",
                "circumstances",
                item="q1",
            ),
        ),
    )


STAFF_HIDES = frozenset(
    (
        *[
            "concerns",
            "actions",
            "contacts",
            "reviews",
            "notes",
            "log",
            "lessons",
            "attendance",
            *("support_first", "reasons", "questions", "progress", "part_time", "waits", "timetable"),
            "tried",
            "next_steps",
            "silences",
            "unmet",
            "stale_plan",
            *("lacks", "contact_due", "not_written_up", "in_name_only", "revisions"),
            *(f"stood.{name}" for name in ["commit", "commit_url", "code", "path", "line", "number"]),
            "edit",
            "duties.id",
            "duties.about",
            "duties.item",
            "duties.written_due",
            "duties.rule_due",
            "duties.moved",
            "duties.last_on",
            *("duties.held_since", "duties.late_school_days", "duties.escalated_to"),
        ],
        *(
            f"plan.{name}"
            for name in [
                "kind",
                "layer",
                "version",
                "agreed_on",
                "support_since",
                "parents_told_on",
                "safeguarding",
                "ehcp",
                "needs",
                "conditions",
                "support_without_plan",
                "attendance",
                "mentors",
                "views",
                "circumstances",
            ]
        ),
        *(
            f"plan.pupil.{name}"
            for name in [
                "date_of_birth",
                "upn",
                "on_roll_from",
                "on_roll_until",
                "looked_after",
                "destination",
                "next_year",
            ]
        ),
        *(f"plan.outcomes.{name}" for name in ["need", "theme", "by", "ended_on"]),
        *(f"plan.outcomes.{name}" for name in ["baseline", "baseline_on", "now", "now_on", "now_said_by"]),
        *(
            f"plan.outcomes.provision.{name}"
            for name in [
                "from_",
                "agreed_on",
                "agreed_with",
                "review_on",
                "result",
                "result_note",
                "result_said_by",
                "confirm_by",
                "contingency",
                "attendance_depends_on",
                "need",
                "theme",
            ]
        ),
    )
)
"""About what the narrowest audience does not see; the policy itself has tests of its own."""

TEAM_HIDES = frozenset(
    (
        "plan.safeguarding",
        "plan.ehcp",
        "plan.conditions",
        "plan.attendance.enforcement",
        "plan.circumstances.about",
        "plan.circumstances.sections",
        "plan.circumstances.hearing_on",
        "plan.circumstances.accepted_on",
        "plan.circumstances.accepted_by",
        "plan.pupil.date_of_birth",
        "plan.pupil.upn",
        "plan.pupil.looked_after",
        "plan.pupil.destination",
        "revisions.message",
    )
)

HIDES = {"staff": STAFF_HIDES, "team": TEAM_HIDES, "senco": frozenset[str]()}


STAFF_DUTIES = frozenset(("sen_support_review", "ehcp_annual_review", "action_due"))


def seen(case: cases.CaseFile, audience: str) -> View:
    """What an audience sees of a case, near enough."""
    if audience == "staff":
        kept = tuple(each for each in case.duties if each.kind in STAFF_DUTIES)
        case = msgspec.structs.replace(case, duties=kept)
    view: View = view_of(case, HIDES[audience])
    return view


@pytest.fixture(scope="session")
def school() -> View:
    return view_of(school_case())


@pytest.fixture(scope="session")
def pupils() -> Callable[[str], list[View]]:
    """The three pupils as one audience sees them, by its name."""
    return lambda audience: [seen(case, audience) for case in (maya(), idris(), rowan())]
