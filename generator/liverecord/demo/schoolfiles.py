"""The files of a demo school that belong to no pupil: its calendar, staff, settings, own words and schemas."""

from importlib import resources

from liverecord import starter
from liverecord.demo import emitter
from liverecord.demo.schoolyear import DAY, Calendar, academic_year
from liverecord.demo.setting import Setting

_HEADER = "# yaml-language-server: $schema=../schema/school.schema.json\n"


def record_files(setting: Setting, staff: str, groups: str = "") -> dict[str, str]:
    """Return school.yml and staff.yml by their paths below the records; `groups` are school.yml's lines of teaching groups."""
    return {"school.yml": f"{_HEADER}{groups}{_school(setting)}", "staff.yml": staff}


def other_files(setting: Setting) -> dict[str, str]:
    """Return what stands beside the records: what any school starts from, and a README of the demo's own."""
    name, today = setting.school["name"], setting.calendar.today
    begun = starter.school_files((), starter.Words(name, setting.phase, academic_year(today), today))
    return {path: begun[path] for path in (".gitattributes", ".gitignore", "pages/welcome.md")} | {
        "README.md": _README.format(name=name),
        "mkdocs.yml": f"{begun['mkdocs.yml']}{_TODAY.format(today=today)}",
        **starter.editor_files(),
    }


def _school(setting: Setting) -> str:
    calendar: Calendar = setting.calendar
    if setting.phase == "all_through" and calendar.today == DAY and len(calendar.years) == 1:
        example = resources.files("liverecord.demo") / "example" / "school.yml"
        return example.read_bytes().decode()
    domain = setting.school["domain"]
    data: dict[str, emitter.Plain] = {
        "name": setting.school["name"],
        "phase": setting.phase,
        "kind": "pupil_referral_unit" if setting.phase == "alternative_provision" else "academy",
        "years": _years(setting.school["years"]),
        "dfe_number": "999/4321",
        "records_since": calendar.terms[0].start,
        "forge": {
            "edit": f"https://git.{domain}/send/records/_edit/main/{{path}}",
            "commit": f"https://git.{domain}/send/records/commit/{{commit}}",
        },
        "terms": [{"name": term.name, "start": term.start, "end": term.end} for term in calendar.terms],
        "closures": [{"date": closure.date, "reason": closure.reason} for closure in calendar.closures],
        "transitions": [{"date": calendar.transition, "name": "Move to the new building"}],
        "periods": [
            {"id": period, "session": session, "starts": emitter.Quoted(starts), "ends": emitter.Quoted(ends)}
            for period, session, starts, ends in _PERIODS
        ],
        "review_intervals": {"part_time_timetable": {"weeks": 2}},
        "escalation": {"after_school_days": 10, "to_role": "deputy_head"},
    }
    return emitter.document(data)


def _years(taught: list[str]) -> dict[str, emitter.Plain] | None:
    """Return the lowest and the highest of the years that are taught; None where years are not followed."""
    if taught == ["X"]:
        return None
    ends = {"lowest": taught[0], "highest": taught[-1]}
    return {name: int(year) if year.isdigit() else year for name, year in ends.items()}


_PERIODS = (
    ("P1", "AM", "08:50", "09:50"),
    ("P2", "AM", "09:50", "10:50"),
    ("P3", "AM", "11:10", "12:10"),
    ("P4", "PM", "12:40", "13:40"),
    ("P5", "PM", "13:40", "14:40"),
)

_TODAY = """\
      today: '{today}'  # fixed, so that this fictional school does not age; a school leaves this line out
"""

_README = """\
# {name}: live records

A fictional school. Nobody in it exists.

One folder for each pupil lies in `records/pupils/`; its name is an opaque id. Change a record in the browser or in
an editor, and propose the change: a check reads it before anybody else does.

    liverecord check     finds what is wrong, with its place and how to mend it
    liverecord due       lists what is late, due and coming, with whose it is
    liverecord build     makes the site that staff read, in site/

The words that stand on the site beside the records are in `pages/`.
"""
