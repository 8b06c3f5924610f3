"""Reviews that take place in name only: shown as facts, with their days and the lines behind them, and never as a verdict.

Only what is open now, or newest, is looked at: what once slipped and was mended is no fact about today. Where git knows
nothing of the past, the signs that only git could tell are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

import msgspec

from liverecord.derive.history import edit_address
from liverecord.derive.limits import before
from liverecord.derive.numbers import number
from liverecord.derive.story import stale_plan
from liverecord.derive.subjects import SUBJECTS_OF_RECORDS, is_open, last_held, next_planned
from liverecord.model.history import Amendment, Edit, InNameOnly
from liverecord.model.records import Contact, Interval, Pupil, Review, School
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place

Thing = TypeVar("Thing")

MOVED_ON, POSTPONED = "moved_on", "postponed"
NO_CHANGE = "no_change"
PLAN_CHANGED = "plan_changed"
WITHOUT_VOICE = "without_voice"
OLD_PLAN = "old_plan"

PLAN_PARTS = (
    "plan.passport",
    "plan.needs",
    "plan.outcomes",
    "plan.support_without_plan",
    "plan.attendance.target",
    "plan.attendance.part_time_timetable",
    "plan.attendance.reintegration",
)
"""The parts that a review of the plan looks at."""


def in_name_only(
    pupil: Pupil, edits: Sequence[Edit], school: School, rulebook: Rulebook, today: date
) -> tuple[InNameOnly, ...]:
    """Return the signs that a review took place in name only, by the record and by what git knows of its past.

    They stand in the order of codes.yml: dates that were moved on, "no change" again and again, a plan that changed
    since its review, reviews without a voice, and concerns that point to an older plan.
    """
    signs = [
        *_moved(pupil, edits, rulebook, today),
        *_without_progress(pupil, rulebook, today),
        *_unchanged(pupil, rulebook, today),
        *_changed_since(pupil, edits, rulebook, today),
        *_unheard(pupil, rulebook, today),
        *_on_an_old_plan(pupil, rulebook, today),
    ]
    order = {kind: place for place, kind in enumerate(rulebook.codes.lists["in_name_only"])}
    signs.sort(key=lambda sign: (order.get(sign.kind, len(order)), sign.source, sign.item or ""))
    return tuple(_placed(sign, pupil, school) for sign in signs)


# ── Moved to a later day ────────────────────────────────────────────────────────────────────────────────


class _Planned(NamedTuple):
    """A review that is planned: the field of the record that has its day, and the days on which such a review was held."""

    source: str
    item: str | None
    field: str
    held: tuple[date, ...]
    owner: str | None
    restricted: bool


def _moved(pupil: Pupil, edits: Sequence[Edit], rulebook: Rulebook, today: date) -> Iterator[InNameOnly]:
    written: dict[tuple[str, str | None], list[tuple[date, Amendment]]] = {}
    begun: dict[tuple[str, str | None], date] = {}
    for edit in reversed(edits):
        on = min(edit.at.date(), today) if edit.at is not None else today
        for each in edit.amendments:
            if each.kind == "added":
                begun[_file(each.part), each.item] = on
            elif each.kind == "changed" and each.part.endswith(_DAYS):
                written.setdefault((_file(each.part), each.item), []).append((on, each))
    if not written:
        return
    first = edits[-1].at.date() if edits[-1].at is not None else today
    often = number(rulebook, "postponed", "times")
    for planned in _every_planned(pupil, rulebook, today):
        thing = (planned.source, planned.item)
        past = [(on, each) for on, each in written.get(thing, ()) if each.part.endswith(f".{planned.field}")]
        days, times = _put_off(past, planned.held, begun.get(thing, first))
        if times and days[-1] > days[0]:
            yield InNameOnly(
                kind=POSTPONED if times >= often else MOVED_ON,
                source=planned.source,
                item=planned.item,
                days=days,
                number=times,
                owner=planned.owner,
                restricted=planned.restricted or any(each.restricted for _, each in past),
            )


def _put_off(
    past: Sequence[tuple[date, Amendment]], held: Sequence[date], since: date
) -> tuple[tuple[date, ...], int]:
    """Return the days that a planned review had, oldest first, and how often a later one was written.

    The first stood there `since` a day. A day that was written after a review was held begins anew: it planned the next
    review, and put none off.
    """
    days: list[date] = []
    times = 0
    for on, each in past:
        was, became = _day(each.before), _day(each.after)
        if any(since < day <= on for day in held):
            days, times = [], 0
        elif was is not None and not days:
            days = [was]
        if became is not None:
            times += bool(days) and became > days[-1]
            days.append(became)
        since = on
    return tuple(days), times


def _every_planned(pupil: Pupil, rulebook: Rulebook, today: date) -> Iterator[_Planned]:
    """Yield the reviews that are still to come: those that reviews.yml of the record plans, and those of open things."""
    kinds: dict[str, list[Review]] = {}
    for review in pupil.reviews:
        kinds.setdefault(review.kind, []).append(review)
    for reviews in kinds.values():
        last = last_held(reviews, today)
        planned = next_planned(reviews, last.held_on if last else None)
        if planned is not None:
            yield _Planned(
                "reviews",
                planned.id,
                _DUE,
                _held_on(reviews, today),
                planned.owner,
                _is_closed(planned, pupil),
            )
    for subject, review_kinds in _reviewed(rulebook).items():
        for each in SUBJECTS_OF_RECORDS[subject](pupil, rulebook.codes, today):
            if each.thing.review_on is not None:
                looked = [
                    review
                    for review in pupil.reviews
                    if each.item in review.about or (review.kind in review_kinds and not review.about)
                ]
                source = each.anchor if each.anchor in _FILES else "plan"
                held = _held_on(looked, today)
                yield _Planned(source, each.item, _REVIEW_ON, held, each.owner, each.restricted)


def _reviewed(rulebook: Rulebook) -> dict[str, set[str]]:
    """Return the subjects of reviews.yml with a review date of their own, each with the kinds of review held of it."""
    kinds_by_subject: dict[str, set[str]] = {}
    for rule in rulebook.reviews:
        if rule.written == _REVIEW_ON:
            kinds = (name.partition(".") for name in rule.starts)
            kinds_by_subject.setdefault(rule.subject, set()).update(
                kind for word, _, kind in kinds if word == "held"
            )
    return kinds_by_subject


# ── “No change” ─────────────────────────────────────────────────────────────────────────────────────────


def _without_progress(pupil: Pupil, rulebook: Rulebook, today: date) -> Iterator[InNameOnly]:
    """Yield series of reviews, of one kind about the same things, whose last ones found no progress in any outcome."""
    series: dict[tuple[str, frozenset[str]], list[Review]] = {}
    for review in pupil.reviews:
        if review.held_on is not None and review.held_on <= today:
            series.setdefault((review.kind, frozenset(review.about)), []).append(review)
    for reviews in series.values():
        reviews.sort(key=lambda review: (review.held_on or date.min, review.id))
        last = _last_run(reviews, [_found_no_progress(review) for review in reviews])
        if len(last) >= number(rulebook, "no_change_again", "times"):
            yield InNameOnly(
                kind=NO_CHANGE,
                source="reviews",
                item=last[-1].id,
                days=_held_on(last, today),
                number=len(last),
                owner=last[-1].owner,
                restricted=any(_is_closed(review, pupil) for review in last),
            )


def _unchanged(pupil: Pupil, rulebook: Rulebook, today: date) -> Iterator[InNameOnly]:
    """Yield open concerns whose newest lines all say that nothing changed."""
    for concern in pupil.concerns:
        if not is_open(rulebook.codes, "concern_status", concern.status, concern.closed_on, today):
            continue
        updates = sorted(
            (update for update in concern.updates if update.date <= today),
            key=lambda update: (update.date, update.id),
        )
        last = _last_run(updates, [bool(update.no_change) for update in updates])
        if len(last) >= number(rulebook, "no_change_again", "times"):
            yield InNameOnly(
                kind=NO_CHANGE,
                source="concerns",
                item=concern.id,
                days=tuple(update.date for update in last),
                number=len(last),
                owner=concern.owner,
                restricted=concern.restricted or any(update.restricted for update in last),
            )


def _last_run(things: Sequence[Thing], is_so: Sequence[bool]) -> Sequence[Thing]:
    """Return the newest things in a row that are so, oldest first."""
    start = len(things)
    while start and is_so[start - 1]:
        start -= 1
    return things[start:]


def _found_no_progress(review: Review) -> bool:
    return bool(review.outcomes) and all(each.result == _NO_PROGRESS for each in review.outcomes)


# ── The plan ────────────────────────────────────────────────────────────────────────────────────────────


def _changed_since(
    pupil: Pupil, edits: Sequence[Edit], rulebook: Rulebook, today: date
) -> Iterator[InNameOnly]:
    """Yield a sign where the plan differs from the one that was last reviewed.

    What changed is told by meaning, by the edits to PLAN_PARTS: a hash of the plan would call a corrected form a change.
    Where git does not reach as far back, the version that the review looked at tells it. What is written soon after a
    review comes from it, and is no change since.
    """
    codes = rulebook.codes
    of_plans = [
        review for review in pupil.reviews if (row := codes.get("review_kind", review.kind)) and row.plan
    ]
    last = last_held(of_plans, today)
    if last is None or last.held_on is None:
        return
    until = last.held_on + timedelta(days=number(rulebook, "write_up", "days"))
    later = [
        [each for each in edit.amendments if each.part.startswith(PLAN_PARTS)]
        for edit in edits
        if edit.at is None or edit.at.date() > until
    ]
    changed = [amendments for amendments in later if amendments]
    agreed, version = pupil.plan.agreed_on, last.plan_version
    is_newer = (
        version is not None
        and version < pupil.plan.version
        and agreed is not None
        and until < agreed <= today
    )
    if changed or is_newer:
        yield InNameOnly(
            kind=PLAN_CHANGED,
            source="plan",
            days=(last.held_on,),
            number=len(changed) or 1,
            owner=pupil.plan.keyworker,
            restricted=not is_newer and all(each.restricted for amendments in changed for each in amendments),
        )


def _on_an_old_plan(pupil: Pupil, rulebook: Rulebook, today: date) -> Iterator[InNameOnly]:
    old = frozenset(stale_plan(pupil, rulebook.codes, today))
    agreed = pupil.plan.agreed_on
    for concern in pupil.concerns:
        if concern.id in old:
            yield InNameOnly(
                kind=OLD_PLAN,
                source="concerns",
                item=concern.id,
                days=(agreed,) if agreed is not None and agreed <= today else (),
                owner=concern.owner,
                restricted=concern.restricted,
            )


# ── The voice ───────────────────────────────────────────────────────────────────────────────────────────


def _unheard(pupil: Pupil, rulebook: Rulebook, today: date) -> Iterator[InNameOnly]:
    """Yield the newest recent review of each kind and matter, if neither pupil nor family attended or spoke near it."""
    near = timedelta(days=number(rulebook, "voice", "days"))
    since = before(today, Interval(months=number(rulebook, "voice", "months")))
    newest: dict[tuple[str, frozenset[str]], Review] = {}
    for review in sorted(pupil.reviews, key=lambda review: (review.held_on or date.min, review.id)):
        if review.held_on is not None and review.held_on <= today:
            newest[review.kind, frozenset(review.about)] = review
    for review in newest.values():
        held = review.held_on
        if held is None or held < since or not _VOICES.isdisjoint(review.attended):
            continue
        if not any(abs(day - held) <= near for day in _spoken(pupil)):
            yield InNameOnly(
                kind=WITHOUT_VOICE,
                source="reviews",
                item=review.id,
                days=(held,),
                owner=review.owner,
                restricted=_is_closed(review, pupil),
            )


def _spoken(pupil: Pupil) -> Iterator[date]:
    """Yield the days on which the pupil or the family is on record as having said something."""
    for voice in pupil.plan.views:
        yield voice.date
    for contact in pupil.contacts:
        if _was_heard(contact):
            yield contact.date


def _was_heard(contact: Contact) -> bool:
    return contact.with_ not in _NOT_THE_FAMILY and contact.reached is not False


# ── Where it is written ─────────────────────────────────────────────────────────────────────────────────


def _placed(sign: InNameOnly, pupil: Pupil, school: School) -> InNameOnly:
    place = _place(sign, pupil)
    if place is None:
        return sign
    return msgspec.structs.replace(
        sign,
        path=place.path,
        line=place.line,
        url=edit_address(school.forge, place.path),
        line_url=edit_address(school.forge, place.path, place.line),
    )


def _place(sign: InNameOnly, pupil: Pupil) -> Place | None:
    """Return where a thing is written, as far as lines are known; for a thing inside another, where that begins."""
    places: Mapping[str, Place] = pupil.places
    if sign.item is None:
        part = "plan.version" if sign.kind == PLAN_CHANGED else "plan.attendance"
        return places.get(part) or places.get(sign.source)
    items = [sign.item, *(outer for outer, inner in _held(pupil) if inner == sign.item)]
    for item in items:
        for name, place in places.items():
            file, _, rest = name.partition(".")
            if file == sign.source and rest.partition(".")[2] == item:
                return place
    return places.get(sign.source)


def _held(pupil: Pupil) -> Iterator[tuple[str, str]]:
    for outcome in pupil.plan.outcomes:
        yield from ((outcome.id, provision.id) for provision in outcome.provision)


_DUE, _REVIEW_ON = "due", "review_on"
_DAYS = ("reviews.due", ".review_on")
_FILES = frozenset(("concerns", "actions", "reviews"))
_NO_PROGRESS = "no_progress"
_VOICES = frozenset(("pupil", "family"))
_NOT_THE_FAMILY = frozenset(("other",))


def _file(part: str) -> str:
    first = part.partition(".")[0]
    return first if first in _FILES else "plan"


def _day(value: object) -> date | None:
    """Return a day of a past version; None for what is no day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _held_on(reviews: Iterable[Review], today: date) -> tuple[date, ...]:
    return tuple(
        sorted(review.held_on for review in reviews if review.held_on is not None and review.held_on <= today)
    )


def _is_closed(review: Review, pupil: Pupil) -> bool:
    """Tell whether a review is restricted, or looked at nothing but restricted concerns and what was done about them."""
    if review.restricted or not review.about:
        return review.restricted
    concerns = {concern.id for concern in pupil.concerns if concern.restricted}
    actions = {each.id for each in pupil.actions if each.restricted or each.concern in concerns}
    return all(each in concerns or each in actions for each in review.about)
