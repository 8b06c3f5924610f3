"""What a preview tells back: every value that a change writes into a pupil's record stands there in words, whole, in order."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from form_scenes import DRAWN, PUPILS, ROOT, TODAY, at, ground, school
from liverecord.edit.pages import Means
from liverecord.edit.preview import AUDIENCE, Draft, Preview, preview
from liverecord.edit.told_back import in_order
from liverecord.edit.worded import means_of
from liverecord.examine.diff import drafted
from liverecord.forms.days import in_words
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.jobs import JOBS, job_named
from liverecord.forms.question import Form, Question
from liverecord.model.field import Field, field_at
from liverecord.model.parts import FIELDS
from liverecord.model.records import KINDS, PUPIL_KINDS
from liverecord.read.blobs import Blobs
from liverecord.render.sentences import expected_week
from liverecord.report.changes.rows import Difference, DutyMoved, DutyTold, NoDate, PupilChanged, Sentence
from liverecord.splice.steps import Remove, Set, Step

Leaf = tuple[tuple[str | int, ...], Field, Any]


def means(place: Scene, written: Written, form: Form | None = None) -> Means | None:
    """Return the preview of what a form wrote, in its order; None where the check finds something wrong."""
    asked = in_order(form, written.asked_at) if form is not None else written.asked_at
    with Blobs(ROOT) as blobs:
        made = preview(school(), ground(), blobs, written)
    return means_of(made, place, asked, seen="", waiting=0) if isinstance(made, Preview) else None


def lines(meant: Means) -> list[str]:
    """Return all that a preview tells, line by line."""
    return [line for told in meant.told for said in told.sentences for line in (said.sentence, *said.below)]


def leaves(kind: str, data: Any, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Yield the path, the field and the value of all that a file says."""
    field = field_at(KINDS[kind], path) if path else None
    if field is not None and (field.struct is None or field.kind != "part"):
        if data not in (None, []) and field.kind != "own_id":
            yield path, field, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(kind, value, (*path, key))
    elif isinstance(data, list):
        for number, each in enumerate(data):
            yield from leaves(kind, each, (*path, number))


def is_told(place: Scene, field: Field, value: Any, told: str) -> bool:
    """Tell whether a value stands in what was told: a thing by its name, and a day with its year or without."""
    values = value if isinstance(value, list) else [value]
    return all(any(flat(way) in told for way in ways(place, field, each)) for each in values)


def ways(place: Scene, field: Field, value: Any) -> Iterator[str]:
    if field.kind in {"code", "codes"}:
        yield place.rulebook.codes.label(field.of, str(value))
    elif field.kind == "staff":
        yield next(each.name for each in place.staff.staff if each.id == value)
    elif field.kind in {"day", "past", "ahead"}:
        words = in_words(date.fromisoformat(value))
        yield from (words, words.rpartition(" ")[0])
    elif field.kind == "yes":
        yield from ("yes" if value else "no", "restricted")
    elif field.kind == "week":
        yield expected_week(value)
    elif field.kind in {"id", "ids"}:
        yield "“"
    elif field.kind == "mapping":
        yield from (str(key) for key in value)
    else:
        yield str(value)


def flat(words: str) -> str:
    return " ".join(words.split()).casefold()


# ── The demo's records, written anew ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pupil", PUPILS)
def test_a_record_that_begins_is_told_whole(pupil: str) -> None:
    """Every value of a demo record stands on the preview of the same record written anew; without any, none of it."""
    place = at(_of_a_pupil(), pupil)
    paths = {kind: place.path(kind) for kind in PUPIL_KINDS if place.data(kind) is not None}
    raws = {path: (ROOT / path).read_bytes() for path in paths.values()}
    without = {path: version for path, version in ground().files.items() if path not in raws}
    with Blobs(ROOT) as blobs:
        difference = drafted(school(), TODAY, without, raws, blobs, AUDIENCE)
    made = Preview(tuple(Draft(path, None, raw) for path, raw in raws.items()), difference)
    told = flat("\n".join(lines(means_of(made, place, {}, seen="", waiting=0))))
    number = 0
    for kind in paths:
        for path, field, value in leaves(kind, place.data(kind)):
            if path[0] in {"weeks", "lessons"}:
                continue  # marks are counted: a term of them is no sentence
            assert is_told(place, field, value, told), (kind, path, value)
            number += 1
    assert number > 10


