"""The whole way from records to a site, with the real theme, the real git and the real search."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path

import pytest

import canary
from liverecord import sites as building
from liverecord.examine import workers
from liverecord.plugin import make_frames
from liverecord.problem import CannotBuild, InvalidRecords, LiverecordError
from liverecord.read.settings import settings
from schools import crowd, forget_builds, lasting, tree

TODAY = date(2026, 11, 22)


def silent(_what: str, _done: int, _total: int) -> None:
    """Show nothing."""


def sites(folder: Path, *audiences: str, today: date = TODAY) -> list[building.Site]:
    return building.build(settings(folder), audiences, today, make_frames, silent)


def page(folder: Path, audience: str, path: str) -> str:
    return (folder / "site" / audience / path / "index.html").read_text(encoding="utf-8")


def test_every_pupil_has_a_page_for_every_audience(school: Path) -> None:
    """No pupil is missing from any site: one page each, with its name in the heading."""
    built = sites(school, "all")
    assert [site.audience for site in built] == ["staff", "team", "senco"]
    for site in built:
        assert site.pupils == 3
        for pupil, name in {"p-7k3m": "Maya Ellison", "p-9wtr": "Idris Vale", "p-2xqd": "Rowan Tate"}.items():
            assert f"<h1>{name}</h1>" in page(school, site.audience, f"pupils/{pupil}")


def test_no_slot_of_the_frame_is_left_open(school: Path) -> None:
    """Every page is whole: the frame's marks are filled, and the frames themselves are not pages of the site."""
    sites(school, "team")
    pages = {path: raw for path, raw in tree(school / "site/team").items() if path.endswith(".html")}
    assert not [path for path, raw in pages.items() if b"[[liverecord:" in raw]
    assert not [path for path in pages if "frame" in path]


def test_every_link_leads_somewhere(school: Path) -> None:
    """On no audience's site does a page name an address that the site does not hold: no page, no stylesheet, no script."""
    (school / "pages").mkdir(exist_ok=True)
    (school / "pages/asking.md").write_text("# Asking\n\nSee [Attendance](attendance/index.md).\n", "utf-8")
    sites(school, "all")
    for audience in ("staff", "team", "senco"):
        site = (school / "site" / audience).resolve()
        for file in site.rglob("*.html"):
            lost = sorted(lost_links(file, site))
            assert not lost, (audience, file.relative_to(site).as_posix(), lost)


def lost_links(file: Path, site: Path) -> set[str]:
    """Return the relative addresses in a page that lead to no file of the site."""
    if file.name == "404.html":  # served for every address, so that its own are absolute
        return set()
    found = set()
    for address in re.findall(r'\b(?:href|src)="([^"]*)"', file.read_text(encoding="utf-8")):
        path = unescape(address).split("#")[0].split("?")[0]
        if path and ":" not in path:
            target = (file.parent / path).resolve()
            if not (target / "index.html" if target.is_dir() else target).is_file() or site not in (
                target,
                *target.parents,
            ):
                found.add(address)
    return found


ATTENDANCE_PAGES = ("attendance", "attendance/support-first")


def test_staff_have_no_page_of_attendance(school: Path) -> None:
    """Who may not see attendance has neither the tab nor a page, nor a trace of an address."""
    sites(school, "staff", "team")
    for path in ATTENDANCE_PAGES:
        assert "<h1>" in page(school, "team", path)
    assert "attendance/" in page(school, "team", "pupils")
    staff = tree(school / "site/staff")
    assert not [path for path in staff if path.startswith("attendance/")]
    assert not [path for path, raw in staff.items() if path.endswith(".html") and b"attendance/" in raw]


def test_a_pupil_has_as_many_pages_as_there_are(school: Path) -> None:
    """Beside the record each pupil with marks has a page of attendance; one who loses the marks loses it, whoever is cached."""
    (site,) = sites(school, "team")
    held = {path for path in tree(school / "site/team") if path.startswith("attendance/p-")}
    assert held == {f"attendance/{pupil}/index.html" for pupil in ("p-7k3m", "p-9wtr")}
    pages = [path for path in tree(school / "site/team") if path.endswith("index.html")]
    hand_written = 2  # the guide and the search page
    assert site.pages == len(pages) - hand_written
    (school / "records/pupils/p-9wtr/absences.yml").unlink()
    assert sites(school, "team")[0].made == 1
    team = (school / "site/team").resolve()
    assert not (team / "attendance/p-9wtr").exists()
    assert (team / "attendance/p-7k3m/index.html").is_file()
    assert not lost_links(team / "pupils/p-9wtr/index.html", team)


