"""Outcomes and support that stand in a provision map already, into plan.yml.

    provided   what a file says, before anything is known of the records
    rows       a file into rows
    additions  what the rows of one pupil add to the plan
    planned    one pupil after the other: the new plan.yml, judged before anything is written

This module runs the whole import. Nothing that a plan says is changed, and nothing is written unless all is understood, or a
partial import was asked for.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from liverecord.cache import Store
from liverecord.examine.records import Progress, Records
from liverecord.intake import writing
from liverecord.intake.colleagues import Colleagues
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.mapping import read_mapping
from liverecord.intake.named import shown
from liverecord.intake.outcomes import rows
from liverecord.intake.outcomes.planned import Planning
from liverecord.intake.outcomes.provided import MapSeen, SupportRow
from liverecord.intake.whose import Key, Whose
from liverecord.problem import InvalidRecords
from liverecord.read.settings import Settings
from liverecord.report.outcomes_import import MapFile, OutcomesTaken

__all__ = ["import_outcomes"]


def import_outcomes(
    settings: Settings,
    files: Sequence[Path],
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
    partial: bool = False,
    today: date,
    progress: Progress,
) -> OutcomesTaken:
    """Import the rows of some provision maps into the records, and return what came of it.

    `partial` writes what is understood and leaves pupils of whom a row is not; `dry_run` writes nothing.

    Raises InvalidRecords where school.yml or staff.yml is wrong. Raises LiverecordError where a file cannot be opened or written.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
    world = records.world
    if not world.sound:
        raise InvalidRecords(records.problems)
    words, wrong = read_mapping(mapping, mapping.name) if mapping else (MappingFile(), [])
    names = [shown(path, settings.root) for path in files]
    seen = []
    for number, (path, name) in enumerate(zip(files, names, strict=True), start=1):
        seen.append(
            MapSeen([], []) if wrong else rows.read(path, name, words, rulebook=records.rulebook, today=today)
        )
        progress("Files", number, len(files))

    tasks = {task.pupil: task for task in records.tasks}
    by_key: dict[Key, list[SupportRow]] = {}
    for row in (row for file in seen for row in file.rows):
        by_key.setdefault(row.key, []).append(row)
    torn = {key for file in seen for key in file.torn}
    plans = {pupil: task.files["plan"] for pupil, task in tasks.items() if "plan" in task.files}
    whose = Whose(world.root, plans, [*by_key, *torn])
    left = {pupil for key in torn if (pupil := whose.pupil(key)) is not None}
    problems = [*wrong, *(problem for file in seen for problem in file.problems)]
    by_pupil: dict[str, list[SupportRow]] = {}
    for key, those in by_key.items():
        pupil = whose.pupil(key)
        if pupil is None:
            problems.append(whose.problem(key, [row.place for row in those]))
        else:
            by_pupil.setdefault(pupil, []).extend(those)

    planning = Planning(world, Colleagues(world.staff, today, records.rulebook, words.staff))
    for number, pupil in enumerate(sorted(by_pupil), start=1):
        if pupil not in left:
            planning.plan(tasks[pupil], by_pupil[pupil])
        progress("Pupils", number, len(by_pupil))
    problems += planning.problems
    is_written = bool(planning.drafts) and not dry_run and (partial or not problems)
    if is_written:
        writing.write(world.root, planning.drafts)
    return OutcomesTaken(
        day=today,
        is_dry=dry_run,
        is_partial=partial,
        is_written=is_written,
        files=tuple(
            MapFile(path=name, rows=len(file.rows), columns_left=tuple(file.columns_left))
            for name, file in zip(names, seen, strict=True)
        ),
        pupils_seen=len(by_pupil.keys() | left),
        pupils=tuple(planning.added),
        same=planning.same,
        in_words=len(planning.in_words),
        left=tuple(sorted({*planning.left, *left})),
        questions=tuple(planning.questions()),
        problems=tuple(sorted(set(problems))),
    )