def _of_a_pupil() -> Job:
    return next(job for job in JOBS if job.scope == "pupil")


# ── Every job, every question answered ──────────────────────────────────────────────────────────────────


def answer(question: Question, number: int) -> Sequence[str]:
    """Return some answer of a question's own kind, unlike that of any other."""
    choices = [choice.value for choice in question.choices]
    if choices:
        return [choices[-1]]
    if question.kind == "day":
        return [f"{9 + number % 12} November 2026"]
    if question.kind == "yes":
        return ["yes"]
    if question.kind == "number":
        return ["3"]
    return [f"Said at {question.name} as number {number}"]


def addresses(job: Job) -> Iterator[Scene]:
    """Yield scenes in which a job may be done: with no name, or with the ids and kinds that its form leads to."""
    for pupil in PUPILS[:6] if job.scope == "pupil" else (None,):
        names = [(), *((each,) for each in _ids(pupil))] if pupil else [(), ("b-kowal",)]
        for each in names:
            try:
                place = at(job, pupil, *each)
                job.ask(place, {})
            except NotHere:
                continue
            yield place


def _ids(pupil: str | None) -> list[str]:
    place = at(_of_a_pupil(), pupil)
    return sorted(
        {
            value
            for kind in PUPIL_KINDS
            for each in _things(place.data(kind))
            if isinstance(value := each.get("id"), str)
        }
    )


