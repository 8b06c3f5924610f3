"""What forms say is for whoever answers: nothing of files, keys and codes, nothing twice, and who sees it by the policy."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from test_every_field_asked import ADDRESSES_OF_SCHOOL, OF_PUPIL, OF_SCHOOL, addresses, structs
from test_forged_answers import DAILY, forms_of

from form_scenes import PUPILS, at, standing_in
from liverecord.forms import items, removal, wording
from liverecord.forms.job import Job, NotHere, Scene
from liverecord.forms.question import Form
from liverecord.forms.seen import FOLLOWS, NOWHERE, line_of
from liverecord.forms.things import things
from liverecord.forms.wording import says_more
from liverecord.model.field import fields_of
from liverecord.model.records import KINDS
from liverecord.splice.steps import declared

OF_A_FILE = re.compile(
    r"\.yml|\bgit\b|\bcommit|\bleft out\b|\bleave (it|the key) out\b|\bempty\b|\b[a-z]+_[a-z]+\b|\bkeys?\b(?! worker)|\bids?\b|\bcodes?\b|"
    r"\bquotes\b|[{}]|\([A-Z] or [A-Z]\)|\b(true|false)\b",
)
"""What is for whoever types a file, and for nobody who answers a form."""


@cache
def generic() -> list[tuple[Scene, Form]]:
    """Return the generic form of everything that the records hold, and of what can be added."""
    made = []
    for pupil in (*PUPILS[:12], None):
        for names in addresses(pupil):
            place = at(OF_PUPIL if pupil else OF_SCHOOL, pupil, *names)
            made.append((place, items.ask(place, {})))
    return made


def removals() -> Iterator[Form]:
    """Yield the form that asks why, of each thing of some records."""
    for pupil in PUPILS[:12]:
        for thing in things(at(removal.JOBS[0], pupil)):
            yield removal.ask(at(removal.JOBS[0], pupil, thing.kind, *thing.path), {})


def every_form() -> Iterator[Form]:
    """Yield every form of the records."""
    yield from (form for _, form in generic())
    yield from (form for job in DAILY for _, form in forms_of(job))
    yield from removals()


def told() -> Iterator[tuple[str, str, str]]:
    """Yield what stands in every form for people to read, with the form's title and the question's label."""
    for form in every_form():
        for section in form.sections:
            yield form.title, section.title, section.hint
            for question in section.questions:
                # An example is what somebody could have written.
                yield form.title, question.label, question.hint.partition("For example")[0]
                for choice in question.choices:
                    yield form.title, question.label, choice.hint
        for choice in form.more:
            yield form.title, choice.label, choice.hint


LONGEST = 300
"""Letters of a hint: some fifty words, which are read before a box is filled in."""


def test_no_hint_is_longer_than_is_read() -> None:
    """What stands beside a question is a few lines; the rest stands in the guide, or on the page."""
    assert not {(title, label, len(hint)) for title, label, hint in told() if len(hint) > LONGEST}


def test_no_hint_speaks_of_files_keys_and_codes() -> None:
    """Whoever answers sees no file: what is said of one is worded anew for the form."""
    wrong = {(title, label, hint) for title, label, hint in told() if OF_A_FILE.search(hint)}
    assert not wrong


def test_no_hint_repeats_its_question() -> None:
    """A hint is read as well as the question: it says something that the question does not."""
    wrong = {
        (title, label, hint) for title, label, hint in told() if hint.strip() and not says_more(hint, label)
    }
    assert not wrong


@pytest.mark.parametrize(
    ("hint", "label", "more"),
    [
        ("What the support is.", "What is the support?", False),
        ("When it was agreed.", "When was it agreed?", False),
        ("The day.", "Day", False),
        ("When.", "Day", False),
        ("Who agrees to it.", "Who agreed?", False),
        ("The earlier of this and the rule's date counts.", "Day", True),
    ],
)
def test_what_says_more_than_a_question(hint: str, label: str, more: bool) -> None:
    assert says_more(hint, label) is more


def test_everything_that_a_form_adds_or_takes_out_has_a_name() -> None:
    """Things are called as people say it: no struct's own name stands in a title."""
    named = {struct.__name__ for struct in structs()} - {struct.__name__ for struct in KINDS.values()}
    assert set(wording._NOUNS) >= named
    own = {f": {struct.__name__.lower()}" for struct in structs()} | {" absencenote", " contact?"}
    titles = {form.title for form in every_form()}
    assert not [title for title in titles if any(title.endswith(each) for each in own)]
    assert {"Add a note on an absence", "Change this action", "Remove this conversation?"} <= titles


