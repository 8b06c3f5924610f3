"""The school's site, served beside the forms: where its pages have something to write, a link leads to the form for it.

A page's own HTML says where, in `data-edit` marks that hold ids alone (render/ways.py). Without this program they show
nothing.
"""

import re

from flask import Flask, Response, abort
from markupsafe import Markup, escape

from liverecord import serve
from liverecord.edit.desk import Desk, Shown
from liverecord.forms.items import whole
from liverecord.model.ids import PUPIL_ID, is_pupil_id
from liverecord.model.records import PUPIL_KINDS


def give_out(made: Flask, desk: Desk) -> None:
    """Answer with the site to every address that no form has."""

    @made.get("/", defaults={"path": ""}, provide_automatic_options=False)
    @made.get("/<path:path>", provide_automatic_options=False)
    def site(path: str) -> Response:
        shown = desk.site_folder()
        answer = serve.given_out(shown.folder, path)
        if answer is None:
            abort(404)
        return _with_links(answer, desk, shown, path)


def nowhere(desk: Desk) -> Response:
    """Return the site's own answer to an address that it does not have."""
    shown = desk.site_folder()
    return _with_links(serve.not_there(shown.folder), desk, shown)


def with_links(html: str, person: str, waiting: int, path: str = "", *, is_older: bool = False) -> str:
    """Return a page of the site with a link to a form at each of its marks, and with who is writing on top.

    `path` is the page's own, without the first slash: on a pupil's page the bar leads to that pupil's forms as well.
    `is_older` says there that the page lacks what was saved last.
    """
    html = _FOLDED.sub(_instead_of_a_block, html)
    html = _EMPTY.sub(_in_an_empty_place, html)
    html = _LEADS.sub(_instead_of_a_way, html)
    html = _NAMED.sub(_instead_of_a_way, html)
    html = html.replace("</head>", _STYLE, 1)
    at = _HEADER.search(html) or _BODY.search(html)
    if at is None:
        return html
    place = at.start() if at.re is _HEADER else at.end()
    return f"{html[:place]}{_banner(person, waiting, _OF_A_PUPIL(path), is_older=is_older)}{html[place:]}"


def words(target: str) -> str:
    """Return what a link to a form says, by what the form is for."""
    parts = tuple(target.partition("?")[0].split("/"))
    name, *ids = parts[1:] if is_pupil_id(parts[0]) and len(parts) > 1 else parts
    if (name, *ids[:2]) == _REVIEWS:
        return _OF_REVIEWS.get(len(ids), "Edit this")
    return _WORDS.get(name, "Edit this") if ids or name not in _NEW else _NEW[name]


_TARGET = r"([a-z0-9_-]+(?:/[a-z0-9_-]+)*(?:\?[a-z]+=[a-z]+)?)"
_OF_A_PUPIL = re.compile(rf"(?:pupils|attendance|history)/({PUPIL_ID})/").fullmatch
_FOLDED = re.compile(
    rf'<details class="add" data-edit="{_TARGET}"><summary>(.*?)</summary>.*?</details>', re.DOTALL
)
_EMPTY = re.compile(rf'<span data-edit="{_TARGET}"(?: data-about="([^"]*)")?></span>')
_LEADS = re.compile(rf'<a class="edit" data-edit="{_TARGET}" href="[^"]*">(.*?)</a>', re.DOTALL)
_NAMED = re.compile(rf'<span class="edit" data-edit="{_TARGET}">(.*?)</span>', re.DOTALL)
_HEADER = re.compile(r'<header class="md-header"')
_UNSEEN = re.compile(r'<span class="unseen">: (.*?)</span>')
"""What a way to a file says to those who listen: what it is about."""
_BODY = re.compile(r"<body[^>]*>")
_STYLE = '<link rel="stylesheet" href="/edit/site.css"></head>'

_WORDS = {
    "action": "Edit this action",
    "circumstance": "Edit this circumstance",
    "close": "Close this concern",
    "concern": "Edit this concern",
    "condition": "Edit this condition",
    "conversation": "Log a conversation",
    "helped": "Did it help?",
    "helped-provision": "Does it help?",
    "need": "Edit this need",
    "outcome": "Edit this outcome",
    "passport": "Edit what helps",
    "provision": "Edit this provision",
    "review": "Write up the review",
    "unplanned": "Edit this support",
    "update": "Write a line",
}
_NEW = {
    "action": "Add an action",
    "circumstance": "Add something to know first",
    "concern": "Open a concern",
}
_REVIEWS = ("item", "reviews", "reviews")
_OF_REVIEWS = {2: "Plan the review", 4: "Fill in its steps"}
"""What is said of the list of reviews, and of the days around one, by how many names stand behind "item"."""


def _instead_of_a_block(found: re.Match[str]) -> str:
    """Return the way to a form in the place of lines to paste: it says what they said."""
    return f' <a class="lr-edit lr-add" href="/edit/{found[1]}">{found[2]}</a> '


def _in_an_empty_place(found: re.Match[str]) -> str:
    target = found[1]
    about = found[2] or target.rpartition("/")[2]
    return (
        f'<a class="lr-edit" href="/edit/{target}">{words(target)}<span class="unseen">: {about}</span></a>'
    )


def _instead_of_a_way(found: re.Match[str]) -> str:
    """Return the way to a form in the place of one to a file, or of the file's name: no form needs that."""
    said = _UNSEEN.search(found[2])
    kind = found[1].rpartition("/")[2]
    about = said[1] if said is not None else whole(kind) if kind in PUPIL_KINDS else ""
    unseen = f'<span class="unseen">: {about}</span>' if about else ""
    return f'<a class="edit" href="/edit/{found[1]}">{words(found[1])}{unseen}</a>'


_OLDER = (
    '<p class="lr-older">This page is older than what was saved last: the site could not be made anew. '
    "What was saved is safe.</p>"
)


def _banner(person: str, waiting: int, pupil: re.Match[str] | None, *, is_older: bool) -> str:
    who = Markup("You are writing as <b>{}</b>.").format(person) if person else Markup("You can write here.")
    wait = {0: "Nothing is waiting", 1: "1 change is waiting"}.get(
        waiting, f"{waiting:,} changes are waiting"
    )
    about = f'<a href="/edit/{pupil[1]}/">Write about this pupil</a> ' if pupil is not None else ""
    return (
        f'<nav class="lr-writing" aria-label="Writing"><p>{who}</p>{_OLDER if is_older else ""}<p class="lr-ways">{about}<a href="/edit/">Write something</a> '
        f'<a href="/edit/week">Write this week&#39;s lines</a> <a href="/edit/waiting">{escape(wait)}</a></p></nav>'
    )


def _with_links(answer: Response, desk: Desk, shown: Shown, path: str = "") -> Response:
    answer.headers["Content-Security-Policy"] = shown.policy
    if answer.mimetype != "text/html" or answer.status_code in _ELSEWHERE:
        return serve.in_part(answer)
    person = desk.person()
    html = answer.get_data(as_text=True)
    name, waiting = person.name if person else "", desk.number_waiting()
    answer.set_data(with_links(html, name, waiting, path, is_older=shown.is_older))
    answer.headers.pop("ETag", None)
    return answer


_ELSEWHERE = {301, 308}
