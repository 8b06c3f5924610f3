"""Two schools that differ only in what an audience may not see are the same to it, byte for byte.

The differences are drawn from the records' own schema: any field that the audience does not see is added, changed or taken
away, and the files are then read, checked, compared, derived and rendered as a build does. What follows from a
hidden field and is let out all the same stands in audiences.yml (`let_out`), with its reason.
"""

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pasts
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import canary
import in_process
import whole_record
from examples import of_a_sample, one_in
from liverecord import derive, redact, validate
from liverecord.model.case import CaseFile
from liverecord.model.field import Field, fields_of
from liverecord.model.history import Edit, History
from liverecord.model.records import KINDS, PUPIL_KINDS, Document
from liverecord.read.strict import parse
from liverecord.view import View
from record_documents import PUPILS, RULEBOOK, typed, typed_school

pytestmark = pytest.mark.slow

POLICY = RULEBOOK.policy
TODAY = date(2026, 11, 22)
NARROW = ("staff", "team")
"""The audiences from which something is hidden by a line; what is hidden from the widest has no field."""

Files = Mapping[str, Any]
"""A pupil's files by their nouns, as YAML has them."""

EXAMPLE: Mapping[str, Files] = {
    pupil: {kind: document.data for kind, document in files.items()} for pupil, files in PUPILS.items()
}


@cache
def records() -> Mapping[str, Files]:
    """Return the example's pupils, and two in whose records every field and every kind of item stands."""
    with TemporaryDirectory() as name:
        canary.write_school(Path(name))
        folders = [Path(name, "records/pupils", pupil) for pupil in canary.PUPILS]
        whole = {
            folder.name: {
                path.stem: yaml.safe_load(path.read_bytes()) for path in sorted(folder.glob("*.yml"))
            }
            for folder in folders
        }
    return {**EXAMPLE, **whole}


class Difference(NamedTuple):
    """A field of one pupil's file, by its policy path and its place, and what it holds instead (None: it is taken away)."""

    pupil: str
    kind: str
    path: str
    steps: tuple[str | int, ...]
    value: Any

    def made(self, files: Files) -> Files:
        """Return the files with the difference in them."""
        whole = copy.deepcopy(dict(files))
        inner = whole.setdefault(self.kind, {})
        for step in self.steps[:-1]:
            inner = inner[step]
        if self.value is None:
            del inner[self.steps[-1]]
        else:
            inner[self.steps[-1]] = self.value
        return whole


@cache
def gate(audience: str) -> redact.Gate:
    return redact.gate(POLICY, audience)


@cache
def differences(audience: str) -> tuple[Difference, ...]:
    """Return every difference of one field that the audience does not see, in each place of the records."""
    return tuple(
        Difference(pupil, kind, path, steps, value)
        for pupil, files in records().items()
        for kind in PUPIL_KINDS
        for path, steps, field, old in _places(
            KINDS[kind], files.get(kind, {}), (), "plan" if kind == "plan" else ""
        )
        if not gate(audience).sees(path) and path != "weeks"
        for value in _others(field, old)
    )


def _places(
    struct: type, data: Any, steps: tuple[str | int, ...], above: str
) -> Iterator[tuple[str, tuple[str | int, ...], Field, Any]]:
    """Yield each field that stands in a file or could: its policy path, its place, its declaration and what it holds."""
    for field in fields_of(struct):
        path, here, value = f"{above}.{field.name}".strip("."), (*steps, field.name), data.get(field.name)
        if field.struct is not None and field.kind == "part":
            for index, each in enumerate(value or ()) if field.is_list else ():
                yield from _places(field.struct, each, (*here, index), path)
            if value is not None and not field.is_list:
                yield from _places(field.struct, value, here, path)
        yield path, here, field, value


def _others(field: Field, old: Any) -> list[Any]:
    """Return what a field could hold instead: another day, another code, other words, one thing more, or nothing."""
    others: list[Any] = list(field.examples)
    if field.kind == "yes":
        others = [True, False]
    elif field.kind == "part" and field.struct is not None:
        whole = whole_record.filled(field.struct)
        others = [[*(old or ()), whole]] if field.is_list else [whole]
    elif field.kind == "code":
        others = list(RULEBOOK.codes.lists.get(field.of, others))
    elif field.kind in ("day", "past", "ahead") and old is not None:
        others += [str(date.fromisoformat(old) + timedelta(days=days)) for days in (7, -30)]
    elif field.kind in ("text", "line", "short") and old is not None:
        others.append(f"{old} more\\nand\\nmore lines")
    return [each for each in others if each != old] + ([None] if old is not None else [])


def case(pupil: str, files: Files, edits: tuple[Edit, ...] = ()) -> CaseFile | None:
    """Return a pupil's case, from text with its lines; None where the files are no record."""
    documents: dict[str, Document] = {}
    for kind, data in files.items():
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10**6)
        document, problems = parse(f"records/pupils/{pupil}/{kind}.yml", kind, text.encode())
        if document is None or problems or validate.document(document, RULEBOOK):
            return None
        documents[kind] = document
    school, staff = typed_school()
    record = typed(pupil, documents)
    # What names a thing that is not there is no record: the check refuses it, and no site is made of it.
    if any(
        each.code == "broken-reference"
        for each in validate.pupil(record, documents, school, staff, RULEBOOK, TODAY)
    ):
        return None
    return derive.case(record, school, staff, RULEBOOK, edits, TODAY)


def told(audience: str, pupil: str, differing: CaseFile) -> dict[str, str]:
    """Return all that is told to an audience of the example school with one case in the place of its own."""
    school, staff = typed_school()
    cases = [differing, *(case(each, files) for each, files in EXAMPLE.items() if each != pupil)]
    whole = derive.school_case(school, staff, RULEBOOK, History(), TODAY)
    return in_process.told(gate(audience), whole, [each for each in cases if each is not None])


