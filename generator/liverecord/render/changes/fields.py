"""What the fields of a record are called, and what kind of value each holds: by part and by name, as audiences.yml has them.

A test holds that every field that a record can change is here.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Field(NamedTuple):
    """How a field is called and what kind of value it holds.

    day       a day that was written down           ahead   a day to come, which may be moved
    text      sentences that people typed           line    a few words that they typed
    short     a word or number that they typed      texts   a list of lines
    code      a code of the list `of`               codes   several
    staff     a member of staff's id                yes     true or false
    id        the id of a thing in the files `of`   ids     several
    number    a whole number                        percent the same, in per cent
    week      a week of expected sessions
    """

    label: str
    kind: str
    of: str = ""


def _days(*rows: tuple[str, str], kind: str = "day") -> dict[str, Field]:
    return {name: Field(label, kind) for name, label in rows}


_RESTRICTED = {"restricted": Field("restricted", "yes")}
_STARTS = _days(("from", "start"))
_ENDS = _days(("until", "end"), kind="ahead")
_REVIEW = _days(("review_on", "review"), kind="ahead")
_OWNER = {"owner": Field("owner", "staff")}
_AGREED = {
    **_days(("agreed_on", "day of agreement")),
    "agreed_with": Field("agreed with", "codes", "agreed_with"),
}

_PROVISION = {
    **_RESTRICTED,
    "what": Field("wording", "text"),
    "who": Field("who answers for it", "staff"),
    "delivered_by": Field("who delivers it", "line"),
    "frequency": Field("how often", "line"),
    "status": Field("state", "code", "provision_status"),
    **_STARTS,
    **_ENDS,
    **_AGREED,
    **_REVIEW,
    "result": Field("result", "code", "result"),
    "confirm_by": Field("day to confirm it by", "ahead"),
    "contingency": Field("what happens if it goes", "text"),
    "attendance_depends_on": Field("whether attendance depends on it", "yes"),
    "need": Field("the need it meets", "id", "plan"),
}

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "plan": {
        "support": Field("Support", "code", "sen_provision"),
        "kind": Field("Kind of plan", "code", "plan_kind"),
        "layer": Field("Layer of support", "code", "layer"),
        "version": Field("Plan version", "number"),
        "agreed_on": Field("Plan's day of agreement", "day"),
        "keyworker": Field("Key worker", "staff"),
    },
    "plan.pupil": {
        "given_name": Field("Given name", "line"),
        "family_name": Field("Family name", "line"),
        "known_as": Field("Name used", "line"),
        "year_group": Field("Year group", "code", "year_group"),
        "form": Field("Form", "short"),
        "date_of_birth": Field("Date of birth", "day"),
        "upn": Field("Unique pupil number", "short"),
        "on_roll_from": Field("First day on the roll", "day"),
        "on_roll_until": Field("Last day on the roll", "day"),
        "looked_after": Field("Whether looked after", "yes"),
    },
    "plan.safeguarding": {
        "see": Field("Where a safeguarding record is held", "line"),
        "held_by": Field("Who holds the safeguarding record", "staff"),
    },
    "plan.ehcp": {
        "issued_on": Field("Day on which the plan was issued", "day"),
        "last_review_decided_on": Field("Day of the last review's decision", "day"),
        "authority": Field("Local authority", "line"),
        "transfer": Field("Move to come", "code", "transfer"),
        "transfer_on": Field("Day of the move to come", "ahead"),
    },
    "plan.passport": {
        "strengths": Field("Does well", "texts"),
        "helps": Field("Helps", "texts"),
        "avoid": Field("Avoid", "texts"),
        "communication": Field("Communication", "text"),
        "physical_care": Field("Physical care", "text"),
        "emergency": Field("In an emergency", "text"),
        "safe_to_attend": Field("Safe to attend when", "text"),
    },
    "plan.needs": {
        **_RESTRICTED,
        "type": Field("type", "code", "need"),
        "rank": Field("rank", "number"),
        "detail": Field("detail", "text"),
    },
    "plan.needs.attempts": {"date": Field("day", "day"), "text": Field("wording", "text")},
    "plan.conditions": {
        **_RESTRICTED,
        "name": Field("name", "line"),
        "fluctuating": Field("whether it comes and goes", "yes"),
        "health_care_plan": Field("whether it has a health care plan", "yes"),
        **_days(("agreed_on", "day of agreement")),
        **_REVIEW,
        **_OWNER,
        "detail": Field("detail", "text"),
    },
    "plan.outcomes": {
        **_RESTRICTED,
        "text": Field("wording", "text"),
        "need": Field("the need it is for", "id", "plan"),
        "by": Field("day to reach it by", "ahead"),
        "status": Field("state", "code", "outcome_status"),
        **_days(("ended_on", "end")),
    },
    "plan.outcomes.provision": _PROVISION,
    "plan.support_without_plan": _PROVISION,
    "plan.mentors": {"who": Field("who", "staff"), **_STARTS, **_ENDS},
    "plan.views": {
        **_RESTRICTED,
        "from": Field("who said it", "code", "voice"),
        "date": Field("day", "day"),
        "text": Field("wording", "text"),
    },
    "plan.circumstances": {
        **_RESTRICTED,
        "kind": Field("kind", "code", "circumstance_kind"),
        "stage": Field("stage", "code", "circumstance_stage"),
        "status": Field("state", "code", "circumstance_status"),
        "about": Field("what it is about", "text"),
        "service": Field("service", "line"),
        "sections": Field("sections", "codes", "ehcp_section"),
        **_days(
            ("requested_on", "day of the request"),
            ("sent_on", "day it was sent"),
            ("accepted_on", "day of acceptance"),
            ("advice_requested_on", "day advice was asked for"),
            ("advice_sent_on", "day advice was sent"),
            ("draft_served_on", "day the draft was served"),
            ("decision_letter_on", "day of the decision letter"),
            ("mediation_certificate_on", "day of the mediation certificate"),
            ("ended_on", "end"),
        ),
        **_days(
            ("expected_on", "expected day"),
            ("hearing_on", "hearing"),
            ("chase_on", "next chase"),
            ("review_on", "review"),
            kind="ahead",
        ),
        "accepted_by": Field("who accepted it", "staff"),
        **_OWNER,
    },
    "plan.attendance.target": {
        "baseline": Field("baseline", "percent"),
        "aim": Field("aim", "percent"),
        "by": Field("day to reach it by", "ahead"),
        **_AGREED,
        "outcome": Field("the outcome it belongs to", "id", "plan"),
        "ehcp_section": Field("section", "code", "ehcp_section"),
    },
    "plan.attendance.target.steps": {"date": Field("day", "ahead"), "aim": Field("aim", "percent")},
    "plan.attendance.part_time_timetable": {
        "reason": Field("reason", "text"),
        "agreed_on": _AGREED["agreed_on"],
        "agreed_with_parent": Field("agreed with the parent", "line"),
        "agreed_by": Field("who agreed it", "staff"),
        **_STARTS,
        **_ENDS,
        **_REVIEW,
        "expected": Field("sessions expected", "week"),
        "authority_told_on": Field("day the authority was told", "day"),
        "sen_team_consulted_on": Field("day the SEN team was consulted", "day"),
        **_OWNER,
    },
    "plan.attendance.part_time_timetable.steps": {
        "date": Field("day", "ahead"),
        "expected": Field("sessions expected", "week"),
    },
    "plan.attendance.reintegration.steps": {
        "date": Field("day", "ahead"),
        "text": Field("wording", "text"),
        "reached_on": Field("day it was reached", "day"),
    },
    "plan.attendance.access": {
        "since": Field("day", "day"),
        "level": Field("level", "code", "access_level"),
        "why": Field("why", "text"),
    },
    "plan.attendance.enforcement": {
        **_RESTRICTED,
        "considered_on": Field("day", "day"),
        "decided_by": Field("who decided", "staff"),
        "support": Field("support named", "ids", "plan actions"),
        "decision": Field("decision", "code", "enforcement_decision"),
        "rationale": Field("reasons given", "text"),
    },
    "plan.attendance.sickness_return": {
        "sent_on": Field("day it was sent", "day"),
        "by": Field("who sent it", "staff"),
    },
    "concerns": {
        **_RESTRICTED,
        "theme": Field("theme", "code", "theme"),
        **_days(("opened_on", "day it was opened"), ("closed_on", "day it was closed")),
        "status": Field("state", "code", "concern_status"),
        "what": Field("wording", "text"),
        "context": Field("context", "text"),
        "plan_version": Field("plan version it was agreed under", "number"),
        "outcomes": Field("outcomes it belongs to", "ids", "plan"),
        **_OWNER,
        **_REVIEW,
    },
    "concerns.drivers": {
        **_RESTRICTED,
        "driver": Field("what it is", "code", "driver"),
        "certainty": Field("certainty", "code", "certainty"),
        "test": Field("what tests it", "id", "actions"),
        "recheck_on": Field("day to look again", "ahead"),
        "detail": Field("detail", "text"),
    },
    "concerns.updates": {
        **_RESTRICTED,
        "date": Field("day", "day"),
        "by": Field("whose line it is", "staff"),
        "text": Field("wording", "text"),
        "no_change": Field("whether nothing changed", "yes"),
    },
    "actions": {
        **_RESTRICTED,
        "concern": Field("the concern it is for", "id", "concerns"),
        "kind": Field("kind", "code", "action_kind"),
        "what": Field("wording", "text"),
        **_OWNER,
        **_AGREED,
        **_days(("started_on", "start"), ("ended_on", "end")),
        **_days(("due", "due date"), ("review_on", "review"), kind="ahead"),
        "status": Field("state", "code", "action_status"),
        "result": Field("result", "code", "result"),
    },
    "contacts": {
        **_RESTRICTED,
        "date": Field("day", "day"),
        "by": Field("who spoke", "staff"),
        "with": Field("with whom", "code", "contact_with"),
        "how": Field("how", "code", "contact_how"),
        "reached": Field("whether the family was reached", "yes"),
        "engagement": Field("how reachable the family is", "code", "engagement"),
        "happening": Field("what is happening", "text"),
        "changed": Field("what has changed", "text"),
        "school_is_trying": Field("what the school is trying", "text"),
        "family_view": Field("what the family thinks", "text"),
        "agreed": Field("actions agreed", "ids", "actions"),
    },
    "reviews": {
        **_RESTRICTED,
        "kind": Field("kind", "code", "review_kind"),
        "about": Field("what it is about", "ids", "plan concerns actions"),
        "due": Field("day", "ahead"),
        "held_on": Field("day it was held", "day"),
        **_OWNER,
        "attended": Field("who was there", "codes", "attended"),
        "plan_version": Field("plan version", "number"),
        "summary": Field("summary", "text"),
    },
    "reviews.outcomes": {
        "result": Field("result", "code", "review_result"),
        "note": Field("note", "text"),
    },
    "reviews.chain": {
        **_days(
            ("invited_on", "invitations"),
            ("papers_sent_on", "papers sent"),
            ("report_sent_on", "report sent"),
            ("decision_on", "decision"),
            ("notice_on", "notice"),
            ("final_plan_on", "final plan"),
        ),
        "decision": Field("what was decided", "code", "review_decision"),
    },
    "notes": {
        **_RESTRICTED,
        **_STARTS,
        **_days(("until", "end")),
        "days": Field("days", "codes", "weekday"),
        "session": Field("half of the day", "code", "session"),
        "reason": Field("reason", "code", "reason"),
        "certainty": Field("certainty", "code", "certainty"),
        "concern": Field("the concern it belongs to", "id", "concerns"),
        "action": Field("the action it belongs to", "id", "actions"),
        "provision": Field("the provision it belongs to", "id", "plan"),
        "condition": Field("the condition it belongs to", "id", "plan"),
        "text": Field("note", "text"),
    },
    "log": {
        **_RESTRICTED,
        "date": Field("day", "day"),
        "session": Field("half of the day", "code", "session"),
        "code": Field("mark", "code", "mark"),
        "reason": Field("reason", "code", "reason"),
        "certainty": Field("certainty", "code", "certainty"),
        "action": Field("the action it belongs to", "id", "actions"),
        "concern": Field("the concern it belongs to", "id", "concerns"),
        "condition": Field("the condition it belongs to", "id", "plan"),
        "text": Field("note", "text"),
    },
    "lessons": {
        "date": Field("day", "day"),
        "period": Field("period", "short"),
        "mark": Field("mark", "code", "mark"),
        "subject": Field("subject", "line"),
    },
    "timetable": {
        **_STARTS,
        **_ENDS,
        "day": Field("day", "code", "weekday"),
        "period": Field("period", "short"),
        "subject": Field("subject", "line"),
    },
}
"""Each part's fields. A label of a `plain` part begins a sentence, any other stands inside one."""
