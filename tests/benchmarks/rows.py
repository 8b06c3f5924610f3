"""The rows of the table: each measures one kind of work, this project and its peer in turn, and gives ratios of medians."""

import gzip
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from math import isnan
from pathlib import Path
from statistics import median
from typing import Literal, NamedTuple

import browsing
from long_history import LongHistory
from ours import School
from peers import CheckJsonschema, EachFile, Hugo, Material
from timing import MEASURES_MEMORY, Took, peak_megabytes, took

FULL = {
    "check": 1_000,
    "build": 3_000,
    "many": 10_000,
    "few": 1_000,
    "page": 1_000,
    "search": 3_000,
    "past": 300,
}
COMMITS = 10_000
LONG = 100_000
NTH_FILE = 20
"""A file at a time, only every so many are asked for: all of them take the best part of an hour."""


class Result(NamedTuple):
    """One line of the table. `ours` and `theirs` say what was measured in words; `value` stands against the `goal`.

    `processor` is the same ratio (or difference) by processor time, which other people's work on the machine disturbs less.
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
            "log": self.log,
            "past": self.past,
            "long": self.long,
            "save": self.save,
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

    def log(self) -> Iterator[Result]:
        """Read and compare a school's whole history, against asking a file at a time: git itself, and git-history."""
        school = self._school_with_a_past()
        each = EachFile(school, NTH_FILE)
        times: dict[str, list[Took]] = {"log": [], "git log": [], "compared": [], "git-history": []}
        for _ in self._each("history from nothing"):
            school.forget()
            times["log"].append(school.log())
            times["git log"].append(each.git_log())
            school.forget()
            times["compared"].append(school.compare())
            times["git-history"].append(each.git_history(self._folder))
        sample = f"a file at a time (a sample of {each.number})"
        for ours, peer, words, goal in (
            ("log", "git log", "who changed which file", 50),
            ("compared", "git-history", "who changed what in it", 50),
        ):
            work = f"{words}, {_past(school)}, from nothing"
            yield _faster(work, times[ours], times[peer], f"{peer}, {sample}", goal)

    def past(self) -> Iterator[Result]:
        """What a history adds to a build, from nothing and with one commit more: against the same school without one."""
        school = self._school_with_a_past()
        plain = school.without_history(self._folder / f"{school.folder.name}-without-history")
        times: dict[School, dict[str, list[Took]]] = {
            each: {"cold": [], "again": []} for each in (school, plain)
        }
        for _ in self._each("build with a history and without"):
            for each, found in times.items():
                each.forget()
                found["cold"].append(each.build())
                each.change()
                if each is school:
                    each.commit()
                found["again"].append(each.build())
        for run, words, goal in (
            ("cold", "from nothing", 5),
            ("again", "again, one changed and committed", 0.3),
        ):
            ours, without = times[school][run], times[plain][run]
            added, busy = _added(ours, without)
            work = f"what a history adds to a build {words}, {_past(school)}"
            theirs = f"without a history: {_words(without)}"
            yield Result(work, _words(ours), theirs, "s", added, "at most", goal, busy)

    def long(self) -> Iterator[Result]:
        """Read who changed a file in each of 100,000 commits: against git alone, and against a quarter of them."""
        commits = max(LONG // self._share, 400)
        whole, part = (
            LongHistory(self._folder / f"long-{number}", number) for number in (commits, commits // 4)
        )
        times: dict[str, list[Took]] = {"whole": [], "part": [], "git": []}
        for _ in self._each("a long history of one file"):
            times["whole"].append(whole.read())
            times["git"].append(whole.git_log())
            times["part"].append(part.read())
        work = f"who changed one file, {commits:,} commits, from nothing"
        yield _times(work, times["whole"], times["git"], "git log --raw", 3)
        yield _times(work, times["whole"], times["part"], f"{commits // 4:,} commits", 5)
        if MEASURES_MEMORY:
            most = peak_megabytes(whole.command, whole.folder, self._folder)
            yield Result(
                f"memory of that, git's own too; {work}", f"{most:.0f} MB", "", "MB", most, "at most", 250
            )

    def save(self) -> Iterator[Result]:
        """Log a conversation by form: each press of a button, without the server's part of it."""
        school = self._school("past")
        times: list[list[float]] = []
        for _ in self._each("a save by form"):
            printed = took([sys.executable, Path(__file__).with_name("timed_save.py")], school.folder).output
            times.append([float(word) for word in printed.split()[-3:]])
        for what, seconds in zip(
            ("open a form", "check and show", "keep"), zip(*times, strict=True), strict=True
        ):
            value = median(seconds)
            work = f"{what}: a conversation by form, {_pupils(school)}"
            yield Result(work, f"{value:.2f} s", "", "seconds", value, "at most", 1)

    def _school_with_a_past(self) -> School:
        number, commits = max(FULL["past"] // self._share, 5), max(COMMITS // self._share, 100)
        self._say(f"A school of {number} pupils with {commits} commits …")
        return School(self._folder / f"school-{number}-{commits}", number, commits)

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


def _added(ours: list[Took], without: list[Took]) -> tuple[float, float | None]:
    seconds = median(took.seconds for took in ours) - median(took.seconds for took in without)
    processor = median(took.processor for took in ours) - median(took.processor for took in without)
    return seconds, None if isnan(processor) else processor


def _past(school: School) -> str:
    commits = int(took(["git", "rev-list", "--count", "HEAD"], school.folder).output)
    return f"{_pupils(school)}, {commits:,} commits"


def _found(browser: object, address: str, selector: str, word: str, settled: bool) -> Took:
    return Took(browsing.search_seconds(browser, address, selector, word, settled=settled), float("nan"))


def _family_name(school: School) -> str:
    plan = (school.pupils[len(school.pupils) // 2] / "plan.yml").read_text(encoding="utf-8")
    return plan.partition("family_name:")[2].partition("\n")[0].strip(" '\"")
