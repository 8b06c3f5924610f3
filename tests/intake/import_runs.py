"""The import command run in a school's folder, and a file for it to import."""

from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner, Result

from liverecord.cli import commands


def importing(*arguments: str, what: str = "attendance", command: Sequence[str] = ()) -> Result:
    """Run an import in the current folder, which is the school's: `what` it is called, or all that stands before the rest in `command`."""
    return CliRunner().invoke(
        commands, ["import", *(command or [what]), *arguments], standalone_mode=False, catch_exceptions=False
    )


def export(*lines: str, name: str = "marks.csv") -> str:
    """Write a long file in the current folder, and return its name."""
    Path(name).write_text("\n".join([_HEAD, *lines]) + "\n", encoding="utf-8")
    return name


_HEAD = "pupil_id,date,session,mark"
