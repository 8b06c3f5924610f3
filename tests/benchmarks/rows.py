"""The rows of the table: each measures one kind of work, this project and its peer in turn, and gives ratios of medians."""

import gzip
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Literal, NamedTuple

import browsing
from ours import School
from peers import CheckJsonschema, Hugo, Material
from timing import MEASURES_MEMORY, Took, peak_megabytes

FULL = {"check": 1_000, "build": 3_000, "many": 10_000, "few": 1_000, "page": 1_000, "search": 3_000}


class Result(NamedTuple):
    """One line of the table. `ours` and `theirs` say what was measured in words; `value` stands against the `goal`.

    `processor` is the same ratio by processor time, which other people's work on the machine disturbs less.
    """

    work: str
    ours: str
    theirs: str
    unit: str
    value: float
    wants: Literal["at least", "at most"]
    goal: float
    processor: float | None = None

    @property
    def reached(self) -> bool:
        """Tell whether the goal is reached."""
        return self.value >= self.goal if self.wants == "at least" else self.value <= self.goal


class Bench:
    """Measures rows by name, with schools of full size divided by `share`, each work `runs` times."""

    def __init__(self, folder: Path, runs: int, share: int, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._runs = runs
        self._share = share
        self._say = say
        self._schools: dict[int, School] = {}
        self._kept: dict[str, list[Took]] = {}

    def rows(self) -> dict[str, Callable[[], Iterator[Result]]]:
        """Return what can be measured, by name."""
        return {
            "check": self.check,
            "recheck": self.recheck,
            "build": self.build,
            "rebuild": self.rebuild,
            "growth": self.growth,
            "page": self.page,
            "search": self.search,
        }

    def check(self) -> Iterator[Result]:
        """Check from nothing, against check-jsonschema."""
        school = self._school("check")
        ours, theirs = [], []
        for run in self._each("check from nothing"):
            school.forget()
            ours.append(school.check())
            theirs.append(self._peer_check(run))
        yield _faster(f"check {_pupils(school)} from nothing", ours, theirs, "check-jsonschema", 25)

    def recheck(self) -> Iterator[Result]:
        """Check after one record changed, against check-jsonschema, which has no memory."""
        school = self._school("check")
        school.check()
        ours, theirs = [], []
        for run in self._each("check again"):
            school.change()
            ours.append(school.check())
            theirs.append(self._peer_check(run))
        yield _faster(f"check {_pupils(school)} again, one changed", ours, theirs, "check-jsonschema", 200)

    def build(self) -> Iterator[Result]:
        """Build from nothing, against Hugo and Pagefind."""
        school = self._school("build")
        hugo = Hugo(school, self._folder / "hugo")
        ours, theirs = [], []
        for _ in self._each("build from nothing"):
            school.forget()
            ours.append(school.build())
            theirs.append(hugo.build())
        self._kept["cold"] = ours
        yield _share(f"build {_pupils(school)} from nothing", ours, theirs, "Hugo, then Pagefind", 0.5)

    def rebuild(self) -> Iterator[Result]:
        """Build after one record changed, against the build from nothing."""
        school = self._school("build")
        if "cold" not in self._kept:
            self._kept["cold"] = []
            for _ in self._each("build from nothing"):
                school.forget()
                self._kept["cold"].append(school.build())
        cold = self._kept["cold"]
        school.build()
        whole, pages = [], []
        for _ in self._each("build again"):
            school.change()
            took, search = school.build_timed()
            whole.append(took)
            pages.append(Took(took.seconds - search, float("nan")))
        work = f"build {_pupils(school)} again, one changed"
        yield _share(f"{work}, search left out", pages, cold, "from nothing", 0.1)
        yield _share(f"{work}, with search", whole, cold, "from nothing", 1 / 3)

    def growth(self) -> Iterator[Result]:
        """Build many pupils, against a few: time and memory."""
        few, many = self._school("few"), self._school("many")
        times: dict[School, list[Took]] = {few: [], many: []}
        for _ in self._each("build few and many"):
            for school, found in times.items():
                school.forget()
                found.append(school.build())
        yield _times(f"build {_pupils(many)} from nothing", times[many], times[few], _pupils(few), 10.5)
        if MEASURES_MEMORY:
            many.forget()
            most = peak_megabytes(many.build_command, many.folder, self._folder)
            yield Result(
                f"memory of that build, all processes together (shared pages once; {_pupils(many)})",
                f"{most:.0f} MB",
                "",
                "MB",
                most,
                "at most",
                600,
            )

    def page(self) -> Iterator[Result]:
        """The size of a pupil's page with a term of register, and what it asks for."""
        school = self._school("page")
        school.build()
        pages = sorted((school.site / "pupils").glob("p-*/index.html"), key=lambda path: path.stat().st_size)
        sizes = [path.stat().st_size / 1024 for path in pages]
        packed = [len(gzip.compress(path.read_bytes(), 6)) / 1024 for path in pages]
        words = f"a pupil's page, 12 weeks of register (median of {len(pages)})"
        for what, found, goal in (("bytes", sizes, 40), ("compressed", packed, 9)):
            ours = f"{median(found):.1f} KB, the largest {max(found):.1f} KB"
            yield Result(f"{words}, {what}", ours, "", "KB", median(found), "at most", goal)
        with browsing.chromium() as browser, browsing.served(school.site) as address:
            asked = browsing.requests(browser, f"{address}pupils/{pages[-1].parent.name}/")
        elsewhere = [url for url in asked if not url.startswith(address)]
        ours = f"{len(asked)} in all, {len(elsewhere)} elsewhere"
        yield Result(
            "requests of that page, cache empty", ours, "", "elsewhere", len(elsewhere), "at most", 0
        )

    def search(self) -> Iterator[Result]:
        """From key press to result, against Material's search over the same texts."""
        school = self._school("search")
        entries = self._folder / "entries.json"
        school.build_timed(entries)
        self._say("Material's site …")
        material = Material(entries, self._folder / "material").site
        word = _family_name(school)
        with (
            browsing.chromium() as browser,
            browsing.served(school.site) as ours_at,
            browsing.served(material) as theirs_at,
        ):
            for settled, moment in ((False, "page just loaded"), (True, "page long since ready")):
                ours, theirs = [], []
                for _ in self._each(f"search, {moment}"):
                    ours.append(_found(browser, ours_at, browsing.OURS, word, settled))
                    theirs.append(_found(browser, theirs_at, browsing.MATERIALS, word, settled))
                work = f"key press to result, {_pupils(school)}, {moment}"
                yield _share(work, ours, theirs, "Material's search", 0.1)

    @cached_property
    def _peer(self) -> CheckJsonschema:
        return CheckJsonschema(self._school("check"))

    def _peer_check(self, run: int) -> Took:
        # It remembers nothing between runs, so both rows may share its runs.
        found = self._kept.setdefault("check-jsonschema", [])
        if len(found) <= run:
            found.append(self._peer.check())
        return found[run]

    def _school(self, work: str) -> School:
        number = max(FULL[work] // self._share, 5)
        if number not in self._schools:
            self._say(f"A school of {number} pupils …")
            self._schools[number] = School(self._folder / f"school-{number}", number)
        return self._schools[number]

    def _each(self, what: str) -> Iterator[int]:
        for run in range(self._runs):
            self._say(f"{what}: {run + 1} of {self._runs}")
            yield run


def _faster(work: str, ours: list[Took], theirs: list[Took], peer: str, goal: float) -> Result:
    return Result(
        work,
        _words(ours),
        f"{peer}: {_words(theirs)}",
        "times faster",
        _ratio(theirs, ours),
        "at least",
        goal,
        _processors(theirs, ours),
    )


def _share(work: str, ours: list[Took], theirs: list[Took], peer: str, goal: float) -> Result:
    return Result(
        work,
        _words(ours),
        f"{peer}: {_words(theirs)}",
        "of its time",
        _ratio(ours, theirs),
        "at most",
        goal,
        _processors(ours, theirs),
    )


def _times(work: str, ours: list[Took], theirs: list[Took], peer: str, goal: float) -> Result:
    return _share(work, ours, theirs, peer, goal)._replace(unit="times as long")


def _ratio(one: list[Took], other: list[Took]) -> float:
    return median(took.seconds for took in one) / median(took.seconds for took in other)


def _processors(one: list[Took], other: list[Took]) -> float | None:
    found = median(took.processor for took in one) / median(took.processor for took in other)
    return None if found != found else found  # noqa: PLR0124 - not a number is not itself


def _words(found: list[Took]) -> str:
    seconds = sorted(took.seconds for took in found)
    spread = f" ({seconds[0]:.2f} to {seconds[-1]:.2f})" if len(seconds) > 1 else ""
    return f"{median(seconds):.2f} s{spread}"


def _pupils(school: School) -> str:
    return f"{school.number:,} pupils"


def _found(browser: object, address: str, selector: str, word: str, settled: bool) -> Took:
    return Took(browsing.search_seconds(browser, address, selector, word, settled=settled), float("nan"))


def _family_name(school: School) -> str:
    plan = (school.pupils[len(school.pupils) // 2] / "plan.yml").read_text(encoding="utf-8")
    return plan.partition("family_name:")[2].partition("\n")[0].strip(" '\"")
