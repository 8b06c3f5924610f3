"""The whole way from records to a site, on one screen.

    read → judge → (derive → redact → render → press, pupil by pupil) → overview → search → last guard → publish

Everything is made in a folder of its own; only a whole site without a problem, which the last guard has read, is put in the
place of the last one.
"""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, nullcontext, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from liverecord import cache, derive, press, redact, render, search
from liverecord.derive.history import commit_address, revisions
from liverecord.derive.people import people_of
from liverecord.derive.rules import BEHIND, OVERDUE
from liverecord.editions import Edition, Folder, for_the_owner_alone, scratch
from liverecord.examine import log_cache
from liverecord.examine.edits import edits
from liverecord.examine.last_valid import Earlier
from liverecord.examine.past_view import laid_out
from liverecord.examine.records import Progress, Records
from liverecord.model.case import Past, SchoolCase
from liverecord.model.history import History
from liverecord.model.policy import Policy
from liverecord.problem import CannotBuild, LiverecordError
from liverecord.read.blobs import Blobs
from liverecord.read.committed import is_committed
from liverecord.read.revisions import Standing
from liverecord.read.settings import Settings
from liverecord.read.today import built_at
from liverecord.sites import finished, pupils, reuse
from liverecord.sites import frames as framing
from liverecord.sites.last_valid import Passed, pages
from liverecord.view import View


class Site(NamedTuple):
    """One audience's finished site: where it is, how many pupils it holds, how many of their pages were made anew, and which
    problems were passed over.
    """

    audience: str
    folder: Path
    pupils: int
    made: int
    pages: int
    overdue: int
    behind: int
    policy: str
    seconds: float
    passed: Passed = Passed()


class Showing(NamedTuple):
    """What of the records is shown: with `last_valid`, a record with a problem as it last was valid; with `standing`, all of
    them as they stood at that commit.
    """

    last_valid: bool = False
    standing: Standing | None = None


def build(
    settings: Settings,
    audiences: Sequence[str],
    today: date,
    make_frames: framing.FrameMaker,
    progress: Progress,
    showing: Showing | None = None,
) -> list[Site]:
    """Build the site of each audience and put all of them in place, or raise and leave the last ones as they were.

    No audience named means the narrowest; "all" means every one.
    Raises InvalidPages, InvalidRecords with every problem there is, HistoryUnavailable, InvalidRulebook, or CannotBuild.
    """
    showing = showing or Showing()
    output = settings.root / settings.output
    with cache.Store(settings.root) as store, ExitStack() as held, ExitStack() as undo:
        records = _records(settings, today, store, showing.standing, held)
        frames = framing.made(settings, store.folder, make_frames, progress)
        editions = {}
        # Of a site that somebody committed nothing is taken over: no gate may have seen it.
        came_with_a_clone = is_committed(settings.root, settings.output)
        undo.callback(_remove_if_empty, output)
        making = held.enter_context(scratch(store.folder / "making"))
        is_past = showing.standing is not None
        if is_past:
            # The folder above is the current sites', for their server to read.
            output.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(for_the_owner_alone())
        for audience in _named(records.rulebook.policy, audiences):
            editions[audience] = Edition(output, audience, is_private=is_past)
            if came_with_a_clone:
                editions[audience].previous = None
            undo.callback(editions[audience].discard)
        try:
            built = _fill(records, editions, frames, progress, showing, making)
            finished.guard([each.folder for each in editions.values()], settings.root / settings.records)
            undo.pop_all()
            done = [site._replace(folder=editions[site.audience].publish()) for site in built]
            press.write_snippets(output, {site.audience: site.policy for site in done})
        except OSError as error:
            message = f"a file of the site could not be written: {error.filename or output}: {error.strerror}"
            raise CannotBuild(
                message, "Check the folder's permissions and that the disk is not full."
            ) from error
        return done


