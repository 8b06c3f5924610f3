"""A list of pupils from the school's information system into records: new ones begin, known ones follow it, the rest is asked.

    known           pupils who have a record, as it is in force
    matching        whose rows they are, and who gets a record
    beginning       a record that begins from a row
    still_to_write  what the list could not say of it
    syncing         what changes in a record that is there
    differences     what only a person may decide

This module runs the whole import. A problem stops all of it unless a partial import was asked for; a question stops nothing but
the record that it holds up.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from liverecord.cache import Store
from liverecord.examine.records import Progress, Records, World
from liverecord.forms.codes import EHCP
from liverecord.intake import writing
from liverecord.intake.colleagues import Colleagues
from liverecord.intake.exports.headers import seven_digits
from liverecord.intake.exports.mapping import read_mapping
from liverecord.intake.judging import Foreseen
from liverecord.intake.pupils import differences
from liverecord.intake.pupils.beginning import begin, support_of
from liverecord.intake.pupils.known import Known, known
from liverecord.intake.pupils.matching import Accepted, Matched, match, unsaid
from liverecord.intake.pupils.still_to_write import is_late_for_want_of_a_beginning
from liverecord.intake.pupils.syncing import has_what_is_coming, sync
from liverecord.intake.register import reading
from liverecord.intake.register.seen import PupilSeen, RegisterSeen
from liverecord.intake.shown import shown_path
from liverecord.intake.writing import Draft
from liverecord.model.ids import drawn_id
from liverecord.problem import InvalidRecords, Problem
from liverecord.read.settings import Settings
from liverecord.report.pupils_import import Begun, ListRead, PupilsTaken, Question, Synced, ToDo, Work
from liverecord.report.pupils_questions import ANOTHER_YEAR, OUT_OF_YEAR, RECORDS_SINCE

__all__ = ["AS_IT_IS", "Choices", "import_pupils"]


class Choices(NamedTuple):
    """What the person who imports has chosen: who gets a record besides, by number, and which questions are answered.

    `accepted` holds names of questions, or a name, a colon and a pupil's id. With `update` records that are there follow the list.
    """

    also: tuple[str, ...] = ()
    accepted: frozenset[str] = frozenset()
    update: bool = False
    partial: bool = False
    dry_run: bool = False


AS_IT_IS = Choices()
"""Nobody besides, nothing answered, and what is there stays."""


def import_pupils(
    settings: Settings,
    files: Sequence[Path],
    *,
    mapping: Path | None = None,
    choices: Choices = AS_IT_IS,
    today: date,
    progress: Progress,
    choice: Callable[[str], str] = secrets.choice,
) -> PupilsTaken:
    """Import lists of pupils into the records, and return what came of it. All is planned before the first file is written.

    `choice` picks a letter of several by chance: new ids are drawn with it, the same ones where it chooses the same way again.

    Raises InvalidRecords where school.yml or staff.yml is wrong: no record could be judged then. Raises LiverecordError where
    a file cannot be opened or written, or where `also` names nobody in the lists.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
    if not records.world.sound:
        raise InvalidRecords(records.problems)
    read = list(_read(settings, files, mapping, records, progress))
    rows = [row for seen in read for row in _of_this_school(seen, records.world)]
    unclear = [row for seen in read for row in seen.unclear]
    there = known(records, today)
    matched = match(rows, unclear, there, choices.also, _accepted(choices), today)
    # What is wrong in the mapping file is told with each list that is read by it.
    words = read_mapping(mapping, mapping.name)[0].staff if mapping is not None else {}
    colleagues = Colleagues(records.world.staff, today, records.rulebook, words)
    plan = _Plan(records, settings.records, choices, today, colleagues, choice)
    plan.take(matched, progress)
    problems = [problem for seen in read for problem in seen.problems]
    problems += unsaid(read, matched, choices.also)
    if choices.update:
        plan.ask_about_missing(there, matched)
    problems += [*matched.problems, *plan.problems]
    is_written = bool(plan.drafts) and not choices.dry_run and (choices.partial or not problems)
    if is_written:
        writing.write(settings.root, plan.drafts)
    return _taken(settings, files, read, matched, plan, problems, is_written=is_written)


