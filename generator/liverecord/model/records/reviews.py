"""reviews.yml: reviews held and to come."""

from typing import Annotated

from liverecord.model import field
from liverecord.model.records.item import Day, Item, Record


class ReviewedOutcome(Record, frozen=True, kw_only=True):
    """What a review found of one outcome."""

    id: Annotated[
        str, field.points("outcome", "outcome", "The outcome: an id from outcomes in plan.yml.", "o1")
    ]
    result: Annotated[str, field.code("review_result", "result", "Where it stands.", "progress")]
    note: Annotated[str | None, field.text("note", "More about it.", "Four lessons out of five in art")] = (
        None
    )


class ReviewChain(Record, frozen=True, kw_only=True):
    """An annual review's later dates, some the school's and some the authority's."""

    invited_on: Annotated[
        Day | None,
        field.past(
            "invitations", "When everybody was invited: two weeks before the meeting at least.", "2026-10-12"
        ),
    ] = None
    papers_sent_on: Annotated[
        Day | None,
        field.past(
            "papers sent",
            "When the advice and information were sent to those invited: two weeks before the meeting at least.",
            "2026-10-16",
        ),
    ] = None
    report_sent_on: Annotated[
        Day | None,
        field.past(
            "report sent",
            "When the report went to the local authority: within two weeks of the meeting.",
            "2026-11-16",
        ),
    ] = None
    decision_on: Annotated[
        Day | None,
        field.past(
            "decision",
            "The date of the authority's decision: within four weeks of the meeting.",
            "2026-11-30",
        ),
    ] = None
    decision: Annotated[
        str | None,
        field.code(
            "review_decision",
            "what was decided",
            "What the authority decided: to keep the plan, to amend it or to cease it.",
            "amend",
        ),
    ] = None
    names: Annotated[
        str | None,
        field.code(
            "plan_names",
            "what the plan names for the move",
            "Where the plan is kept as it is before a move: whether it names the school or the type of school to come. "
            "Without either the authority still owes the plan for the move.",
            "school",
        ),
    ] = None
    mediation_certificate_on: Annotated[
        Day | None,
        field.past(
            "mediation certificate",
            "Of a decision to cease the plan: the date of the family's mediation certificate. They may appeal for one month "
            "from it, or the rest of the two months from the decision.",
            "2026-12-14",
        ),
    ] = None
    notice_on: Annotated[
        Day | None,
        field.past(
            "notice", "The date of the authority's amendment notice, where the plan is amended.", "2026-11-30"
        ),
    ] = None
    final_plan_on: Annotated[
        Day | None,
        field.past(
            "final plan",
            "The date of the final amended plan: within eight weeks of the notice.",
            "2027-01-25",
        ),
    ] = None


class Review(Item, frozen=True, kw_only=True):
    """A review that is planned, or was held."""

    id: Annotated[str, field.item_id("review", "r1")]
    kind: Annotated[str, field.code("review_kind", "kind", "What is reviewed.", "sen_support")]
    about: Annotated[
        tuple[str, ...],
        field.points_to_several(
            "concern provision condition outcome action circumstance",
            "what it is about",
            "The concerns, provision or conditions it looks at: their ids.",
            ["c1"],
            belongs=True,
        ),
    ] = ()
    due: Annotated[
        Day | None,
        field.ahead(
            "day",
            "When it is to be held. The earlier of this and the rule's date counts.",
            "2026-11-13",
            is_at_school=True,
        ),
    ] = None
    held_on: Annotated[
        Day | None,
        field.past("day it was held", "When it was held; empty until then.", "2026-07-17", is_at_school=True),
    ] = None
    claimed_for_transfer: Annotated[
        bool | None,
        field.yes(
            "claimed as the review before the move",
            "true where the authority says that this was the review before the move to another phase. It is written down as "
            "what was said, and ends nothing: that review is held within the twelve months before the move.",
        ),
    ] = None
    owner: Annotated[
        str | None,
        field.staff(
            "owner",
            "Who sees to it: the id from staff.yml. Left out: the role that the rule names.",
            "r-adeyemi",
        ),
    ] = None
    attended: Annotated[
        tuple[str, ...], field.codes("attended", "who was there", "Who took part.", ["pupil", "family"])
    ] = ()
    plan_version: Annotated[
        int | None,
        field.number("plan version", "The version of the plan that was reviewed.", 2, lowest=1, highest=9999),
    ] = None
    summary: Annotated[
        str | None, field.text("summary", "What came of it.", "Plan renewed; first-task target added")
    ] = None
    outcomes: Annotated[
        tuple[ReviewedOutcome, ...],
        field.part("What was found of each outcome", "What was found of each outcome."),
    ] = ()
    chain: Annotated[
        ReviewChain,
        field.part(
            "Steps of the annual review",
            "An annual review's further dates. Some are the school's to keep and some the local authority's.",
        ),
    ] = ReviewChain()


class Reviews(Record, frozen=True, kw_only=True):
    """A pupil's reviews, held and to come."""

    reviews: Annotated[
        tuple[Review, ...],
        field.part("Reviews", "One entry for each review. Write the next one down when one is held."),
    ] = ()
