"""Are the tests awake? Break laws of the program on purpose, one at a time, and see whether the tests of its room notice.

    python tests/broken_laws.py              break each law of LAWS in a copy of this repository, and print which were noticed
    python tests/broken_laws.py derive       only those of modules whose path holds the word

Exit 0: every broken law was noticed; 1: one was not; 2: a law is not in the program as it is listed here.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "generator/liverecord"


class Law(NamedTuple):
    """A law: the file that keeps it, below the program's folder; its words, and what breaks it; the tests of its room."""

    file: str
    words: str
    broken: str
    tests: str


LAWS = (
    # Sessions stand beside what is about attendance, and beside nothing else.
    Law("derive/story.py", "before_after(provision.from_) if is_about else None", "before_after(provision.from_)", "tests/derive"),
    Law("derive/about_attendance.py", "concern.id == action.concern or", "action.concern is None or", "tests/derive"),
    # Who is away covers for nobody.
    Law("derive/people.py", "if not self._is_away(cover):", "if cover:", "tests/derive"),
    # What is confirmed is no longer being tested, and support whose time is over is not in place.
    Law("render/certain.py", '== _CONFIRMED and sees(driver, "driver") != _UNKNOWN', '== "" and True', "tests/render/test_exclusive_states.py"),
    Law("render/given.py", "and until < setting.as_of", "and False", "tests/render/test_exclusive_states.py"),
    # Today's own session may still wait for its mark.
    Law("derive/register.py", "today - timedelta(days=1))", "today)", "tests/derive"),
    # A figure that is not exactly on a threshold is never printed as if it were.
    Law("derive/attendance.py", "rounded = min(rounded, line - 1)", "rounded = min(rounded, line)", "tests/derive"),
    # A date written for the day of the last review held is spent.
    Law("derive/rules.py", "written <= held", "written < held", "tests/derive"),
    # What is due today is not late.
    Law("derive/rules.py", "if days < 0:", "if days <= 0:", "tests/derive"),
    # On its limit nothing is overdue.
    Law("derive/rules.py", "limit < today else BEHIND", "limit <= today else BEHIND", "tests/derive"),
    # What is behind fails no run that asks for a limit of the law.
    Law("report/duties/rows.py", "row.state == OVERDUE and", "row.state in LATE and", "tests/report"),
    # What starts with a day has it as its first.
    Law("derive/limits.py", "if counts != STARTING:", "if counts:", "tests/derive/test_law_table.py"),
    # A newer review discharges nothing, and no final plan of an older one does.
    Law("derive/chains.py", "each.held_on is not None and each.held_on >= held", "each.held_on is not None", "tests/derive/test_law_table.py"),
    # Nothing is overdue while a school day is all that has passed.
    Law("derive/rules.py", "law if row.force == MUST else None)\n", "due if row.force == MUST else None)\n", "tests/derive/test_law_table.py"),
    # A meeting of the school year before ends nothing of a move.
    Law("derive/transfers.py", " if (each.held_on or each.due or first) >= first", "", "tests/derive"),
    # What was written of an earlier year, without its day, hides no move out of the highest year.
    Law("derive/transfers.py", "end is None or not end.is_last or", "True or", "tests/derive/test_derive_transfers.py"),
    # No limit is after the move that it is for.
    Law("derive/limits.py", "min(day, day_of_year(leg.before, day.year))", "day_of_year(leg.before, day.year)", "tests/derive/test_derive_transfers.py"),
    # Nobody is late by a day that was counted without what makes it sure.
    Law("derive/duties.py", "when.due < rule.today and days.known(unsure.write) is None", "False", "tests/derive/test_clock_cases.py"),
    # A review from before care, joining or the present agreement counts for nothing.
    Law("derive/known_days.py", " if (each.held_on or each.due or since) >= since", "", "tests/derive/test_clock_cases.py"),
    # A half term that is listed alone is not the whole of its term.
    Law("derive/terms_of_year.py", "last = listed[-1].end if is_whole else last", "last = listed[-1].end", "tests/derive/test_clocks_of_others.py"),
    # No later limit is lost in an earlier one.
    Law("derive/folding.py", "all(_lasts_to(name, duties_by_id, undated_by_id) < passed for name in above)", "False", "tests/derive/test_clock_cases.py"),
    # An appeal that is only considered keeps no plan going.
    Law("derive/appeals.py", "is_open and _was_brought(appeal, codes)", "is_open", "tests/derive/test_clock_cases.py"),
    # Nor does one that is about something else.
    Law("derive/appeals.py", "day >= since", "True", "tests/derive/test_clock_cases.py"),
    # A plan that has ended owes nothing of a plan's rules.
    Law("derive/narrowing.py", " and not _is_only_written(pupil, today)", "", "tests/derive/test_clock_cases.py"),
    # A return that is sent on a later day does not count yet.
    Law("derive/support_first.py", "start <= sent.sent_on <= today", "start <= sent.sent_on", "tests/derive"),
    # The rolling weeks are the school's, those without marks included.
    Law("derive/support_first.py", "sorted(held | others)[-count:]", "sorted(held)[-count:]", "tests/derive"),
    # What was agreed under the current plan is right.
    Law("validate/references.py", "version > current", "version >= current", "tests/validate"),
    # An update on the day on which its concern was opened is right.
    Law("validate/dates.py", "update.date < concern.opened_on", "update.date <= concern.opened_on", "tests/validate"),
    # What is held by somebody who has left is in nobody's hands.
    Law("redact/closing.py", " or item.owner.left_on is not None", "", "tests/redact"),
    # A duty that may speak of any circumstance is for who sees them all: else its being gone tells.
    Law(
        "redact/closing.py",
        "and hidden.then.known is not None",
        'and bool(hidden.unseen["plan"])',
        "tests/redact",
    ),
    # A file of which all is closed looks like one that is not begun.
    Law("redact/views.py", "is_emptied(link, hidden) and ", "", "tests/redact"),
    # What is narrowed closes what repeats it, unless a row lets it out.
    Law("redact/together.py", "before != self._lines", "before is None and not self._lines", "tests/redact"),
    # An established reason does not give way to N.
    Law("intake/marks/merging.py", 'return "kept"', 'return "differs"', "tests/intake"),
    # A mark that counts is refused after the pupil has left.
    Law("intake/marks/merging.py", "recorded.joined <= day <= recorded.left:", "recorded.joined <= day:", "tests/intake"),
    # Advice of an import never ends in another error.
    Law("intake/matching.py", "UPN_HINT if has_check_letter(key) else MISTYPED_HINT", "UPN_HINT", "tests/intake"),
    # What was accepted is not asked about again.
    Law("intake/marks/doubts.py", "if before is None or before[index] != _CLOSED else []", "", "tests/intake"),
    # Below a problem no sum is compared.
    Law("intake/exports/footers.py", " or self._gathered.has_problems", "", "tests/intake"),
    # A sign of doubt leaves a word unknown.
    Law("intake/register/words.py", "if not _IGNORED.fullmatch(text) or _MINUS.search(text):", "if not text:", "tests/intake/register"),
    # A status that has ended is none that is in use.
    Law("intake/register/words.py", "Ended(row.was, row.until))", '"E")', "tests/intake/register"),
    # A class of two years is no year of twelve.
    Law("intake/register/words.py", "if len(_NUMBER.findall(text)) > 1 and", "if not text and", "tests/intake/register"),
    # A row of which anything is not understood is no pupil to be kept.
    Law("intake/register/rows.py", "        self._is_clear = False\n        self._gathered.problem(", "        self._gathered.problem(", "tests/intake/register"),
    # A whole name is split at one comma and nowhere else.
    Law("intake/register/kept.py", 'if name.count(",") != 1 or', 'if not name.count(",") or', "tests/intake/register"),
    # What began before and was followed is not in force.
    Law("intake/exports/standing.py", "if best is None or start > best[0]:", "if best is None:", "tests/intake/register"),
    # A number that changed is nobody's business before somebody has said that it is the same child.
    Law("intake/pupils/matching.py", "is_held = not is_accepted or ", "is_held = ", "tests/intake/pupils/test_pupils_follow.py"),
    # A system's own number ties nothing without the date of birth.
    Law("intake/pupils/matching.py", "(number, born) if number and born else None", "(number, '') if number else None", "tests/intake/pupils/test_pupils_follow.py"),
    # A blank in a list empties nothing.
    Law("intake/pupils/syncing.py", "if said and not says_same(record", "if not says_same(record", "tests/intake/pupils/test_pupils_follow.py"),
    # Of a record that has ended nothing is taken before somebody has said that the pupil is back.
    Law("intake/pupils/differences.py", "asked.BIRTH_DIFFERS, asked.BACK_ON_ROLL}", "asked.BIRTH_DIFFERS}", "tests/intake/pupils/test_pupils_follow.py"),
    # Nothing is written unless all is understood.
    Law("intake/pupils/__init__.py", "(choices.partial or not problems)", "True", "tests/intake/pupils/test_pupils_begin.py"),
    # Since when there is an education, health and care plan is not since when there is support.
    Law("intake/pupils/beginning.py", "_day(row.support_since) if support == SEN_SUPPORT else None", "_day(row.support_since) if support != NONE else None", "tests/intake/pupils/test_pupils_begin.py"),
    # A lesson that may only have been lost in the file goes on.
    Law("intake/timetable/succession.py", " or not is_whole", "", "tests/intake/timetable"),
    # What was taught before a timetable changed stays what was taught.
    Law("intake/timetable/succession.py", "elif at is not None and recorded[at].from_ == begins:", "elif at is not None:", "tests/intake/timetable"),
    # Support that a plan has in the same words is not there twice.
    Law("intake/outcomes/additions.py", " and said(row.what) not in known", "", "tests/intake/outcomes"),
    # Nobody is guessed by a family name alone.
    Law("intake/colleagues.py", "if len(words) > 1 else None", "if words else None", "tests/intake/test_colleagues.py"),
    # An escape that changes what was typed is refused, a line end too.
    Law("read/strict.py", """not in '\\\\"':""", """not in '\\\\"n':""", "tests/read"),
    # The longest known name is hidden first.
    Law("copies/people.py", "-len(each.pattern)", "len(each.pattern)", "tests/copies"),
    # A pupil's own family name is nobody else's in the pupil's copy.
    Law("copies/people.py", " and last.casefold() not in mine", "", "tests/copies"),
    # A file whose time stamp is too fresh to tell is read again.
    Law("cache.py", "now - status.st_mtime_ns > _RACY", "now > _RACY", "tests/test_cache.py"),
    # A site being made never writes through a link into the one that readers are on.
    Law("editions.py", 'target.open("xb")', 'target.open("wb")', "tests/test_editions.py"),
    # No link leads to a page that a site does not hold, to a place on it neither.
    Law("press/links.py", '([^"#?]+)[^"]*"', '([^"#?]+)"', "tests/press"),
    # No e-mail goes unencrypted to another computer.
    Law("telling/sending.py", "server.host not in _HERE", "not server.host", "tests/telling"),
    # A bundle's folder is safe on every disk, whatever a year group is called.
    Law("validate/told.py", "if not each.open_to_staff]", "if each.open_to_staff]", "tests/validate/test_told_to_staff.py"),
    Law("validate/told.py", "if not said and is_of_passport", "if said and is_of_passport", "tests/validate/test_told_to_staff.py"),
    Law("model/conditions.py", "if not row.is_plain_word and", "if", "tests/validate/test_told_to_staff.py"),
    Law("model/conditions.py", "if not self._is_everyday(form)", "", "tests/validate/test_told_to_staff.py"),
    Law("search/names.py", "if any(map(sees, _WHY)) else ()", "", "tests/search"),
    Law("search/__init__.py", 'words == bundle and words not in ("all"', 'words not in ("all"', "tests/search"),
    # A spreadsheet runs no cell of a list.
    Law("report/duties/machines.py", '("=", "+", "-", "@",', '("=", "+", "-",', "tests/report"),
    # MkDocs publishes no folder that the records lie in.
    Law("read/settings.py", " or folder in held.parents", "", "tests/plugin"),
    # A page needs everything that it shows to be seen.
    Law("render/__init__.py", "if not all(map(sees", "if not any(map(sees", "tests/test_build.py"),
    # It is the 111th day, not the 111st.
    Law("render/words.py", "if number % 100 in {11, 12, 13}", "if number in {11, 12, 13}", "tests/render"),
    # A wrong record fails a change, on each forge.
    Law("starter/files/kept/gitlab/.gitlab-ci.yml", 'exit "$code"; fi', "exit 0; fi", "tests/starter"),
    Law(
        "starter/files/kept/forgejo/.forgejo/workflows/check.yml",
        "run: liverecord check --format markdown",
        "run: liverecord check --format markdown || true",
        "tests/starter",
    ),
    # What is late fails the nightly run.
    Law(
        "starter/files/kept/forgejo/.forgejo/workflows/nightly.yml",
        "due --fail-on behind",
        "due",
        "tests/starter",
    ),
    # What is wrong only once merged fails too.
    Law("starter/files/kept/gitlab/.gitlab-ci.yml", "--no-edit FETCH_HEAD", "--no-edit HEAD", "tests/starter"),
    # No file is written that does not say just what was asked.
    Law("splice/writing.py", "after is not None and is_alike(after.data, data)", "after is not None", "tests/splice/test_writing.py"),
    # A comment that stands before another thing stays when the one above it goes.
    Law("splice/extents.py", "len(content) - len(stripped) > column", "len(content) - len(stripped) >= column", "tests/splice/test_writing.py"),
    # A comment in brackets is never lost.
    Law("splice/brackets.py", 'any("#" in left_out for left_out in between)', "False", "tests/splice/test_writing.py"),
    # A block of text at the end of a file gains no line end when lines come behind it.
    Law("splice/editing.py", "    if is_open:\n", "    if not is_open:\n", "tests/splice/test_writing.py"),
    # What another reader takes for a number stands in quotes.
    Law("splice/scalars.py", " and not _is_taken_for_more(value):", ":", "tests/splice/test_writing.py"),
    # What stays in a list of texts keeps its lines.
    Law("splice/alignment.py", 'what == "equal" or (', 'what == "equal" and (', "tests/splice/test_writing.py"),
    # A thing of the same save under a taken id is not somebody else's.
    Law("splice/meeting.py", "theirs if isinstance(step, Add) else now", "now", "tests/splice/test_steps.py"),
    # A second call of one day is not in main because the first is.
    Law("saves/landing.py", "_count(now.data, step) - _count(change.before.data, step)", "_count(now.data, step)", "tests/saves/test_saves_met.py"),
    # What lands is looked for since the branch parted from main, in each commit of main.
    Law("saves/landing.py", '(main, f"^{base}", ', '(main, f"^{main}", ', "tests/saves/test_saves_met.py"),
    # The clone's settings are not read where a server is asked.
    Law("saves/network.py", "GIT_DIR=str(folder)", "GIT_DIR=str(git.root / '.git')", "tests/saves/test_saves_hostile.py"),
    # From a clone that still holds what was erased nothing is sent.
    Law("saves/sending.py", "if not all(is_ancestor(git, each, now[main])", "if all(is_ancestor(git, each, now[main])", "tests/saves/test_saves_sent.py"),
    # A form that another page sends is refused, and one that names no page.
    Law("edit/guards.py", 'if origin != f"http', 'if origin and origin != f"http', "tests/edit/test_edit_guards.py"),
    # What is saved is what was looked at.
    Law("edit/working_desk.py", "if ready.means.seen != seen or ready.means.clashes:", "if ready.means.clashes:", "tests/edit/test_working_desk.py"),
    # A dry run writes nothing.
    Law("batch/folder.py", "        if not dry_run:\n", "        if True:\n", "tests/batch/test_batch_folder.py"),
    # Files that were written before one that could not be are put back.
    Law("batch/writing.py", "        left = _put_back(root, written)", "        left: list[str] = []", "tests/batch/test_batch_folder.py"),
    # What was saved since a job was asked is not written over.
    Law("batch/folder.py", "            self._same(draft)\n", "            pass\n", "tests/batch/test_batch_folder.py"),
    # Without an audience nobody is named.
    Law("batch/folder.py", "in_words=audience is not None", "in_words=True", "tests/batch/test_batch_folder.py"),
    # What no two records share is looked for in all.
    Law("examine/jobs/preview.py", "    problems += _shared_upns(settings, ground, blobs, drafts)\n", "", "tests/batch/test_batch_folder.py"),
    # Whoever is a mentor was so until the day before.
    Law("forms/handing_over.py", "day_typed(typed, scene.today) - timedelta(days=1)", "day_typed(typed, scene.today)", "tests/forms/test_handing_over.py"),
    # Nobody leaves because it is the school's last year: somebody says so.
    Law("forms/new_year/pupils.py", "return LEAVE if _accepts_leavers(answers) else ASK", "return LEAVE", "tests/forms/test_new_year.py"),
    # Nobody goes up in a year that has begun.
    Law("forms/new_year/dates.py", "if begins <= scene.today or (first is not None and begins > first):", "if begins <= scene.today:", "tests/forms/test_new_year.py"),
    # What is kept of a pupil is as written: which school year has begun is asked each day.
    Law("examine/records.py", "msgspec.msgpack.encode(written) if anew", "msgspec.msgpack.encode(pupil) if anew", "tests/test_three_septembers.py"),
    # Of two half terms side by side none is taken for the school's.
    Law("intake/calendar/reading.py", "if any(_weekdays(one.last, other.first) <= 0 for", "if any(_weekdays(one.last, other.first) < -9 for", "tests/intake/test_term_dates.py"),
    # Where two people changed one field, a person decides.
    Law("saves/replay.py", 'elif said != "theirs":', 'elif said and said != "theirs":', "tests/edit/test_laid.py"),
    # An answer that was emptied goes from the record.
    Law("forms/fields.py", "            yield Remove(at)\n", "            pass\n", "tests/forms/test_emptied_answers.py"),
    # Nothing points to what was removed.
    Law("forms/letting_go.py", "if str(each) != name]", "if each]", "tests/forms/test_removal.py"),
    # What was closed to others stays closed when that by which it was lets it go.
    Law("forms/letting_go.py", "        yield Set((*pointer.path[:-1], RESTRICTED), True)", "        return", "tests/forms/test_letting_go.py"),
    # No plan ceases before the family's time for an appeal has passed: the last day is the family's.
    Law("forms/ceasing.py", "last < scene.today", "last <= scene.today", "tests/forms/test_support_changes.py"),
    # No plan ceases while an appeal runs.
    Law("forms/ceasing.py", "    if _appeals(scene):\n", "    if not scene.pupil:\n", "tests/forms/test_support_changes.py"),
    # Who sees an answer is as the school has narrowed it.
    Law("forms/seen.py", "dict(tightened)", "{}", "tests/forms/test_who_sees_an_answer.py"),
    # A pupil who is back goes to no other school.
    Law("forms/leaver.py", "[*told.wrong, *_going_without_leaving(told)]", "told.wrong", "tests/forms/test_pupils_come_and_go.py"),
)  # fmt: skip