def into(folder: Path, settings: Settings, audience: str | None, today: date, progress: Progress) -> Site:
    """Fill the site that MkDocs has just made in `folder`, frames included, for one audience (None: the narrowest)."""
    with cache.Store(settings.root) as store:
        records = Records(settings, today, store)
        (name,) = _named(records.rulebook.policy, [audience] if audience else [])
        frames = framing.ThemeFrames(folder, key="")
        showing = Showing(last_valid=settings.last_valid)
        with scratch(store.folder / "making") as making:
            (site,) = _fill(records, {name: Folder(folder)}, frames, progress, showing, making)
        finished.guard([folder], settings.root / settings.records)
        return site


def _records(
    settings: Settings, today: date, store: cache.Store, standing: Standing | None, held: ExitStack
) -> Records:
    """Return the records as they lie on the disk, or as they stood: laid out with a store of their own for as long as `held`."""
    if standing is None:
        return Records(settings, today, store)
    there = held.enter_context(laid_out(settings.root, settings.records, standing))
    own_store = held.enter_context(cache.Store(there.folder))
    records = Records(settings, today, own_store, there.folder)
    records.problems += there.problems
    return records


def _fill(
    records: Records,
    editions: Mapping[str, Folder],
    frames: framing.ThemeFrames,
    progress: Progress,
    showing: Showing,
    making: Path,
) -> list[Site]:
    started = time.perf_counter()
    history = log_cache.history(records, showing.standing.commit if showing.standing else None)
    with Earlier(records, history) if showing.last_valid else nullcontext() as earlier:
        stood = earlier.school() if earlier else None
        school = _school(records, history, showing.standing)
        targets = {
            audience: _target(records, audience, edition, frames, school.past)
            for audience, edition in editions.items()
        }
        for audience, edition in editions.items():
            framing.lay(targets[audience].frames, frames, edition)
        of_pupils, passed = pages(records, targets, history, frames.key, progress, earlier)
    passed = passed._replace(school=stood)
    school = structs.replace(
        school, stood=stood, never_valid=passed.never_valid, not_shown=len(passed.never_valid)
    )
    reuse.remember(records, of_pupils)
    done = []
    for audience, edition in editions.items():
        target, made = targets[audience], of_pupils[audience].made
        shown = [pupil for pupil in records.listing.pupils if pupil in made]
        summaries = [cache.unpack(made[pupil].summary) for pupil in shown]
        seen = View(**dict(target.gate.school(school)), absent=target.school.absent)
        overview = render.overview(seen, summaries)
        if render.CHANGES not in seen.absent:
            edition.write(render.FEED, render.feed(seen, summaries, records.settings.site_url).encode())
        for count, page in enumerate(overview, 1):
            progress(f"Lists for {audience}", count, len(overview))
            edition.write(f"{page.path}index.html", target.frames.set(page))
        if edition.folder == frames.folder:
            framing.clear(edition.folder, target.frames, {page.path for page in overview})
        entries = {f"pupils/{pupil}/": pupils.entry(made[pupil].entry) for pupil in shown}
        held = {path: entry for path, entry in entries.items() if entry}
        progress(f"Search for {audience}", 0, 1)
        search.index(
            held,
            edition.folder,
            edition.previous,
            making,
        )
        listed = render.named(overview, seen)
        edition.write(search.FILE, search.names(held, listed, records.rulebook, target.gate.sees))
        progress(f"Search for {audience}", 1, 1)
        edition.write("site.json", _state(target.gate, records, history, school.past))
        late = Counter(
            duty.state for summary in summaries if summary.has("duties") for duty in summary.duties
        )
        done.append(
            Site(
                audience,
                edition.folder,
                pupils=len(summaries),
                made=len(of_pupils[audience].anew),
                pages=len(overview) + sum(len(each.pages) for each in made.values()),
                overdue=late[OVERDUE],
                behind=late[BEHIND],
                policy=press.policy(target.frames),
                seconds=time.perf_counter() - started,
                passed=passed,
            )
        )
    return done


