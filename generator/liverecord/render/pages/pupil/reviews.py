"""Reviews and dates: what is due, what needs a second look, and what was held."""

from datetime import date
from functools import partial

from markupsafe import Markup

from liverecord.model.parts import FIELDS
from liverecord.render import no_date, second_look
from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees
from liverecord.render.words import count
from liverecord.view import View


def section(record: Joined) -> Markup:
    """Return the dates to come and the reviews that were held; nothing where both are hidden."""
    view = record.view
    if not view.has("reviews") and not view.has("duties"):
        return Markup()
    held = [review for review in record.listed("reviews") if sees(review, "held_on")]
    return filled(
        "pages/pupil/reviews.html.j2",
        view=view,
        setting=record.setting,
        pupil=record.view.id,
        edit=record.edit("reviews"),
        blocks=record.blocks("reviews"),
        dated=dated(record),
        undated=[
            {"pupil": "", "carried": "", **no_date.said(row, record.setting, view.id)}
            for row in record.listed("undated")
        ],
        signs=_signs(record),
        held=sorted(held, key=lambda review: review.held_on, reverse=True),
        outcome_named=record.outcome_named,
        review_small=partial(_small, record),
    )


def by_date(record: Joined) -> list[View]:
    """Return every duty, the oldest first."""
    return sorted(record.listed("duties"), key=lambda duty: (duty.due, duty.kind))


def dated(record: Joined) -> list[View]:
    """Return the duties that are a look again, and no action's."""
    return [duty for duty in by_date(record) if duty.group != "action"]


def _signs(record: Joined) -> list[tuple[str, str, Markup]]:
    """Return the signs that a review took place in name only: what each is about, what is so, and the record's line."""
    view, setting = record.view, record.setting
    return [
        (
            second_look.thing(sign, second_look.named(sign, view), setting),
            second_look.sentence(sign, setting),
            second_look.line(sign, view.id, view.name),
        )
        for sign in record.listed("in_name_only")
    ]


def _small(record: Joined, review: View) -> list[str]:
    """Return who was at a review, under which plan, and its later dates."""
    setting = record.setting
    lines = []
    if sees(review, "about"):
        lines.append(f"about: {record.named(review.about)}")
    if sees(review, "attended"):
        lines.append(f"with {setting.listed('attended', review.attended)}")
    if sees(review, "plan_version"):
        lines.append(f"plan version {review.plan_version}")
    if sees(review, "owner"):
        person = setting.people.get(review.owner)
        lines.append(f"held by {person.name if person else review.owner}")
    if sees(review, "chain"):
        steps = FIELDS["reviews.chain"]
        lines += [
            f"{steps[name].title} {setting.day(value)}"
            for name, value in review.chain
            if isinstance(value, date)
        ]
    if sees(review, "chain", "decision"):
        lines.append(f"decided: {setting.word('review_decision', review.chain.decision)}")
    if sees(review, "chain", "names"):
        lines.append(f"the plan names {setting.word('plan_names', review.chain.names)} for the move")
    if sees(review, "claimed_for_transfer"):
        lines.append(
            "the authority says that this was the review before the move, which still ends nothing that is due before it"
        )
    lines += [_late(each, record) for each in record.listed("closed_late") if each.review == review.id]
    return lines


def _late(closed: View, record: Joined) -> str:
    """Return how late the final plan was that closed a review, whichever review it came after."""
    day = record.setting.day
    return f"closed by the final plan of {day(closed.closed_on)}, {count(closed.days, 'day')} after the limit of {day(closed.limit)}"
