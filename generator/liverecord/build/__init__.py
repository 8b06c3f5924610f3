"""The whole way from records to a site, on one screen.

    read → judge → (derive → redact → render → press, pupil by pupil) → overview → search → publish

Everything is made in a folder of its own; only a whole site without a problem is put in the place of the last one.
"""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import NamedTuple

from liverecord import cache, derive, press, redact, render, search
from liverecord.build import frames as framing
from liverecord.build import past, pupils, reuse
from liverecord.editions import Edition, Folder
from liverecord.examine.records import Progress, Records
from liverecord.model.case import History, SchoolCase
from liverecord.model.rulebook import Policy
from liverecord.problem import CannotBuild, InvalidRecords, LiverecordError
from liverecord.read.settings import Settings
from liverecord.read.today import built_at
from liverecord.view import View


class Site(NamedTuple):
    """One audience's finished site: where it is, how many pupils it holds and how many of their pages were made anew."""

    audience: str
    folder: Path
    pupils: int
    made: int
    pages: int
    overdue: int
    policy: str
    seconds: float


def sites(
    settings: Settings,
    audiences: Sequence[str],
    today: date,
    make_frames: framing.FrameMaker,
    progress: Progress,
) -> list[Site]:
    """Build the site of each audience and put all of them in place, or raise and leave the last ones as they were.

    No audience named means the narrowest; "all" means every one.
    Raises InvalidRecords with every problem there is, HistoryUnavailable, InvalidRulebook, or CannotBuild.
    """
    output = settings.root / settings.output
    with cache.Store(settings.root) as store, ExitStack() as undo:
        records = Records(settings, today, store)
        frames = framing.made(settings, store.folder, make_frames, progress)
        editions = {}
        for audience in _named(records.rulebook.policy, audiences):
            editions[audience] = Edition(output, audience)
            undo.callback(editions[audience].discard)
        try:
            built = _fill(records, editions, frames, progress)
            undo.pop_all()
            done = [site._replace(folder=editions[site.audience].publish()) for site in built]
            press.write_snippets(output, {site.audience: site.policy for site in done})
        except OSError as error:
            message = f"a file of the site could not be written: {error.strerror}"
            raise CannotBuild(
                message, "Check the folder's permissions and that the disk is not full."
            ) from error
        return done


def into(folder: Path, settings: Settings, audience: str | None, today: date, progress: Progress) -> Site:
    """Fill the site that MkDocs has just made in `folder`, frames included, for one audience (None: the narrowest)."""
    with cache.Store(settings.root) as store:
        records = Records(settings, today, store)
        (name,) = _named(records.rulebook.policy, [audience] if audience else [])
        frames = framing.Made(folder, key="")
        (site,) = _fill(records, {name: Folder(folder)}, frames, progress)
        return site


def _fill(
    records: Records, editions: Mapping[str, Folder], frames: framing.Made, progress: Progress
) -> list[Site]:
    started = time.perf_counter()
    history = past.history(records)
    school = _school(records, history)
    stands = {audience: _stand(records, audience, edition, frames) for audience, edition in editions.items()}
    for audience, edition in editions.items():
        framing.lay(stands[audience].frames, frames, edition)
    jobs, pages = reuse.planned(records, stands, history, frames.key)
    problems = records.problems + reuse.judged(records, stands, history, jobs, pages, progress)
    if problems:
        raise InvalidRecords(problems)
    reuse.remember(records, pages)
    done = []
    for audience, edition in editions.items():
        stand, made = stands[audience], pages[audience].made
        summaries = [cache.unpack(made[pupil].summary) for pupil in records.listing.pupils]
        overview = render.overview(
            View(**dict(stand.gate.school(school)), absent=stand.school.absent), summaries
        )
        for count, page in enumerate(overview, 1):
            progress(f"Lists for {audience}", count, len(overview))
            edition.write(f"{page.path}index.html", stand.frames.set(page))
        if edition.folder == frames.folder:
            framing.clear(edition.folder, stand.frames, {page.path for page in overview})
        entries = {f"pupils/{pupil}/": pupils.entry(made[pupil].entry) for pupil in records.listing.pupils}
        entries |= {page.path: page.search for page in overview}
        progress(f"Search for {audience}", 0, 1)
        search.index(
            {path: found for path, found in entries.items() if found}, edition.folder, edition.previous
        )
        progress(f"Search for {audience}", 1, 1)
        edition.write("site.json", _state(stand.gate, records, history))
        done.append(
            Site(
                audience,
                edition.folder,
                pupils=len(summaries),
                made=sum(audience in job.audiences for job in jobs),
                pages=len(overview) + sum(len(each.pages) for each in made.values()),
                overdue=sum(duty.state == "overdue" for summary in summaries for duty in summary.duties),
                policy=press.policy(stand.frames),
                seconds=time.perf_counter() - started,
            )
        )
    return done


def _school(records: Records, history: History) -> SchoolCase:
    world = records.world
    return derive.school_case(world.school, world.staff, world.rulebook, history, world.today)


def _named(policy: Policy, audiences: Sequence[str]) -> list[str]:
    every = [audience.id for audience in policy.audiences]
    for name in audiences:
        if name not in (*every, "all"):
            message = f"there is no audience '{name}'"
            raise LiverecordError(message, f"It is one of {', '.join(every)}, or all of them: all.")
    if "all" in audiences:
        return every
    return list(dict.fromkeys(audiences)) or every[:1]


def _stand(records: Records, audience: str, edition: Folder, frames: framing.Made) -> pupils.Stand:
    gate = redact.gate(records.rulebook.policy, audience, records.world.school.audiences)
    # Pupils' pages know nothing of the commit, so that a commit that does not touch a pupil leaves its page as it is.
    absent = _absent(gate)
    school = View(**dict(gate.school(_school(records, History()))), absent=absent)
    cut = press.frames(frames.folder, audience, gate.audience.label, records.world.today, absent)
    return pupils.Stand(gate, school, cut, edition)


def _absent(gate: redact.Gate) -> frozenset[str]:
    """Return the addresses of the overview pages that a site for this audience does not hold: no tab, no link leads there."""
    return frozenset(
        address for address, paths in _NEEDS.items() if not all(gate.sees(path) for path in paths)
    )


_NEEDS = {
    render.WHOLE_SCHOOL: ("attendance.figures", "half_days.missed", "half_days.possible"),
    render.BEFORE_ENFORCEMENT: ("support_first.nearness",),
}
"""The pages that stand or fall with paths of the policy, so that a school which narrows one loses the page too."""


def _state(gate: redact.Gate, records: Records, history: History) -> bytes:
    """Return what changes with every build and stands on no page: the banner and About read it in the browser."""
    today = records.world.today
    state = {
        "as_of": today.isoformat(),
        "built_at": built_at().isoformat(timespec="seconds"),
        "commit": history.head if gate.sees("school.commit") else None,
        "audience": gate.audience.id,
        "pinned": records.settings.today is not None,
    }
    return json.dumps(state, indent=1).encode() + b"\n"
