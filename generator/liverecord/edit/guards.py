"""What every request must be before anything is done for it: from this computer, by its own name, with the cookie, and what
is sent from a form that this program made.
"""

from io import BytesIO

from flask import Flask, Request, Response, abort, g, request

from liverecord import serve
from liverecord.edit.session import Session, same
from liverecord.forms.offered import FILES
from liverecord.press.security import HEADERS

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
"""Of every page of a form. The site's pages have the site's own."""

ENTER = "/enter"
UPLOADS = frozenset(f"/edit/{name}" for name in FILES)
"""The addresses that take files."""
TOKEN_FIELD = "lr-token"  # noqa: S105 - a field's name

LARGEST = 200_000
"""Bytes that an answered form may have."""

LARGEST_UPLOAD = 20_000_000
"""Bytes that files may have, at the addresses that take them."""

SAID = {
    400: "The program cannot read this request. Go back, load the page again, and try once more.",
    403: "Open the address that the program printed.",
    404: "There is no such page here.",
    405: "This address cannot be asked in that way.",
    413: "That is more than a form may hold. Go back and send less.",
}
"""What a refusal says, in plain words."""

OPEN_IT = (
    "Open the address that the program printed. It opens the door once: where it does so no longer, stop the program "
    "with Ctrl+C and start it again."
)


def guard(application: Flask, session: Session, port: int) -> None:
    """Refuse whatever did not come from this person's own browser and this program's own forms: before any view runs."""
    application.request_class = _InMemory
    serve.guard(application, port, HEADERS)

    @application.before_request
    def from_its_own_browser() -> None:
        if request.method not in {"GET", "HEAD", "POST"}:
            abort(405)
        if request.path == ENTER and request.method == "GET":
            return
        if not same(request.cookies.get(session.cookie_name, ""), session.cookie):
            abort(403, OPEN_IT)
        g.is_known = True
        if request.method not in {"GET", "HEAD"}:
            _from_its_own_form(session)
        elif (
            request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"} and not _is_opened()
        ):
            abort(403, _NOT_SHOWN)

    @application.after_request
    def with_a_policy(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        return answer


def refused(code: int, description: str | None) -> str:
    """Return the plain words of a refusal: its own where this program wrote them."""
    own = description if description and description in _OWN else None
    return own or SAID.get(code, SAID[400])


_ELSEWHERE = "This was sent by a page elsewhere. Nothing was done."
_NOT_SHOWN = "A page elsewhere asked for this. Nothing was shown to it."
_STALE = "This form is not one of this session's. Open it again, and write into the new one."
_OWN = frozenset((OPEN_IT, _ELSEWHERE, _NOT_SHOWN, _STALE))


def _from_its_own_form(session: Session) -> None:
    # The host was compared with this computer's own names already: an origin that equals it is this program's.
    origin = request.headers.get("Origin", "")
    if origin != f"http://{request.environ['HTTP_HOST'].lower()}":
        abort(403, _ELSEWHERE)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403, _ELSEWHERE)
    is_upload = request.path in UPLOADS
    request.max_content_length = LARGEST_UPLOAD if is_upload else LARGEST
    if (request.content_length or 0) > request.max_content_length:
        abort(413)
    taken = {"application/x-www-form-urlencoded"} | ({"multipart/form-data"} if is_upload else set())
    if request.mimetype not in taken:
        abort(400)
    if not same(request.form.get(TOKEN_FIELD, ""), session.form_token):
        abort(403, _STALE)


def _is_opened() -> bool:
    """Tell whether a person opens a page, and no page asks for it behind their back."""
    return (
        request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )


class _InMemory(Request):
    """A request whose files never lie on the disk, where they would outlast the program."""

    max_form_memory_size = LARGEST

    def _get_file_stream(self, *_: object, **__: object) -> BytesIO:
        return BytesIO()
