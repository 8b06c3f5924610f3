"""The small index of names: what it holds of a site, and nothing else."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord import redact, search
from liverecord.model.rulebook import Code
from liverecord.model.searching import SearchFilter
from liverecord.read.resources import site_overrides_folder
from liverecord.read.rulebook import rulebook
from liverecord.render.pages import PAGES
from liverecord.search.names import phrase
from liverecord.view import SearchEntry

RULES = rulebook()
NEED = "Autistic spectrum"
MAYA = SearchEntry(
    "Maya Ellison",
    "An appeal",
    "Year 8, 8B",
    {"Year group": ("Year 8",), "Form": ("8B",), "Need": (NEED,), "Key worker": ("R. Adeyemi",)},
    also=("Mya",),
)


def held(entries: dict[str, SearchEntry], sees: bool = True) -> dict[str, Any]:
    pages = {"forms/8b/": SearchEntry("8B", "", "Form", {})}
    return json.loads(search.names(entries, pages, RULES, lambda _path: sees))


def test_a_pupil_is_held_by_name_and_other_names() -> None:
    """A row is the name, the id, what many share, and other names; nothing that the record says."""
    found = held({"pupils/p-7k3m/": MAYA})
    assert found["pupils"] == [["Maya Ellison", "p-7k3m", 0, "Mya"]]
    assert [[found["values"][value] for value in group] for group in found["groups"]] == [
        ["Year 8", "8B", ""]
    ]
    assert found["grouped"] == ["Year group", "Form", "Support"]
    assert found["pages"] == [["8B", "forms/8b/", "Form"]]


def test_words_mean_what_the_site_holds() -> None:
    """Codes, labels and what people say set a filter whose value an entry has."""
    found = held({"pupils/p-7k3m/": MAYA})["phrases"]
    assert {"asd", "autism", "pda", "autistic spectrum"} <= set(found["Need"][NEED])
    assert {"year 8", "y8", "yr 8", "yr8"} <= set(found["Year group"]["Year 8"])
    assert "key worker adeyemi" in found["Key worker"]["R. Adeyemi"]
    # A name alone is a name.
    assert "r adeyemi" not in found["Key worker"]["R. Adeyemi"]


@given(st.sets(st.sampled_from(("Need", "Form", "Support", "Year group", "Key worker"))))
def test_a_site_without_a_filter_knows_no_word_for_it(kept: set[str]) -> None:
    """Where no entry has a filter, none of its phrases is in the file: a site without need types finds no need."""
    filters = {name: values for name, values in MAYA.filters.items() if name in kept}
    entry = SearchEntry("Maya Ellison", "", "Year 8", filters)
    found = held({"pupils/p-7k3m/": entry})
    assert set(found["phrases"]) == set(filters)
    if "Need" not in kept:
        assert "autis" not in json.dumps(found).casefold()


LABELLED = [
    (name, code)
    for name in ("circumstance_kind", "driver", "theme", "review_kind", "role")
    for code in RULES.codes.lists[name].values()
]
FILTERED = [
    (row, code) for row in RULES.search.filters if row.list for code in RULES.codes.lists[row.list].values()
]


def words_of(name: str, code: Code) -> set[str]:
    """Return all that people type for a code: itself, and every other word of codes.yml and search.yml for it."""
    words = {code.code.replace("_", " "), *code.also}
    words |= {
        word for row in RULES.search.words if (row.list, row.code) == (name, code.code) for word in row.words
    }
    return words | {
        word
        for row in RULES.search.several
        if row.list == name and code.code in row.codes
        for word in row.words
    }


@pytest.mark.parametrize(
    ("row", "code"), FILTERED, ids=lambda each: getattr(each, "code", getattr(each, "filter", ""))
)
def test_a_filter_is_found_by_each_of_its_words(row: SearchFilter, code: Code) -> None:
    """Where an entry has a value of a filter, its label, its code and every word for it set the filter; a number alone does not."""
    entry = SearchEntry("Maya Ellison", "", "", {row.filter: (code.label,)})
    found = held({"pupils/p-7k3m/": entry})["phrases"][row.filter][code.label]
    passed = {phrase(word) for word in RULES.search.passed_over}
    wanted = {phrase(word) for word in (code.label, *words_of(row.list, code)) if not word.isdigit()}
    assert wanted - passed <= set(found)
    assert not [word for word in found if word.isdigit()]
    if code.code.isdigit():
        assert {f"{before}{code.code}" for before in row.before} <= set(found)


@pytest.mark.parametrize(("name", "code"), LABELLED, ids=lambda each: getattr(each, "code", each))
def test_a_label_is_found_by_each_of_its_words(name: str, code: Code) -> None:
    """Where an entry says a label of codes.yml, its code and every word for it lead there; where none does, no word is held."""
    instead = held({"pupils/p-7k3m/": SearchEntry("Maya Ellison", f"Then. {code.label}. Now.", "", {})})[
        "instead"
    ]
    for word in map(phrase, words_of(name, code)):
        assert word == phrase(code.label) or phrase(code.label) in instead[word]
    without = held({"pupils/p-7k3m/": SearchEntry("Maya Ellison", "", "", {})})["instead"]
    assert without == {}


SAME = [row.words for row in RULES.search.same] + [row.words for row in RULES.conditions.names]


@given(st.sampled_from(SAME), st.data())
def test_words_that_mean_the_same_lead_to_what_is_said(words: tuple[str, ...], data: st.DataObject) -> None:
    """Whichever of them an entry says, each other leads to it: "CAMHS" to a service written out, "T1D" to diabetes."""
    typed, written = data.draw(st.sampled_from(words)), data.draw(st.sampled_from(words))
    instead = held(
        {"pupils/p-7k3m/": SearchEntry("Maya Ellison", f"Waits for {written}, since May", "", {})}
    )["instead"]
    assert phrase(typed) == phrase(written) or phrase(written) in instead[phrase(typed)]


@given(st.sampled_from([row.words for row in RULES.conditions.names]), st.data())
def test_staff_are_not_helped_to_look_for_a_condition(words: tuple[str, ...], data: st.DataObject) -> None:
    """Whatever staff's pages say, their index knows no other name for a condition, and no word for a type of need."""
    written = data.draw(st.sampled_from(words))
    entries = {"pupils/p-7k3m/": SearchEntry("Maya Ellison", f"Visit by the {written} team", "Year 8", {})}
    staff = redact.gate(RULES.policy, "staff")
    found = json.loads(search.names(entries, {}, RULES, staff.sees))
    assert not {phrase(word) for row in RULES.conditions.names for word in row.words} & set(found["instead"])
    assert "Need" not in found["phrases"]


