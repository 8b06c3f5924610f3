"""A desk over a real clone and a real forge: what is sent stands there, and nothing of anybody's is lost."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from editing import COLLEAGUE, TODAY, Sitting, cloned, is_sent
from forge import Forge
from git_repository import git
from liverecord.edit.pages import Means, SentPage, WaitingPage
from liverecord.examine.jobs.scene import Unreadable
from liverecord.forms.question import Wrong
from liverecord.read.blobs import Blobs
from liverecord.read.repository import Repository

PUPIL = "p-7k3m"
CONTACTS = f"records/pupils/{PUPIL}/contacts.yml"
ACTIONS = f"records/pupils/{PUPIL}/actions.yml"
CALL = {"date": ("20 November",), "with": ("mother",), "how": ("phone",), "reached": ("yes",)}


@pytest.fixture
def colleague(server: Forge, tmp_path: Path) -> Iterator[Sitting]:
    with Blobs(school := cloned(server, tmp_path / "colleague", COLLEAGUE)) as blobs:
        yield Sitting(school, blobs)


def log_a_call(sitting: Sitting, how: str = "send", **typed: tuple[str, ...]) -> object:
    return sitting.open("item", PUPIL, "contacts", "contacts").save({**CALL, **typed}, how)


def everything(school: Path) -> tuple[str, str, str, bytes]:
    """Return all that a save must leave alone: the work tree, HEAD, the branch checked out and the index."""
    return (
        git(school, "status", "--porcelain", "--ignored=no"),
        git(school, "rev-parse", "HEAD"),
        git(school, "symbolic-ref", "HEAD"),
        (school / ".git/index").read_bytes(),
    )


def test_a_save_is_on_the_forge_in_the_persons_name(server: Forge, senco: Sitting) -> None:
    before = everything(senco.school)
    done = log_a_call(senco)
    assert isinstance(done, SentPage)
    assert (done.is_sent, done.link) == (True, f"{server.web}/pull/new/edit/r-adeyemi-1")
    assert "date: 2026-11-20" in server.file(CONTACTS, "edit/r-adeyemi-1")
    author = git(server.repository, "log", "-1", "--format=%an <%ae> %s", "edit/r-adeyemi-1").strip()
    assert author.startswith("R. Adeyemi <r.adeyemi@ashgrove.example> p-7k3m: add a conversation")
    assert everything(senco.school) == before
    assert senco.site.wanted[-1] == server.head("edit/r-adeyemi-1")
    assert senco.desk.number_waiting() == 1


def test_git_is_asked_once_where_everything_stands(senco: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits, who writes and where main is follow from one list of references."""
    asked: list[str] = []
    ask = Repository.answer
    monkeypatch.setattr(Repository, "answer", lambda git, *about: asked.append(about[0]) or ask(git, *about))
    for _ in range(2):
        senco.desk.number_waiting()
        assert asked.count("show-ref") == 1
        asked.clear()


def test_a_preview_leaves_nothing_in_the_repository(senco: Sitting) -> None:
    """What was only looked at is in no object of git's, in no file and in no reference."""

    def left() -> tuple[str, str, list[str]]:
        return (
            git(senco.school, "count-objects", "-v"),
            git(senco.school, "for-each-ref"),
            sorted(str(path) for path in senco.school.rglob("*") if ".git/" not in str(path)),
        )

    opened = senco.open("item", PUPIL, "contacts", "contacts")
    before = left()
    assert isinstance(opened.means(CALL), Means)
    assert isinstance(opened.means({**CALL, "date": ("31 November",)}), list)
    assert left() == before


@pytest.mark.parametrize("field", ["happening", "family_view"])
def test_an_invisible_character_is_told_at_its_question(senco: Sitting, field: str) -> None:
    """What no record may hold is told where it was typed, without a file's name, in a new thing and in one that is there."""
    hidden = "Pasted\u0007text"
    (wrong,) = senco.open("item", PUPIL, "contacts", "contacts").means({**CALL, field: (hidden,)})
    assert (wrong.name, wrong.message[:40]) == (field, "A text holds an invisible character, whi")
    (wrong,) = senco.open("action", PUPIL, "a2").means({"what": (hidden,)})
    assert wrong.name == "what"


