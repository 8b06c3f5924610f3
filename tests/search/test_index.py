"""The search bundles, made by the real Pagefind."""

import gzip
import json
import re
from pathlib import Path

import msgspec
import pytest

from liverecord import search
from liverecord.problem import CannotBuild
from liverecord.view import SearchEntry

MAYA = SearchEntry(
    "Maya Ellison", "Misses the first lesson <b>on</b> Tuesdays", "Year 8, 8B", {"Form": ("8B",)}, "Year 8"
)
IDRIS = SearchEntry("Idris Vale", "Part-time timetable", "Year 10, 10C", {"Form": ("10C",)}, "Year 10")
ENTRIES = {"pupils/p-7k3m/": MAYA, "pupils/p-9wtr/": IDRIS}


def listed(output: Path) -> dict[str, int]:
    bundles = json.loads((output / "pagefind" / "bundles.json").read_text("utf-8"))["bundles"]
    return {bundle["folder"]: bundle["pages"] for bundle in bundles}


def fragments(output: Path) -> dict[str, dict]:
    """Read what the browser will be given of each page."""
    found = {}
    for file in (output / "pagefind").rglob("*.pf_fragment"):
        data = json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[data["url"]] = data
    return found


def test_a_small_school_has_one_bundle(tmp_path: Path) -> None:
    """Up to the limit all entries are in one bundle, and the list of bundles names it."""
    search.index(ENTRIES, tmp_path)
    assert listed(tmp_path) == {"all": 2}
    assert (tmp_path / "pagefind" / "all" / "pagefind.js").is_file()


def test_what_is_found_is_what_the_entry_holds(tmp_path: Path) -> None:
    """A page is found by the words, title, summary and filters of its entry, and hostile text stays text."""
    search.index(ENTRIES, tmp_path)
    found = fragments(tmp_path)
    assert set(found) == {"/pupils/p-7k3m/", "/pupils/p-9wtr/"}
    maya = found["/pupils/p-7k3m/"]
    assert maya["meta"] == {"title": "Maya Ellison", "summary": "Year 8, 8B"}
    assert maya["filters"] == {"Form": ["8B"]}
    assert maya["content"] == "Misses the first lesson <b>on</b> Tuesdays."


def test_an_entry_without_text_is_still_found(tmp_path: Path) -> None:
    """Pagefind leaves out a page without a word; a record with a name alone must not vanish from search."""
    search.index({"pupils/p-1/": SearchEntry("Ada Quill", "", "", {})}, tmp_path)
    assert set(fragments(tmp_path)) == {"/pupils/p-1/"}


@pytest.mark.parametrize(
    "text",
    [
        '" data-pagefind-filter="Form:7A',
        "</p><script>x</script>",
        "<!-- ",
        "a\u2028b \u202e c",
        "data-pagefind-ignore",
        "🙂",
    ],
)
def test_hostile_text_adds_nothing(tmp_path: Path, text: str) -> None:
    """Text that looks like markup neither adds a filter nor ends the document."""
    search.index({"pupils/p-1/": SearchEntry(text, f"{text} end", text, {"Form": (text,)})}, tmp_path)
    page = fragments(tmp_path)["/pupils/p-1/"]
    assert set(page["filters"]) == {"Form"}
    assert len(page["filters"]["Form"]) == 1
    assert set(page["meta"]) <= {"title", "summary"}
    assert re.search(r"\bend\b", page["content"])


def test_a_large_school_has_a_bundle_for_each_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit each bundle name has a folder of its own, safe on every disk."""
    monkeypatch.setattr(search, "ONE_BUNDLE_UP_TO", 1)
    search.index({**ENTRIES, "staff/x/": SearchEntry("X", "x", "", {})}, tmp_path)
    folders = listed(tmp_path)
    assert sorted(folders.values()) == [1, 1, 1]
    assert all(re.fullmatch(r"[a-z0-9-]+", folder) for folder in folders)


def test_neighbouring_groups_share_a_bundle_while_they_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No group is torn apart, and there are as few bundles as that allows: each costs the browser a start of its own."""
    monkeypatch.setattr(search, "ONE_BUNDLE_UP_TO", 4)
    sizes = {"Year 1": 2, "Year 2": 2, "Year 3": 1, "Year 4": 5, "Year 5": 1}
    entries = {
        f"pupils/{year}{at}/".replace(" ", "-"): SearchEntry(f"T{at}", "x", "", {}, year)
        for year, size in sizes.items()
        for at in range(size)
    }
    search.index(entries, tmp_path)
    assert list(listed(tmp_path).values()) == [4, 1, 5, 1]
    assert len(fragments(tmp_path)) == len(entries)