def _things(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _things(each)


@pytest.mark.parametrize("job", [job for job in JOBS if job.scope == "pupil"], ids=lambda job: job.name)
def test_what_is_typed_into_a_form_stands_on_its_preview(job: Job) -> None:
    """Words at every question of every job: each is told back as it was typed, below or in a sentence."""
    for place in addresses(job):
        form = job.ask(place, {})
        typed = {
            question.name: answer(question, number) if not question.value else question.value
            for number, question in enumerate(form.questions)
        } | {name: (value,) for name, value in form.hidden.items()}
        written = job.write(place, typed)
        meant = means(place, written, job.ask(place, typed)) if isinstance(written, Written) else None
        if meant is None or not isinstance(written, Written):
            continue
        told = flat("\n".join(lines(meant)))
        texts = [flat(typed[each.name][0]) for each in form.questions if typed[each.name]]
        heads = [told.index(each) for each in texts if each.startswith("said at ") and each in told]
        if job.name in {"conversation", "concern"}:
            assert heads == sorted(heads), told
        for question in form.questions:
            words = typed[question.name][0] if typed[question.name] else ""
            if words.startswith("Said at ") and question.name in written.asked_at.values():
                assert flat(words) in told, (place.pupil, place.names, question.name)


# ── What was found missing ──────────────────────────────────────────────────────────────────────────────


def test_a_conversation_comes_before_what_was_agreed_in_it_and_is_told_whole() -> None:
    job = job_named("conversation", of_a_pupil=True)
    assert job is not None
    long = "She says that the bus is late. " * 30
    place = at(job, "p-7k3m")
    typed = {
        "date": ["20 November"], "with": ["mother"], "how": ["phone"], "by": ["r-adeyemi"], "reached": ["yes"],
        "engagement": ["easier"], "happening": [long], "actions": ["1"], "actions-0-what": ["Ask about the bus"],
        "actions-0-kind": ["other"],
        "actions-0-owner": ["r-adeyemi"], "actions-0-due": ["27 November"],
    }  # fmt: skip
    names = {question.name for question in job.ask(place, {}).questions}
    written = job.write(place, {name: value for name, value in typed.items() if name in {*names, "actions"}})
    assert isinstance(written, Written)
    meant = means(place, written)
    assert meant is not None
    conversation, action = meant.told[0].sentences
    assert conversation.sentence.startswith("Conversation recorded: phone call with mother on 20 November")
    assert action.sentence.startswith("Action added: Ask about the bus")
    assert any(line.endswith(": yes") for line in conversation.below)
    assert any(flat(long) in flat(line) for line in conversation.below) or "happening" not in names


def test_a_new_pupil_is_told_by_name_year_and_support() -> None:
    job = job_named("new-pupil", of_a_pupil=False) or next(each for each in JOBS if "new" in each.name)
    place = at(job)
    form = job.ask(place, {})
    typed = {
        question.name: question.value or answer(question, number)
        for number, question in enumerate(form.questions)
        if question.kind == "line" or question.is_required
    } | {name: (value,) for name, value in form.hidden.items()}
    written = job.write(place, typed)
    assert isinstance(written, Written), written
    meant = means(place, written)
    assert meant is not None
    told = lines(meant)
    assert "Record begun" in told
    assert DRAWN not in "\n".join(told)
    assert len(told) > 5


@pytest.mark.parametrize("ends", [True, False])
def test_why_a_day_goes_with_the_support_is_said(ends: bool) -> None:
    """Else the page would go on saying that parents were told of a support that there is not."""
    place = at(_of_a_pupil(), "p-9wtr")
    steps: list[Step] = [Remove(("parents_told_on",))]
    if ends:
        steps += [Set(("support",), "N"), Remove(("kind",))]
    meant = means(place, Written({place.path("plan"): steps}, {}, ""))
    assert meant is not None
    (said,) = (each for each in meant.told[0].sentences if "Parents told" in each.sentence)
    assert "taken out" in said.sentence
    assert any("support that has ended" in line for line in said.below) is ends


def test_what_is_taken_out_is_called_by_its_words_where_others_named_it() -> None:
    """Of everything that pointed at it too: no id stands on the preview."""
    job = job_named("remove", of_a_pupil=True)
    assert job is not None
    for names, item in ((("actions", "actions", "a1"), "a1"), (("concerns", "concerns", "c1"), "c1")):
        place = at(job, "p-7k3m", *names)
        form = job.ask(place, {})
        typed = {each.name: each.value or answer(each, 1) for each in form.questions}
        written = job.write(place, typed | {name: (value,) for name, value in form.hidden.items()})
        assert isinstance(written, Written)
        meant = means(place, written)
        assert meant is not None
        told = "\n".join(lines(meant))
        assert "no longer “" in told
        assert not re.search(rf"\b{item}\b", told), told


# ── What follows ────────────────────────────────────────────────────────────────────────────────────────

DUE = DutyTold(
    label="SEN support review", item="r2", due=date(2026, 11, 13), state="overdue", owner_name="R. Adeyemi"
)


def follows(pupil: PupilChanged) -> list[str]:
    """Return what follows from what becomes of one pupil, as its preview says it."""
    difference = Difference(base="", as_of=TODAY, pupils=(pupil,))
    return [
        f"{each.tag} {each.what}" for each in means_of(Preview((), difference), seen="", waiting=0).follows
    ]


def moved(move: str, before: DutyTold | None, after: DutyTold | None, *sentences: Sentence) -> str:
    duty = DutyMoved(key="", kind="", move=move, before=before, after=after)
    (said,) = follows(PupilChanged(id="p-7k3m", change="changed", sentences=sentences, duties=(duty,)))
    return said


def test_what_became_of_a_duty_is_said_with_both_its_days() -> None:
    """What is no longer overdue is told with the day that it was due, and never as if the next day were that one."""
    later = structs.replace(DUE, due=date(2027, 3, 19), state="later")
    assert moved("ceases", DUE, later) == (
        "No longer overdue SEN support review: next by 19 March 2027 (it was due 13 November 2026), R. Adeyemi"
    )
    held = Sentence(kind="changed", part="reviews.held_on", item="r2", says="")
    gone = Sentence(kind="removed", part="reviews", item="r2", says="")
    was = "(it was due 13 November 2026)"
    assert moved("ceases", DUE, None, held) == f"No longer overdue SEN support review: held {was}"
    assert moved("ceases", DUE, None, gone) == f"No longer overdue SEN support review: taken out {was}"
    assert moved("ceases", DUE, None) == f"No longer overdue SEN support review: no longer there {was}"
    assert moved("becomes", later, DUE) == (
        "Overdue SEN support review, by 13 November 2026 (before: 19 March 2027), R. Adeyemi"
    )
    assert moved("becomes", None, DUE) == "Overdue SEN support review, by 13 November 2026, R. Adeyemi"


@pytest.mark.parametrize("part", sorted(FIELDS))
def test_what_has_no_date_names_the_question_and_never_a_key(part: str) -> None:
    for name, field in FIELDS[part].items():
        row = NoDate(key="", kind="", label="Annual review", missing="the day", field=f"{part}.{name}")
        (said,) = follows(PupilChanged(id="p-7k3m", change="changed", undated=(row,)))
        assert f"“{field.title[:1].upper()}{field.title[1:]}”" in said
        assert f"{part}.{name}" not in said
        assert "write " not in said
