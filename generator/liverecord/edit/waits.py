"""What waits, and why it was not sent, as the pages show it."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from liverecord.edit import pages
from liverecord.forms.items import whole
from liverecord.model.ids import PUPIL_ID
from liverecord.render.words import capped
from liverecord.saves.catching_up import CaughtUp
from liverecord.saves.standing import Standing
from liverecord.saves.trouble import Trouble


def changes(at: Standing, names: Mapping[str, str], *, is_sent: bool) -> list[pages.Change]:
    """Return the changes that wait, oldest first: those that were sent, or the others.

    Their commits' messages hold ids alone: `names` are what the pupils are called.
    """
    return [
        pages.Change(
            save.message, f"{save.at:%d %B %Y, %H:%M}".lstrip("0"), ", ".join(_called(save.message, names))
        )
        for save in at.saves
        if save.is_sent is is_sent
    ]


def beside(paths: Iterable[str], names: Mapping[str, str]) -> list[pages.Change]:
    """Return the files that were changed without a form, each as what it is and whose; `names` as above."""
    return [
        pages.Change(capped(whole(PurePosixPath(path).stem)), path, ", ".join(_called(path, names)))
        for path in paths
    ]


def is_ahead(at: Standing) -> bool:
    """Tell whether the server lacks something of what waits, be it only what brought it up to date."""
    return bool(at.saves) and at.base != at.sent


def not_sent(why: Trouble | CaughtUp) -> pages.SentPage:
    """Return the page of a change that is kept and not sent: the server's trouble, or what must be decided first."""
    if isinstance(why, CaughtUp):
        return pages.SentPage(is_sent=False, why=_TO_DECIDE, must_choose=True)
    return pages.SentPage(
        is_sent=False,
        why=in_words(why),
        can_retry=why.reason != "rewritten",
        can_sign_in=needs_account(why),
        details=why.details,
    )


def in_words(trouble: Trouble) -> str:
    """Return what is wrong, and what to do."""
    return f"{trouble.message} {trouble.hint}"


def needs_account(trouble: Trouble | None) -> bool:
    """Tell whether signing in may help."""
    return trouble is not None and trouble.reason == "no_credentials"


def undecided(waits: CaughtUp) -> str:
    """Return why nothing is sent, or brought up to date, before a person has looked at it."""
    if not waits.unwritten:
        return _CHOOSE
    files = " ".join(f"{each.place}: {each.reason}" for each in waits.unwritten.values())
    return f"Somebody who knows git has to bring this together. {files}"


_TO_DECIDE = (
    "It is not sent yet, because somebody else has changed the same thing as a change of yours that waits. "
    "Choose first which stays."
)
_CHOOSE = "Somebody else has changed the same thing as you. Nothing is sent before you choose which stays."


def _called(message: str, names: Mapping[str, str]) -> Iterable[str]:
    return dict.fromkeys(names[each] for each in _IDS(message) if each in names)


_IDS = re.compile(rf"\b{PUPIL_ID}\b").findall