def main(words: list[str]) -> int:
    """Break the laws and print what the tests said; return the exit code."""
    laws = [law for law in LAWS if all(word in law.file for word in words)]
    lost = [law for law in laws if not stands(law)]
    for law in lost:
        print(f"{law.file} does not hold `{law.words}` once: mend the list.")
    if lost:
        return 2
    slept = []
    with tempfile.TemporaryDirectory(prefix="liverecord-laws-") as folder:
        copy = copied(Path(folder) / "copy")
        for law in laws:
            started = time.monotonic()
            noticed = is_noticed(law, copy)
            slept += [] if noticed else [law]
            said = "noticed" if noticed else "NOT NOTICED"
            print(f"{said:12} {time.monotonic() - started:4.0f} s  {law.file}: {law.words}", flush=True)
    print(f"{len(laws) - len(slept)} of {len(laws)} broken laws were noticed.")
    return 1 if slept else 0


def stands(law: Law) -> bool:
    """Tell whether the program keeps a law in the words of the list, in one place."""
    return (ROOT / PROGRAM / law.file).read_text(encoding="utf-8").count(law.words) == 1


def copied(folder: Path) -> Path:
    """Return a copy of what git knows of this repository, uncommitted changes included."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def is_noticed(law: Law, copy: Path) -> bool:
    """Break a law in the copy and run the tests of its room up to the first that fails; tell whether one did for that reason.

    A test that fails in the copy with the law whole has noticed nothing.
    """
    file = copy / PROGRAM / law.file
    whole = file.read_bytes()
    file.write_bytes(whole.replace(law.words.encode(), law.broken.encode()))
    try:
        noticed = failures(copy, law.tests)
    finally:
        file.write_bytes(whole)
    return bool(noticed) and not failures(copy, *noticed)


def failures(copy: Path, *tests: str) -> list[str]:
    """Run tests of the copy up to the first that fails, and return it, or them: two run at once. Exits where pytest cannot run."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "2", "--dist", "worksteal", *tests]
    environment = os.environ | {"PYTHONPATH": str(copy / "generator")}
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    found = [
        line.split(" ", 1)[1].partition(" - ")[0]
        for line in done.stdout.splitlines()
        if line.startswith(("FAILED tests", "ERROR tests"))  # a log's own line may begin with the word alone
    ]
    if done.returncode not in (0, 1, 2) or bool(done.returncode) != bool(found):
        raise SystemExit(f"pytest itself failed on {tests}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
