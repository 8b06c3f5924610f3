"""Other people in a copy: found where the school's records know their names, and never claimed to be found elsewhere."""

import pytest

from liverecord.copies.people import Finder, Renaming, known_names, names_of, renamed, roles_of
from liverecord.model.records import Identity, Person
from liverecord.read.rulebook import rulebook
from liverecord.view import View

CODES = rulebook().codes
STAFF = (
    Person(id="j-okafor", name="J. Okafor", roles=("form_tutor", "keyworker")),
    Person(id="r-adeyemi", name="R. Adeyemi", roles=("senco",)),
    Person(id="e-ellison", name="E. Ellison", roles=("head",)),
    Person(id="x-li", name="X. Li"),
    Person(id="anon", name=""),
)
OWN = Identity(given_name="Maya", family_name="Ellison", known_as="May", year_group="8")
OTHERS = {
    "p-9wtr": Identity(given_name="Jo", family_name="Fenwick", known_as="Joey", year_group="8"),
    "p-2xqd": Identity(given_name="Sam", family_name="Ellison", year_group="6"),
    "p-same": Identity(given_name="Maya", family_name="Ellison", year_group="6"),
}
FINDER = Finder(known_names(STAFF, roles_of(STAFF, CODES), OTHERS, "p-7k3m", OWN))


@pytest.mark.parametrize(
    ("text", "found", "hidden"),
    [
        ("Met by J. Okafor at the gate", ["j-okafor"], "Met by [form tutor and key worker] at the gate"),
        ("Mr Okafor and mrs okafor", ["j-okafor"], "[form tutor and key worker] and mrs okafor"),
        ("asked r-adeyemi", ["r-adeyemi"], "asked [SENCO]"),
        ("sat beside jo  fenwick", ["p-9wtr"], "sat beside [another pupil]"),
        ("sat beside Joey Fenwick, p-9wtr", ["p-9wtr"], "sat beside [another pupil], [another pupil]"),
        ("her brother Sam Ellison", ["p-2xqd"], "her brother [another pupil]"),
        ("as for p-gone1 last year", ["another pupil"], "as for [another pupil] last year"),
        (
            "Maya Ellison came; so did Mrs Ellison (p-7k3m)",
            [],
            "Maya Ellison came; so did Mrs Ellison (p-7k3m)",
        ),
        ("E. Ellison called", ["e-ellison"], "[head] called"),
        ("X. Li rang, Li said", ["x-li"], "[colleague] rang, Li said"),
        ("Okafors and preokafor", [], "Okafors and preokafor"),
        ("Joey is kind", [], "Joey is kind"),
        ("", [], ""),
    ],
)
def test_a_known_name_is_found_as_a_whole(text: str, found: list[str], hidden: str) -> None:
    """Names and ids as whole words, a colleague's family name as well; the pupil's own names are nobody else's."""
    assert FINDER.names_in(text) == found
    assert FINDER.hidden(text) == hidden


@pytest.mark.parametrize("turned", [False, True])
def test_a_name_within_a_longer_one_is_not_found_there(turned: bool) -> None:
    """Whoever stands first in staff.yml, the longest name is found first, so that nothing of it is left over."""
    staff = (
        Person(id="a-li", name="A. Li", roles=("head",)),
        Person(id="a-lm", name="A. Li Moss", roles=("senco",)),
    )
    staff = staff[::-1] if turned else staff
    finder = Finder(known_names(staff, roles_of(staff, CODES), {}, "p-7k3m", OWN))
    assert finder.hidden("A. Li Moss rang") == "[SENCO] rang"
    assert finder.names_in("A. Li Moss rang") == ["a-lm"]


def test_messages_keep_colleagues_and_hide_pupils() -> None:
    """A change of several pupils' records may be told with its author's words, and without the other pupils."""
    assert FINDER.pupils_hidden("J. Okafor: p-7k3m, p-9wtr") == "J. Okafor: p-7k3m, [another pupil]"


def test_a_finder_that_knows_nobody_finds_nothing() -> None:
    """It leaves every text as it is."""
    nobody = Finder([])
    assert (nobody.names_in("J. Okafor"), nobody.hidden("J. Okafor"), nobody.pupils_hidden("p-1x1x")) == (
        [],
        "J. Okafor",
        "p-1x1x",
    )


def test_colleagues_are_named_in_full_or_by_what_they_do() -> None:
    """With their roles in words where there are any."""
    assert names_of(STAFF, CODES)["j-okafor"] == "J. Okafor (form tutor and key worker)"
    assert names_of(STAFF, CODES)["x-li"] == "X. Li"
    assert roles_of(STAFF, CODES)["x-li"] == "colleague"


def test_every_place_of_a_view_is_renamed() -> None:
    """Ids of colleagues, and texts, wherever they stand: in lists within lists, in what was changed from and to."""
    amendment = View(
        kind="changed",
        part="actions.owner",
        before="j-okafor",
        after="r-adeyemi",
        about=View(what="Call J. Okafor", owner="r-adeyemi"),
    )
    added = View(
        kind="added",
        part="concerns.updates",
        before=None,
        after=None,
        about=View(by="j-okafor", text="With R. Adeyemi"),
    )
    view = View(
        plan=View(
            keyworker="j-okafor",
            outcomes=(View(id="o1", provision=(View(who="r-adeyemi", what="With Mr Okafor"),)),),
        ),
        contacts=(View(by="unknown-id", with_="mother"),),
        revisions=(
            View(by="J. Okafor", by_id="j-okafor", amendments=(amendment, added)),
            View(by="Somebody", by_id=None, amendments=()),
        ),
    )
    roles = roles_of(STAFF, CODES)
    found = renamed(view, Renaming(roles, roles, FINDER.hidden, FINDER.hidden))
    assert found.plan.keyworker == "form tutor and key worker"
    assert dict(found.plan.outcomes[0].provision[0]) == {
        "who": "SENCO",
        "what": "With [form tutor and key worker]",
    }
    assert (found.contacts[0].by, found.contacts[0].with_) == ("unknown-id", "mother")
    assert [each.by for each in found.revisions] == ["form tutor and key worker", "colleague"]
    assert not any(each.has("by_id") for each in found.revisions)
    first, second = found.revisions[0].amendments
    assert (first.before, first.after) == ("form tutor and key worker", "SENCO")
    assert dict(first.about) == {"what": "Call [form tutor and key worker]", "owner": "SENCO"}
    assert dict(second.about) == {"by": "form tutor and key worker", "text": "With [SENCO]"}