def test_a_colleague_is_found_by_roles_and_a_page_by_other_words() -> None:
    """Beside its name a page's row has what else it is looked for by, each as a whole."""
    pages = {
        "staff/h-novak/": SearchEntry("H. Novak", "", "Designated safeguarding lead", {}, also=("dsl",)),
        "attendance/": SearchEntry("Attendance", "", "Page", {}),
    }
    found = json.loads(search.names({}, pages, RULES, lambda _path: True))["pages"]
    assert found[1] == [
        "H. Novak",
        "staff/h-novak/",
        "Designated safeguarding lead",
        "dsl",
    ]
    assert "persistent absence" in found[0]


def test_every_page_that_has_other_words_is_a_page() -> None:
    """A row of search.yml speaks of an address that pages have, so that it cannot go stale."""
    assert {row.path for row in RULES.search.pages} <= {kind.address for kind in PAGES}


def test_what_is_not_held_is_said_only_where_it_is_not() -> None:
    """The sentence names what the audience may not see, and who is asked; a site that holds all says nothing."""
    assert held({})["not_held"] == ""
    assert held({}, sees=False)["not_held"].startswith("This site holds no types of need, conditions, ")
    staff = redact.gate(RULES.policy, "staff")
    said = json.loads(search.names({}, {}, RULES, staff.sees))["not_held"]
    assert "attendance" in said
    assert "What to do in an emergency stands on each pupil's page." in said


def test_other_words_lead_to_what_a_page_says() -> None:
    """A word for a label stands in the file only where an entry says that label."""
    said = SearchEntry("Maya Ellison", "Appeal", "", {})
    assert held({"pupils/p-7k3m/": said})["instead"]["tribunal"] == ["appeal"]
    assert "tribunal" not in held({"pupils/p-7k3m/": SearchEntry("Maya Ellison", "", "", {})})["instead"]


def test_three_thousand_pupils_are_small() -> None:
    """A school of 3,000 has an index of at most 150 KB, which a telephone loads at once."""
    entries = {}
    for at in range(3000):
        year, form = f"Year {7 + at % 7}", f"{7 + at % 7}{'ABCDEFGH'[at % 8]}"
        filters = {
            "Year group": (year,),
            "Form": (form,),
            "Support": ("Education, health and care plan" if at % 5 else "SEN support",),
            "Key worker": (f"K. Worker{at % 80}",),
        }
        name = f"Christopher{at:04d} Ashworth"
        entries[f"pupils/p-{at:04d}/"] = SearchEntry(name, "words " * 50, f"{year}, {form}", filters)
    pages = {f"staff/{at}/": SearchEntry(f"K. Worker{at}", "", "Colleague", {}) for at in range(200)}
    assert len(search.names(entries, pages, RULES, lambda _path: True)) <= 150_000


@given(st.text())
def test_phrases_are_compared_without_signs_and_capitals(words: str) -> None:
    """What is compared is the same for capitals, and reading it again changes nothing."""
    assert phrase(phrase(words)) == phrase(words)
    assert phrase("Maya's") == phrase("MAYA\u2019S") == "maya"


def test_the_library_is_the_one_that_was_published() -> None:
    """MiniSearch 7.2.0 stands below its licence as npm has it, byte for byte."""
    file: Path = site_overrides_folder() / "theme" / "assets" / "liverecord" / "minisearch.js"
    licence, _, library = file.read_bytes().partition(b"\n*/\n")
    assert b"Permission is hereby granted, free of charge" in licence
    published = "0393b3ba253b809d5e55707c7b0875ef9b518a296a006c6739b28876e154edb3"
    assert hashlib.sha256(library).hexdigest() == published
