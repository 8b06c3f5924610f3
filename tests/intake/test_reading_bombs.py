"""A small file that says that it is a large one: told of with the bound, in seconds and little memory, whatever it is made of."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from liverecord.intake.exports import bounds
from liverecord.intake.exports.reading import read
from record_documents import RULEBOOK

MANY = 3_000_000
TYPE = b'<Override PartName="/xl/texts" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
MEGABYTES = 400
"""What a reading may hold in memory at most: a tenth of what the smallest of these took."""


def workbook() -> bytes:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["UPN", "Date", "Session", "Mark"])
    book.active.append(["C999432126001", "2026-11-16", "AM", "L"])
    book.save(made)
    return made.getvalue()


def spoiled(part: str, old: bytes, new: Callable[[], Iterator[bytes]], **more: bytes) -> bytes:
    """Return a workbook in one part of which something stands in place of something else, with more parts beside."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(part):
                before, found, after = content.partition(old)
                assert found
                content = b"".join((before, *new(), after))
            target.writestr(name, content)
        for name, content in more.items():
            target.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def times(piece: bytes, number: int, end: bytes, start: bytes = b"") -> Callable[[], Iterator[bytes]]:
    return lambda: iter((start, piece * number, end))


BOMBS: dict[str, Callable[[], bytes]] = {
    "cells of one row": lambda: spoiled("sheet1.xml", b"</row>", times(b"<c/>", MANY, b"</row>")),
    "rows": lambda: spoiled("sheet1.xml", b"</sheetData>", times(b"<row/>", MANY, b"</sheetData>")),
    "far cells": lambda: spoiled(
        "sheet1.xml",
        b"</sheetData>",
        lambda: iter((*(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(3, 3000)), b"</sheetData>")),
    ),
    "one text": lambda: spoiled(
        "sheet1.xml", b"</row>", times(b"a", 20 * MANY, b"</t></is></c></row>", b'<c t="inlineStr"><is><t>')
    ),
    "attributes": lambda: spoiled(
        "sheet1.xml", b"</row>", lambda: iter((b"<c", *(b' a%d=""' % n for n in range(MANY // 10)), b"/></row>"))
    ),
    "merged cells": lambda: spoiled(
        "sheet1.xml", b"</sheetData>", times(b"<mergeCell/>", MANY, b"</mergeCells>", b"</sheetData><mergeCells>")
    ),
    "elements inside each other": lambda: spoiled("sheet1.xml", b"</row>", times(b"<c>", MANY, b"</row>")),
    "styles": lambda: spoiled("styles.xml", b"</cellXfs>", times(b"<xf/>", MANY, b"</cellXfs>")),
    "styles that say they are rows": lambda: spoiled("styles.xml", b"</cellXfs>", times(b"<row/>", MANY, b"</cellXfs>")),
    "names": lambda: spoiled(
        "workbook.xml", b"</workbook>", times(b"<definedName/>", MANY, b"</definedNames></workbook>", b"<definedNames>")
    ),
    "types of parts": lambda: spoiled("Types].xml", b"</Types>", times(b"<Default/>", MANY, b"</Types>")),
    "shared texts": lambda: spoiled(
        "Types].xml", b"</Types>", lambda: iter((TYPE, b"</Types>")), xl__texts=b"<sst>" + b"<si/>" * MANY + b"</sst>"
    ),
    "nothing at all": lambda: spoiled(
        "sheet1.xml", b"</row>", times(b"", 0, b"</row>"), **{f"xl__{n}": bytes(50_000_000) for n in range(9)}
    ),
    "parts": lambda: spoiled(
        "sheet1.xml", b"</row>", times(b"", 0, b"</row>"), **{f"xl__{n}": b"" for n in range(bounds.MOST_PARTS)}
    ),
    "columns of a table": lambda: b"UPN,Date,Session,Mark" + b"," * 100_000 + b"\n",
    "a table's row": lambda: b"UPN,Date,Session,Mark" + b"," * 60_000_000 + b"\n",
    "a table's row over many lines": lambda: b"UPN,Date,Session,Mark\n" + b'"a\n",' * MANY + b"\n",
    "a table's cell": lambda: b'UPN,Date,Session,Mark\n"' + b"a" * 60_000_000 + b'"\n',
    "a table's rows": lambda: b"UPN,Date,Session,Mark\n" + b"a\n" * MANY,
    "a table's row in UTF-16": lambda: ("\ufeffUPN,Date,Session,Mark" + "," * MANY).encode("utf-16-le"),
    "elements of a transfer file": lambda: b"<CTfile><Pupil>" + b"<a/>" * MANY + b"</Pupil></CTfile>",
    "depth of a transfer file": lambda: b"<CTfile>" + b"<a>" * MANY,
    "a text of a transfer file": lambda: b"<CTfile><Pupil><UPN>" + b"a" * 60_000_000 + b"</UPN></Pupil></CTfile>",
    "attributes of a transfer file": lambda: b"<CTfile" + b"".join(b' a%d=""' % n for n in range(MANY)) + b"/>",
}  # fmt: skip

READING = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from record_documents import RULEBOOK
from liverecord.intake.exports.reading import read
started = time.process_time()
seen = read(Path(sys.argv[1]), "marks", rulebook=RULEBOOK)
print(json.dumps({
    "seconds": time.process_time() - started,
    "megabytes": int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024,
    "problems": [[each.code, each.message, each.hint] for each in seen.problems],
}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="others do not say how much memory a process had")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_told_of_with_its_bound(tmp_path: Path, name: str) -> None:
    """Past a bound the file is a problem that names the bound, and no library has made objects of what is in it."""
    path = tmp_path / "marks"
    path.write_bytes(BOMBS[name]())
    done = subprocess.run(
        [sys.executable, "-c", READING, str(path), str(Path(__file__).parents[1])],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(done.stdout)
    assert found["megabytes"] < MEGABYTES
    told = [problem for problem in found["problems"] if problem[0] == "import-too-large"]
    (message,) = {problem[1] for problem in told}
    assert "more than" in message
    assert any(character.isdigit() for character in message)
    assert {problem[2] for problem in told} == {bounds.SPLIT_HINT}


def test_what_a_year_needs_is_far_within() -> None:
    """Each bound is at least twice what a year of marks of 2,500 pupils takes, of which a row is four cells."""
    rows = 2500 * 380
    assert rows * 2 <= bounds.MOST_ROWS
    assert rows * 5 * 2 <= bounds.MOST_CELLS
    assert bounds.MOST_COLUMNS >= 400 * 2


def test_a_workbook_within_the_bounds_is_read(tmp_path: Path) -> None:
    """The same workbook, unspoiled."""
    path = tmp_path / "marks.xlsx"
    path.write_bytes(workbook())
    seen = read(path, "marks.xlsx", rulebook=RULEBOOK)
    assert seen.problems == []
    assert len(seen.sightings) == 1
