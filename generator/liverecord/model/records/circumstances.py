"""What the plan says of standing circumstances."""

from typing import Annotated

from liverecord.model import field
from liverecord.model.records.item import Day, Item


class Circumstance(Item, frozen=True, kw_only=True):
    """A standing circumstance. Which stages it has depends on its kind."""

    id: Annotated[str, field.item_id("circumstance", "q1")]
    kind: Annotated[
        str, field.code("circumstance_kind", "kind", "What kind of circumstance it is.", "appeal")
    ]
    stage: Annotated[
        str | None,
        field.code(
            "circumstance_stage", "stage", "How far it has come: one of the stages of its kind.", "registered"
        ),
    ] = None
    status: Annotated[
        str | None, field.code("circumstance_status", "state", "Whether it is going on.", "waiting")
    ] = None
    about: Annotated[
        str | None, field.text("what it is about", "What it is about.", "No provision for epilepsy")
    ] = None
    service: Annotated[
        str | None,
        field.line("service", "For a referral: the service.", "Child and adolescent mental health service"),
    ] = None
    sections: Annotated[
        tuple[str, ...],
        field.codes(
            "ehcp_section", "sections", "For an appeal: the sections of the plan it is about.", ["B", "F"]
        ),
    ] = ()
    requested_on: Annotated[
        Day | None,
        field.past(
            "day of the request",
            "For a needs assessment: when it was asked for, for instance the day on which the letter was posted.",
            "2026-09-14",
        ),
    ] = None
    received_on: Annotated[
        Day | None,
        field.past(
            "day the request was received",
            "For a needs assessment: when the local authority received the request. Its time limits count from here.",
            "2026-09-16",
        ),
    ] = None
    exception: Annotated[
        str | None,
        field.code(
            "assessment_exception",
            "exception claimed",
            "For a needs assessment: which exception the local authority claims where it is late. It moves no day.",
            "personal_circumstances",
        ),
    ] = None
    sent_on: Annotated[
        Day | None, field.past("day it was sent", "For a referral: when it was sent.", "2026-07-01")
    ] = None
    expected_on: Annotated[
        Day | None,
        field.ahead(
            "expected day", "When the next thing is expected; empty while it is not known.", "2027-02-01"
        ),
    ] = None
    hearing_on: Annotated[
        Day | None, field.ahead("hearing", "For an appeal: the day of the hearing.", "2027-01-19")
    ] = None
    accepted_on: Annotated[
        Day | None,
        field.past(
            "day of acceptance",
            "When the school accepted it, so that it need not be explained again.",
            "2026-10-05",
        ),
    ] = None
    accepted_by: Annotated[
        str | None, field.staff("who accepted it", "Who accepted it: the id from staff.yml.", "h-novak")
    ] = None
    chase_on: Annotated[Day | None, field.ahead("next chase", "When to ask after it.", "2026-11-30")] = None
    review_on: Annotated[Day | None, field.ahead("review", "When it is looked at again.", "2026-12-11")] = (
        None
    )
    advice_requested_on: Annotated[
        Day | None,
        field.past(
            "day advice was asked for",
            "For a needs assessment: when the local authority asked the school for advice. Guidance gives the school six weeks.",
            "2026-10-30",
        ),
    ] = None
    advice_sent_on: Annotated[
        Day | None,
        field.past(
            "day advice was sent",
            "For a needs assessment: when the school sent its advice; empty until then.",
            "2026-12-04",
        ),
    ] = None
    draft_served_on: Annotated[
        Day | None,
        field.past(
            "day the draft was served",
            "The day on which the family was sent the draft plan, of a needs assessment or as the tribunal ordered. Their "
            "fifteen days begin with it.",
            "2027-01-04",
        ),
    ] = None
    decision_letter_on: Annotated[
        Day | None,
        field.past(
            "day of the decision letter",
            "For an appeal: the date of the letter with the authority's decision. The family has two months.",
            "2026-10-12",
        ),
    ] = None
    mediation_certificate_on: Annotated[
        Day | None,
        field.past(
            "day of the mediation certificate",
            "For an appeal: the date of the mediation certificate. The family has one month, or the rest of the two.",
            "2026-11-16",
        ),
    ] = None
    order: Annotated[
        str | None,
        field.code(
            "tribunal_order",
            "tribunal's order",
            "For an appeal: what the tribunal ordered the local authority to do.",
            "amend",
        ),
    ] = None
    order_sent_on: Annotated[
        Day | None,
        field.past(
            "day the order was sent",
            "For an appeal: the day on which the tribunal sent its order. The authority's time counts from here.",
            "2027-01-25",
        ),
    ] = None
    order_done_on: Annotated[
        Day | None,
        field.past(
            "day the order was complied with",
            "For an appeal: when the local authority had done what the tribunal ordered; empty until then.",
            "2027-02-22",
        ),
    ] = None
    ended_on: Annotated[Day | None, field.past("end", "When it ended.", "2027-02-26")] = None
    owner: Annotated[
        str | None, field.staff("owner", "Who follows it: the id from staff.yml.", "r-adeyemi")
    ] = None
