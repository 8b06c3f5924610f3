"""MkDocs in and out: the only module that knows it.

MkDocs never sees a record. It makes the hand-written pages and the frames; everything else is `build`'s. The plugin
hands MkDocs the packaged theme and pages, and, after `mkdocs build`, lets `build` fill what MkDocs made for one
audience. `make_frames` is the same the other way round: `build` asks for frames, MkDocs makes them.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Literal

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import base, load_config
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import clean_directory

from liverecord import examine, report, sites
from liverecord.problem import CannotBuild, InvalidRecords, LiverecordError
from liverecord.read.resources import site_overrides_folder
from liverecord.read.settings import Settings, settings
from liverecord.read.today import today
from liverecord.render.pages import PAGES, PageKind, source


def make_frames(config_file: Path, output: Path) -> tuple[str, ...]:
    """Let MkDocs make the hand-written pages, the assets and the frames of this configuration into `output`.

    Returns what MkDocs warned of. Raises CannotBuild, with MkDocs' own words, when it cannot.
    """
    with _listening() as heard:
        try:
            config = load_config(str(config_file), site_dir=str(output))
            plugin = config.plugins.get("liverecord")
            if not isinstance(plugin, LiveRecordPlugin):
                raise CannotBuild(
                    f"{config_file.name} does not name the liverecord plugin.",
                    "Add the two lines `plugins:` and `  - liverecord`.",
                )
            # MkDocs keeps one instance of a plugin for the whole process, so this must not outlast the call.
            plugin.frames_only = True
            try:
                mkdocs_build(config)
            finally:
                plugin.frames_only = False
        except (Abort, ConfigurationError, PluginError, OSError) as error:
            message = " ".join([*heard, str(error)])
            raise CannotBuild(
                f"MkDocs could not make the frame: {message}", f"Look into {config_file.name}."
            ) from error
    return tuple(heard)


class LiveRecordConfig(base.Config):  # type: ignore[no-untyped-call]
    """What may stand under `liverecord:` in mkdocs.yml; `settings` reads the same lines without MkDocs."""

    records = option.Type(str, default="records")
    today = option.Optional(option.Type((str, date)))
    audience = option.Optional(option.Type(str))
    output = option.Type(str, default="site")
    last_valid = option.Type(bool, default=False)


class LiveRecordPlugin(BasePlugin[LiveRecordConfig]):  # type: ignore[no-untyped-call]
    """Puts the packaged theme and pages in, keeps the records out, and fills the site when MkDocs has made it."""

    frames_only = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Refuse what would publish records or mix old pages with new ones."""
        if command == "gh-deploy":
            raise PluginError(
                "gh-deploy would publish pupils' records. Use `liverecord build` and a server with a login."
            )
        if dirty:
            raise PluginError(
                "liverecord has a cache of its own and cannot build with --dirty. Leave the option out."
            )

    @event_priority(100)  # before any other plugin looks at the configuration
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Lay the theme and the settings that the pages rely on under the school's own."""
        with _as_plugin_error():
            self._settings = settings(Path(config.config_file_path))
        _refuse_plugins(config)
        if not config.use_directory_urls:
            raise PluginError(
                "The pages link to each other as folders. Take `use_directory_urls: false` out of mkdocs.yml."
            )
        if not self.frames_only:
            _keep_sites_apart(config, self._settings)
        _lay_theme(config)
        records = self._settings.root / self._settings.records
        # Not the whole folder: a store kept there would change with every build and start the next one.
        config.watch += [str(path) for name in _WATCHED if (path := records / name).exists()]
        return config

    def on_pre_build(self, **_: Any) -> None:
        """Check the records before MkDocs wipes the last site: a problem leaves that one standing."""
        if not self.frames_only and not self._settings.last_valid:
            with _as_plugin_error():
                day = today(None, self._settings.today)
                problems = examine.check(self._settings, day, _silent)[0]
                if problems:
                    raise InvalidRecords(problems)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every page that the school has none of its own for, and drop assets that nothing uses."""
        for name in _KINDS:
            if files.get_file_from_path(name) is None:
                by_hand = site_overrides_folder() / "pages" / name
                files.append(
                    File.generated(config, name, abs_src_path=str(by_hand))
                    if by_hand.exists()
                    else File.generated(config, name, content="")
                )
        for file in list(files):
            if _unused(file.src_uri):
                files.remove(file)
            elif file.src_uri in _KINDS and not _KINDS[file.src_uri].has_tab:
                file.inclusion = InclusionLevel.NOT_IN_NAV
        if config.nav is None:
            config.nav = _tabs(files)
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Make the school's own file at a generated page's address a frame: its words follow the generated ones."""
        kind = _KINDS.get(page.file.src_uri)
        if kind is not None and kind.template is not None:
            page.meta.update(_meta(kind))
        return markdown

    @event_priority(-100)  # after every other plugin: what is filled must be what is published
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Fill the site with the pages of one audience."""
        if self.frames_only:
            return
        try:
            with _as_plugin_error():
                day = today(None, self._settings.today)
                site = sites.into(
                    Path(config.site_dir), self._settings, self._settings.audience, day, _silent
                )
        except BaseException:
            # Frames without pages look like a site; an empty folder does not.
            clean_directory(config.site_dir)
            raise
        if site.passed.problems:
            # One warning for all: a strict build fails on it, as it was asked to.
            _LOG.warning("%s", report.passed_over(site.passed))
        _LOG.info(
            "%s pupils' pages for the audience %s, as of %s", site.pupils, site.audience, day.isoformat()
        )


_LOG = logging.getLogger("mkdocs.plugins.liverecord")

_KINDS = {source(kind): kind for kind in PAGES}
"""Every kind of page, by the Markdown file that it is made from: the packaged one, the school's own, or one that is empty."""