def interference(
    audience: str, difference: Difference, one: CaseFile, other: CaseFile
) -> set[tuple[str, str]]:
    """Return the paths, each with the kind of item, in which a hidden difference shows though nothing lets it out."""
    facts, others = (Counter(_facts(gate(audience).case(each))) for each in (one, other))
    differing = {(path, kind) for path, kind, _ in (facts - others) + (others - facts)}
    return {each for each in differing if not _is_let_out(*each, difference.path)}


def _is_let_out(path: str, kind: str, field: str) -> bool:
    return any(
        (path == value or path.startswith(f"{value}."))
        and (not row.kinds or kind in row.kinds)
        and any(field == each or field.startswith(f"{each}.") for each in row.fields)
        for row in POLICY.let_out
        for value in row.values
    )


def _facts(value: Any, path: str = "", kind: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(value, View):
        if path in ("duties", "undated", "lacks"):
            kind = str(value.kind)
        for name, inner in value:
            yield from _facts(inner, f"{path}.{name}".strip("."), kind)
    elif isinstance(value, tuple):
        for each in value:
            yield from _facts(each, path, kind)
    else:
        yield path, kind, str(value)


def past(before: Files, after: Files) -> tuple[Edit, ...]:
    """Return what two commits amended: that the record was begun, and what became of it since."""
    return pasts.edits([before, after], POLICY)


def _held(audience: str, difference: Difference) -> None:
    """Check that a difference shows nowhere, in a record as it stands and in one with a past."""
    files = records()[difference.pupil]
    differing = difference.made(files)
    visible = {**files, "plan": {**files["plan"], "passport": {"strengths": ["Another thing"]}}}
    for edits, others in (
        ((), ()),
        # The same commits, of which one touched the hidden field as well; or it always was as it is.
        (past(visible, files), past(visible, differing)),
        (past(visible, files), past(difference.made(visible), differing)),
    ):
        one, other = case(difference.pupil, files, edits), case(difference.pupil, differing, others)
        assert one is not None
        if other is None:
            return
        assert interference(audience, difference, one, other) == set()
        if gate(audience).case(one) == gate(audience).case(other):
            assert told(audience, difference.pupil, one) == told(audience, difference.pupil, other)


@pytest.mark.parametrize("audience", NARROW)
@one_in(2)
@given(st.data())
def test_what_is_hidden_changes_no_byte(audience: str, data: st.DataObject) -> None:
    """A field that an audience does not see may be added, changed or taken away: its pages, feed and search stay as they are."""
    _held(audience, data.draw(st.sampled_from(differences(audience))))


@pytest.mark.parametrize("audience", NARROW)
def test_no_field_of_the_schema_interferes(audience: str) -> None:
    """Every field that the schema has, in every place of the records: none that is hidden shows."""
    share = of_a_sample(47, 1)
    for difference in differences(audience)[::share]:
        files = records()[difference.pupil]
        one, other = case(difference.pupil, files), case(difference.pupil, difference.made(files))
        if one is not None and other is not None:
            assert interference(audience, difference, one, other) == set(), difference


HIDDEN = (
    Difference("p-7k3m", "plan", "plan.safeguarding", ("safeguarding",), {"see": "DSL file 12", "held_by": "h-novak"}),
    Difference("p-7k3m", "plan", "plan.conditions", ("conditions",), [{"id": "h1", "name": "Asthma"}]),
    Difference("p-2xqd", "concerns", "concerns", ("concerns",), [
        {"id": "c1", "restricted": True, "theme": "wellbeing", "opened_on": "2026-11-02", "what": "Told a teacher", "owner": "r-adeyemi", "status": "open"},
    ]),
)  # fmt: skip
"""A safeguarding pointer, a diagnosis, and a file of which all is restricted, where there was none."""


@pytest.mark.parametrize("audience", NARROW)
@pytest.mark.parametrize("difference", HIDDEN, ids=lambda each: each.path)
def test_a_pointer_moves_no_line_and_a_file_that_is_closed_is_not_there(
    difference: Difference, audience: str
) -> None:
    """`safeguarding:` above the passport moved "line 21" to "line 23"; a restricted concern alone made a file that was not begun."""
    files = records()[difference.pupil]
    plan = {key: value for key, value in files["plan"].items() if key != difference.steps[0]}
    # It is written first, so that every line below it is another.
    moved = {
        **files,
        "plan": {**({difference.steps[0]: difference.value} if difference.kind == "plan" else {}), **plan},
    }
    if difference.kind != "plan":
        moved = difference.made(files)
    one, other = case(difference.pupil, files), case(difference.pupil, moved)
    assert one is not None
    assert other is not None
    if difference.kind == "plan":
        assert one.edit != other.edit, "the difference moves lines"
    assert told(audience, difference.pupil, one) == told(audience, difference.pupil, other)


def test_the_comparison_can_fail() -> None:
    """What is hidden from staff shows to the SENCO, and a day that nothing lets out would be found."""
    difference = HIDDEN[0]
    files = records()[difference.pupil]
    one, other = case(difference.pupil, files), case(difference.pupil, difference.made(files))
    assert one is not None
    assert other is not None
    assert told("senco", difference.pupil, one) != told("senco", difference.pupil, other)
    held = Difference("p-7k3m", "plan", "plan.made_up", ("agreed_on",), "2026-09-01")
    moved = case(held.pupil, held.made(EXAMPLE[held.pupil]))
    assert moved is not None
    assert ("plan.agreed_on", "") in interference("team", held, one, moved)