def test_what_a_form_says_in_its_own_words_is_of_a_field_that_is_there() -> None:
    fields = {(struct.__name__, field.name) for struct in structs() for field in fields_of(struct)}
    assert set(wording._TOLD) <= fields


def test_whether_a_thing_is_restricted_is_asked_last() -> None:
    for _, form in generic():
        names = [question.name for question in form.questions]
        assert "restricted" not in names[:-1], form.title


def test_who_sees_an_answer_follows_from_the_policy() -> None:
    """A field of which any page shows the value names its audience by a line of the policy; the rest says which it is."""
    for place, form in generic():
        kind, *path = place.names
        paths = place.rulebook.policy.paths
        for question in form.questions:
            line = line_of(
                kind,
                (*path, question.name) if not _is_list(kind, tuple(path)) else (*path, "", question.name),
            )
            if question.seen_by in {NOWHERE, FOLLOWS}:
                assert kind in ADDRESSES_OF_SCHOOL, (kind, path, question.name)
                assert line not in paths
            else:
                assert line in paths, (kind, path, question.name, line)
                audiences = place.rulebook.policy.audiences
                first = next(at for at, each in enumerate(audiences) if each.id == paths[line])
                told = tuple(
                    f"{each.words[:1].upper()}{each.words[1:]} will see this" for each in audiences[first:]
                )
                assert question.seen_by.startswith(told)


def _is_list(kind: str, path: tuple[str, ...]) -> bool:
    """Tell whether a path ends with a list, to which something is added."""
    if not path:
        return False
    field = declared(kind, path)
    return field is not None and field.is_list and (len(path) == 1 or declared(kind, path[:-1]) != field)


def test_seen_by_is_for_who_sees_an_answer_alone() -> None:
    """What else is to be said of a question is its hint."""
    for form in every_form():
        for question in form.questions:
            assert question.seen_by in {"", NOWHERE, FOLLOWS} or " will see this" in question.seen_by, (
                question.label
            )


def test_what_is_for_something_restricted_is_said_to_be_seen_by_few() -> None:
    """Before a restricted concern is chosen for a new action it is said what follows; once it is chosen, that it follows."""
    few = "The SENCO, the safeguarding lead and the head will see this, and other staff will not."
    place = at(OF_PUPIL, "p-8dct", "actions", "actions")
    before = {each.name: each.seen_by for each in items.ask(place, {}).questions}
    assert before["what"].endswith(
        " Where it is for something restricted, the SENCO, the safeguarding lead and the head alone will."
    )
    after = {each.name: each.seen_by for each in items.ask(place, {"concern": ["c2"]}).questions}
    assert {after["what"], after["owner"]} == {few}
    with pytest.raises(NotHere):
        items.ask(at(OF_PUPIL, "p-8dct", "actions", "no-such"), {})


@pytest.mark.parametrize("job", DAILY, ids=lambda job: job.name)
def test_what_is_needed_once_something_is_answered_is_said_beforehand(job: Job) -> None:
    """A question that may be left out, and is refused once another is answered, says so, or its section does."""
    looked: set[tuple[str, str]] = set()
    for place, form in forms_of(job):
        for section in form.sections:
            for question in section.questions:
                label = re.sub(r"\d", "", question.label)
                if question.is_required or question.value or (form.title, label) in looked:
                    continue
                looked.add((form.title, label))
                typed = (
                    question.choices[0].value
                    if question.choices
                    else {"day": "today", "number": "1"}.get(question.kind, "Words")
                )
                told = job.write(place, {**standing_in(form), question.name: (typed,)})
                missing = {wrong.name for wrong in told} if isinstance(told, list) else set()
                needed = [
                    each for each in section.questions
                    if each.name in missing and not each.is_required and not each.value and each != question
                ]  # fmt: skip
                for each in needed:
                    assert "once" in f"{section.hint} {question.hint} {each.hint}".lower(), (
                        form.title,
                        question.label,
                        each.label,
                    )