_STYLES = (
    "assets/liverecord/frame.css",
    "assets/liverecord/records.css",
    "assets/liverecord/week.css",
    "assets/liverecord/changes.css",
    "assets/liverecord/search.css",
)
_SCRIPTS = (
    "assets/liverecord/records.js",
    "assets/liverecord/lists.js",
    "assets/liverecord/changes.js",
    "assets/liverecord/search.js",
)
_WATCHED = ("pupils", "school.yml", "staff.yml")


def _refuse_plugins(config: MkDocsConfig) -> None:
    for name in config.plugins:
        if name.rpartition("/")[2] == "search":
            raise PluginError(
                "The search plugin sends its whole index to every browser; liverecord brings a search of its own. "
                "Take `- search` out of the plugins in mkdocs.yml."
            )
        if name != "liverecord":
            _LOG.warning(
                "The plugin '%s' sees the frames only, never a record; liverecord is not tested with it.",
                name,
            )


def _keep_sites_apart(config: MkDocsConfig, liverecord_settings: Settings) -> None:
    """MkDocs wipes its site_dir with all that is in it, so that must never hold the sites that `liverecord build` made."""
    output = (liverecord_settings.root / liverecord_settings.output).resolve()
    site = Path(config.site_dir).resolve()
    if site == output:
        config.site_dir = str(output / "mkdocs")
    elif site in output.parents or (output in site.parents and site.name.split(".")[0] != "mkdocs"):
        raise PluginError(
            f"MkDocs wipes its site_dir, and that holds or is one of the sites in '{liverecord_settings.output}'. "
            "Leave site_dir out of mkdocs.yml, or choose a folder elsewhere."
        )


def _lay_theme(config: MkDocsConfig) -> None:
    theme = config.theme
    if theme.name != "material":
        raise PluginError(
            "liverecord's pages are made for the Material theme. Write `theme: {name: material}`."
        )
    folder = str(site_overrides_folder() / "theme")
    own = [theme.custom_dir] if theme.custom_dir else []
    # A school's own folder comes first, the packaged one second, Material's after it.
    theme.dirs = [*own, folder, *(path for path in theme.dirs if path not in (*own, folder))]
    theme["font"] = False  # a font from elsewhere would tell somebody else who reads what
    theme["icon"] = {"logo": "material/clipboard-clock-outline", **(theme.get("icon") or {})}
    if theme.get("favicon") == "assets/images/favicon.png":
        theme["favicon"] = "assets/liverecord/favicon.svg"
    # Instant loading and previews fetch a list of all pages, and pages nobody asked for, into caches and logs.
    theme["features"] = [
        *(word for word in theme.get("features") or [] if not word.startswith("navigation.instant"))
    ]
    theme.static_templates.discard("sitemap.xml")
    config.mdx_configs.setdefault("toc", {}).setdefault("title", "On this page")
    for name in ("generator", "analytics", "consent", "social", "version", "alternate"):
        config.extra.pop(name, None)
    config.extra["generator"] = False
    config.extra_css = [*(path for path in _STYLES if path not in config.extra_css), *config.extra_css]
    config.extra_javascript = [
        *(path for path in _SCRIPTS if path not in map(str, config.extra_javascript)),
        *config.extra_javascript,
    ]


def _meta(kind: PageKind) -> dict[str, Any]:
    """Return what a page's Markdown would say at its top."""
    meta: dict[str, Any] = {"template": kind.template, "title": kind.title}
    if kind.tab is not None and not kind.has_tab:
        meta["tab"] = kind.tab
    if kind.wide:
        meta["hide"] = ["toc"]
    return meta


def _tabs(files: Files) -> list[Any]:
    """Order the tabs: what is urgent first, the school's own pages last but for the guide and About."""
    own = [
        file.src_uri
        for file in files.documentation_pages()
        if file.src_uri not in _KINDS
        and file.inclusion in (InclusionLevel.INCLUDED, InclusionLevel.UNDEFINED)
    ]
    ours: list[Any] = [{"Our pages": sorted(own)}] if own else []
    tabs = [(name, kind) for name, kind in _KINDS.items() if kind.has_tab]
    return [
        *({kind.title: name} for name, kind in tabs if not kind.last),
        *ours,
        *({kind.title: name} for name, kind in tabs if kind.last),
    ]


def _unused(name: str) -> bool:
    """Tell whether a file serves a search, a debugger or a crawler that this site does not have."""
    folders = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
    return name.startswith(folders) or name.endswith(".map") or name == "sitemap.xml"


@contextmanager
def _as_plugin_error() -> Iterator[None]:
    try:
        yield
    except InvalidRecords as error:
        raise PluginError(f"{error.message}\n\n{report.problems(error.problems, 'text')}") from error
    except LiverecordError as error:
        raise PluginError(f"{error.message} {error.hint}".strip()) from error


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Keep MkDocs quiet, and keep what it warns of."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    ear = Ear(logging.WARNING)
    before = logger.propagate, logger.level, os.environ.get("NO_MKDOCS_2_WARNING")
    os.environ["NO_MKDOCS_2_WARNING"] = (
        "1"  # Material's word on its own end of support; the README says it too
    )
    logger.addHandler(ear)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
        logger.propagate = before[0]
        logger.setLevel(before[1])
        if before[2] is None:
            os.environ.pop("NO_MKDOCS_2_WARNING", None)


def _silent(work: str, done: int, whole: int) -> None:
    """Show no progress: MkDocs' own log tells what is going on."""
