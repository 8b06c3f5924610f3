"""A command's options are its form's questions: none is missing, none is made up, and what is wrong is told at its option."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, TODAY, at
from liverecord.batch.options import Unasked, answers_of, options_of, told
from liverecord.cli.doing import WAYS
from liverecord.forms.job import Job, NotHere
from liverecord.forms.question import Form, Question, Section, Wrong
from liverecord.read.rulebook import rulebook
from strategies import hostile_text

OTHERWISE = {"everything", "from"}
"""Questions of which `--to` and `--from` are the options; those of single things are answered by `--plan`."""
STAFF = tuple(person.id for person in at(WAYS["join staff"].job).staff.staff)


def forms(name: str) -> list[Form]:
    """Return the forms of a command's job over the demo school: of every pupil, or of everybody on the staff."""
    way = WAYS[name]
    found = []
    for pupil in PUPILS if way.job.scope == "pupil" else (None,):
        for names in [(person,) for person in STAFF] if way.names == ("nobody",) else [way.names]:
            try:
                found.append(way.job.ask(at(way.job, pupil, *names), {}))
            except NotHere:
                continue
    return found


@pytest.mark.parametrize("name", WAYS)
def test_every_question_has_its_option(name: str) -> None:
    """Whatever a form asks of anybody in the demo school can be typed; and every option is a question of such a form."""
    known = {option.question for option in options_of(WAYS[name], rulebook(), TODAY)}
    asked = {question.name for form in forms(name) for question in form.questions}
    assert {each for each in asked if not each.startswith("take_")} - OTHERWISE <= known
    assert known - asked <= {"assessment-ended", "review"}, "only what no demo pupil happens to be asked"


@pytest.mark.parametrize("name", WAYS)
def test_an_option_is_typed_in_one_way(name: str) -> None:
    """No two options read alike, each says what it is for, and what is renamed is a question of the form."""
    options = options_of(WAYS[name], rulebook(), TODAY)
    assert len({option.flag for option in options}) == len(options)
    for option in options:
        assert option.flag.startswith("--")
        assert option.flag.removeprefix("--").replace("-", "").isalnum()
        assert option.says.strip().endswith((".", "?"))
    assert set(WAYS[name].called) <= {option.question for option in options}


def form_of(*kinds: str) -> Form:
    questions = tuple(Question(name=f"q{number}", label="Q", kind=kind) for number, kind in enumerate(kinds))  # type: ignore[arg-type]
    return Form(title="", sections=(Section(questions=questions),))


@given(st.lists(hostile_text(), min_size=1, max_size=3), st.sampled_from(["line", "texts", "several", "day"]))
def test_answers_are_what_a_form_sends(typed: list[str], kind: str) -> None:
    """Lines of one box go together; all else goes as it was typed."""
    made = answers_of(form_of(kind), {"q0": typed})
    assert made == {"q0": ["\n".join(typed)] if kind == "texts" else typed}


def test_what_is_not_asked_is_no_answer() -> None:
    assert answers_of(form_of("line"), {"other": ["x"]}) == Unasked("other", ("q0",))


@given(hostile_text())
def test_what_is_wrong_stands_at_its_option(typed: str) -> None:
    """The option is named, or how to answer without one; else the place in the file."""
    form = form_of("line", "line")
    assert told(Wrong("q0", "Not so."), form, {"q0": "--on"}) == "--on: Not so."
    assert told(Wrong("q1", "Not so."), form, {"q0": "--on"}) == "--answer q1=…: Not so."
    assert told(Wrong("", "Not so.", "records/staff.yml:3"), form, {}) == "records/staff.yml:3: Not so."
    assert told(Wrong("", typed), form, {}) == typed


@pytest.mark.parametrize("name", ["join pupil", "support ceases"])
def test_what_may_be_chosen_is_told_by_code(name: str) -> None:
    """Choices are listed by id and code, which are fit for a log."""
    way = WAYS[name]
    pupil = (
        next((each for each in PUPILS if _ceases(way.job, each)), None) if way.job.scope == "pupil" else None
    )
    form = way.job.ask(at(way.job, pupil, *way.names), {})
    said = told(Wrong("support", "Choose."), form, {"support": "--support"})
    assert said.startswith("--support: Choose. One of: ")
    assert "K" in said
    assert "SEN support" not in said


def _ceases(job: Job, pupil: str) -> bool:
    return bool(job.ask(at(job, pupil, "ceases"), {}).questions)
