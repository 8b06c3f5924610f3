"""A pupil's past without git: commits as what each file became, and the changes and versions that git would tell of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from liverecord.model.history import Change
from liverecord.read.strict import parse

FOLDER = "records/pupils/p-7k3m"
FIRST = datetime(2026, 9, 1, 12, tzinfo=UTC)

Files = Mapping[str, str | None]
"""What a commit made of files, by noun (or by path, where another folder's): None takes a file away."""


def change(path: str, commit: str, before: tuple[str, ...] = ("",), after: str = "", day: int = 0) -> Change:
    """Return a change of a file in a commit that is so many days after the first."""
    return Change(
        path=path,
        commit=commit,
        at=FIRST + timedelta(days=day),
        author="J. Okafor",
        email="j.okafor@ashgrove.example",
        message="Change",
        status="A" if not any(before) else "M" if after else "D",
        before=before,
        after=after,
    )


class Past:
    """Commits one after the other, a day apart, named k0, k1, …: `changes` newest first, `versions` by blob."""

    def __init__(self, *commits: Files) -> None:
        self.changes: dict[str, tuple[Change, ...]] = {}
        self.versions: dict[str, object] = {}
        self.texts: dict[str, str] = {}
        now: dict[str, str] = {}
        for number, commit in enumerate(commits):
            for name, text in commit.items():
                path = name if "/" in name else f"{FOLDER}/{name}.yml"
                blob = self.blob(path, text) if text is not None else ""
                made = change(path, f"k{number}", (now.get(path, ""),), blob, number)
                self.changes[path] = (made, *self.changes.get(path, ()))
                now[path] = blob

    def blob(self, path: str, text: str) -> str:
        """Return the blob of a text: the same for the same text, and without data where it cannot be read."""
        blob = next((known for known, each in self.texts.items() if each == text), f"b{len(self.texts)}")
        self.texts[blob] = text
        document, _ = parse(path, path.rpartition("/")[2].removesuffix(".yml"), text.encode())
        if document is not None:
            self.versions[blob] = document.data
        return blob
