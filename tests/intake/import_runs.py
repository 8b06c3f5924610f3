"""The import command run in a school's folder, and a file for it to import."""

from pathlib import Path

from click.testing import CliRunner, Result

from liverecord.cli import commands


def importing(*arguments: str, what: str = "attendance") -> Result:
    """Run the command in the current folder, which is the school's."""
    return CliRunner().invoke(
        commands, ["import", what, *arguments], standalone_mode=False, catch_exceptions=False
    )


def export(*lines: str, name: str = "marks.csv") -> str:
    """Write a long file in the current folder, and return its name."""
    Path(name).write_text("\n".join([_HEAD, *lines]) + "\n", encoding="utf-8")
    return name


_HEAD = "pupil_id,date,session,mark"
