"""Whose marks they are: by id or by unique pupil number, never by name, and a stranger is told of without being named."""

from datetime import date
from pathlib import Path

from liverecord.intake.matching import MISTYPED_HINT, UPN_HINT, match, numbers, wanted_numbers
from liverecord.intake.sightings import Seen, Sighting, SupportSeen
from liverecord.problem import Place
from schools import example

NUMBER = "C999432126001"
DAY = date(2026, 11, 20)


def row(key: str, line: int = 2, *, is_upn: bool = False, path: str = "marks.csv") -> Sighting:
    return Sighting(key, is_upn, DAY, "AM", "/", Place(path, line))


def file(*rows: Sighting, support: tuple[SupportSeen, ...] = ()) -> Seen:
    return Seen("long", list(rows), list(support), [])


def test_an_id_and_a_number_are_the_same_pupil() -> None:
    """Rows by id, rows by number and lines of support come together under the pupil's id."""
    support = SupportSeen(NUMBER, True, "K", None, (), Place("transfer.xml", 4))
    seen = [file(row("p-7k3m"), row(NUMBER, 3, is_upn=True)), file(support=(support,))]
    matched = match(seen, {"p-7k3m"}, {NUMBER: ["p-7k3m"]})
    assert [sighting.place.line for sighting in matched.sightings["p-7k3m"]] == [2, 3]
    assert matched.support == {"p-7k3m": [support]}
    assert matched.problems == []


def test_a_stranger_is_told_once_a_file_and_not_named() -> None:
    """The first row, and how many more; neither the key nor anything else of the row."""
    seen = [
        file(row("p-secret1", 5), row("p-secret1", 6), row("p-secret1", 6)),
        file(row("p-secret1", 2, path="b.csv"), row(NUMBER, 9, is_upn=True, path="b.csv")),
    ]
    problems = sorted(match(seen, {"p-7k3m"}, {}).problems)
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("unknown-pupil", "b.csv:2:1"),
        ("unknown-pupil", "b.csv:9:1"),
        ("unknown-pupil", "marks.csv:5:1"),
    ]
    assert "1 more" in problems[2].message
    assert not any(word in str(problems) for word in ("p-secret1", NUMBER))


def test_a_mistyped_number_is_not_to_be_copied_into_a_plan() -> None:
    """A number whose first letter does not fit is refused by the check: it is corrected where it comes from."""
    (problem,) = match([file(row("A999432126001", is_upn=True))], {"p-7k3m"}, {}).problems
    assert problem.hint == MISTYPED_HINT
    (problem,) = match([file(row(NUMBER, is_upn=True))], {"p-7k3m"}, {}).problems
    assert problem.hint == UPN_HINT


def test_a_number_that_two_pupils_have_is_nobodys() -> None:
    """The pupils are named by id, for whoever corrects the wrong one; the number is not."""
    matched = match(
        [file(row(NUMBER, is_upn=True))], {"p-aaaa1", "p-bbbb2"}, {NUMBER: ["p-aaaa1", "p-bbbb2"]}
    )
    assert matched.sightings == {}
    assert [problem.code for problem in matched.problems] == ["upn-twice"]
    assert "p-aaaa1, p-bbbb2" in matched.problems[0].message
    assert NUMBER not in str(matched.problems)


def test_an_id_is_no_number_and_a_number_no_id() -> None:
    """A key is looked up as what its reader says that it is."""
    matched = match([file(row("p-7k3m", is_upn=True), row(NUMBER))], {"p-7k3m", NUMBER}, {NUMBER: ["p-7k3m"]})
    assert list(matched.sightings) == [NUMBER]


def test_numbers_are_read_from_plans(tmp_path: Path) -> None:
    """Only those that are wanted, from `upn` alone: one in a text or a comment is none."""
    root = example(tmp_path / "school")
    other = root / "records/pupils/p-2xqd/plan.yml"
    other.write_text(f"# was {NUMBER}\n{other.read_text(encoding='utf-8')}", encoding="utf-8")
    plans = {
        path.parent.name: path.relative_to(root).as_posix() for path in root.glob("records/pupils/*/plan.yml")
    }
    assert numbers(root, plans, wanted_numbers([file(row(NUMBER, is_upn=True))])) == {NUMBER: ["p-7k3m"]}
    assert numbers(root, plans, wanted_numbers([file(row("p-7k3m"))])) == {}