def _remove_if_empty(folder: Path) -> None:
    """Take away the folder of a past view that came to nothing; one that holds a site is never touched."""
    with suppress(OSError):
        folder.rmdir()


def _school(records: Records, history: History, standing: Standing | None) -> SchoolCase:
    """Return the school with what is known of its own files' past, and with the past day that all of it shows."""
    world = records.world
    case = derive.school_case(world.school, world.staff, world.rulebook, history, world.today)
    own = (records.listing.school, records.listing.staff)
    changes = {path: history.changes[path] for path in own if path in history.changes}
    pending = {path: history.blobs.get(path, "") for path in own if path in history.dirty}
    if changes or pending:
        with Blobs(records.settings.root) as blobs:
            own_edits = edits(records.folder, changes, pending, world.rulebook.policy, blobs)
        people = people_of(world.staff, world.today)
        case = structs.replace(case, revisions=revisions(own_edits, people, world.school.forge))
    if standing is None:
        return case
    address = commit_address(world.school.forge, standing.commit)
    return structs.replace(case, past=Past(on=world.today, commit=standing.commit, commit_url=address))


def _named(policy: Policy, audiences: Sequence[str]) -> list[str]:
    every = [audience.id for audience in policy.audiences]
    for name in audiences:
        if name not in (*every, "all"):
            message = f"there is no audience '{name}'"
            raise LiverecordError(message, f"It is one of {', '.join(every)}, or all of them: all.")
    if "all" in audiences:
        return every
    return list(dict.fromkeys(audiences)) or every[:1]


def _target(
    records: Records, audience: str, edition: Folder, frames: framing.ThemeFrames, past_view: Past | None
) -> pupils.Target:
    gate = redact.gate(records.rulebook.policy, audience, records.world.school.audiences)
    # Pupils' pages know nothing of the commit, so that a commit that does not touch a pupil leaves its page as it is.
    absent = render.absent(gate.sees)
    school = View(**dict(gate.school(_school(records, History(), None))), absent=absent)
    cut = press.frames(
        frames.folder,
        gate.audience.words,
        records.world.today,
        absent,
        _told(gate, past_view) if past_view else None,
        render.own_titles(absent),
        partial(_sees, gate),
    )
    return pupils.Target(gate, school, cut, edition)


def _sees(gate: redact.Gate, path: str) -> bool:
    """Tell whether an audience sees a path that a hand-written page names. Raises CannotBuild for one that there is not."""
    if not any(each == path or each.startswith(f"{path}.") for each in redact.every_path()):
        raise CannotBuild(
            "A page written by hand has a part for readers of something that is not in the records.",
            "Write what schema/audiences.yml names behind 'liverecord:sees' or 'liverecord:hides'.",
        )
    return gate.sees(path)


def _told(gate: redact.Gate, past_view: Past) -> press.PastNotice:
    """Return what each page says of a past view: that it is one is said to everybody, its commit to who may know it."""
    commit = past_view.commit if gate.sees("school.past.commit") else None
    address = past_view.commit_url if gate.sees("school.past.commit_url") else None
    return press.PastNotice(past_view.on, commit, address)


def _state(gate: redact.Gate, records: Records, history: History, past_view: Past | None) -> bytes:
    """Return what changes with every build and stands on no page: the banner and About read it in the browser."""
    today = records.world.today
    state: dict[str, object] = {
        "as_of": today.isoformat(),
        "built_at": built_at().isoformat(timespec="seconds"),
        "commit": history.head if gate.sees("school.commit") else None,
        "audience": gate.audience.id,
        "pinned": past_view is not None or records.settings.today is not None,
    }
    if past_view is not None:
        told = _told(gate, past_view)
        state["past"] = {"on": told.on.isoformat(), "commit": told.commit}
    return json.dumps(state, indent=1).encode() + b"\n"
