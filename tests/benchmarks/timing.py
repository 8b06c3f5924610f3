"""How long a command takes and how much memory it needs, with all the processes that it starts."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_POLL_SECONDS = 0.05
MEASURES_MEMORY = sys.platform == "linux"
"""Shared pages counted once need /proc's proportional set sizes, and only Linux has them."""


class Took(NamedTuple):
    """What a command took: by the clock, and by the processors (all its processes; NaN where the system cannot tell)."""

    seconds: float
    processor: float
    output: str = ""

    def __add__(self, other: object) -> "Took":
        """Return both, one after the other."""
        assert isinstance(other, Took)
        return Took(self.seconds + other.seconds, self.processor + other.processor)

    def times(self, number: float) -> "Took":
        """Return what so many times the same work would take."""
        return Took(self.seconds * number, self.processor * number, self.output)


def took(command: Sequence[str | Path], folder: Path) -> Took:
    """Run a command and return what it took; raises RuntimeError with its words when it fails, for then it did not do the work."""
    started = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        processor = float("nan")
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            processor = usage.ru_utime + usage.ru_stime
        else:
            process.wait()
        seconds = time.perf_counter() - started
    _succeeded(command, process.returncode, output)
    return Took(seconds, processor, output)


def peak_megabytes(command: Sequence[str | Path], folder: Path, scratch: Path) -> float:
    """Run a command and return the most memory that all its processes held at once, pages they share counted once.

    Looked up every 50 ms, which slows the command down a little: it is a run of its own, and never timed.
    """
    words = scratch / "words.txt"
    most = 0
    with words.open("wb") as file:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while process.poll() is None:
            most = max(most, sum(map(_kilobytes, _session(process.pid))))
            time.sleep(_POLL_SECONDS)
    _succeeded(command, process.returncode, words.read_text(encoding="utf-8", errors="replace"))
    return most / 1024


def _session(leader: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):  # it has just ended
            # The name in brackets may hold spaces; the session is the fourth field behind it.
            fields = (
                (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            )
            if int(fields[3]) == leader:
                found.append(int(folder.name))
    return found


def _kilobytes(process: int) -> int:
    with suppress(OSError):  # it has just ended
        for line in Path("/proc", str(process), "smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


def _succeeded(command: Sequence[str | Path], code: int, output: str) -> None:
    if code != 0:
        raise RuntimeError(f"{Path(command[0]).name} {command[1:4]} ended with {code}:\n{output[-3000:]}")
