"""A school's settings in its mkdocs.yml, read without MkDocs."""

from pathlib import Path

import pytest

from liverecord.problem import InvalidRulebook
from liverecord.read.settings import Settings, settings

PLAIN = "site_name: Ashgrove\ndocs_dir: pages\n"


def school(folder: Path, text: str, name: str = "mkdocs.yml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def wrong(folder: Path, text: str) -> InvalidRulebook:
    with pytest.raises(InvalidRulebook) as caught:
        settings(school(folder, text))
    assert caught.value.hint
    return caught.value


def test_every_option_is_read(tmp_path):
    """Records, day, audience and output are what the plugin's options say."""
    text = PLAIN + (
        "plugins:\n  - liverecord:\n      records: data/live/\n      today: '2026-11-22'\n      audience: team\n"
        "      output: build\\sites\n"
    )
    root = school(tmp_path, text)
    assert settings(root) == Settings(
        root=root.resolve(),
        records="data/live",
        today="2026-11-22",
        audience="team",
        output="build/sites",
        config=root.resolve() / "mkdocs.yml",
        docs_dir="pages",
    )


@pytest.mark.parametrize(
    "plugins",
    [
        "",
        "plugins:\n",
        "plugins: [search]\n",
        "plugins:\n  - search\n  - liverecord\n",
        "plugins:\n  - liverecord:\n",
        "plugins:\n  - liverecord: {}\n",
        "plugins:\n  liverecord:\n",
        "plugins:\n  - liverecord: {records: , today: , audience: '', output: null}\n",
    ],
)
def test_what_is_not_said_is_the_default(tmp_path, plugins):
    """The plugin may be named in each of the ways that MkDocs allows, with options or without."""
    found = settings(school(tmp_path, PLAIN + plugins))
    assert (found.records, found.today, found.audience, found.output) == ("records", None, None, "site")


def test_plugins_may_be_one_mapping(tmp_path):
    """MkDocs takes a mapping of plugins for a list of them."""
    found = settings(school(tmp_path, PLAIN + "plugins:\n  search: {}\n  liverecord:\n    audience: senco\n"))
    assert found.audience == "senco"


def test_a_day_without_quotes_is_a_day(tmp_path):
    """YAML makes a date of it; it is read as it was typed."""
    assert (
        settings(school(tmp_path, PLAIN + "plugins: [{liverecord: {today: 2026-11-22}}]\n")).today
        == "2026-11-22"
    )


def test_mkdocs_own_tags_are_tolerated(tmp_path):
    """!ENV and Python's names do not stop the settings from being read; what may not stand there is told beside them."""
    text = PLAIN + (
        "site_url: !ENV [SITE_URL, 'https://x.example']\nmarkdown_extensions:\n  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "      options: !!python/object/apply:os.system ['false']\n"
        "x: !relative {a: b}\nplugins:\n  - liverecord:\n      audience: !ENV AUDIENCE\n"
    )
    assert settings(school(tmp_path, text)).audience is None


@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.yaml"])
def test_the_settings_are_found_from_below(tmp_path, name):
    """Commands work from any folder of the school's, and from the file itself."""
    root = school(tmp_path / "school", PLAIN, name)
    below = root / "records" / "pupils"
    below.mkdir(parents=True)
    for start in (root, below, root / name):
        assert settings(start).config == root.resolve() / name


def test_no_settings_at_all(tmp_path):
    """Outside of a school's folder, the cure is said."""
    with pytest.raises(InvalidRulebook) as caught:
        settings(tmp_path)
    assert "liverecord demo" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["", "- a\n", "a: [\n", "a: \0\n", "a: *b\n", "x: 2026-02-30\n", "[" * 2000],
    ids=["empty", "list", "open", "nul", "alias", "date", "deep"],
)
def test_settings_that_cannot_be_read(tmp_path, text):
    """Whatever mkdocs.yml holds, the answer is an error with a hint."""
    assert "mkdocs.yml" in wrong(tmp_path, text).message


def test_settings_that_are_no_text(tmp_path):
    """Bytes that are no UTF-8 are refused like any other mistake."""
    (tmp_path / "mkdocs.yml").write_bytes(b"a: \xff\n")
    with pytest.raises(InvalidRulebook):
        settings(tmp_path)


