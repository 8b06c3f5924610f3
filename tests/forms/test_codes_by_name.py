"""A code that a form knows by name stands in forms/codes.py alone, and in schema/codes.yml."""

import ast
from pathlib import Path

import pytest

from form_scenes import ROOT, ground
from liverecord.forms import codes

RULEBOOK = ground().world.rulebook
LISTS = RULEBOOK.codes.lists
BY_NAME = {
    "sen_provision": (codes.NONE, codes.SEN_SUPPORT, codes.EHCP),
    "circumstance_kind": (codes.APPEAL, codes.NEEDS_ASSESSMENT),
    "circumstance_stage": (codes.ISSUED,),
    "circumstance_status": (codes.ENDED,),
    "review_decision": (codes.CEASE,),
    "action_status": (codes.OPEN, codes.DONE, codes.STOPPED),
    "concern_status": (codes.CLOSED,),
    "phase": tuple(codes.ONE_BY_ONE),
    "transfer": (codes.POST_16, codes.STAYS),
    "year_group": (codes.YEARS_NOT_FOLLOWED,),
    "driver": (codes.UNKNOWN,),
    "certainty": (codes.UNKNOWN,),
}
FORMS = sorted((ROOT / "generator/liverecord/forms").rglob("*.py"))


def test_each_code_that_is_known_by_name_is_in_its_list() -> None:
    for name, known in BY_NAME.items():
        assert set(known) <= set(LISTS[name]), name
    assert codes.ISSUED in LISTS["circumstance_kind"][codes.NEEDS_ASSESSMENT].ended
    assert LISTS["circumstance_status"][codes.ENDED].closed
    assert any(row.id == codes.APPEAL_LIMIT for row in RULEBOOK.reviews)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_other_form_holds_a_code_of_law(path: Path) -> None:
    """What a census, a tribunal or an authority calls something is named in one place."""
    if path.name == "codes.py":
        return
    of_law = {
        code
        for name in ("sen_provision", "review_decision", "circumstance_kind", "circumstance_stage")
        for code in LISTS[name]
    } - {"family", "other", "planned"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    held = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not held & of_law


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_form_holds_the_number_of_a_section(path: Path) -> None:
    """Where a rule comes from is said by schema/, and followed from there."""
    words = path.read_text(encoding="utf-8")
    assert " Act 2" not in words
    assert "ection 4" not in words
    assert "regulation 1" not in words
