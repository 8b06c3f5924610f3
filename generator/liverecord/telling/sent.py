"""What was sent on which day, so that a second run does not send it twice.

A run claims each e-mail before it goes out, and settles the claim afterwards. So of two runs at once only one sends. A
run that is cut off between leaves an open claim: nobody knows whether that e-mail went. The file lies beside the
store, holds ids only, and is safe to delete.
"""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from liverecord.cache import FOLDER
from liverecord.problem import LiverecordError

SENT, BEGUN = "sent", "begun"

_NAME = "sent.sqlite"
_LAYOUT = "CREATE TABLE IF NOT EXISTS sent (day TEXT, owner TEXT, state TEXT, PRIMARY KEY (day, owner))"


class Sent:
    """The e-mails of one day."""

    def __init__(self, root: Path, today: date) -> None:
        self._path = root / FOLDER / _NAME
        self._day = today.isoformat()

    def known(self) -> dict[str, str]:
        """Return who was sent theirs (SENT), or may have been (BEGUN), by id; nothing is made on the disk."""
        if not self._path.exists():
            return {}
        answer = self._run("SELECT owner, state FROM sent WHERE day = ?", (self._day,))
        return {row[0]: row[1] for row in answer.rows}

    def claim(self, owner: str, *, again: bool = False) -> bool:
        """Claim somebody's e-mail; False where another run has it, or had it, unless it is sent `again`."""
        verb = "INSERT OR REPLACE" if again else "INSERT OR IGNORE"
        # Only this day matters: nobody asks any more what was sent before it.
        self._run("DELETE FROM sent WHERE day < ?", (self._day,))
        return self._run(f"{verb} INTO sent VALUES (?, ?, ?)", (self._day, owner, BEGUN)).changed > 0

    def settle(self, owner: str, *, sent: bool) -> None:
        """Say how it went with a claimed e-mail; one that was not sent may be claimed again."""
        if sent:
            self._run("UPDATE sent SET state = ? WHERE day = ? AND owner = ?", (SENT, self._day, owner))
        else:
            self._run("DELETE FROM sent WHERE day = ? AND owner = ?", (self._day, owner))

    def _run(self, statement: str, values: tuple[str, ...]) -> "_Answer":
        try:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            with closing(sqlite3.connect(self._path)) as database, database:
                database.execute(_LAYOUT)
                cursor = database.execute(statement, values)
                return _Answer(cursor.fetchall(), cursor.rowcount)
        except (sqlite3.Error, OSError):
            message = f"What was sent today cannot be read or noted in {FOLDER}/{_NAME}."
            raise LiverecordError(
                message, "Look at the disk and the folder's rights, or delete that file."
            ) from None


class _Answer(NamedTuple):
    rows: list[tuple[str, str]]
    changed: int