def test_a_page_that_somebody_took_away_is_made_again(school: Path) -> None:
    """Where one of a pupil's pages is not in the last edition as it was left, all of them are made anew."""
    sites(school, "team")
    lost = (school / "site/team").resolve() / "attendance/p-7k3m/index.html"
    lost.unlink()
    assert sites(school, "team")[0].made == 1
    assert "<h1>" in page(school, "team", "attendance/p-7k3m")


def test_a_page_of_attendance_is_no_hit_of_its_own(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search finds a pupil once, at the record: marks and pages of attendance are not in it."""
    found: dict[str, object] = {}
    monkeypatch.setattr(building.search, "index", lambda entries, *_: found.update(entries))
    sites(school, "team")
    assert {"pupils/p-7k3m/", "pupils/p-9wtr/", "pupils/p-2xqd/"} <= found.keys()
    assert not [path for path in found if path.startswith("attendance")]


def test_a_school_that_narrows_attendance_loses_its_pages(school: Path) -> None:
    """The pages stand or fall with the policy: a school that keeps figures or counts to itself keeps the pages too."""
    with (school / "records/school.yml").open("a", encoding="utf-8") as file:
        file.write("audiences: {support_first: senco}\n")
    sites(school, "team", "senco")
    assert (school / "site/senco/attendance/support-first/index.html").is_file()
    assert (school / "site/team/attendance/index.html").is_file()
    assert not [
        path
        for path, raw in tree(school / "site/team").items()
        if path.endswith(".html") and (b"support-first/" in raw or "support-first" in path)
    ]


@pytest.mark.parametrize("closed", ["attendance.figures", "half_days.possible"])
def test_a_page_stands_for_those_who_see_all_that_it_shows(school: Path, closed: str) -> None:
    """A page that needs several things is gone where one of them is closed: half a page would say what is not so."""
    with (school / "records/school.yml").open("a", encoding="utf-8") as file:
        file.write(f"audiences: {{{closed}: senco}}\n")
    sites(school, "team")
    assert not (school / "site/team/attendance/index.html").exists()


def test_no_audience_named_means_the_narrowest(school: Path) -> None:
    """Without a word about who is to read it, a build makes the site that says least."""
    (site,) = sites(school)
    assert site.audience == "staff"
    assert not (school / "site/senco").exists()


def test_an_unknown_audience_is_refused(school: Path) -> None:
    """A misspelt audience never falls back to another one."""
    with pytest.raises(LiverecordError, match="no audience 'sencoo'"):
        sites(school, "sencoo")
    assert not (school / "site").exists()


def test_a_problem_stops_the_build_and_leaves_the_last_site(school: Path) -> None:
    """A wrong record builds nothing, names every problem, and the last good site is byte for byte as it was."""
    sites(school, "team")
    before = tree(school / "site/team")
    plan = school / "records/pupils/p-7k3m/plan.yml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("keyworker: j-okafor", "keyworker: j-okfor"),
        encoding="utf-8",
    )
    (school / "records/pupils/p-9wtr/actions.yml").write_text("actions: 7\n", encoding="utf-8")
    with pytest.raises(InvalidRecords) as raised:
        sites(school, "team")
    assert {problem.place.path for problem in raised.value.problems} == {
        "records/pupils/p-7k3m/plan.yml",
        "records/pupils/p-9wtr/actions.yml",
    }
    assert tree(school / "site/team") == before
    assert not list((school / "site").glob("*.making"))


def test_a_theme_that_fails_leaves_the_last_site(school: Path) -> None:
    """When the frame cannot be made the build ends with an error, and the last good site stays."""
    sites(school, "team")
    before = tree(school / "site/team")
    (school / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    with pytest.raises(LiverecordError):
        sites(school, "team")
    assert tree(school / "site/team") == before


def test_building_one_audience_leaves_the_others(school: Path) -> None:
    """Each audience's site stands alone: building one never touches another's files."""
    sites(school, "all")
    before = tree(school / "site/staff"), tree(school / "site/senco")
    sites(school, "team", today=date(2026, 11, 23))
    assert (tree(school / "site/staff"), tree(school / "site/senco")) == before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("pupils/p-7k3m/plan.yml", "Draws to explain ideas", "Draws to explain"),
        ("pupils/p-7k3m/actions.yml", "due: 2026-11-27", "due: 2026-11-20"),
        ("pupils/p-9wtr/absences.yml", "'/C2 /\\ IC2 /\\ /C2'", "'/C2 /\\ /C2 /\\ /C2'"),
        ("staff.yml", "J. Okafor", "J. Okafor-Bell"),
        ("school.yml", "Ashgrove School", "Ashgrove Academy"),
        ("pupils/p-2xqd/plan.yml", "form: 5 Willow", "form: 5 Alder"),
    ],
)
def test_a_cached_build_is_a_build_from_nothing(school: Path, path: str, old: str, new: str) -> None:
    """After any change, building on what earlier builds left gives the same bytes as building from nothing."""
    sites(school, "team")
    file = school / "records" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8", newline="")
    sites(school, "team")
    cached = lasting(school / "site/team")
    forget_builds(school)
    sites(school, "team")
    assert cached == lasting(school / "site/team")


def test_an_unchanged_pupil_is_not_made_again(school: Path) -> None:
    """Only pages of which something changed are made; of the others the last edition's files are taken over."""
    crowd(school, 5)
    assert sites(school, "team")[0].made == 8
    assert sites(school, "team")[0].made == 0
    plan = school / "records/pupils/p-copy0003/plan.yml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("Remembers routines", "Knows routines"), encoding="utf-8"
    )
    assert sites(school, "team")[0].made == 1
    assert "Knows routines" in page(school, "team", "pupils/p-copy0003")
    shutil.rmtree(school / "records/pupils/p-copy0003")
    assert sites(school, "team")[0].made == 0
    assert not (school / "site/team/pupils/p-copy0003").exists()