def test_what_changes_names_a_thing_once(senco: Sitting) -> None:
    """How an action went is four fields of one thing: its own words stand in one sentence, and what changed in each."""
    opened = senco.open("helped", PUPIL, "a1")
    means = opened.means(
        {
            "status": ("done",),
            "ended_on": ("20 November",),
            "result": ("helped",),
            "result_note": ("By herself",),
        }
    )
    assert isinstance(means, Means)
    (told,) = means.told
    assert sum(opened.form.about[0] in each.sentence for each in told.sentences) == 1
    sentences = [each.sentence for each in told.sentences]
    assert sentences[0] == f"Action done: {opened.form.about[0]}"
    assert {"End set to 20 November", "Result recorded: helped"} <= set(sentences)
    assert ("Now: By herself",) in [each.below for each in told.sentences]


@pytest.mark.parametrize(
    ("more", "number", "whose"),
    [
        ((), 3, "Maya Harlow, Maya Bright and Maya Ellison"),
        (
            (("p-6e4j", "Ash"), ("p-8f5k", "Birch")),
            5,
            "Maya Harlow, Maya Bright, Maya Ash and 2 others",
        ),
    ],
)
def test_a_closure_on_a_day_with_reviews_names_them_at_the_day(
    server: Forge, tmp_path: Path, more: tuple[tuple[str, str], ...], number: int, whose: str
) -> None:
    """What the school's own change makes wrong in records is one sentence for each kind: what, whose, and what to do.

    Of many some are named, and the others counted.
    """
    files = {f"{name}.yml": server.file(f"records/pupils/{PUPIL}/{name}.yml") for name in ("plan", "reviews")}
    files["reviews.yml"] = files["reviews.yml"].replace("2026-11-13", "2026-12-18")
    server.change({
        f"records/pupils/{pupil}/{name}": text.replace("family_name: Ellison", f"family_name: {family}").encode()
        for pupil, family in ((PUPIL, "Ellison"), ("p-4c9d", "Harlow"), ("p-5d3h", "Bright"), *more)
        for name, text in files.items()
    })  # fmt: skip
    with Blobs(school := cloned(server, tmp_path / "senco")) as blobs:
        closures = Sitting(school, blobs).open("settings", None, "school", "closures")
        told = closures.means({"date": ("18 December 2026",), "reason": ("Boiler",)})
        assert told == [
            Wrong(
                "date",
                f"{number} reviews are planned for 18 December 2026: {whose}. Move them first: under “Write” choose the pupil, "
                "then “Everything in the reviews” and the review, and give it another day.",
            )
        ]
        assert isinstance(closures.means({"date": ("17 December 2026",), "reason": ("Boiler",)}), Means)
        told = closures.means({"date": ("6 November 2026",), "reason": ("Boiler",)})
        assert isinstance(told, list)
        assert [wrong.name for wrong in told] == ["date"]
        assert told[0].message.startswith("This would make the records of Maya Ellison and Idris Vale wrong")


@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_what_was_merged_waits_no_longer(server: Forge, senco: Sitting, how: str) -> None:
    """Two saves go together; merged in any way, and the branch deleted, the next save begins anew on main."""
    assert is_sent(log_a_call(senco))
    assert is_sent(log_a_call(senco, date=("19 November",)))
    server.merge("edit/r-adeyemi-1", how, delete=True)  # type: ignore[arg-type]
    assert is_sent(log_a_call(senco, date=("18 November",)))
    (waiting,) = senco.desk.waiting().sent
    assert "conversation" in waiting.what
    text = server.file(CONTACTS, "edit/r-adeyemi-2")
    assert [text.count(f"date: 2026-11-{day}") for day in (18, 19, 20)] == [1, 1, 1]


def test_two_people_at_once_lose_nothing(server: Forge, senco: Sitting, colleague: Sitting) -> None:
    """The same form open twice, one merged first: the other is shown again with a new id, and then holds both."""
    before = server.file(CONTACTS)
    opened = senco.open("item", PUPIL, "contacts", "contacts")
    means = opened.means(CALL)
    assert isinstance(means, Means)
    assert is_sent(log_a_call(colleague, **{"with": ("father",)}))
    server.merge("edit/j-okafor-1", "squash", delete=True)
    again = opened.save(CALL, seen=means.seen)
    assert isinstance(again, Means)
    assert again.met
    assert is_sent(opened.save(CALL, seen=again.seen))
    text = server.file(CONTACTS, "edit/r-adeyemi-1")
    for whom in ("with: mother", "with: father"):
        assert text.count(whom) == before.count(whom) + 1
    assert (before.count("date: 2026-11-20"), text.count("date: 2026-11-20")) == (0, 2)
    server.merge("edit/r-adeyemi-1")