@pytest.mark.parametrize(
    "option", ["records: ../other", "records: /etc", "records: 'C:\\x'", "output: a/../../b", "records: ."]
)
def test_folders_stay_below_the_school_s(tmp_path, option):
    """A folder elsewhere, or the school's whole folder, is neither read from nor written to."""
    assert (
        option.split(":")[0] in wrong(tmp_path, f"{PLAIN}plugins: [{{liverecord: {{{option}}}}}]\n").message
    )


@pytest.mark.parametrize("option", ["audience: [team]", "today: 5", "records: true"])
def test_an_option_is_a_text(tmp_path, option):
    """An option of another kind is refused, not guessed at."""
    assert (
        option.split(":")[0] in wrong(tmp_path, f"{PLAIN}plugins: [{{liverecord: {{{option}}}}}]\n").message
    )


def test_options_are_keys_and_values(tmp_path):
    """Options that are a list or a text are refused."""
    assert "options" in wrong(tmp_path, f"{PLAIN}plugins:\n  - liverecord: team\n").message


@pytest.mark.parametrize(
    "docs", ["records", "./records/", "records/pupils", ".", "pages/../records", "linked"]
)
def test_the_records_are_never_published(tmp_path, docs):
    """MkDocs copies docs_dir as it stands: it may not be the records folder, hold it or lie in it."""
    (tmp_path / "records/pupils").mkdir(parents=True)
    (tmp_path / "linked").symlink_to(tmp_path / "records", target_is_directory=True)
    found = wrong(tmp_path, f"docs_dir: {docs}\n")
    assert "publish" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "site_dir: records\n",
        "site_dir: .\n",
        "site_dir: records/site\n",
        "plugins: [{liverecord: {output: records}}]\n",
        "plugins: [{liverecord: {records: site/records}}]\n",
        "site_dir: .git\n",
        "site_dir: .git/site\n",
        "plugins: [{liverecord: {output: .liverecord}}]\n",
    ],
)
def test_the_records_are_never_wiped(tmp_path, text):
    """MkDocs empties site_dir before each build: it may not overlap the records, and neither may the output."""
    assert "delete" in wrong(tmp_path, PLAIN + text).message


def test_docs_dir_set_from_the_environment_is_left_to_mkdocs(tmp_path):
    """What is not a text here cannot be judged here."""
    assert settings(school(tmp_path, "docs_dir: !ENV DOCS\nsite_dir: !ENV SITE\n")).records == "records"


def test_settings_taken_over_from_elsewhere_are_refused(tmp_path):
    """INHERIT would let MkDocs and this program read different settings: it is refused in words, not ignored."""
    (tmp_path / "mkdocs.yml").write_text("INHERIT: ../base.yml\nsite_name: A school\n", encoding="utf-8")
    with pytest.raises(InvalidRulebook, match="INHERIT"):
        settings(tmp_path)


def test_what_may_be_published_is_a_list_of_files(tmp_path):
    """The list names files, one by one; another shape is refused."""
    plugin = "plugins: [{liverecord: {publish: %s}}]\n"
    found = settings(school(tmp_path, PLAIN + plugin % "[./pages/logo.svg, pages/map.pdf]"))
    assert found.publish == ("pages/logo.svg", "pages/map.pdf")
    for value in ("pages/logo.svg", "true", "[1]", "{a: b}"):
        assert "publish" in wrong(tmp_path, PLAIN + plugin % value).message


def test_a_variable_is_read_as_mkdocs_reads_it(tmp_path, monkeypatch):
    """What !ENV stands for is the same here as in MkDocs: neither goes by a value that the other has not judged."""
    monkeypatch.setenv("DOCS", "./words/")
    assert settings(school(tmp_path, "docs_dir: !ENV DOCS\n")).docs_dir == "words"
    assert settings(school(tmp_path, "docs_dir: !ENV [NOT_SET_ANYWHERE, pages]\n")).docs_dir == "pages"
    monkeypatch.setenv("DOCS", "records")
    assert "publish" in wrong(tmp_path, "docs_dir: !ENV DOCS\n").message
