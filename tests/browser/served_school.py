"""The school that the browser tests read: a demo school with a hostile pupil in it, built and served for every audience.

`build` lays it out and builds it; `serving` shows the sites under the policy that their real server will send. The
screenshots take the same school.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from liverecord import sites as building
from liverecord.demo import demo
from liverecord.plugin import make_frames
from liverecord.read.settings import settings
from liverecord.serve import ADDRESS, server

DAY = date(2026, 11, 22)
AUDIENCES = ("staff", "team", "senco")
MUCH = "p-7k3m"
ONLY_A_PLAN = "p-4rjs"
CIRCUMSTANCES = "p-2xqd"
PART_TIME = "p-9wtr"
HOSTILE = "p-x5ss"
HOSTILE_TEXT = (
    "\"><img src=x onerror=alert(1)> <script>alert(2)</script> </script><b>{{7*7}}</b> 'onfocus=alert(3) "
    "\u05e9\u05dc\u05d5\u05dd \u202eright\u202c to left"
)
"""What a hostile pupil's record says wherever free text may stand. Typed by Zebulon, for a search to find."""

KINDS: Mapping[str, str] = {
    "today": "",
    "overdue": "overdue/",
    "coming": "coming/",
    "pupils": "pupils/",
    "pupil": f"pupils/{MUCH}/",
    "pupil-with-only-a-plan": f"pupils/{ONLY_A_PLAN}/",
    "pupil-with-circumstances": f"pupils/{CIRCUMSTANCES}/",
    "pupil-with-hostile-text": f"pupils/{HOSTILE}/",
    "attendance": "attendance/",
    "attendance-of-pupil": f"attendance/{MUCH}/",
    "attendance-part-time": f"attendance/{PART_TIME}/",
    "attendance-with-hostile-text": f"attendance/{HOSTILE}/",
    "support-first": "attendance/support-first/",
    "changes": "changes/",
    "changes-of-pupil": f"history/{MUCH}/",
    "changes-not-committed": f"history/{HOSTILE}/",
    "class": "classes/8b/",
    "card": f"cards/{MUCH}/",
    "week": "week/",
    "staff": "staff/",
    "colleague": "staff/r-adeyemi/",
    "colleague-who-left": "staff/s-quill/",
    "search": "search/",
    "search-results": "search/?q=maya",
    "about": "about/",
    "guide": "guide/",
    "not-found": "404.html",
}
"""Every kind of page there is, by a name for tests and screenshots, with an address of that kind."""

MAIN_KINDS = ("today", "class", "pupils", "pupil", "staff", "colleague", "search-results", "about")
"""The kinds that look at all different for a narrower audience."""


class Served(NamedTuple):
    """One audience's site as a browser meets it; `address` ends with a slash."""

    audience: str
    address: str
    folder: Path
    policy: str


def build(
    folder: Path, *, pinned: bool = True, audiences: tuple[str, ...] = AUDIENCES
) -> list[building.Site]:
    """Lay out the school in `folder` and build it as of DAY; unpinned, its pages go on with the reader's own calendar."""
    demo(folder, pupils=21, weeks=6, commits=40, today=DAY)
    add_hostile_pupil(folder / "records" / "pupils")
    config = folder / "mkdocs.yml"
    if not pinned:
        lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.strip().startswith("today:")]
        assert len(kept) == len(lines) - 1
        config.write_text("".join(kept), encoding="utf-8")
    return building.build(settings(config), audiences, DAY, make_frames, lambda _what, _done, _total: None)


@contextmanager
def serving(sites: list[building.Site]) -> Iterator[dict[str, Served]]:
    """Serve each site from a root of its own, and give them by audience."""
    with ExitStack() as stack:
        served = {}
        for site in sites:
            running = stack.enter_context(server(site.folder, site.policy, 0))
            thread = threading.Thread(target=running.run, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(running.stop)
            address = f"http://{ADDRESS}:{running.port}/"
            served[site.audience] = Served(site.audience, address, site.folder, site.policy)
        yield served


def add_hostile_pupil(pupils: Path) -> None:
    """Write a copy of the pupil with much, whose every free text is HOSTILE_TEXT."""
    for source in sorted((pupils / MUCH).glob("*.yml")):
        data = _hostile(yaml.safe_load(source.read_text(encoding="utf-8")))
        if source.stem == "plan":
            pupil = data["pupil"]
            pupil |= {"upn": None, "known_as": "Zebulon", "form": f"8B {HOSTILE_TEXT}"[:40]}
            data["circumstances"] = [_CIRCUMSTANCE]
        target = pupils / HOSTILE / source.name
        target.parent.mkdir(exist_ok=True)
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000)
        target.write_text(text, encoding="utf-8", newline="\n")


def _hostile(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _hostile(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_hostile(each, key) for each in value]
    return HOSTILE_TEXT if key in _FREE_TEXT and isinstance(value, str) else value


_FREE_TEXT = frozenset(
    [
        "given_name",
        "family_name",
        "strengths",
        "helps",
        "avoid",
        "detail",
        "text",
        "what",
        "delivered_by",
        "frequency",
        "why",
        "context",
        "happening",
        "changed",
        "school_is_trying",
        "family_view",
        "pupil_view",
        "summary",
        "subject",
        "note",
    ]
)

_CIRCUMSTANCE = {
    "id": "s1",
    "kind": "referral",
    "status": "open",
    "service": HOSTILE_TEXT,
    "about": HOSTILE_TEXT,
    "sent_on": "2026-10-01",
    "chase_on": "2026-11-25",
    "owner": "r-adeyemi",
}