def test_one_field_that_both_changed_is_asked_about(
    server: Forge, senco: Sitting, colleague: Sitting
) -> None:
    opened = senco.open("item", PUPIL, "actions", "actions", "a1")
    mine = {"what": ("Meets at the side door instead",)}
    means = opened.means(mine)
    assert isinstance(means, Means)
    other = colleague.open("item", PUPIL, "actions", "actions", "a1")
    assert is_sent(other.save({"what": ("Meets at the library",)}))
    server.merge("edit/j-okafor-1", delete=True)
    asked = opened.save(mine, seen=means.seen)
    assert isinstance(asked, Means)
    (clash,) = asked.clashes
    assert (clash.theirs, clash.mine) == ("Meets at the library", "Meets at the side door instead")
    still = opened.save(mine, seen=asked.seen)
    assert isinstance(still, Means)
    decided = opened.save(mine, seen=asked.seen, decisions={clash.name: "mine"})
    assert isinstance(decided, Means)
    assert decided.clashes == ()
    assert is_sent(opened.save(mine, seen=decided.seen, decisions={clash.name: "mine"}))
    assert "side door" in server.file(ACTIONS, "edit/r-adeyemi-1")


def reworded(sitting: Sitting, words: str, how: str = "send") -> object:
    return sitting.open("item", PUPIL, "actions", "actions", "a1").save({"what": (words,)}, how)


def test_what_was_sent_is_sent_again_once_it_is_up_to_date(
    server: Forge, senco: Sitting, colleague: Sitting
) -> None:
    """What a person decided reaches the request: the forge can merge what it could not before."""
    assert is_sent(reworded(senco, "Meets at the side door"))
    assert is_sent(reworded(colleague, "Meets at the library"))
    server.merge("edit/j-okafor-1", delete=True)
    (clash,) = senco.desk.bring_up_to_date({}).clashes
    waits = senco.desk.bring_up_to_date({clash.name: "mine"})
    assert (len(waits.sent), waits.kept, waits.clashes, waits.is_behind) == (1, [], [], False)
    assert not waits.can_send
    server.merge("edit/r-adeyemi-1")
    assert "side door" in server.file(ACTIONS, "main")


def test_what_clashes_is_not_sent_before_it_is_decided(
    server: Forge, senco: Sitting, colleague: Sitting
) -> None:
    """Whichever button sends: what was kept and the next save stay here, and the choice is on the page of what waits."""
    assert not is_sent(reworded(senco, "Meets at the side door", "keep"))
    assert is_sent(reworded(colleague, "Meets at the library"))
    server.merge("edit/j-okafor-1", delete=True)
    asked = senco.desk.send()
    assert isinstance(asked, WaitingPage)
    assert len(asked.clashes) == 1
    assert asked.why
    saved = log_a_call(senco)
    assert isinstance(saved, SentPage)
    assert (saved.is_sent, saved.must_choose, saved.can_retry) == (False, True, False)
    assert "edit/r-adeyemi-1" not in server.branches()
    waits = senco.desk.waiting()
    (clash,) = waits.clashes
    assert len(waits.kept) == 2
    assert senco.desk.bring_up_to_date({clash.name: "theirs"}).clashes == []
    done = senco.desk.send()
    assert isinstance(done, SentPage)
    assert done.is_sent
    assert "library" in server.file(ACTIONS, "edit/r-adeyemi-1")
    assert "date: 2026-11-20" in server.file(CONTACTS, "edit/r-adeyemi-1")


def test_a_clash_names_the_pupil_the_thing_and_who_changed_it_when(
    server: Forge, senco: Sitting, colleague: Sitting
) -> None:
    """In the form's own preview, and on the page of what waits: no path, no id, nobody who is "somebody"."""
    opened = senco.open("item", PUPIL, "actions", "actions", "a1")
    mine = {"what": ("Meets at the side door",), "owner": ("r-adeyemi",)}
    means = opened.means(mine)
    assert isinstance(means, Means)
    assert not is_sent(opened.save(mine, "keep"))
    theirs = {"what": ("Meets at the library",), "owner": ("m-lindqvist",)}
    assert is_sent(colleague.open("item", PUPIL, "actions", "actions", "a1").save(theirs))
    server.merge("edit/j-okafor-1", delete=True)
    wording, owner = senco.desk.bring_up_to_date({}).clashes
    for clash in (wording, owner):
        assert clash.what.startswith("Maya Ellison, action “Meets at the side door”: ")
        assert clash.whose.startswith("J. Okafor, ")
    assert (owner.theirs, owner.mine) == ("M. Lindqvist", "R. Adeyemi")


