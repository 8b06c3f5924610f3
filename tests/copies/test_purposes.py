"""What a copy holds: decided line by line, by the one gate, and looked for in every byte of every file of a copy."""

from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
from copied_records import DAY, PURPOSES, export, record

import canary
from liverecord.copies.purposes import gate_of, holds_all_of, purpose_of
from liverecord.copies.sections import GROUPS
from liverecord.model.parts import FIELDS, PARTS_OF_FILE
from liverecord.model.rulebook import Copies, Purpose
from liverecord.problem import InvalidRulebook
from liverecord.read.rulebook import rulebook
from liverecord.redact import every_path
from schools import settle

COPIES = rulebook().copies
_NAMED = "school.staff.name"


def is_below(path: str, parts: tuple[str, ...]) -> bool:
    """Tell whether a path is one of these or lies below one."""
    return any(path == part or path.startswith(f"{part}.") for part in parts)


# ── The lines of export.yml ─────────────────────────────────────────────────────────────────────────────


def test_every_path_is_decided_once() -> None:
    """A field that is added tomorrow is in no copy, and this fails until somebody decides."""
    decided = set(COPIES.paths)
    left_out = {path for path in every_path() if is_below(path, COPIES.left_out)}
    assert decided | left_out == every_path()
    assert not decided & left_out
    assert all(any(is_below(path, (part,)) for path in every_path()) for part in COPIES.left_out)


def test_nothing_that_people_typed_is_left_out_as_worked_out() -> None:
    """`left_out` is for what is worked out anew; a field of the records is decided by a line of its own."""
    typed = [
        path
        for path in every_path()
        if path.partition(".")[0] in {name for names in PARTS_OF_FILE.values() for name in names}
    ]
    assert len(typed) > 200
    assert not [path for path in typed if is_below(path, COPIES.left_out)]


def test_each_purpose_is_known_and_the_command_offers_it() -> None:
    """The command's choices are the purposes of export.yml, the one that holds least first."""
    assert [purpose.id for purpose in COPIES.purposes] == list(PURPOSES)
    held = [sum(purpose.id in purposes for purposes in COPIES.paths.values()) for purpose in COPIES.purposes]
    assert held == sorted(held)
    with pytest.raises(InvalidRulebook, match="curiosity"):
        purpose_of(COPIES, "curiosity")


def test_whole_copies_hold_every_field_of_the_record() -> None:
    """For the next school and for a subject access request, the record is whole but for what no copy has; for the family it is not."""
    parts = tuple(name for names in PARTS_OF_FILE.values() for name in names if name != "weeks")
    whole = {purpose.id: holds_all_of(COPIES, purpose, parts) for purpose in COPIES.purposes}
    assert whole == {"family": False, "transfer": True, "subject_access": True}


def test_a_path_that_no_line_decides_makes_no_copy_whole() -> None:
    """The files as they are would hold a field that nobody decided about: they are then not given out."""
    paths = {path: purposes for path, purposes in COPIES.paths.items() if path != "plan.views.text"}
    less = Copies(purposes=COPIES.purposes, always_checked=(), left_out=COPIES.left_out, paths=paths)
    purpose = purpose_of(COPIES, "transfer")
    assert not holds_all_of(less, purpose, ("plan",))
    assert not gate_of(less, purpose).sees("plan.views.text")
    assert gate_of(COPIES, purpose).sees("plan.views.text")


def test_the_page_has_a_section_for_every_part() -> None:
    """No part of a record is without a heading, and every field that a record can hold has a plain name."""
    parts = {part for sections in GROUPS.values() for part in sections}
    for path in every_path():
        first = path.partition(".")[0]
        if first in {name for names in PARTS_OF_FILE.values() for name in names}:
            part, _, name = path.rpartition(".")
            assert name in {"id", "restricted"} or name in FIELDS.get(part, {}), path
            assert any(is_below(part, (each,)) for each in parts), path
    assert "weeks" in parts


