"""The golden pages: what each audience reads of the example school, page by page, its facts, and every sentence of any page.

    python tests/golden.py            write tests/golden/ anew, after a change that was meant
    python tests/golden.py --check    compare only; exit 1 and name what differs

A page is its content alone, without the theme's frame, so that a change of the theme changes nothing here. `git diff` then
shows what readers will see differently. In `sentences.txt` stands every sentence that a page can make, by the module that
says it (`tests/sentences.py`): read what is new there as the person will who reads the page.
"""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

TESTS = Path(__file__).resolve().parent
GOLDEN = TESTS / "golden"
TODAY = date(2026, 11, 22)
AUDIENCES = ("staff", "team", "senco")


def main(arguments: Sequence[str]) -> int:
    """Write the golden pages, or with --check compare them; return the exit status."""
    pages = made()
    different = sorted(path for path in pages.keys() | held().keys() if pages.get(path) != held().get(path))
    if "--check" in arguments:
        sys.stderr.write("".join(f"tests/golden/{path} differs\n" for path in different))
        return 1 if different else 0
    for path in different:
        place = GOLDEN / path
        if path in pages:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(pages[path])
        else:
            place.unlink()
        sys.stdout.write(f"tests/golden/{path}\n")
    return 0


def held() -> dict[str, bytes]:
    """Return the golden pages as they are kept, by their paths."""
    files = (path for path in GOLDEN.rglob("*") if path.is_file())
    return {path.relative_to(GOLDEN).as_posix(): path.read_bytes() for path in files}


def made(today: date = TODAY) -> dict[str, bytes]:
    """Return the golden pages as the program makes them now, as of a day."""
    import in_process
    import sentences
    from liverecord import derive, redact, report
    from liverecord.model.history import History
    from record_documents import PUPILS, RULEBOOK, typed, typed_school

    school, staff = typed_school()
    cases = [
        derive.case(typed(each, files), school, staff, RULEBOOK, (), today) for each, files in PUPILS.items()
    ]
    whole = derive.school_case(school, staff, RULEBOOK, History(), today)
    pages = {"facts.json": report.every_fact(cases, today), "sentences.txt": sentences.listed()}
    for audience in AUDIENCES:
        gate = redact.gate(RULEBOOK.policy, audience, school.audiences)
        for page in in_process.pages(gate, whole, cases):
            name = page.path.rstrip("/") or "index"
            pages[f"{audience}/{name}.html"] = f"{page.title}\n\n{page.content}\n".encode()
    return pages


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    sys.exit(main(sys.argv[1:]))
