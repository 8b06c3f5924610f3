"""What a preview tells back: every value that a change writes into a pupil's record stands there in words, whole, in order."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

import pytest
from msgspec import structs

from form_scenes import DRAWN, PUPILS, ROOT, TODAY, at, ground, school
from liverecord.edit.pages import Means
from liverecord.edit.told_back import in_order
from liverecord.edit.worded import means_of
from liverecord.examine.diff import drafted
from liverecord.examine.jobs.preview import Draft, Preview, preview
from liverecord.forms import offered
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.jobs import JOBS, job_named
from liverecord.forms.question import Form, Question, Wrong
from liverecord.forms.things import parts
from liverecord.model.days import in_words
from liverecord.model.field import Field, field_at
from liverecord.model.parts import FIELDS
from liverecord.model.records import KINDS, PUPIL_KINDS
from liverecord.read.blobs import Blobs
from liverecord.render.sentences import expected_week
from liverecord.report.changes.rows import Difference, DutyMoved, DutyTold, NoDate, PupilChanged, Sentence
from liverecord.splice.steps import Remove, Set, Step

Leaf = tuple[tuple[str | int, ...], Field, Any]


def means(place: Scene, written: Written, form: Form | None = None) -> Means | list[Wrong]:
    """Return the preview of what a form wrote, in its order; or what the check finds wrong with it."""
    asked = in_order(form, written.asked_at) if form is not None else written.asked_at
    with Blobs(ROOT) as blobs:
        made = preview(school(), ground(), blobs, written)
    return means_of(made, place, asked, seen="", waiting=0) if isinstance(made, Preview) else made


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
        widest = ground().world.rulebook.policy.audiences[-1].id
        difference = drafted(school(), TODAY, without, raws, blobs, widest)
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


WORDS = frozenset({"line", "text", "texts"})
LOOKED_AT = {
    "update": 3, "conversation": 6, "action": 10, "helped": 5, "helped-provision": 7, "review": 35, "concern": 8, "close": 3,
    "passport": 6, "outcome": 10, "provision": 12, "unplanned": 6, "need": 12, "condition": 10, "circumstance": 20,
    "agreed": 6, "pupil-leaves": 6, "support": 6, "item": 25, "remove": 20,
}  # fmt: skip
"""So many forms of each job, at least, are answered and their previews read."""

FEW = {"item": 1, "remove": 3, "circumstance": 3, "review": 4}
"""Of how many pupils the jobs with the most forms are tried; the others of six."""

OF_EVERY_FIELD = "item"
"""The one job in which some lines take no words, such as a week's or a number's, so that not all of them can be typed."""


def answers(question: Question, number: int) -> list[Sequence[str]]:
    """Return some answers of a question's own kind, the next for where one is refused; words are unlike any other's."""
    stands = [question.value] if question.value else []
    choices = [[choice.value] for choice in reversed(question.choices)]
    if question.kind in WORDS:
        return [[f"Said at {question.name} as number {number:02}"], question.value, []]
    if question.kind == "several":
        return [question.value, [choice.value for choice in question.choices], *choices]
    if question.kind == "day":
        days = (f"{9 + number % 12} November 2026", "20 November 2026", "18 December 2026")
        return [*stands, *([day] for day in days), []]
    if question.kind == "number":
        return [*stands, ["3"], []]
    return [*stands, *choices, []]


@cache
def reached(pupil: str) -> tuple[tuple[Job, Scene, Form], ...]:
    """Return every form that asks anything about a pupil: what is offered, what leads on from there, and each thing's removal."""
    record = at(_of_a_pupil(), pupil)
    waiting = [offer.parts for group in offered.of_pupil(record) for offer in group.offers]
    waiting += [("remove", part.kind, *part.path) for part in parts(record)]
    known: dict[tuple[str, ...], tuple[Job, Scene, Form]] = {}
    while waiting:
        name, *names = address = waiting.pop()
        if address in known:
            continue
        job = job_named(name, of_a_pupil=True)
        assert job is not None, address
        place = at(job, pupil, *names)
        try:
            form = job.ask(place, {})
        except NotHere:
            assert name == "remove", address  # what stands once, and in no list, is not removed
            continue
        known[address] = (job, place, form)
        waiting += [tuple(lead.value.split("/")) for lead in form.leads]
    return tuple(each for each in known.values() if each[2].questions)


