"""A new school year: its terms, and what becomes of every pupil on the roll, in one save. Until its first day every page shows
this year.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from liverecord.derive.school_year import school_year_start
from liverecord.forms.asking import NO, YES
from liverecord.forms.days import EXAMPLE
from liverecord.forms.fields import NOT_THERE, NOTHING
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import how_to_say_a_day, left_out, pupil_called
from liverecord.forms.new_year.dates import BEGINS, CLOSURES, ENDS, TERMS, Years, first_day, years_of
from liverecord.forms.new_year.looked_at import Look, looked_at
from liverecord.forms.new_year.pupils import DECIDE, FORM, LEAVERS, YEAR, Row, form_by_rule, named, rows
from liverecord.forms.new_year.rule import ASK, LEAVE, STAY, UP
from liverecord.forms.new_year.written import written_down
from liverecord.forms.question import Answers, Choice, Form, Kind, Question, Section, Wrong
from liverecord.forms.seen import seen_by
from liverecord.model.days import in_words
from liverecord.render.words import capped, count


class Standing(NamedTuple):
    """Where the new year stands with some answers: its days, every pupil on the roll, and what to look at besides."""

    years: Years
    rows: tuple[Row, ...]
    looks: tuple[Look, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether anything still has to be said: of a pupil, of a form, or the new year's terms."""
        return not self.years.has_terms or any(row.state == "open" or row.lacks_form for row in self.rows)


def standing(scene: Scene, answers: Answers) -> Standing | list[Wrong]:
    """Return where the new year stands with these answers; or what is wrong with them."""
    years = years_of(scene, answers)
    if isinstance(years, list):
        return [*years, *_no_choice(answers)]
    found, wrong = rows(scene, years, answers)
    wrong = [*wrong, *_no_choice(answers)]
    if wrong:
        return list(dict.fromkeys(wrong))
    return Standing(years, tuple(found), tuple(looked_at(scene, years, found)))


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a new school year; raises NotHere."""
    if scene.names:
        raise NotHere
    years = _years_to_ask_by(scene, answers)
    found, _ = rows(scene, years, {})
    answered, _ = rows(scene, years, answers)
    return Form(
        title=JOB.title,
        about=(
            "What is written here takes effect on the new year's first day. Until then every page shows this year.",
            *_counted(found),
            *left_out(scene),
        ),
        sections=(*_asked(scene, years, found, answered, answers), *_besides(scene, years, answered)),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps over school.yml, the plans and the timetables; whoever is not decided stays as recorded."""
    if scene.names:
        raise NotHere
    now = standing(scene, answers)
    if isinstance(now, list):
        return now
    steps, places = written_down(scene, now.years, now.rows)
    if not steps:
        return [Wrong("", NOTHING)]
    unanswered, _ = rows(scene, now.years, {})
    asked = {
        question.name
        for section in _asked(scene, now.years, unanswered, now.rows, answers)
        for question in section.questions
    }
    places = {place: name for place, name in places.items() if name in asked}
    number = sum(row.state == "answered" for row in now.rows)
    about = f", {count(number, 'pupil')}" if number else ""
    return Written(steps, places, f"school: a new school year from {in_words(now.years.begins)}{about}")


JOB = Job("new-year", "A new school year", "school", ask, write)
"""The school year goes round."""


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────


def _years_to_ask_by(scene: Scene, answers: Answers) -> Years:
    """Return the days by which pupils are asked about; those that are likely, until the true ones are answered."""
    for given in (answers, {}):
        years = years_of(scene, given)
        if isinstance(years, Years):
            return years
    this = school_year_start(scene.today, scene.rulebook)
    begins = first_day(scene) or this.replace(year=this.year + 1)
    ends = max((term.end for term in scene.school.terms if term.end < begins), default=None)
    return Years(begins, ends, (), (), has_terms=False)


