"""One file that was changed 100,000 times, each time in a commit of its own: `git fast-import` makes it in seconds.

`python long_history.py` reads who changed it, in its folder, with nothing that an earlier run knew.
"""

import subprocess
import sys
from pathlib import Path

from timing import Took, took

FILE = "records/pupils/p-7k3m/plan.yml"
_COMMIT = """\
commit refs/heads/main
committer J. Okafor <j.okafor@ashgrove.example> {at} +0000
data <<END
Change {number}
END
M 100644 inline {file}
data <<END
version: {number}
END
"""


class LongHistory:
    """A repository in a folder with so many commits of one file."""

    def __init__(self, folder: Path, commits: int) -> None:
        self.folder = folder
        if not folder.exists():
            folder.mkdir(parents=True)
            took(["git", "init", "--quiet", "--initial-branch=main"], folder)
            with subprocess.Popen(
                ["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE
            ) as git:
                assert git.stdin is not None
                for number in range(commits):
                    at = 1_700_000_000 + 60 * number
                    git.stdin.write(_COMMIT.format(at=at, number=number, file=FILE).encode())
            took(["git", "reset", "--quiet", "--hard"], folder)

    @property
    def command(self) -> tuple[str | Path, ...]:
        """The command that reads it."""
        return (sys.executable, Path(__file__))

    def read(self) -> Took:
        """Read who changed the file, and when."""
        return took(self.command, self.folder)

    def git_log(self) -> Took:
        """Let git alone print the same."""
        return took(["git", "log", "--raw", "--no-abbrev", "--", "records"], self.folder)


if __name__ == "__main__":
    from liverecord.read.history import history

    print(len(history(Path()).changes[FILE]))  # noqa: T201