def test_different_bundles_never_share_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that differ only in capitals or signs stay apart on a disk that ignores capitals."""
    monkeypatch.setattr(search, "ONE_BUNDLE_UP_TO", 1)
    names = ["Year 8", "year 8", "year-8", "Year/8", "others", "", "...", "../x"]
    entries = {f"pupils/p-{at}/": SearchEntry(f"T{at}", "x", "", {}, name) for at, name in enumerate(names)}
    search.index(entries, tmp_path)
    folders = listed(tmp_path)
    assert sum(folders.values()) == len(names)
    assert len(folders) == len(names)
    assert set(fragments(tmp_path)) == {f"/pupils/p-{at}/" for at in range(len(names))}


def test_an_unchanged_bundle_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the bundle whose entries changed is made anew; the other is the last edition's, byte for byte."""
    monkeypatch.setattr(search, "ONE_BUNDLE_UP_TO", 1)
    old, new = tmp_path / "old", tmp_path / "new"
    search.index(ENTRIES, old)
    made = []
    real = search._run
    monkeypatch.setattr(search, "_run", lambda *given: (made.append(given[2].name), real(*given)))
    changed = {**ENTRIES, "pupils/p-7k3m/": msgspec.structs.replace(MAYA, text="Settled")}
    search.index(changed, new, old)
    assert len(made) == 1
    assert made[0].startswith("year-8")
    assert fragments(new)["/pupils/p-7k3m/"]["content"].startswith("Settled")
    assert fragments(new)["/pupils/p-9wtr/"] == fragments(old)["/pupils/p-9wtr/"]


def test_nothing_of_a_page_that_is_gone_stays(tmp_path: Path) -> None:
    """An entry that is no longer given is in no file of the new bundle."""
    old, new = tmp_path / "old", tmp_path / "new"
    search.index(ENTRIES, old)
    search.index({"pupils/p-9wtr/": IDRIS}, new, old)
    assert set(fragments(new)) == {"/pupils/p-9wtr/"}


@pytest.mark.parametrize("damage", ["", "{", '{"bundles": 3}', '{"bundles": [{"folder": "all"}]}'])
def test_a_damaged_last_edition_is_no_reason_to_stop(tmp_path: Path, damage: str) -> None:
    """Where the last edition cannot be read, the bundles are made anew."""
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "pagefind").mkdir(parents=True)
    (old / "pagefind" / "bundles.json").write_text(damage, "utf-8")
    search.index(ENTRIES, new, old)
    assert len(fragments(new)) == 2


def test_a_bundle_that_is_not_all_there_is_made_anew(tmp_path: Path) -> None:
    """A list that names a bundle which is gone from the disk leads to a new bundle, not to a broken search."""
    old, new = tmp_path / "old", tmp_path / "new"
    search.index(ENTRIES, old)
    (old / "pagefind" / "all").rename(old / "pagefind" / "elsewhere")
    search.index(ENTRIES, new, old)
    assert len(fragments(new)) == 2


def test_no_pages_give_an_empty_list(tmp_path: Path) -> None:
    """A school without records has no bundle, and the browser is told so."""
    search.index({}, tmp_path)
    assert listed(tmp_path) == {}


def test_only_what_the_search_uses_is_kept(tmp_path: Path) -> None:
    """Pagefind's own interfaces are not in the site."""
    search.index(ENTRIES, tmp_path)
    names = {file.name for file in (tmp_path / "pagefind" / "all").glob("*.*")}
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.en.pagefind"} <= names
    assert not any("ui" in name or "highlight" in name or "unknown" in name for name in names)


def test_pagefind_missing_is_said_with_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the binary the build stops and names the command that installs it."""
    monkeypatch.setattr(search, "_PLACES", (lambda: None,))
    with pytest.raises(CannotBuild) as raised:
        search.index(ENTRIES, tmp_path)
    assert "pip install" in raised.value.hint


def test_pagefind_failing_is_said_without_a_records_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A binary that fails or cannot run stops the build; nothing it printed is repeated."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "absent"))
    with pytest.raises(CannotBuild) as raised:
        search.index(ENTRIES, tmp_path)
    assert "Maya" not in f"{raised.value} {raised.value.hint}"