def filled_in(job: Job, place: Scene, form: Form) -> tuple[dict[str, Sequence[str]], Means] | None:
    """Return answers that a form takes, words at each question that takes any, and what they mean; None where it takes none."""
    left = {question.name: answers(question, number) for number, question in enumerate(form.questions)}
    hidden = {name: (value,) for name, value in form.hidden.items()}
    while True:
        typed = {name: each[0] for name, each in left.items()} | hidden
        written = job.write(place, typed)
        made = means(place, written, job.ask(place, typed)) if isinstance(written, Written) else written
        if isinstance(made, Means):
            return typed, made
        blamed = {wrong.name for wrong in made}
        # What no question is blamed for is most often a day that does not go with the record's.
        if "" in blamed:
            blamed |= {question.name for question in form.questions if question.kind == "day"}
        refused = {name for name in blamed if len(left.get(name, ())) > 1}
        if not refused:
            return None
        left |= {name: left[name][1:] for name in refused}


@pytest.mark.parametrize("job", [job for job in JOBS if job.scope == "pupil"], ids=lambda job: job.name)
def test_what_is_typed_into_a_form_stands_on_its_preview(job: Job) -> None:
    """Words at every question of every job: each is told back as it was typed, below or in a sentence."""
    number, asked, read = 0, set(), set()
    for pupil in PUPILS[: FEW.get(job.name, 6)]:
        for place, form in ((place, form) for own, place, form in reached(pupil) if own == job):
            questions = [each for each in form.questions if each.kind in WORDS]
            asked |= {kept_apart(place, each) for each in questions}
            if (filled := filled_in(job, place, form)) is None:
                continue
            number += 1
            typed, meant = filled
            told = flat("\n".join(lines(meant)))
            said = [each for each in questions if typed[each.name] and typed[each.name] != each.value]
            for question in said:
                assert flat(typed[question.name][0]) in told, (place.pupil, place.names, question.name)
                read.add(kept_apart(place, question))
            if job.name in {"conversation", "concern"}:
                heads = [told.index(flat(typed[each.name][0])) for each in said]
                assert len(heads) > 1
                assert heads == sorted(heads), told
    assert number >= LOOKED_AT[job.name]
    assert len(read) > len(asked) / 2 if job.name == OF_EVERY_FIELD else read == asked, asked - read


def kept_apart(place: Scene, question: Question) -> str:
    """Return what a question is, whichever thing's it is: its address and its name without ids."""
    return re.sub(r"\b[a-z]{1,2}[0-9]+\b", "…", "/".join((*place.names, question.name)))


# ── What was found missing ──────────────────────────────────────────────────────────────────────────────


def test_a_conversation_comes_before_what_was_agreed_in_it_and_is_told_whole() -> None:
    job = job_named("conversation", of_a_pupil=True)
    assert job is not None
    long = "She says that the bus is late. " * 30
    place = at(job, "p-7k3m")
    typed = {
        "date": ["20 November"], "with": ["mother"], "how": ["phone"], "by": ["r-adeyemi"], "reached": ["yes"],
        "engagement": ["easier"], "happening": [long], "actions-0-what": ["Ask about the bus"],
        "actions-0-kind": ["other"],
        "actions-0-owner": ["r-adeyemi"], "actions-0-due": ["27 November"],
    }  # fmt: skip
    form = job.ask(place, {})
    assert typed.keys() <= {question.name for question in form.questions}
    written = job.write(place, typed | {name: [value] for name, value in form.hidden.items()})
    assert isinstance(written, Written)
    meant = means(place, written)
    assert isinstance(meant, Means)
    conversation, action = meant.told[0].sentences
    assert conversation.sentence.startswith("Conversation recorded: phone call with mother on 20 November")
    assert action.sentence.startswith("Action added: Ask about the bus")
    assert any(line.endswith(": yes") for line in conversation.below)
    assert any(flat(long) in flat(line) for line in conversation.below)


