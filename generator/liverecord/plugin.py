"""MkDocs in and out: the only module that knows it.

MkDocs never sees a record. It makes the hand-written pages and the frames; everything else is `build`'s. The plugin
hands MkDocs the packaged theme and pages, and the bytes of those files of the school's that may be published; and, after `mkdocs build`, lets `build` fill what MkDocs made for one
audience. `make_frames` is the same the other way round: `build` asks for frames, MkDocs makes them.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from jinja2 import Environment
from material.extensions.emoji import to_svg, twemoji
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.build import get_context
from mkdocs.config import base, load_config
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, PluginCollection, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from liverecord import examine, report, sites
from liverecord.press import THEME_ONLY
from liverecord.problem import CannotBuild, InvalidPages, InvalidRecords, LiverecordError, Place, Problem
from liverecord.read import markup
from liverecord.read.own_pages import allowed_pages, said
from liverecord.read.resources import site_overrides_folder
from liverecord.read.settings import Settings, settings
from liverecord.read.today import today
from liverecord.render.pages import PAGES, PageKind, source


def make_frames(config_file: Path, output: Path) -> tuple[str, ...]:
    """Let MkDocs make the hand-written pages, the assets and the frames of this configuration into `output`.

    Returns what MkDocs warned of. Raises InvalidPages where the settings or the pages hold what may not be published or
    run, before MkDocs reads either; and CannotBuild, with MkDocs' own words, when it cannot make them.
    """
    allowed_pages(settings(config_file))
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
    publish = option.ListOfItems(option.Type(str), default=[])


class LiveRecordPlugin(BasePlugin[LiveRecordConfig]):  # type: ignore[no-untyped-call]
    """Puts the packaged theme and pages in, keeps the records out, and fills the site when MkDocs has made it."""

    frames_only = False

    @contextmanager
    def _edge(self) -> Iterator[None]:
        """Let what is wrong reach whoever asked for frames as it is, and MkDocs in its own way."""
        with nullcontext() if self.frames_only else _as_plugin_error():
            yield

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
        with self._edge():
            self._settings = settings(Path(config.config_file_path))
            self._own = allowed_pages(self._settings)
        if self._settings.config != Path(config.config_file_path).resolve():
            raise PluginError("The settings are read from mkdocs.yml alone. Build without --config-file.")
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
        """Hand over the school's own files, add every page that it has none of its own for, and drop assets that nothing uses."""
        # What MkDocs found in docs_dir, which may be another by now, is not what was looked at.
        for file in [file for file in files if file.src_dir == config.docs_dir]:
            files.remove(file)
        for page in self._own:
            files.append(File.generated(config, page.path, content=page.content))
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
        # Some of the theme's templates do more than show a page.
        page.meta.pop("template", None)
        kind = _KINDS.get(page.file.src_uri)
        if kind is not None and kind.template is not None:
            page.meta.update(_meta(kind))
        return markdown

    @event_priority(-100)  # after every other plugin
    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        """Look once more at what the Markdown has become: an extension may have made a script of what looked like none."""
        # The theme sets a page's title and what stands at its top into the frame as they are, or even takes entities out of them.
        stopped = [*markup.stopped(html), *markup.stopped(unescape(f"{page.title} {page.meta}"))]
        if stopped and page.file.src_uri in {own.path for own in self._own}:
            place = Place(f"{self._settings.docs_dir}/{page.file.src_uri}")
            with self._edge():
                raise InvalidPages(Problem(place, "page-script", *said(each)) for each in stopped)
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make the theme's pages without a word of the school's, by which its scripts are known."""
        self._theme_only = dict(_theme_only(env, config, files))
        return env

    @event_priority(-100)  # after every other plugin: what is filled must be what is published
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Fill the site with the pages of one audience."""
        for name, html in self._theme_only.items():
            place = Path(config.site_dir, THEME_ONLY, name)
            place.parent.mkdir(exist_ok=True)
            place.write_text(html, encoding="utf-8")
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
            _empty(Path(config.site_dir))
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

