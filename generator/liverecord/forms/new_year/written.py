"""The decisions as steps: the school's calendar, what each plan says of the new year, and lessons that end with the old one."""

from collections.abc import Sequence

from liverecord.forms.job import Scene
from liverecord.forms.new_year.dates import CLOSURES, TERMS, Years
from liverecord.forms.new_year.pupils import DECIDE, DESTINATION, FORM, KEYWORKER, YEAR, Row, named
from liverecord.forms.new_year.rule import LEAVE
from liverecord.splice.steps import Add, Path, Remove, Set, Step

NEXT_YEAR: Path = ("pupil", "next_year")
_UNTIL: Path = ("pupil", "on_roll_until")
_DESTINATION: Path = ("pupil", "destination")

Places = dict[tuple[str, Path], str]
"""From which question each written place came."""


def written_down(scene: Scene, years: Years, found: Sequence[Row]) -> tuple[dict[str, list[Step]], Places]:
    """Return the steps by file, and from which question each written place came."""
    steps: dict[str, list[Step]] = {scene.path("school"): calendar_steps(years)}
    places: Places = {}
    for name, things in ((TERMS, years.terms), (CLOSURES, years.closures)):
        before = len(getattr(scene.school, name))
        places |= {
            (scene.path("school"), (name, str(before + number))): name for number in range(len(things))
        }
    for row in found:
        if row.state in {"answered", "ready"}:
            _of_pupil(scene, years, row, steps, places)
        elif row.state == "gone":
            _destination(scene, row, steps, places)
            _lessons_end(scene, years, row, steps)
    return {path: each for path, each in steps.items() if each}, places


def calendar_steps(years: Years) -> list[Step]:
    """Return the steps by which school.yml gets the new year's terms and days without school."""
    rows = ((TERMS, years.terms), (CLOSURES, years.closures))
    return [Add((name,), thing) for name, things in rows for thing in things]


def _of_pupil(scene: Scene, years: Years, row: Row, steps: dict[str, list[Step]], places: Places) -> None:
    file = scene.path("plan", row.pupil)
    own = steps.setdefault(file, [])
    if row.decide == LEAVE:
        if row.coming is not None:
            own.append(Remove(NEXT_YEAR))
        until = row.known.pupil.plan.pupil.on_roll_until
        if until is None or until >= years.begins:
            assert years.ends is not None
            own.append(Set(_UNTIL, years.ends.isoformat()))
            places[file, _UNTIL] = named(DECIDE, row.pupil)
        _destination(scene, row, steps, places)
    elif row.state == "answered":
        own.append(Set(NEXT_YEAR, row.next_year))
        places[file, NEXT_YEAR] = named(DECIDE, row.pupil)
        for question, key in ((YEAR, "year_group"), (FORM, "form"), (KEYWORKER, "keyworker")):
            places[file, (*NEXT_YEAR, key)] = named(question, row.pupil)
    _lessons_end(scene, years, row, steps)


def _destination(scene: Scene, row: Row, steps: dict[str, list[Step]], places: Places) -> None:
    """Write where a pupil goes, where that was answered and the record has it otherwise."""
    if row.destination and row.destination != row.known.pupil.plan.pupil.destination:
        file = scene.path("plan", row.pupil)
        steps.setdefault(file, []).append(Set(_DESTINATION, row.destination))
        places[file, _DESTINATION] = named(DESTINATION, row.pupil)


def _lessons_end(scene: Scene, years: Years, row: Row, steps: dict[str, list[Step]]) -> None:
    """End the lessons of the old year with it; those that begin with the new year go on."""
    own = steps.setdefault(scene.path("absences", row.pupil), [])
    for place, lesson in enumerate(row.known.pupil.absences.timetable):
        if lesson.from_ <= years.last and (lesson.until is None or lesson.until >= years.begins):
            own.append(Set(("timetable", str(place), "until"), years.last.isoformat()))