def test_a_new_pupil_is_told_by_name_year_and_support() -> None:
    job = job_named("pupil-new", of_a_pupil=False)
    assert job is not None
    place = at(job)
    form = job.ask(place, {})
    typed = {
        "given_name": ["Ines"], "family_name": ["Waverley"], "year_group": ["5"], "form": ["5 Willow"], "support": ["K"],
        "support_since": ["3 September 2025"], "parents_told_on": ["4 September 2025"], "keyworker": ["b-kowal"],
    }  # fmt: skip
    assert typed.keys() <= {question.name for question in form.questions}
    written = job.write(place, typed | {name: [value] for name, value in form.hidden.items()})
    assert isinstance(written, Written), written
    meant = means(place, written, form)
    assert isinstance(meant, Means)
    told = lines(meant)
    assert told[0] == "Record begun"
    whose = {
        "Given name: Ines",
        "Family name: Waverley",
        "Year group: Year 5",
        "Form: 5 Willow",
        "Key worker: B. Kowal",
    }
    support = {
        "Support: SEN support",
        "Support since: 3 September 2025",
        "Parents told of the support: 4 September 2025",
    }
    assert whose | support <= set(told)
    assert DRAWN not in "\n".join(told)


@pytest.mark.parametrize("ends", [True, False])
def test_why_a_day_goes_with_the_support_is_said(ends: bool) -> None:
    """Else the page would go on saying that parents were told of a support that there is not."""
    place = at(_of_a_pupil(), "p-9wtr")
    steps: list[Step] = [Remove(("parents_told_on",))]
    if ends:
        steps += [Set(("support",), "N"), Remove(("kind",))]
    meant = means(place, Written({place.path("plan"): steps}, {}, ""))
    assert isinstance(meant, Means)
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
        typed = {each.name: each.value or answers(each, 1)[0] for each in form.questions}
        written = job.write(place, typed | {name: (value,) for name, value in form.hidden.items()})
        assert isinstance(written, Written)
        meant = means(place, written)
        assert isinstance(meant, Means)
        told = "\n".join(lines(meant))
        assert "no longer “" in told
        assert not re.search(rf"\b{item}\b", told), told


# ── What follows ────────────────────────────────────────────────────────────────────────────────────────