def test_two_builds_at_once_both_end_well(school: Path) -> None:
    """A nightly build and one by hand may meet, even where nothing is made yet: both end well, and the site is whole."""
    shutil.rmtree(school / ".liverecord")
    command = [sys.executable, "-m", "liverecord", "build", "--audience", "team"]
    running = [
        subprocess.Popen(command, cwd=school, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    assert "<h1>Maya Ellison</h1>" in page(school, "team", "pupils/p-7k3m")
    assert not list((school / ".liverecord/frames").glob("making-*"))


def test_the_site_says_when_and_from_what_it_was_built(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One small file tells the browser as of which day, when, from which commit and for whom; nothing else changes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795340000")
    sites(school, "team")
    state = json.loads((school / "site/team/site.json").read_text(encoding="utf-8"))
    assert state["as_of"] == "2026-11-22"
    assert state["audience"] == "team"
    assert state["commit"] is None
    assert state["pinned"] is True
    assert state["built_at"].startswith("2026-11-22T")


def test_the_commit_passes_the_gate_too(school: Path) -> None:
    """What the banner's small file says of the commit is what the policy allows: a school may close it."""
    canary.commit(school)
    sites(school, "team")
    told = json.loads((school / "site/team/site.json").read_text(encoding="utf-8"))["commit"]
    assert told
    with (school / "records/school.yml").open("a", encoding="utf-8") as file:
        file.write("audiences: {school.commit: nobody}\n")
    sites(school, "team")
    raw = (school / "site/team/site.json").read_text(encoding="utf-8")
    assert json.loads(raw)["commit"] is None
    assert told not in page(school, "team", "about")


def test_an_empty_school_has_a_site(school: Path) -> None:
    """A school that has no record yet gets pages that say so."""
    shutil.rmtree(school / "records/pupils")
    (school / "records/pupils").mkdir()
    (site,) = sites(school, "team")
    assert site.pupils == 0
    assert "There are no live records yet" in page(school, "team", "pupils")


def test_snippets_stand_beside_the_sites(school: Path) -> None:
    """A web server's settings are written for every audience that was built, closed until a login is configured."""
    sites(school, "all")
    for name in ("nginx.conf", "Caddyfile"):
        text = (school / "site" / name).read_text(encoding="utf-8")
        for audience in ("staff", "team", "senco"):
            assert audience in text


def test_a_full_disk_is_an_error_not_half_a_site(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails ends the build; readers keep the last good site."""
    sites(school, "team")
    before = tree(school / "site/team")
    plan = school / "records/pupils/p-7k3m/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("Draws", "Paints"), encoding="utf-8")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("liverecord.editions._fresh", full)
    monkeypatch.setattr(workers, "ALONE_UP_TO", 1000)  # a process of its own would not meet the full disk
    with pytest.raises(CannotBuild, match="No space left"):
        sites(school, "team")
    assert tree(school / "site/team") == before
