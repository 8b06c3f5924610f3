"""Everybody's calendars in a folder: renewed from what lies there, for everybody who is here, whole or not at all."""

import shutil
from datetime import date
from pathlib import Path

import icalendar
import pytest

from liverecord.examine.owed import Owed, owed
from liverecord.problem import LiverecordError
from liverecord.read.settings import settings as read_settings
from liverecord.telling import placing
from liverecord.telling.feeds import write_feeds

DAY = date(2026, 11, 23)


def as_of(school: Path, today: date = DAY) -> Owed:
    return owed(read_settings(school), today, lambda *_: None)


def written(school: Path, folder: Path, today: date = DAY, **more: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    return write_feeds(as_of(school, today), folder, today, within=None, site=None, **more)


def events(path: Path) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")


def test_everybody_who_is_here_has_a_calendar(school: Path, tmp_path: Path) -> None:
    """It can be subscribed to before anything is in it; nobody who has left gets one."""
    names = written(school, tmp_path / "calendars")
    assert "r-adeyemi" in names
    assert "s-quill" not in names
    assert sorted(path.name for path in (tmp_path / "calendars").iterdir()) == sorted(
        f"{name}.ics" for name in names
    )


def test_a_cover_has_what_somebody_away_holds_as_well(school: Path, tmp_path: Path) -> None:
    """The action that T. Barros holds stands in both calendars while R. Adeyemi covers, and is cancelled in hers after."""
    folder = tmp_path / "calendars"
    written(school, folder)

    def actions(owner: str) -> list[tuple[str, str]]:
        return [
            (each["SUMMARY"], each["STATUS"])
            for each in events(folder / f"{owner}.ics")
            if "p-7k3m: Action" in each["SUMMARY"]
        ]

    assert actions("t-barros") == actions("r-adeyemi") == [("p-7k3m: Action", "CONFIRMED")]
    written(school, folder, date(2026, 12, 7))
    assert actions("t-barros") == [("p-7k3m: Action", "CONFIRMED")]
    assert actions("r-adeyemi") == [("p-7k3m: Action", "CANCELLED")]


def test_whoever_leaves_keeps_a_calendar_in_which_all_is_cancelled(school: Path, tmp_path: Path) -> None:
    """Their program forgets the pupils; a file that nobody renewed would stand in it for ever."""
    folder = tmp_path / "calendars"
    written(school, folder)
    assert events(folder / "t-barros.ics")
    staff = school / "records/staff.yml"
    text = staff.read_text(encoding="utf-8")
    away = "    away: {from: 2026-11-16, until: 2026-12-04, cover: r-adeyemi}\n"
    assert away in text
    staff.write_text(text.replace(away, "    left_on: 2026-11-23\n"), encoding="utf-8")
    actions = school / "records/pupils/p-7k3m/actions.yml"
    actions.write_text(
        actions.read_text(encoding="utf-8").replace("owner: t-barros", "owner: r-adeyemi"), encoding="utf-8"
    )
    assert "t-barros" in written(school, folder, date(2026, 11, 24))
    assert {str(each["STATUS"]) for each in events(folder / "t-barros.ics")} == {"CANCELLED"}


def test_the_same_day_again_changes_no_byte(school: Path, tmp_path: Path) -> None:
    """Writing twice is writing once; a pupil who is gone is cancelled the next time."""
    folder = tmp_path / "calendars"
    written(school, folder)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    written(school, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    shutil.rmtree(school / "records/pupils/p-9wtr")
    written(school, folder)
    statuses = {
        (str(each["SUMMARY"]).partition(":")[0], str(each["STATUS"]))
        for path in folder.iterdir()
        for each in events(path)
    }
    assert ("p-9wtr", "CANCELLED") in statuses
    assert ("p-9wtr", "CONFIRMED") not in statuses


def test_one_persons_calendar_alone(school: Path, tmp_path: Path) -> None:
    """With an owner, the others' files are left as they are."""
    assert written(school, tmp_path / "calendars", owner="r-adeyemi") == ["r-adeyemi"]
    assert [path.name for path in (tmp_path / "calendars").iterdir()] == ["r-adeyemi.ics"]


def test_a_calendar_that_cannot_be_read_is_named_and_left(school: Path, tmp_path: Path) -> None:
    """What would be cancelled is in it: it is not written over."""
    folder = tmp_path / "calendars"
    folder.mkdir()
    (folder / "r-adeyemi.ics").write_bytes(b"half a file")
    with pytest.raises(LiverecordError, match=r"r-adeyemi\.ics"):
        written(school, folder)
    assert (folder / "r-adeyemi.ics").read_bytes() == b"half a file"


def test_a_file_is_put_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it cannot be put in its place, the old one stays and nothing lies beside it."""
    path = tmp_path / "a.ics"
    placing.put(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placing.os, "fsync", fail)
    with pytest.raises(LiverecordError, match=r"a\.ics cannot be written \(No space left"):
        placing.put(path, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a.ics"]
    assert path.read_bytes() == b"old"


def test_nothing_is_handed_out_among_the_records(school: Path, tmp_path: Path) -> None:
    """A folder in the records is refused; another is made."""
    settings = read_settings(school)
    for inside in ("records", "records/pupils/p-7k3m", "records/calendars"):
        with pytest.raises(LiverecordError, match="lies in the records' folder"):
            placing.folder(settings, school / inside)
    assert placing.folder(settings, tmp_path / "far" / "away").is_dir()


def test_a_duty_is_placed_at_the_line_of_its_item(school: Path) -> None:
    """Where the item itself is written, else what holds it; what is agreed of attendance stands in the plan."""
    found = as_of(school)
    text = {
        path: (school / path).read_text(encoding="utf-8").splitlines()
        for path in {place.path for place in found.places.values()}
    }
    lines = {key: text[place.path][place.line - 1] for key, place in found.places.items()}
    actions = {
        key[1].partition(".")[2]: line for key, line in lines.items() if key[1].startswith("action_due.")
    }
    assert actions
    for item, line in actions.items():
        assert f"id: {item}" in line
    assert any(line.startswith("attendance:") for key, line in lines.items() if "part_time" in key[1])