def _read(
    settings: Settings, files: Sequence[Path], mapping: Path | None, records: Records, progress: Progress
) -> Iterator[RegisterSeen]:
    for number, path in enumerate(files, start=1):
        yield reading.read(path, shown_path(path, settings.root), mapping, rulebook=records.rulebook)
        progress("Files", number, len(files))


def _of_this_school(seen: RegisterSeen, world: World) -> list[PupilSeen]:
    """Return a file's pupils; what it says of the roll counts only where no other school made it."""
    own = seven_digits(world.school.dfe_number or "")
    if seen.school in ("", own):
        return seen.pupils
    return [row._replace(joined=None, left=None) for row in seen.pupils]


def _accepted(choices: Choices) -> Accepted:
    """Return what tells whether a question is answered: for everybody, or for one pupil."""

    def is_accepted(code: str, pupil: str | None) -> bool:
        return code in choices.accepted or (pupil is not None and f"{code}:{pupil}" in choices.accepted)

    return is_accepted


class _Plan:
    """All that an import would write and ask, gathered row by row."""

    def __init__(
        self,
        records: Records,
        folder: str,
        choices: Choices,
        today: date,
        colleagues: Colleagues,
        choice: Callable[[str], str],
    ) -> None:
        self.drafts: list[Draft] = []
        self.begun: list[Begun] = []
        self.synced: list[Synced] = []
        self.to_do: list[ToDo] = []
        self.questions: list[Question] = []
        self.problems: list[Problem] = []
        self.ahead: list[str] = []
        self.waiting = 0
        self.ehcp: set[str] = set()
        self._records = records
        self._world: World = records.world
        self._folder = f"{folder}/pupils"
        self.choices = choices
        self._accepted = _accepted(choices)
        self.today = today
        self._ids = set(records.listing.pupils)
        self._colleagues = colleagues
        self._choice = choice
        self._late: list[PupilSeen] = []

    def take(self, matched: Matched, progress: Progress) -> None:
        """Plan every row: those of education, health and care plans first."""
        self.questions += matched.questions
        self.waiting += len(matched.held)
        new = sorted(matched.new, key=lambda row: support_of(row) != EHCP)
        follow = [each for each in matched.known if self.choices.update or each[2]]
        count = len(new) + len(follow)
        for number, row in enumerate(new, start=1):
            self._begin(row)
            progress("Pupils", number, count)
        for number, (row, record, is_renumbered) in enumerate(follow, start=len(new) + 1):
            self._sync(row, record, is_renumbered=is_renumbered)
            progress("Pupils", number, count)
        if self._late:
            first = min(row.place for row in self._late)
            self._ask([Question(code=RECORDS_SINCE, place=first, file=self.today.isoformat())])

    def ask_about_missing(self, there: Sequence[Known], matched: Matched) -> None:
        """Ask about everybody on the roll whom no row is about."""
        seen = {record.id for _, record, _ in matched.known} | matched.spoken_of
        self._ask(
            differences.missing(record)
            for record in there
            if record.is_read and record.id not in seen and record.is_on_roll(self.today)
        )

    def _begin(self, row: PupilSeen) -> None:
        pupil = drawn_id(self._choice, self._ids.__contains__)
        self._ids.add(pupil)
        keyworker = self._keyworker(row)
        beginning = begin(self._world, self._folder, pupil, row, keyworker)
        if beginning.is_out_of_year:
            self._ask([Question(code=OUT_OF_YEAR, place=row.place)])
            if self._accepted(OUT_OF_YEAR, None):
                beginning = begin(self._world, self._folder, pupil, row, keyworker, is_out_of_year=True)
        self.problems += beginning.problems
        if beginning.foreseen is None or self._is_late(row, beginning.foreseen):
            self.waiting += 1
            return
        support = support_of(row)
        if support == EHCP:
            self.ehcp.add(pupil)
        self.drafts += beginning.drafts
        self.begun.append(Begun(id=pupil, place=row.place, support=support))
        self._ask(differences.of_new(row, pupil, keyworker, is_review_left=beginning.is_review_left))
        work = tuple(Work(field=each.field, says=each.says) for each in beginning.owing)
        if work:
            self.to_do.append(ToDo(pupil=pupil, place=row.place, support=support, work=work))

    def _sync(self, row: PupilSeen, record: Known, *, is_renumbered: bool) -> None:
        if record.says("support") == EHCP:
            self.ehcp.add(record.id)
        keyworker = self._keyworker(row)
        asked = self._ask(differences.of_known(row, record, keyworker, self._world.rulebook, self.today))
        if any(each.code in differences.HOLDING and not each.is_accepted for each in asked):
            self.waiting += 1
            return
        is_coming = has_what_is_coming(row, record)
        if is_coming:
            self.ahead.append(record.id)
        is_other = is_coming or any(each.code in ANOTHER_YEAR and not each.is_accepted for each in asked)
        synced = sync(self._world, row, record, keyworker, is_renumbered=is_renumbered, is_other=is_other)
        if synced.problem is not None:
            self.problems.append(synced.problem)
        if synced.draft is None or synced.foreseen is None:
            return
        if "ehcp.issued_on" in synced.fields and self._is_late(row, synced.foreseen):
            self.waiting += 1
            return
        self.drafts.append(synced.draft)
        self.synced.append(Synced(id=record.id, place=row.place, fields=synced.fields))

    def _is_late(self, row: PupilSeen, foreseen: Foreseen) -> bool:
        """Tell whether a record has to wait, since it would stand as late for what nobody has said of the school."""
        if foreseen.pupil is None or not is_late_for_want_of_a_beginning(foreseen.pupil, self._world):
            return False
        self._late.append(row)
        return not self._accepted(RECORDS_SINCE, None)

    def _keyworker(self, row: PupilSeen) -> str | None:
        """Return the id of the one colleague whom the list's name means; None for nobody, or several."""
        meant = self._colleagues.meant(row.keyworker) if row.keyworker else ()
        return meant[0] if len(meant) == 1 else None

    def _ask(self, questions: Iterator[Question] | list[Question]) -> list[Question]:
        asked = [
            msgspec.structs.replace(each, is_accepted=self._accepted(each.code, each.pupil))
            for each in questions
        ]
        self.questions += asked
        return asked


