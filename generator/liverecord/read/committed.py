"""What this program makes for itself, found in git: whoever could commit a store or a site could have a page taken over from it."""

from pathlib import Path

from liverecord.problem import HistoryUnavailable
from liverecord.read.repository import started


def is_committed(root: Path, folder: str) -> bool:
    """Tell whether git has a file below a folder of the school's at `root`; where there is no git, nothing came with a clone."""
    if Path(folder).is_absolute():
        return False
    try:
        with started(root, "--literal-pathspecs", "ls-files", "-z", "--", folder) as (process, _):
            return bool(process.stdout.read(1))
    except HistoryUnavailable:
        return False