def _asked(
    scene: Scene, years: Years, found: Sequence[Row], answered: Sequence[Row], answers: Answers
) -> Iterator[Section]:
    """Yield the questions: the days, the school's last year, and by year group what the rule leaves open."""
    yield Section(title="The days", questions=tuple(_days(scene, answers)))
    yield from _leavers(scene, years, found, answers)
    yield from _of_years(scene, found, {row.pupil: row for row in answered}, answers)


def _days(scene: Scene, answers: Answers) -> Iterator[Question]:
    begins = first_day(scene)
    yield _question(
        answers,
        BEGINS,
        "What is the first day of the new school year?",
        "day",
        f"Needed once anything is answered, unless its terms stand below. {how_to_say_a_day(scene.today)}",
        seen_by(scene, "plan", ("pupil", "next_year", "from")),
        otherwise=in_words(begins) if begins else "",
    )
    yield _question(
        answers,
        ENDS,
        "What is the last day of this school year?",
        "day",
        f"Only where it is not the last day of the last term. {EXAMPLE}.",
        seen_by(scene, "plan", ("pupil", "on_roll_until")),
    )
    yield _question(
        answers,
        TERMS,
        "What are its terms?",
        "texts",
        "One on each line, such as Autumn 1: 2 September 2027 to 22 October 2027. Where a calendar has them as a file: first “Bring in "
        "a calendar of next year's terms”.",
        seen_by(scene, "school", ("terms", "0", "name")),
    )
    yield _question(
        answers,
        CLOSURES,
        "On which days of its terms is there no school?",
        "texts",
        "One on each line, such as 1 September 2027: INSET",
        seen_by(scene, "school", ("closures", "0", "date")),
    )


def _question(
    answers: Answers,
    name: str,
    label: str,
    kind: Kind,
    hint: str = "",
    seen: str = "",
    choices: tuple[Choice, ...] = (),
    otherwise: str = "",
) -> Question:
    value = tuple(answers.get(name, ())) if name in answers else ((otherwise,) if otherwise else ())
    return Question(
        name=name,
        label=label,
        kind=kind,
        hint=hint,
        seen_by=seen,
        choices=choices,
        value=value,
    )


def _counted(found: Sequence[Row]) -> Iterator[str]:
    """Yield how many pupils the rule moves up, and how many are gone by then."""
    up = sum(row.decide == UP for row in found)
    gone = sum(row.state == "gone" for row in found)
    if up:
        yield f"{capped(count(up, 'pupil'))} {'moves' if up == 1 else 'move'} up by one year, and need no answer."
    if gone:
        yield f"{capped(count(gone, 'pupil'))} {'has' if gone == 1 else 'have'} a last day before it already."


def _leavers(scene: Scene, years: Years, found: Sequence[Row], answers: Answers) -> Iterator[Section]:
    proposed = [row for row in found if row.state == "open" and row.proposal.decide == LEAVE]
    if not proposed:
        return
    last = f" on {in_words(years.ends)}" if years.ends else ""
    yield Section(
        title="The school's last year",
        questions=(
            _question(
                answers,
                LEAVERS,
                f"Do all who are in the school's last year leave{last}?",
                "yes",
                f"{capped(count(len(proposed), 'pupil'))}. Whoever does not is answered below.",
                seen_by(scene, "plan", ("pupil", "on_roll_until")),
                (Choice(YES, "Yes"), Choice(NO, "No")),
            ),
        ),
    )


def _of_years(
    scene: Scene, found: Sequence[Row], answered: dict[str, Row], answers: Answers
) -> Iterator[Section]:
    """Yield by year group what has to be said of its pupils."""
    for year in dict.fromkeys(row.year for row in found):
        asked = [
            question
            for row in found
            if row.year == year
            for question in _of_pupil(scene, row, answered.get(row.pupil, row), answers)
        ]
        if asked:
            yield _section(capped(scene.rulebook.codes.label("year_group", year)), asked)