def _taken(
    settings: Settings,
    files: Sequence[Path],
    read: Sequence[RegisterSeen],
    matched: Matched,
    plan: _Plan,
    problems: Sequence[Problem],
    *,
    is_written: bool,
) -> PupilsTaken:
    choices = plan.choices
    new = {begun.id for begun in plan.begun}
    questions = [
        # The id of a record that was not written is nobody's: the row says whom it is about.
        each if is_written or each.pupil not in new else msgspec.structs.replace(each, pupil=None)
        for each in differences.in_order(plan.questions, frozenset(plan.ehcp))
    ]
    return PupilsTaken(
        day=plan.today,
        is_dry=choices.dry_run,
        is_partial=choices.partial,
        is_update=choices.update,
        is_written=is_written,
        files=tuple(
            ListRead(
                path=shown_path(path, settings.root),
                form=seen.form,
                pupils=len(seen.pupils) + sum(bool(row.support) for row in seen.unclear),
                columns_left=seen.columns_left,
            )
            for path, seen in zip(files, read, strict=True)
        ),
        begun=tuple(plan.begun),
        synced=tuple(plan.synced),
        known=len(matched.known),
        not_kept=matched.passed,
        gone=matched.gone,
        waiting=plan.waiting,
        ahead=tuple(plan.ahead),
        questions=tuple(questions),
        to_do=tuple(plan.to_do),
        problems=tuple(sorted(set(problems))),
    )
