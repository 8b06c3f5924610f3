"""The pages' HTML and their look: everything is escaped, and an unknown name is an error, never an empty string."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from liverecord.edit.guards import TOKEN_FIELD
from liverecord.edit.pages import (
    Around,
    FilesPage,
    FormPage,
    IntroducePage,
    JobsPage,
    MeansPage,
    ProblemPage,
    PupilsPage,
    SentPage,
    WaitingShown,
)
from liverecord.forms.question import Choice, Question
from liverecord.read.resources import site_overrides_folder

Page = (
    FilesPage
    | FormPage
    | IntroducePage
    | JobsPage
    | MeansPage
    | ProblemPage
    | PupilsPage
    | SentPage
    | WaitingShown
)

YES_OR_NO = (Choice("yes", "Yes"), Choice("no", "No"))
"""What a question of the kind `yes` offers where it names no choices of its own."""


class Sending(NamedTuple):
    """Where a page's form is sent, and the word by which this program knows its own forms."""

    address: str
    token: str


def html(page: Page, around: Around, sending: Sending) -> str:
    """Return a page as a browser shows it."""
    template = environment().get_template(_TEMPLATES[type(page)])
    return template.render(page=page, around=around, sending=sending)


@cache
def style(name: str) -> str:
    """Return a style sheet: of the forms (form.css), which begins with the site's own colours and states, or of the links on the site."""
    own = files("liverecord.edit").joinpath(name).read_text(encoding="utf-8")
    if name != "form.css":
        return own
    site = site_overrides_folder() / "theme/assets/liverecord"
    shared = ((site / each).read_text(encoding="utf-8") for each in ("colours.css", "states.css"))
    return "".join((*shared, own))


def address(*parts: str) -> str:
    """Return the address of a form by its parts."""
    return "/edit/" + "/".join(quote(part, safe="") for part in parts)


@cache
def environment() -> Environment:
    """Return the environment of these pages, its templates compiled as they are first used."""
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=PackageLoader("liverecord.edit"),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        address=address, choices=choices_of, described=_described, token_field=TOKEN_FIELD, counted=_counted
    )
    made.tests["web"] = _is_web
    return made


_TEMPLATES: dict[type, str] = {
    FilesPage: "files.html.j2",
    FormPage: "form.html.j2",
    IntroducePage: "introduce.html.j2",
    JobsPage: "jobs.html.j2",
    MeansPage: "means.html.j2",
    ProblemPage: "problem.html.j2",
    PupilsPage: "pupils.html.j2",
    SentPage: "sent.html.j2",
    WaitingShown: "waiting.html.j2",
}


def choices_of(question: Question) -> tuple[Choice, ...]:
    """Return what can be chosen. An answer that stands and need not be there can be taken back: radio buttons have no other way."""
    choices = question.choices or (YES_OR_NO if question.kind == "yes" else ())
    can_be_taken_back = question.kind != "several" and bool(question.value) and not question.is_required
    has_none = any(not choice.value for choice in choices)
    return (*choices, Choice("", "No answer")) if can_be_taken_back and not has_none else choices


def _described(question: Question, errors: list[str]) -> str:
    """Return the ids of what stands beside a question, for a screen reader to speak with it."""
    parts = (("hint", question.hint), ("seen", question.seen_by), ("error", errors))
    return " ".join(f"{question.name}-lr-{part}" for part, there in parts if there)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _is_web(link: str) -> bool:
    """Tell whether an address may become a link: one of the web's, never a script or a file."""
    return link.startswith(("https://", "http://"))
