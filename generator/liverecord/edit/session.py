"""Who may come in, and what they have just done: in memory alone, for as long as the program runs."""

import hmac
import secrets
from threading import Lock

from liverecord.edit.pages import SentPage
from liverecord.forms.question import Answers


class Session:
    """One run of the program for one person. `token` is good once; `cookie` is what it is exchanged for; `form_token`
    stands in every form. `sent` is what became of the last save, `wanted` the page that was asked for before its reader
    was known. `drafts` are answers that were checked and not saved, by their form's address: no browser keeps these pages,
    so that its way back would lead to an empty form.
    """

    def __init__(self, port: int) -> None:
        self.token = secrets.token_urlsafe(32)
        self.cookie = secrets.token_urlsafe(32)
        self.form_token = secrets.token_urlsafe(32)
        # Browsers keep the cookies of all ports of a computer in one jar.
        self.cookie_name = f"liverecord-{port}"
        self.sent: SentPage | None = None
        self.wanted = ""
        self.drafts: dict[str, Answers] = {}
        self._is_entered = False
        self._previews: set[str] = set()
        self._turn = Lock()

    def enter(self, token: str) -> bool:
        """Tell whether a token opens the door; it does so once."""
        with self._turn:
            is_right = not self._is_entered and same(token, self.token)
            self._is_entered = self._is_entered or is_right
        return is_right

    def preview(self) -> str:
        """Return a word for a preview: it can be saved once, so that a second press of the button saves nothing twice."""
        word = secrets.token_urlsafe(16)
        self._previews.add(word)
        return word

    def is_open(self, preview: str) -> bool:
        """Tell whether a preview is still to be saved."""
        return preview in self._previews

    def close(self, preview: str, address: str, sent: SentPage) -> None:
        """Note that the preview of a form was saved, and what became of it."""
        self._previews.discard(preview)
        self.drafts.pop(address, None)
        self.sent = sent


def same(given: str, own: str) -> bool:
    """Compare a secret in a time that tells nothing of it."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), own.encode())
