"""The pages over a real clone and a real forge, where a colleague changes the record while a form is open."""

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from editing import COLLEAGUE, Sitting, cloned, served
from forge import Forge
from liverecord.edit.application import application
from liverecord.edit.guards import TOKEN_FIELD
from liverecord.edit.session import Session
from liverecord.read.blobs import Blobs

PORT = 8123
PUPIL = "p-7k3m"
ACTION = f"/edit/{PUPIL}/item/actions/actions/a1"
BRINGING = "/edit/marks"
ACTIONS = f"records/pupils/{PUPIL}/actions.yml"
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
BEGUN = "You began this earlier"


class Browser:
    """One person's browser in front of the desk of a clone: what stood in a form is sent with what is typed over it."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.session = Session(PORT)
        made = application(sitting.desk, self.session, PORT)
        made.testing = True
        self.client = made.test_client()
        self.client.set_cookie(self.session.cookie_name, self.session.cookie, domain="127.0.0.1")
        self.base = f"http://127.0.0.1:{PORT}"

    def get(self, address: str) -> Any:
        return self.client.get(address, base_url=self.base)

    def post(self, address: str, fields: Mapping[str, Any], **more: str) -> Any:
        data = {TOKEN_FIELD: self.session.form_token, **fields, **more}
        return self.client.post(address, data=data, base_url=self.base, headers={"Origin": self.base})

    def opened(self, address: str = ACTION) -> dict[str, Any]:
        """Open a form, and return what its page would send untouched."""
        answer = self.get(address)
        assert answer.status_code == 200
        return self.fields(address, hidden(answer.text))

    def fields(self, address: str, sent: dict[str, Any]) -> dict[str, Any]:
        _, pupil, job, *names = address.removeprefix("/").split("/")
        form = self.sitting.open(job, pupil, *names).form
        return {**{each.name: list(each.value) for each in form.questions if each.value}, **sent}


def hidden(page: str) -> dict[str, Any]:
    """Return a page's hidden fields, as a browser would send them."""
    found: dict[str, Any] = {}
    for name, value in FIELD.findall(page):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Forge]:
    with served(tmp_path) as running:
        yield running


@pytest.fixture
def senco(server: Forge, tmp_path: Path) -> Iterator[Browser]:
    with Blobs(school := cloned(server, tmp_path / "senco")) as blobs:
        yield Browser(Sitting(school, blobs))


@pytest.fixture
def colleague(server: Forge, tmp_path: Path) -> Iterator[Sitting]:
    with Blobs(school := cloned(server, tmp_path / "colleague", COLLEAGUE)) as blobs:
        yield Sitting(school, blobs)


def merged(server: Forge) -> None:
    """Merge what the colleague sent."""
    server.merge("edit/j-okafor-1")


def test_a_form_that_was_begun_earlier_undoes_nothing_of_a_colleagues(
    server: Forge, senco: Browser, colleague: Sitting
) -> None:
    """What stood in a form is about the record as it was when the form was begun, however often it is opened again."""
    begun = {**senco.opened(), "what": "Meets at the side gate"}
    assert senco.post(ACTION, begun, step="check").status_code == 200
    colleague.open("item", PUPIL, "actions", "actions", "a1").save({"owner": ("r-adeyemi",)})
    merged(server)
    assert senco.post("/edit/waiting", {}, step="bring-up-to-date").status_code == 200
    again = senco.get(ACTION)
    assert BEGUN in again.text
    shown = senco.post(ACTION, {**begun, **hidden(again.text)}, step="check")
    assert "Meets at the side gate" in shown.text
    assert "1 added, 1 taken out" in shown.text
    assert "handed" not in shown.text
    sent = senco.post(ACTION, hidden(shown.text), step="send")
    assert sent.status_code == 303
    text = server.file(ACTIONS, "edit/r-adeyemi-1")
    assert "side gate" in text
    assert "owner: r-adeyemi" in text.partition("id: a2")[0]


@pytest.mark.parametrize("decision", ["mine", "theirs"])
def test_what_a_colleague_took_out_is_decided_and_no_dead_end(
    server: Forge, senco: Browser, colleague: Sitting, decision: str
) -> None:
    """Where one changed and one took out, the person who changed decides: what was typed is not lost without a word."""
    begun = {**senco.opened(), "what": "Meets at the side gate"}
    preview = senco.post(ACTION, begun, step="check")
    colleague.open("remove", PUPIL, "actions", "actions", "a1").save({"why": ("mistake",)})
    merged(server)
    asked = senco.post(ACTION, hidden(preview.text), step="send")
    assert asked.status_code == 200
    (clash,) = hidden(asked.text)["lr-clash"]
    assert "Meets at the side gate" in asked.text
    decided = {**hidden(asked.text), f"lr-decided-{clash}": decision}
    done = senco.post(ACTION, decided, step="send")
    if decision == "mine":
        looked_at = (
            senco.post(ACTION, {**decided, **hidden(done.text)}, step="send")
            if done.status_code == 200
            else done
        )
        assert looked_at.status_code == 303
        assert "side gate" in server.file(ACTIONS, "edit/r-adeyemi-1")
    else:
        assert "side gate" not in server.file(ACTIONS)
        assert "nothing is left to send" in done.text


def test_a_second_press_leaves_no_draft_of_what_was_saved(senco: Browser) -> None:
    begun = {**senco.opened(), "what": "Meets at the side gate"}
    preview = senco.post(ACTION, begun, step="check")
    for _ in range(2):
        assert senco.post(ACTION, hidden(preview.text), step="send").status_code == 303
    assert BEGUN not in senco.get(ACTION).text


def test_a_field_sent_twice_is_no_fault(senco: Browser) -> None:
    begun = senco.opened()
    twice = {**begun, "asked-on": [*begun["asked-on"], *begun["asked-on"]], "what": "Meets at the side gate"}
    assert senco.post(ACTION, twice, step="check").status_code == 200


@pytest.mark.parametrize("address", [ACTION, "/edit/waiting", BRINGING, "/edit/introduce"])
def test_a_request_for_heads_alone_changes_nothing(senco: Browser, address: str) -> None:
    """HEAD is GET without the page: what it brings along is not read, and nobody's draft is lost by it."""
    begun = {**senco.opened(), "what": "Meets at the side gate"}
    senco.post(ACTION, begun, step="check")
    head = senco.client.head(address, data={"step": "send"}, base_url=senco.base)
    assert (head.status_code, head.data) == (200, b"")
    assert BEGUN in senco.get(ACTION).text


def test_whoever_brings_marks_is_known_first(server: Forge, tmp_path: Path) -> None:
    """Marks that nobody can be named for are not taken, shown and then refused."""
    with Blobs(school := cloned(server, tmp_path / "nobody", None)) as blobs:
        browser = Browser(Sitting(school, blobs))
        asked = browser.get(BRINGING)
    assert (asked.status_code, asked.headers["Location"]) == (303, "/edit/introduce")
