"""What the end of a school year brings a pupil: by the school's lowest and highest year alone, and never by a guess."""

import re
from datetime import date
from typing import Literal, NamedTuple

from liverecord.derive.school_year import school_year_start
from liverecord.forms.codes import ONE_BY_ONE, POST_16, STAYS, YEARS_NOT_FOLLOWED
from liverecord.model.records import Pupil, School
from liverecord.model.rulebook import Rulebook

Decision = Literal["up", "stay", "leave", "ask"]
"""A pupil moves up, stays in the year, leaves; or somebody has to say which."""

UP: Decision = "up"
STAY: Decision = "stay"
LEAVE: Decision = "leave"
ASK: Decision = "ask"


class Proposal(NamedTuple):
    """What the rule says of a pupil. `year` is the next year group, "" where none follows. `why` says why it is asked."""

    decide: Decision
    year: str = ""
    why: str = ""


def by_rule(pupil: Pupil, year: str, begins: date, school: School, rulebook: Rulebook) -> Proposal:
    """Return what the rule says of a pupil who is in a year group before the new year begins; asked where it says nothing."""
    following = next_year_group(year, rulebook)
    why = _why_asked(pupil, year, following, school, rulebook)
    if why:
        return Proposal(ASK, following, why)
    if _is_last(year, school, rulebook):
        until = pupil.plan.pupil.on_roll_until
        if until is not None and until >= begins:
            return Proposal(ASK, following, "The record has a last day on the roll that is in the new year.")
        return Proposal(LEAVE)
    if _moves(pupil, begins, rulebook):
        return Proposal(ASK, following, "The plan names a move to another school in the new year.")
    return Proposal(UP, following)


def next_year_group(year: str, rulebook: Rulebook) -> str:
    """Return the year group after one; "" after the last, and where years are not followed."""
    order = _order(rulebook)
    place = order.index(year) + 1 if year in order else len(order)
    return order[place] if place < len(order) else ""


def raised(form: str, year: str, following: str) -> str:
    """Return a form's name in the next year: its leading number goes up where it is the year's; "" where it has none such.

    7A becomes 8A, Year 4 Willow becomes Year 5 Willow; of Willow nothing follows. Of 4/5 Beech neither: the number of this year or of
    one beside it, once more, is that of a class of several years.
    """
    number = _LEADING.fullmatch(form.strip())
    if number is None or not year.isdecimal() or not following.isdecimal():
        return ""
    if int(number["number"]) != int(year):
        return ""
    if any(abs(int(each) - int(year)) <= 1 for each in _NUMBER.findall(number["after"])):
        return ""
    return f"{number['before']}{int(following):0{len(number['number'])}}{number['after']}"


_LEADING = re.compile(
    r"(?P<before>(?:(?:year|yr|y)\.?\s*)?)(?P<number>[0-9]{1,2})(?P<after>(?![0-9]).*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"[0-9]{1,4}")


def _order(rulebook: Rulebook) -> tuple[str, ...]:
    """Return the year groups that follow each other: all but the last row, which is for years that are not followed."""
    return tuple(code for code in rulebook.codes.lists["year_group"] if code != YEARS_NOT_FOLLOWED)


def _why_asked(pupil: Pupil, year: str, following: str, school: School, rulebook: Rulebook) -> str:
    """Return why a pupil's next year is asked; "" where the rule says it."""
    order, ehcp = _order(rulebook), pupil.plan.ehcp
    if year not in order:
        return "What comes next is somebody's decision."
    if school.phase in ONE_BY_ONE:
        return "In a school of this kind each pupil's year is somebody's decision."
    if pupil.plan.pupil.out_of_year:
        return "The pupil is taught out of year."
    if ehcp is not None and ehcp.transfer == STAYS:
        return "The plan says that the pupil stays in this school."
    if school.years is None:
        return (
            "" if _is_last(year, school, rulebook) else "The school's lowest and highest year are not known."
        )
    if order.index(year) > order.index(school.years.highest):
        return "The pupil is beyond the school's highest year."
    if following and order.index(following) < order.index(school.years.lowest):
        return "The pupil is below the school's lowest year."
    if year in rulebook.codes.lists["transfer"][POST_16].years and year != school.years.highest:
        return "Whoever goes on into the school's own sixth form stays; the others leave."
    if not following and year != school.years.highest:
        return "No year follows."
    return ""


def _moves(pupil: Pupil, begins: date, rulebook: Rulebook) -> bool:
    """Tell whether the record names a day in the new year on which the pupil moves to another phase."""
    ehcp = pupil.plan.ehcp
    if ehcp is None or ehcp.transfer is None or ehcp.transfer_on is None:
        return False
    return school_year_start(ehcp.transfer_on, rulebook) == school_year_start(begins, rulebook)


def _is_last(year: str, school: School, rulebook: Rulebook) -> bool:
    """Tell whether everybody leaves at the end of a year group: it is the highest, or the phase alone makes it certain."""
    if school.years is not None:
        return year == school.years.highest
    moves = rulebook.codes.lists["transfer"].values()
    return any(year in move.years and school.phase in move.phases for move in moves)