DUE = DutyTold(
    label="SEN support review", item="r2", due=date(2026, 11, 13), state="behind", owner_name="R. Adeyemi"
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
    """What is no longer late is told with the day that it was due, and never as if the next day were that one."""
    later = structs.replace(DUE, due=date(2027, 3, 19), state="later")
    assert moved("ceases", DUE, later) == (
        "No longer behind SEN support review: next by 19 March 2027 (it was due 13 November 2026), R. Adeyemi"
    )
    held = Sentence(kind="changed", part="reviews.held_on", item="r2", says="")
    gone = Sentence(kind="removed", part="reviews", item="r2", says="")
    was = "(it was due 13 November 2026)"
    assert moved("ceases", DUE, None, held) == f"No longer behind SEN support review: held {was}"
    assert moved("ceases", DUE, None, gone) == f"No longer behind SEN support review: taken out {was}"
    assert moved("ceases", DUE, None) == f"No longer behind SEN support review: not asked for any more {was}"
    assert moved("becomes", later, DUE) == (
        "Behind SEN support review, by 13 November 2026 (before: 19 March 2027), R. Adeyemi"
    )
    assert moved("becomes", None, DUE) == "Behind SEN support review, by 13 November 2026, R. Adeyemi"


@pytest.mark.parametrize("number", [1, 12, 13, 14, 300])
def test_what_follows_for_many_is_told_of_some_and_the_rest_is_counted(number: int) -> None:
    """A rule of the school's own moves days of everybody: the first are told, the others are a number; of one pupil all is told."""
    duty = DutyMoved(key="", kind="", move="becomes", before=None, after=DUE)
    pupils = tuple(
        PupilChanged(
            id=f"p-{place:04}",
            name=f"Pupil {place}",
            change="changed",
            duties=(structs.replace(duty, after=structs.replace(DUE, owner_name=f"Colleague {place}")),),
        )
        for place in range(number)
    )
    told = means_of(Preview((), Difference(base="", as_of=TODAY, pupils=pupils)), seen="", waiting=0).follows
    shown = [each for each in told if each.tone != "plain"]
    assert len(shown) == (number if number <= 13 else 12)
    assert [each.tag for each in told[len(shown) :]] == ([f"{number - 12} more"] if number > 13 else [])
    assert all(f"{number - 12} pupils" in each.what for each in told[len(shown) :])
    alone = PupilChanged(id="p-7k3m", change="changed", duties=(duty,) * number)
    assert len(follows(alone)) == number


@pytest.mark.parametrize("number", [2, 4, 5, 300])
def test_what_is_the_same_of_many_is_said_once(number: int) -> None:
    """A change that says the same of a hundred pupils is read once, with all their names; of a few it stands with each."""
    duty = DutyMoved(key="", kind="", move="becomes", before=None, after=DUE)
    names = [f"Pupil {place:03}" for place in range(number)]
    pupils = tuple(
        PupilChanged(
            id=f"p-{place:04}",
            name=name,
            change="begun",
            sentences=(Sentence(kind="begun", part="plan", says="Record begun"),),
            duties=(duty,),
        )
        for place, name in enumerate(names)
    )
    means = means_of(Preview((), Difference(base="", as_of=TODAY, pupils=pupils)), seen="", waiting=0)
    if number > 4:
        assert [(each.heading, each.of) for each in means.told] == [(f"{number} pupils", names)]
        assert [each.of for each in means.follows] == [names]
    else:
        assert [(each.heading, each.of) for each in means.told] == [(name, ()) for name in names]
        assert [each.what.partition(":")[0] for each in means.follows] == names


def test_classes_of_a_long_change_come_in_their_order() -> None:
    """Of many pupils those of year 9 stand before those of year 10, two of a class under one sentence."""
    pupils = tuple(
        PupilChanged(
            id=f"p-{place:04}",
            name=f"Pupil {place:02}",
            change="changed",
            sentences=(Sentence(kind="added", part="plan.pupil.next_year", says=f"Year {13 - place // 2}"),),
        )
        for place in range(14)
    )
    means = means_of(Preview((), Difference(base="", as_of=TODAY, pupils=pupils)), seen="", waiting=0)
    assert [each.heading for each in means.told] == [
        f"Pupil {place:02} and Pupil {place + 1:02}" for place in range(12, -1, -2)
    ]


def test_a_question_that_the_change_answers_is_said() -> None:
    """The preview says which question is asked no longer, by its name, and not by a key."""
    row = NoDate(key="", kind="", label="Annual review", missing="the day", field="plan.ehcp.issued_on")
    pupil = PupilChanged(id="p-7k3m", change="changed", answered=(row,))
    (said,) = means_of(
        Preview((), Difference(base="", as_of=TODAY, pupils=(pupil,))), seen="", waiting=0
    ).follows
    assert (said.tag, said.tone, said.what) == ("No longer asked", "ok", "Annual review")


@pytest.mark.parametrize("part", sorted(FIELDS))
def test_what_has_no_date_names_the_question_and_never_a_key(part: str) -> None:
    for name, field in FIELDS[part].items():
        row = NoDate(key="", kind="", label="Annual review", missing="the day", field=f"{part}.{name}")
        (said,) = follows(PupilChanged(id="p-7k3m", change="changed", undated=(row,)))
        assert f"“{field.title[:1].upper()}{field.title[1:]}”" in said
        assert f"{part}.{name}" not in said
        assert "write " not in said