def test_a_clash_in_a_form_names_who_else_changed_it(
    server: Forge, senco: Sitting, colleague: Sitting
) -> None:
    opened = senco.open("item", PUPIL, "actions", "actions", "a1")
    mine = {"owner": ("r-adeyemi",)}
    means = opened.means(mine)
    assert isinstance(means, Means)
    theirs = {"owner": ("m-lindqvist",)}
    assert is_sent(colleague.open("item", PUPIL, "actions", "actions", "a1").save(theirs))
    server.merge("edit/j-okafor-1", delete=True)
    asked = opened.save(mine, seen=means.seen)
    assert isinstance(asked, Means)
    (clash,) = asked.clashes
    assert clash.what.startswith("Maya Ellison, action “")
    assert clash.whose.startswith("J. Okafor, ")
    assert clash.theirs == "M. Lindqvist"


def test_what_is_up_to_date_and_could_not_be_sent_again_has_its_button(
    server: Forge, senco: Sitting, colleague: Sitting
) -> None:
    assert is_sent(log_a_call(senco))
    assert is_sent(reworded(colleague, "Meets at the library"))
    server.merge("edit/j-okafor-1", delete=True)
    server.protected.add("edit/r-adeyemi-1")
    waits = senco.desk.bring_up_to_date({})
    assert waits.why
    assert waits.can_send
    server.protected.clear()
    assert senco.desk.send().is_sent
    assert not senco.desk.waiting().can_send


def test_the_server_is_asked_though_nothing_waits(server: Forge, senco: Sitting, colleague: Sitting) -> None:
    """What was merged is known once it was asked: the forms stand on it, and what was sent waits no longer."""
    assert is_sent(log_a_call(colleague))
    server.merge("edit/j-okafor-1", delete=True)
    assert "date: 2026-11-20" not in stands_on(senco)
    waits = senco.desk.bring_up_to_date({})
    assert (waits.is_asked, waits.is_behind, waits.why, waits.sent) == (True, False, "", [])
    assert "date: 2026-11-20" in stands_on(senco)
    assert is_sent(log_a_call(senco, date=("19 November",)))
    server.merge("edit/r-adeyemi-1", "squash", delete=True)
    assert len(senco.desk.waiting().sent) == 1
    assert senco.desk.bring_up_to_date({}).sent == []


def stands_on(sitting: Sitting) -> str:
    commit = sitting.open("item", PUPIL, "contacts", "contacts").asked_on
    return git(sitting.school, "show", f"{commit}:{CONTACTS}")


