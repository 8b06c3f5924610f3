"""What a provision map adds to a plan: outcomes, and support under them. What the plan says already is left as it is. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from liverecord.intake.outcomes.provided import SupportRow
from liverecord.model.ids import next_id
from liverecord.model.records import Outcome, Plan
from liverecord.problem import Place, Problem
from liverecord.splice.steps import Add, Set, Step


class Additions(NamedTuple):
    """The steps of plan.yml, what they add and what was there already (rows), and what is to be told and asked.

    `in_words` are the rows whose support nobody of staff.yml answers for, so that who delivers it stands there in words. `questions`
    are the places of each question's code.
    """

    steps: list[Step]
    outcomes: int
    provision: int
    same: int
    in_words: list[Place]
    questions: Mapping[str, list[Place]]
    problems: list[Problem]


def additions(
    plan: Plan, rows: Sequence[SupportRow], meant: Callable[[str], Sequence[str]], closed: frozenset[str]
) -> Additions:
    """Return what one pupil's rows add to the plan.

    Rows with the same outcome are one outcome, and an outcome that the plan has in the same words is not added again; so it is with
    support. `meant` returns the ids of all whom a name may mean; `closed` are the states in which an outcome is over.
    """
    adding = _Adding(plan, meant)
    known = {said(outcome.text): outcome for outcome in plan.outcomes}
    for text, those in _grouped(rows, lambda row: said(row.outcome)).items():
        outcome = known.get(text)
        if outcome is not None and outcome.status in closed:
            adding.questions.setdefault("outcome-over", []).append(those[0].place)
        elif outcome is not None:
            adding.under(outcome, those)
        else:
            adding.new(those)
    return adding.result()


def said(text: str) -> str:
    """Return a text as it is compared: capitals, spaces and a full stop at its end do not count."""
    return " ".join(text.split()).casefold().rstrip(". ")


class _Adding:
    """What is added to one plan, outcome by outcome."""

    def __init__(self, plan: Plan, meant: Callable[[str], Sequence[str]]) -> None:
        self.questions: dict[str, list[Place]] = {}
        self._meant = meant
        self._steps: list[Step] = []
        self._outcomes = {outcome.id for outcome in plan.outcomes}
        self._support = {each.id for each in plan.support_without_plan}
        self._support |= {each.id for outcome in plan.outcomes for each in outcome.provision}
        self._in_words: list[Place] = []
        self._problems: list[Problem] = []
        self._added = 0
        self._provision = 0
        self._same = 0

    def under(self, outcome: Outcome, rows: Sequence[SupportRow]) -> None:
        """Add the support that an outcome of the plan has not, and where the pupil stands where the plan does not say."""
        told = self._told(rows, _STANDS)
        if told is None:
            return
        lacking = [name for name in told if getattr(outcome, name) is None]
        self._steps += [Set(("outcomes", outcome.id, name), told[name]) for name in lacking]
        known = {said(each.what) for each in outcome.provision}
        new = [row for row in rows if row.what and said(row.what) not in known]
        self._same += len(rows) - len(new)
        self._steps += [Add(("outcomes", outcome.id, "provision"), item) for item in self._items(new)]

    def new(self, rows: Sequence[SupportRow]) -> None:
        """Add an outcome with its support."""
        told = self._told(rows, ("by", *_STANDS))
        if told is None:
            return
        items = [*self._items([row for row in rows if row.what])]
        name = next_id("o", self._outcomes)
        self._outcomes.add(name)
        item: dict[str, Any] = {"id": name, "text": rows[0].outcome, **told}
        item |= {"provision": items} if items else {}
        self._steps.append(Add(("outcomes",), item))
        self._added += 1

    def result(self) -> Additions:
        """Return all that was added."""
        return Additions(
            self._steps,
            self._added,
            self._provision,
            self._same,
            self._in_words,
            self.questions,
            self._problems,
        )

    def _told(self, rows: Sequence[SupportRow], names: Sequence[str]) -> dict[str, str] | None:
        """Return what the rows of an outcome say of it, as plan.yml has it; None where two say different things."""
        told: dict[str, str] = {}
        for name in names:
            for row in rows:
                value = getattr(row, name)
                if value and told.setdefault(name, str(value)) != str(value):
                    self._disagree(row)
                    return None
        return told

    def _items(self, rows: Sequence[SupportRow]) -> Iterator[dict[str, Any]]:
        """Yield support as plan.yml has it; rows in the same words are one where they say the same, else a problem."""
        for those in _grouped(rows, lambda row: said(row.what)).values():
            first = those[0]
            other = next((row for row in those[1:] if _compared(row) != _compared(first)), None)
            if other is not None:
                self._disagree(other)
                continue
            self._same += len(those) - 1
            self._provision += 1
            yield self._item(first)

    def _item(self, row: SupportRow) -> dict[str, Any]:
        name = next_id("pr", self._support)
        self._support.add(name)
        people = self._meant(row.who) if row.who else ()
        is_sure = len(people) == 1
        if row.who and not is_sure:
            self._in_words.append(row.place)
        if len(people) > 1:
            self.questions.setdefault("who-not-sure", []).append(row.place)
        if row.is_unclear:
            self.questions.setdefault("result-unclear", []).append(row.place)
        item = {
            "id": name,
            "what": row.what,
            "who": people[0] if is_sure else "",
            "delivered_by": "" if is_sure else row.who,
            "frequency": row.frequency,
            "status": row.status,
            "from": row.start.isoformat() if row.start else "",
            "until": row.end.isoformat() if row.end else "",
            "review_on": row.review.isoformat() if row.review else "",
            "result": row.result,
            "result_note": row.result_note,
        }
        return {key: value for key, value in item.items() if value}

    def _disagree(self, row: SupportRow) -> None:
        message = "Another row of this pupil has the same words here, and says something else beside them."
        self._problems.append(Problem(row.place, "rows-disagree", message, _DISAGREE_HINT))


def _compared(row: SupportRow) -> SupportRow:
    return row._replace(place=Place(""), outcome="", what="", by=None, baseline="", now="")


def _grouped(rows: Sequence[SupportRow], by: Callable[[SupportRow], str]) -> dict[str, list[SupportRow]]:
    groups: dict[str, list[SupportRow]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return groups


_STANDS = ("baseline", "now")
"""Where the pupil stands with an outcome: rows of one outcome say the same of it, or nothing."""

_DISAGREE_HINT = (
    "Make one row of the two, or say in the words of each what is different. --partial imports the others."
)