def test_every_colleague_s_id_is_known_as_one() -> None:
    """Where a schema says that an id is from staff.yml, a copy for the family puts what they do in its place."""
    schemas = rulebook().schemas
    found = set()

    def walk(node: Any, root: Any, path: str) -> None:
        reference = str(node.get("$ref", ""))
        if reference.startswith("#/"):
            walk(reduce(getitem, reference[2:].split("/"), root), root, path)
            return
        if "the id from staff.yml" in str(node.get("description", "")):
            found.add(path.strip("."))
        for key, each in node.get("properties", {}).items():
            walk(each, root, f"{path}.{key}")
        if "items" in node:
            walk(node["items"], root, path)

    for kind in ("plan", "absences", "concerns", "actions", "contacts", "reviews"):
        walk(schemas[kind], schemas[kind], "plan" if kind == "plan" else "")
    assert len(found) >= 15
    staff = {
        f"{part}.{name}"
        for part, fields in FIELDS.items()
        for name, field in fields.items()
        if field.kind == "staff"
    }
    assert found == staff


# ── In every byte ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, canary.Home]]:
    """A school whose every field holds a token, and two pupils with everything open and restricted."""
    folder = tmp_path_factory.mktemp("canary") / "school"
    tokens = canary.write_school(folder)
    settle(folder, DAY)
    tokens |= canary.commit(folder)
    return folder, tokens


def allowed(purpose: Purpose, homes: canary.Home) -> bool:
    """Tell whether a copy may hold a token, by the lines of export.yml."""
    if any(route.path == "school.name" for route in homes):
        return True
    if any(route.path == _NAMED for route in homes):
        return purpose.people == "name"
    return any(
        purpose.id in COPIES.paths.get(route.path.replace("touched.", "revisions."), ())
        and (purpose.with_restricted or not route.restricted)
        for route in homes
    )


@pytest.mark.parametrize("name", PURPOSES)
def test_no_byte_of_a_copy_holds_what_it_may_not(
    name: str, school: tuple[Path, dict[str, canary.Home]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every token of the record stands in the copy exactly where its line says so; nothing of the other pupil does."""
    folder, tokens = school
    monkeypatch.chdir(folder)
    mine, other = canary.PUPILS
    target = tmp_path / "copy"
    export(mine, target, "--for", name, "--history")
    purpose = purpose_of(COPIES, name)
    written = {
        pupil: canary.found(
            tokens,
            b"".join(path.read_bytes() for path in sorted((folder / "records/pupils" / pupil).iterdir())),
        )
        for pupil in canary.PUPILS
    }
    raw = b"".join(
        f"{path.name}\n".encode() + path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()
    )
    held = canary.found(tokens, raw)
    assert not held & (written[other] - written[mine])
    own = {token for token in tokens if token not in written[other] - written[mine]}
    leaked = {token for token in held if not allowed(purpose, tokens[token])}
    assert not {token: tokens[token] for token in leaked}
    missing = {token for token in own & written[mine] if allowed(purpose, tokens[token])} - held
    assert not {token: tokens[token] for token in missing}
    assert len(held) > 30
    assert other.encode() not in raw


def test_the_search_can_fail(
    school: tuple[Path, dict[str, canary.Home]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in the whole copy and not in the family's is found by the same search: it does not look past it."""
    folder, tokens = school
    monkeypatch.chdir(folder)
    export(canary.PUPILS[0], tmp_path / "copy", "--for", "subject_access")
    held = canary.found(tokens, (tmp_path / "copy/index.html").read_bytes())
    family = purpose_of(COPIES, "family")
    assert len({token for token in held if not allowed(family, tokens[token])}) > 20


def test_a_reference_to_what_is_left_out_is_left_out(
    school: tuple[Path, dict[str, canary.Home]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A family's copy does not tell that something restricted is there: no id of it, and no file for it alone."""
    monkeypatch.chdir(school[0])
    export(canary.PUPILS[0], tmp_path / "copy")
    text = (tmp_path / "copy/record.json").read_text(encoding="utf-8")
    assert "restricted" not in text
    actions = record(tmp_path / "copy")["record"]["actions"]["actions"]
    ids = {each["id"] for each in record(tmp_path / "copy")["record"]["concerns"]["concerns"]}
    assert actions
    assert {each["concern"] for each in actions} <= ids | {None}