def _section(title: str, asked: Sequence[Question]) -> Section:
    """Return questions under a heading; what is beside all of them is said once, for all."""
    hints = {each.hint for each in asked}
    if len(asked) == 1 or len(hints) > 1:
        return Section(title=title, questions=tuple(asked))
    (hint,) = hints
    return Section(title=title, hint=hint, questions=tuple(replace(each, hint="") for each in asked))


def _of_pupil(scene: Scene, row: Row, answered: Row, answers: Answers) -> Iterator[Question]:
    if row.state in {"gone", "joins"}:
        return
    called = pupil_called(row.known)
    if row.state == "open":
        yield _question(
            answers,
            named(DECIDE, row.pupil),
            called,
            "select",
            row.proposal.why or "The school's last year.",
            seen_by(scene, "plan", ("pupil", "year_group")),
            tuple(_choices(scene, row)),
        )
        if not row.proposal.year and row.proposal.decide != LEAVE:
            yield _question(
                answers,
                named(YEAR, row.pupil),
                f"{called}: which year group, where it is another?",
                "select",
                row.proposal.why,
                seen_by(scene, "plan", ("pupil", "year_group")),
                tuple(_other_years(scene, row)),
            )
    following = row.proposal.year
    if row.form and not form_by_rule(row, following) and (row.lacks_form or answered.lacks_form):
        yield _question(
            answers,
            named(FORM, row.pupil),
            f"{called}: which form in the new year?",
            "line",
            "It does not follow from the form of now. Without an answer no form is shown from then on.",
            seen_by(scene, "plan", ("pupil", "form")),
        )


def _choices(scene: Scene, row: Row) -> Iterator[Choice]:
    labels = scene.rulebook.codes
    if row.proposal.decide == LEAVE:
        yield Choice(LEAVE, "Leaves")
    if row.proposal.year:
        yield Choice(UP, f"Moves up to {labels.label('year_group', row.proposal.year)}")
    is_followed = bool(row.proposal.year) or row.proposal.decide == LEAVE
    yield Choice(
        STAY, f"Stays in {labels.label('year_group', row.year)}" if is_followed else "Stays as it is"
    )
    if row.proposal.decide != LEAVE:
        yield Choice(LEAVE, "Leaves")
    else:
        # Whoever is undecided does not leave with the others; elsewhere no answer says as much.
        yield Choice(ASK, "Not decided yet")


def _other_years(scene: Scene, row: Row) -> Iterator[Choice]:
    for year in scene.rulebook.codes.lists["year_group"]:
        if year != row.year:
            yield Choice(year, scene.rulebook.codes.label("year_group", year))


def _besides(scene: Scene, years: Years, found: Sequence[Row]) -> Iterator[Section]:
    yield Section(
        title="To look at besides",
        hint="Nothing of this changes with what is written here.",
        about=(*(_told(scene, look) for look in looked_at(scene, years, found)), _STAFF),
    )


_STAFF = "Does anybody else leave the staff? “Somebody leaves” asks who takes over what they hold."


def _told(scene: Scene, look: Look) -> str:
    day = in_words(look.day) if look.day else ""
    if look.what == "staff":
        name = next(each.name for each in scene.staff.staff if each.id == look.who)
        return f"{name} leaves on {day}, and {count(look.number, 'thing')} is still in {name}'s hands."
    return f"{pupil_called(scene.pupils[look.who])}: {told_of(look, day)}"


def told_of(look: Look, day: str) -> str:
    """Return in words what to look at of a pupil; `day` is its day in words."""
    if look.what == "transfer":
        return f"{look.label}, by {day}." if day else f"{look.label}?"
    if look.what == "target":
        return f"The attendance target ends on {day}. Agree a new one, with the pupil and the family."
    until = f" until {day}" if day else ""
    return f"The part-time timetable goes on{until}, in the new year. It stays as it was agreed: look at it with the family."


def _no_choice(answers: Answers) -> Iterator[Wrong]:
    if not set(answers.get(LEAVERS, ())) <= {YES, NO, ""}:
        yield Wrong(LEAVERS, NOT_THERE)
