"""A person's clone of a forge's repository to test with: saves are made by steps, as forms make them."""

from collections.abc import Sequence
from pathlib import Path

from forge import Forge
from git_repository import git
from liverecord.model.records import Forge as Described
from liverecord.model.records import kind_of
from liverecord.read import strict
from liverecord.read.blobs import Blobs
from liverecord.saves.catching_up import CaughtUp, bring_up_to_date
from liverecord.saves.keeping import Kept, keep
from liverecord.saves.person import Person
from liverecord.saves.replay import Decisions
from liverecord.saves.sending import Fetched, Sent, fetch, send
from liverecord.saves.standing import Standing, standing
from liverecord.splice.steps import Step
from liverecord.splice.writing import Spliced, spliced

OKAFOR = Person("J. Okafor", "j.okafor@ashgrove.example", "j-okafor")
ADEYEMI = Person("R. Adeyemi", "r.adeyemi@ashgrove.example", "r-adeyemi")

PUPIL = "records/pupils/p-7k3m"
ACTIONS, CONCERNS, CONTACTS = (f"{PUPIL}/{kind}.yml" for kind in ("actions", "concerns", "contacts"))

RECORDS = {
    ACTIONS: b"""\
# What was agreed
actions:
  - id: a1
    kind: other
    what: Ring the bus company
    owner: j-okafor
    status: open
  - id: a2
    kind: other
    what: "Ask: how was Monday?"
    owner: r-adeyemi
    status: open   # since the summer
""",
    CONCERNS: b"""\
concerns:
  - id: c1
    opened_on: 2026-11-02
    status: open
    updates:
      - {id: u1, date: 2026-11-03, no_change: true}
""",
    CONTACTS: b"contacts:\n  - id: k1\n    date: 2026-11-02\n    by: j-okafor\n    with: mother\n    how: phone\n",
}


class Clone:
    """A clone in which one person saves."""

    def __init__(self, root: Path, person: Person = OKAFOR) -> None:
        self.root = root
        self.person = person

    @property
    def standing(self) -> Standing:
        """Where the next save goes."""
        return standing(self.root, "main", self.person)

    @property
    def waiting(self) -> list[str]:
        """The first lines of what waits."""
        return [save.message for save in self.standing.saves]

    def raw(self, path: str, commit: str = "") -> bytes | None:
        """Return a file as the next save finds it, or as it is at a commit."""
        commit = commit or self.standing.base
        entry = "".join(git(self.root, "ls-tree", commit, "--", path).split()[2:3])
        with Blobs(self.root) as blobs:
            return blobs.read([entry])[entry] if entry else None

    def data(self, path: str, commit: str = "") -> object:
        """Return what a file says."""
        raw = self.raw(path, commit)
        return None if raw is None else read(path, raw)

    def save(self, steps: dict[str, Sequence[Step]], message: str) -> Kept:
        """Save steps as a form does."""
        now = self.standing
        files = {}
        for path, each in steps.items():
            written = spliced(path, kind_of(path), self.raw(path, now.base), each)
            assert isinstance(written, Spliced), written
            files[path] = written.raw
        kept = keep(self.root, now, self.person, files, message)
        assert isinstance(kept, Kept), kept
        return kept

    def send(self) -> Sent:
        """Send what waits, and have it arrive."""
        sent = send(self.root, self.standing, Described())
        assert isinstance(sent, Sent), sent
        return sent

    def fetch(self) -> Fetched:
        """Ask the server what is new, and have it answer."""
        fetched = fetch(self.root, "main", self.person)
        assert isinstance(fetched, Fetched), fetched
        return fetched

    def catch_up(self, decisions: Decisions | None = None) -> CaughtUp:
        """Bring what waits up to date, where it is behind."""
        return bring_up_to_date(self.root, self.standing, self.person, decisions)


def read(path: str, raw: bytes) -> object:
    """Return what a file's bytes say."""
    document, problems = strict.parse(path, kind_of(path), raw)
    assert document is not None, problems
    return document.data


def with_records(forge: Forge) -> Forge:
    """Put the records into a forge that is empty."""
    forge.change({**RECORDS, "mkdocs.yml": b"site_name: Ashgrove\n"}, "The records")
    return forge
