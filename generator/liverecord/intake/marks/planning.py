"""One pupil's part of an import, planned: its future files, judged as `check` would, before anything is written."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from liverecord.derive.marks import SESSIONS_A_WEEK
from liverecord.examine.records import Task, World
from liverecord.intake.judging import Standing, judged, refusal, standing, wrong_already
from liverecord.intake.marks import merging, needs, weeks
from liverecord.intake.marks.days import Days
from liverecord.intake.sightings import NeedSeen, Sighting, SupportSeen
from liverecord.intake.writing import Draft
from liverecord.model.records import Document, Pupil
from liverecord.problem import Place, Problem
from liverecord.read.versions import on_disk
from liverecord.report.imports import Difference, PupilTaken


class News(NamedTuple):
    """What the files say of one pupil."""

    sightings: Sequence[Sighting]
    support: Sequence[SupportSeen]


class Choices(NamedTuple):
    """What the person who imports has chosen: whose word counts where marks differ, and whether needs are added."""

    replace: bool = False
    needs: bool = False


class Planned(NamedTuple):
    """What becomes of one pupil: the files to write (none where nothing changes, or where nothing may), and what to tell.

    `is_left` says that a problem stands in the way of all of it. `recorded` is what the record had, and `changed` the whole
    weeks that are new or change. `closed` are marks that count on days that school.yml has closed.
    """

    drafts: list[Draft]
    taken: PupilTaken | None
    kept: int
    differences: list[Difference]
    problems: list[Problem]
    is_left: bool
    recorded: merging.Recorded | None = None
    changed: Mapping[date, weeks.Marks] = MappingProxyType({})
    closed: Sequence[Sighting] = ()


def plan(world: World, task: Task, news: News, days: Days, choices: Choices) -> Planned:
    """Plan what the news of one pupil changes in its record; nothing is written here."""
    first = min([item.place for item in news.sightings[:1]] + [item.place for item in news.support[:1]])
    stands = standing(world, task, first)
    if isinstance(stands, Problem):
        return _left([stands])
    pupil, whole = stands
    recorded = _recorded(pupil, whole, days)
    if recorded is None:
        return _left([wrong_already(task.pupil, first, judged(world, pupil, whole))])

    merged = merging.merge(news.sightings, recorded, days, replace=choices.replace)
    planned = _planned(world, task, pupil, whole, news, choices, merged, recorded, days, first)
    return planned._replace(recorded=recorded, closed=merged.closed)


def _planned(
    world: World,
    task: Task,
    pupil: Pupil,
    whole: Mapping[str, Document],
    news: News,
    choices: Choices,
    merged: merging.Merged,
    recorded: merging.Recorded,
    days: Days,
    first: Place,
) -> Planned:
    new_needs = needs.missing(pupil.plan, news.support) if choices.needs else ()
    differences = list(needs.differences(task.pupil, pupil.plan, news.support, added=new_needs))
    if merged.is_barred:
        return _left(merged.problems, differences)
    drafts, problems = _drafts(world, task, merged.weeks, new_needs, days)
    if problems:
        return _left(merged.problems + problems, differences)
    if not drafts:
        return Planned([], None, merged.kept, differences, merged.problems, is_left=False)
    refused = refusal(world, Standing(pupil, whole), drafts, first)
    if refused is not None:
        return _left([*merged.problems, refused], differences)
    taken = PupilTaken(
        id=task.pupil,
        weeks_added=tuple(monday for monday in merged.weeks if monday not in recorded.weeks),
        weeks_changed=tuple(monday for monday in merged.weeks if monday in recorded.weeks),
        sessions=merged.filled,
        established=merged.established,
        replaced=merged.replaced,
        needs_added=tuple(need.type for need in new_needs),
    )
    return Planned(
        drafts, taken, merged.kept, differences, merged.problems, is_left=False, changed=merged.weeks
    )


def _left(problems: list[Problem], differences: Sequence[Difference] = ()) -> Planned:
    return Planned([], None, 0, list(differences), problems, is_left=True)


def _recorded(pupil: Pupil, documents: Mapping[str, Document], days: Days) -> merging.Recorded | None:
    """Return what the record says; None where a week of it is not ten marks from a Monday on."""
    known: dict[date, weeks.Marks] = {}
    places: dict[date, Place] = {}
    for monday, text in pupil.absences.weeks.items():
        marks = tuple(days.ground.token.findall(text))
        is_whole = len("".join(marks)) == len(text) - text.count(" ")
        if len(marks) != SESSIONS_A_WEEK or not is_whole or monday.weekday():
            return None
        known[monday] = marks
        places[monday] = documents["absences"].place("weeks", monday.isoformat())
    identity = pupil.plan.pupil
    return merging.Recorded(
        pupil=pupil.id,
        weeks=known,
        places=places,
        log={days.place(absence.date, absence.session): absence.code for absence in pupil.absences.log},
        joined=identity.on_roll_from or date.min,
        left=identity.on_roll_until or date.max - timedelta(days=7),
    )


def _drafts(
    world: World,
    task: Task,
    new_weeks: Mapping[date, weeks.Marks],
    new_needs: Sequence[NeedSeen],
    days: Days,
) -> tuple[list[Draft], list[Problem]]:
    drafts: list[Draft] = []
    problems: list[Problem] = []
    if new_weeks:
        path = task.files.get("absences") or f"{task.files['plan'].rpartition('/')[0]}/absences.yml"
        old, unread = on_disk(world.root, path) if "absences" in task.files else (None, [])
        problems += unread
        if not unread:
            rewritten = weeks.rewrite(path, old, new_weeks, days.ground.token)
            problems += rewritten.problems
            if rewritten.raw is not None and rewritten.raw != old:
                drafts.append(Draft(path, old, rewritten.raw))
    if new_needs:
        path = task.files["plan"]
        old, unread = on_disk(world.root, path)
        problems += unread
        if old is not None:
            rewritten = needs.rewrite(path, old, new_needs)
            problems += rewritten.problems
            if rewritten.raw is not None:
                drafts.append(Draft(path, old, rewritten.raw))
    return drafts, problems
