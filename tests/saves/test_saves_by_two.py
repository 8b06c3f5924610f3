"""Two people save at once, in any order, and a forge merges what they send in any way: nothing is lost, nothing is there twice."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

from clones import ACTIONS, ADEYEMI, CONTACTS, OKAFOR, Clone, read, with_records
from hypothesis import given
from hypothesis import strategies as st

from examples import one_in
from forge import Clashes, Forge, forge
from liverecord.model.ids import next_id
from liverecord.splice.steps import Add, Set, Step, found, ids


class Round:
    """Two clones of one forge, and what was written by both so far."""

    def __init__(self, server: Forge, folder: Path) -> None:
        self.server = server
        self.people = [Clone(server.clone(folder / person.name[0]), person) for person in (OKAFOR, ADEYEMI)]
        self.calls: Counter[str] = Counter()
        self.tasks: Counter[str] = Counter()
        self.states = {"a1": "open", "a2": "open"}
        self.number = 0

    def call(self, who: Clone) -> None:
        """Log a call; every third is word for word as the one before."""
        self.number += 1
        said = f"Call {self.number - (self.number % 3 == 0)}"
        self.calls[f"{said} {who.person.name}"] += 1
        taken = ids(found(who.data(CONTACTS), ("contacts",)))
        item = {"id": next_id("k", taken), "date": "2026-11-20", "by": who.person.name, "happening": said}
        who.save({CONTACTS: [Add(("contacts",), item)]}, f"p-7k3m: {said}")

    def agree(self, who: Clone) -> None:
        """Log a call in which an action was agreed: the call points to it."""
        self.number += 1
        said = f"Call {self.number}"
        self.calls[f"{said} {who.person.name}"] += 1
        self.tasks[said] += 1
        taken = ids(found(who.data(ACTIONS), ("actions",)))
        action = next_id("a", taken)
        call = next_id("k", ids(found(who.data(CONTACTS), ("contacts",))))
        steps: dict[str, list[Step]] = {
            CONTACTS: [
                Add(
                    ("contacts",),
                    {
                        "id": call,
                        "date": "2026-11-20",
                        "by": who.person.name,
                        "happening": said,
                        "agreed": [action],
                    },
                )
            ],
            ACTIONS: [Add(("actions",), {"id": action, "what": said, "status": "open"})],
        }
        who.save(steps, f"p-7k3m: {said}, with an action")

    def finish(self, who: Clone) -> None:
        """Say of the person's own first action that it is done, or not done any more: nobody else does."""
        name = "a1" if who is self.people[0] else "a2"
        before = found(who.data(ACTIONS), ("actions", name, "status"))
        assert before == self.states[name]
        self.states[name] = "done" if before == "open" else "open"
        who.save({ACTIONS: [Set(("actions", name, "status"), self.states[name])]}, f"p-7k3m: {name}")

    def send(self, who: Clone) -> None:
        """Send as the application does: what is new is fetched and met first."""
        self.catch_up(who)
        if who.standing.saves:
            who.send()

    def catch_up(self, who: Clone) -> None:
        who.fetch()
        while who.standing.is_behind:
            done = who.catch_up()
            assert done.clashes == ()
            assert done.commit, done

    def merge(self, who: Clone, how: str, *, delete: bool) -> None:
        """Press the forge's button, which may show conflicts: then the person is asked to bring the branch up to date."""
        mark = f"edit/{who.person.staff_id}-"
        for branch in sorted(self.server.branches()):
            if branch.startswith(mark):
                with suppress(Clashes):
                    self.server.merge(branch, how, delete=delete)

    def check(self) -> None:
        """Compare what main says with what was written."""
        calls = found(read(CONTACTS, self.server.file(CONTACTS).encode()), ("contacts",))
        actions = found(read(ACTIONS, self.server.file(ACTIONS).encode()), ("actions",))
        assert len({*ids(calls)}) == len(calls)
        assert len({*ids(actions)}) == len(actions)
        assert Counter(f"{each['happening']} {each['by']}" for each in calls[1:]) == self.calls
        assert Counter(each["what"] for each in actions[2:]) == self.tasks
        what = {each["id"]: each["what"] for each in actions}
        agreed = [(each["happening"], what[name]) for each in calls for name in each.get("agreed", ())]
        assert all(said == task for said, task in agreed)
        assert len(agreed) == self.tasks.total()
        assert {name: found(actions, (name, "status")) for name in self.states} == self.states


@contextmanager
def round_of_two() -> Iterator[Round]:
    with tempfile.TemporaryDirectory() as name, forge(Path(name) / "forge") as server:
        settings = str(server.signed_in(Path(name) / "home"))
        with mock.patch.dict("os.environ", {"GIT_CONFIG_GLOBAL": settings}):
            yield Round(with_records(server), Path(name))


MERGES = st.tuples(st.sampled_from(["merge", "squash", "rebase"]), st.booleans())
DEEDS = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["call", "call", "agree", "finish", "send", "send", "catch_up"]) | MERGES,
)


@one_in(8)
@given(st.lists(DEEDS, min_size=1, max_size=14))
def test_nothing_is_lost_and_nothing_is_twice(deeds: list[tuple[int, object]]) -> None:
    """When all has been sent and merged, main says what both wrote: each call once, each action where its call points to."""
    with round_of_two() as both:
        for number, deed in deeds:
            who = both.people[number]
            if isinstance(deed, tuple):
                both.merge(who, deed[0], delete=deed[1])
            else:
                getattr(both, str(deed))(who)
        for who in both.people:
            both.send(who)
            both.merge(who, "merge", delete=False)
            who.fetch()
            assert who.waiting == []
        both.people[0].fetch()
        both.check()