def test_what_keeps_the_server_from_answering_is_said_though_nothing_waits(
    server: Forge, senco: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing in helps there too, and then nothing is said to be kept: nothing was."""
    known = os.environ["GIT_CONFIG_GLOBAL"]
    (tmp_path / "stranger").write_text("", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "stranger"))
    waits = senco.desk.bring_up_to_date({})
    assert (waits.is_asked, waits.can_sign_in) == (False, True)
    assert waits.why
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", known)
    done = senco.desk.sign_in()
    assert isinstance(done, WaitingPage)
    assert (done.is_asked, done.can_sign_in, done.why) == (True, False, "")


def test_a_page_of_a_request_is_linked_once_there_is_something_in_it(server: Forge, senco: Sitting) -> None:
    """Neither a branch that was never sent has one, nor what goes on as another branch after a part was merged."""
    assert is_sent(log_a_call(senco))
    assert "edit/r-adeyemi-1" in senco.desk.waiting().link
    again = Sitting(senco.school, senco.desk._clone.blobs)
    assert "edit/r-adeyemi-1" in again.desk.waiting().link
    git(senco.school, "checkout", "--quiet", "edit/r-adeyemi-1")
    for sitting in (senco, Sitting(senco.school, senco.desk._clone.blobs)):
        waits = sitting.desk.waiting()
        assert (len(waits.sent), waits.link) == (1, "")


@pytest.mark.parametrize("job", ["form", "waiting"])
def test_what_a_colleague_took_out_is_called_as_it_was(server: Forge, senco: Sitting, job: str) -> None:
    """By its own words, in the form's preview and on the page of what waits: they stand where it still is."""
    text = server.file(ACTIONS)
    opened = senco.open("item", PUPIL, "actions", "actions", "a2")
    mine = {"owner": ("m-lindqvist",)}
    means = opened.means(mine)
    assert isinstance(means, Means)
    if job == "waiting":
        opened.save(mine, "keep")
    server.change({ACTIONS: text.partition("  - id: a2")[0].encode()})
    asked = opened.save(mine, seen=means.seen) if job == "form" else senco.desk.bring_up_to_date({})
    (clash,) = asked.clashes
    assert clash.what.startswith("Maya Ellison, action “Ask transport whether the 08:10 bus can be used”: ")


def test_a_file_that_a_colleague_took_out_is_asked_about_as_a_whole(server: Forge, senco: Sitting) -> None:
    """Its clash is said in words too, though it names no field."""
    assert not is_sent(reworded(senco, "Meets at the side door", "keep"))
    server.change({ACTIONS: None})
    (clash,) = senco.desk.bring_up_to_date({}).clashes
    assert "actions.yml" in clash.what
    assert "taken out" in clash.theirs
    assert senco.desk.bring_up_to_date({clash.name: "mine"}).clashes == []


def test_a_forge_that_is_down_keeps_everything_here(server: Forge, senco: Sitting) -> None:
    """Kept as a local branch, said in plain words, and sent by one button once the server is back."""
    server.broken = 503
    done = log_a_call(senco)
    assert isinstance(done, SentPage)
    assert not done.is_sent
    assert done.can_retry
    assert done.why
    assert "fatal" not in done.why
    assert len(senco.desk.waiting().kept) == 1
    server.broken = 0
    assert senco.desk.send().is_sent
    assert senco.desk.waiting().kept == []


def test_a_clone_of_no_server_says_so_before_anything_is_saved(senco: Sitting) -> None:
    """Where there is nowhere to send to, no page says that anything will be sent; what is kept is kept all the same."""
    git(senco.school, "remote", "remove", "origin")
    git(senco.school, "update-ref", "refs/heads/main", "HEAD")
    opened = senco.open("item", PUPIL, "contacts", "contacts")
    means = opened.means(CALL)
    assert isinstance(means, Means)
    assert means.stays.startswith("This clone does not say where the school's server is.")
    kept = opened.save(CALL, "keep")
    assert isinstance(kept, SentPage)
    assert (kept.is_sent, kept.can_retry) == (False, False)
    waits = senco.desk.waiting()
    assert (len(waits.kept), waits.can_send, waits.why) == (1, False, means.stays)


def test_a_computer_that_is_offline_keeps_everything_and_says_why(senco: Sitting) -> None:
    """The page says what is wrong and what to do in plain words; git's own are only there for whoever helps."""
    git(senco.school, "remote", "set-url", "origin", "http://school.invalid/records.git")
    done = log_a_call(senco)
    assert isinstance(done, SentPage)
    assert (done.is_sent, done.can_retry, done.can_sign_in) == (False, True, False)
    assert done.why == (
        "The school's server was not found: this computer seems to be offline. "
        "Connect to the internet, and try again."
    )
    assert "school.invalid" in done.details
    assert len(senco.desk.waiting().kept) == 1
    assert senco.desk.bring_up_to_date({}).why == done.why


def test_what_waits_says_whose_it_is(senco: Sitting) -> None:
    """A commit holds ids alone; the page that one person reads here says the name beside them."""
    log_a_call(senco, "keep")
    (change,) = senco.desk.waiting().kept
    assert change.what.startswith(f"{PUPIL}: ")
    assert change.whose == "Maya Ellison"


def test_signing_in_is_offered_until_it_was_done(
    server: Forge, senco: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What kept the last try is remembered: the way out of it stands on the page of what waits as well."""
    known = os.environ["GIT_CONFIG_GLOBAL"]
    (tmp_path / "stranger").write_text("", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "stranger"))
    done = log_a_call(senco)
    assert isinstance(done, SentPage)
    assert done.can_sign_in
    waits = senco.desk.waiting()
    assert waits.can_sign_in
    assert waits.why
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", known)
    assert senco.desk.send().is_sent
    waits = senco.desk.waiting()
    assert (waits.can_sign_in, waits.why) == (False, "")


def test_what_a_clone_holds_of_what_was_erased_is_not_sent_by_trying_again(
    server: Forge, senco: Sitting
) -> None:
    """Nothing helps but another clone: no button promises more."""
    server.rewrite()
    done = log_a_call(senco)
    assert isinstance(done, SentPage)
    assert "Clone it anew" in done.why
    assert (done.is_sent, done.can_retry, done.can_sign_in) == (False, False, False)


def test_hand_edits_are_named_and_never_touched(server: Forge, senco: Sitting) -> None:
    file = senco.school / CONTACTS
    typed = file.read_bytes() + b"# half a thought\n"
    file.write_bytes(typed)
    assert is_sent(log_a_call(senco))
    (told,) = senco.desk.waiting().by_hand
    assert (told.what, told.when, told.whose) == (
        "The conversations with the family",
        CONTACTS,
        "Maya Ellison",
    )
    assert file.read_bytes() == typed
    assert "half a thought" not in server.file(CONTACTS, "edit/r-adeyemi-1")


def test_what_is_kept_goes_with_the_next_that_is_sent(server: Forge, senco: Sitting) -> None:
    kept = log_a_call(senco, "keep")
    assert isinstance(kept, SentPage)
    assert not kept.is_sent
    assert not kept.was_tried
    assert kept.whose == "Maya Ellison"
    assert "edit/r-adeyemi-1" not in server.branches()
    assert is_sent(log_a_call(senco, date=("19 November",)))
    assert server.file(CONTACTS, "edit/r-adeyemi-1").count("date: 2026-11-20") == 1


@pytest.mark.parametrize("name", ["README.md.yml", "notes.yml", "school.yml"])
def test_a_file_that_is_no_record_keeps_no_form_from_opening(
    server: Forge, senco: Sitting, name: str
) -> None:
    """What lies beside a pupil's files under another name is no part of the record; a form goes on without it."""
    server.change({f"records/pupils/{PUPIL}/{name}": b"- somebody's\n"})
    senco.desk.bring_up_to_date({})
    assert is_sent(log_a_call(senco))


def test_a_program_left_open_over_midnight_knows_the_new_day(server: Forge, tmp_path: Path) -> None:
    """What may be answered, who is here and what the site is about follow the clock, and not the day on which it was opened."""
    days = [TODAY]
    with Blobs(school := cloned(server, tmp_path / "senco")) as blobs:
        sitting = Sitting(school, blobs, lambda: days[-1])
        opened = sitting.open("item", PUPIL, "contacts", "contacts")
        tomorrow = TODAY + timedelta(1)
        meant = {**CALL, "date": (tomorrow.isoformat(),)}
        assert isinstance(opened.means(meant), list)
        assert len(sitting.desk.pupils()) > 1
        days.append(tomorrow)
        assert opened.scene().today == tomorrow
        assert isinstance(opened.means(meant), Means)
        assert is_sent(opened.save(meant))
        assert sitting.site.wanted_on[-1] == tomorrow
        plan = f"records/pupils/{PUPIL}/plan.yml"
        text = git(school, "show", f"refs/remotes/origin/edit/r-adeyemi-1:{plan}")
        left = text.replace("on_roll_until: null", f"on_roll_until: {tomorrow}")
        assert left != text
        server.change({plan: left.encode()})
        sitting.desk.bring_up_to_date({})
        assert PUPIL in [line.id for line in sitting.desk.pupils()]
        days.append(tomorrow + timedelta(1))
        assert PUPIL not in [line.id for line in sitting.desk.pupils()]


def test_whoever_git_does_not_know_is_asked_once(server: Forge, tmp_path: Path) -> None:
    with Blobs(school := cloned(server, tmp_path / "new", None)) as blobs:
        sitting = Sitting(school, blobs)
        assert sitting.desk.person() is None
        assert [wrong.name for wrong in sitting.desk.introduce("", "no address")] == ["name", "email"]
        assert sitting.desk.introduce("R. Adeyemi", "r.adeyemi@ashgrove.example") == []
        assert is_sent(log_a_call(sitting))
    assert server.head("edit/r-adeyemi-1")


def test_a_record_with_a_problem_is_not_written_into(server: Forge, senco: Sitting) -> None:
    """A form says where the problem is; the other pupils' forms go on."""
    server.change({CONTACTS: b"contacts:\n  - id: k1\n    date: tomorrow\n"})
    git(senco.school, "fetch", "--quiet", str(server.repository), "+main:refs/remotes/origin/main")
    with pytest.raises(Unreadable) as refused:
        senco.open("item", PUPIL, "contacts", "contacts")
    assert any(str(problem.place).startswith(f"{CONTACTS}:3") for problem in refused.value.problems)
    others = [line.id for line in senco.desk.pupils() if line.id != PUPIL]
    assert senco.open("item", others[0], "contacts", "contacts").form.questions