_ASSETS = "assets/liverecord/"
_STYLES = tuple(
    f"{_ASSETS}{name}.css"
    for name in (
        *("colours", "frame", "states", "records", "pupil", "tables", "pictures", "today", "phone"),
        *("week", "classes", "changes", "search", "print"),
    )
)
_SCRIPTS = tuple(f"{_ASSETS}{name}.js" for name in ("records", "lists", "classes", "changes", "search"))
_WATCHED = ("pupils", "school.yml", "staff.yml")


def _theme_only(env: Environment, config: MkDocsConfig, files: Files) -> Iterator[tuple[str, str]]:
    """Give the theme's pages as they are without the school: by name, one for each template at each depth of the site."""
    plain = MkDocsConfig()
    plain.load_dict(
        {"site_name": "", "site_url": config.site_url, "theme": config.theme, "extra": {"generator": False}}
    )
    plain.plugins = PluginCollection()
    for name in ("extra_css", "extra_javascript"):
        plain[name] = config[name]
    depths = sorted({file.dest_uri.count("/") for file in files.documentation_pages()})
    templates = sorted({kind.template for kind in PAGES if kind.template} | {"main.html"})
    nothing = Navigation([], [])
    for number, (depth, template) in enumerate((d, t) for d in depths for t in templates):
        file = File.generated(config, f"{'x/' * depth}index.md", content="")
        page = Page(None, file, plain)
        page.content, page.meta = "", {"template": template}
        yield f"{number}.html", env.get_template(template).render(get_context(nothing, [], plain, page))
    # For an address without a page, where links begin at the server's root.
    root = urlsplit(config.site_url or "/").path
    yield "404.html", env.get_template("404.html").render(get_context(nothing, [], plain, base_url=root))


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


def _empty(folder: Path) -> None:
    """Take everything out of a folder, what is hidden too, which MkDocs would leave there."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _lay_theme(config: MkDocsConfig) -> None:
    theme = config.theme
    if theme.name != "material":
        raise PluginError(
            "liverecord's pages are made for the Material theme. Write `theme: {name: material}`."
        )
    folder = str(site_overrides_folder() / "theme")
    # The packaged folder comes first, Material's after it.
    theme.dirs = [folder, *(path for path in theme.dirs if path != folder)]
    theme["font"] = False  # a font from elsewhere would tell somebody else who reads what
    theme["icon"] = {"logo": "material/clipboard-clock-outline", **(theme.get("icon") or {})}
    if theme.get("favicon") == "assets/images/favicon.png":
        theme["favicon"] = "assets/liverecord/favicon.svg"
    # Instant loading and previews fetch a list of all pages, and pages nobody asked for, into caches and logs.
    theme["features"] = [
        *(word for word in theme.get("features") or [] if not word.startswith("navigation.instant"))
    ]
    theme.static_templates.discard("sitemap.xml")
    if "pymdownx.emoji" in config.markdown_extensions:
        config.mdx_configs["pymdownx.emoji"] = {"emoji_index": twemoji, "emoji_generator": _emoji}
    config.mdx_configs.setdefault("toc", {}).setdefault("title", "On this page")
    for name in ("generator", "analytics", "consent", "social", "version", "alternate"):
        config.extra.pop(name, None)
    config.extra["generator"] = False
    config.extra_css = [*(path for path in _STYLES if path not in config.extra_css), *config.extra_css]
    config.extra_javascript = [
        *(path for path in _SCRIPTS if path not in map(str, config.extra_javascript)),
        *config.extra_javascript,
    ]


def _emoji(
    index: str,
    shortname: str,
    alias: str,
    code: str | None,
    alt: str,
    title: str,
    category: str,
    options: dict[str, Any],
    md: Any,
) -> Any:
    """Return an emoji as the character that it is, and an icon as the theme's drawing: Material would fetch the first from elsewhere.

    Called by the extension pymdownx.emoji, with these arguments.
    """
    return alt if code else to_svg(index, shortname, alias, code, alt, title, category, options, md)


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
