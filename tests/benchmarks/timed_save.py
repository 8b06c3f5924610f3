"""A conversation logged by form, in a school's folder: `python timed_save.py` prints what each press of a button took.

The form is opened, checked and kept twice, as a person does it with the program running; the second time is printed, in
seconds. No server is asked: how long that takes is the server's.
"""

import subprocess
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from liverecord.edit.clone import Clone
from liverecord.edit.own_site import OwnSite
from liverecord.edit.pages import Means, SentPage
from liverecord.edit.working_desk import WorkingDesk
from liverecord.forms.jobs import job_named
from liverecord.read.blobs import Blobs
from liverecord.read.settings import settings
from liverecord.read.today import today


class NoSite(OwnSite):
    """No site is built meanwhile, because it would be measured too."""

    def want(self, commit: str, today: date) -> None:
        """Leave it."""


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that work took, and what it returned."""
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def main() -> None:
    """Log two conversations, and print the seconds of the second: the form, the preview, the save."""
    for name, value in (("user.name", "R. Adeyemi"), ("user.email", "r.adeyemi@ashgrove.example")):
        subprocess.run(["git", "config", name, value], check=True)
    found = settings(Path())
    day = today(None, found.today)
    job = job_named("conversation", of_a_pupil=True)
    assert job is not None
    with Blobs(found.root) as blobs, NoSite(found) as site:
        desk = WorkingDesk(Clone(found, lambda: day, blobs), site)
        pupil = desk.pupils()[0].id
        for number in range(2):
            opened, scene = timed(lambda: desk.scene(job, pupil, ()))
            answers = {
                "date": (day.isoformat(),), "with": ("mother",), "how": ("phone",), "by": ("r-adeyemi",),
                "happening": (f"Time {time.time_ns()} {number}",),
            }  # fmt: skip
            checked, means = timed(lambda: desk.means(scene, job, answers))  # noqa: B023
            assert isinstance(means, Means), means
            kept, done = timed(
                lambda: desk.save(
                    scene, job, answers, how="keep", seen=means.seen, decisions={}  # noqa: B023
                )
            )  # fmt: skip
            assert isinstance(done, SentPage), done
    print(opened, checked, kept)  # noqa: T201


if __name__ == "__main__":
    main()
