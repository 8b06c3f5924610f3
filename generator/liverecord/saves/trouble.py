"""Why the school's server could not be asked, or did not take what was sent: in plain words, with what to do.

Git's own words are never shown as a message: they are kept as details for whoever helps, without passwords.
"""

import re
from typing import Literal, NamedTuple

Reason = Literal[
    "forge_down",
    "no_access",
    "no_credentials",
    "no_remote",
    "nothing",
    "offline",
    "other",
    "out_of_date",
    "protected",
    "rewritten",
    "time_limit",
]


class Trouble(NamedTuple):
    """What went wrong. `message` says it, `hint` what to do, `details` are git's words for whoever helps ("" for none)."""

    reason: Reason
    message: str
    hint: str
    details: str = ""


def trouble(words: str, answer: str = "", *, is_folder: bool = False) -> Trouble:
    """Return what git's words mean; `answer` is what it printed of each reference.

    What the server's own programs say decides nothing, and neither does where the server is.
    """
    told = "\n".join(line for line in f"{words}\n{answer}".splitlines() if not line.startswith("remote:"))
    told = _ADDRESS.sub("…", told)
    for signs, reason, message, hint in _FOLDER + _KNOWN if is_folder else _KNOWN:
        if signs.search(told):
            return Trouble(reason, message, hint, details(words, answer))
    return Trouble("other", *_OTHER, details(words, answer))


def no_address(message: str) -> Trouble:
    """Return the trouble of a clone that does not say where the server is."""
    return Trouble(
        "no_remote",
        message,
        "Changes are kept on this computer. To send them, ask whoever set this up for a clone of the school's repository.",
    )


def no_branch() -> Trouble:
    """Return the trouble of a server without the branch that school.yml names."""
    return Trouble("other", *_NO_BRANCH)


def rewritten() -> Trouble:
    """Return the trouble of a server whose main no longer stands on what it was: what was erased there is still here."""
    return Trouble("rewritten", *_REWRITTEN)


def too_slow(words: str, seconds: float) -> Trouble:
    """Return the trouble of a server that did not answer in time."""
    return Trouble(
        "time_limit",
        f"The school's server did not answer within {seconds:g} seconds.",
        "Try again in a while. If it goes on, ask whoever looks after the server.",
        details(words),
    )


def details(words: str, answer: str = "") -> str:
    """Return git's words as they may be shown: no password, no token, no control characters."""
    text = "\n".join(part.strip() for part in (words, answer) if part.strip())
    text = _CREDENTIALS.sub("//", text)
    text = _QUERY.sub("?…", text)
    shown = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
    return shown[:_MOST]


_MOST = 2_000
_CREDENTIALS = re.compile(r"(?<=:)//[^\s/]*@")
_QUERY = re.compile(r"(?<=\S)\?[^\s'\"]+")

# A server may be called what a trouble is called: a host in Mossley is no matter of SSL.
_ADDRESS = re.compile(
    r"^To .*$"
    r"|(?<!\S)'.*?'(?=[:;,.]?(?:\s|$))"
    r"|\S+(?:://|@)\S+"
    r"|(?<=resolve host: )\S+|(?<=resolve proxy: )\S+|(?<=resolve hostname )\S+"
    r"|(?<=onnect to )(?:host )?\S+|(?<=onnection to )\S+|(?<= by )\S+(?= port )|(?<= via )\S+|(?<=Permission to )\S+",
    re.MULTILINE,
)

_SIGN_IN = (
    "The school's server does not know yet who you are on this computer.",
    "Press Sign in, and sign in with your own account on the server.",
)
_NO_BRANCH = (
    "The school's server does not have the branch that holds the agreed records.",
    "What it is called stands in school.yml (forge: branch). Ask whoever looks after the server.",
)
_REWRITTEN = (
    "The history of the school's records was written anew on the server, as it is when a record is erased.",
    "This clone still holds the old one, so nothing is sent from it. Clone it anew, write again what waits here, and delete it.",
)
_OTHER = (
    "The school's server could not be asked, for a reason that is not known here.",
    "Try again. If it goes on, show the details to whoever looks after the server.",
)


def _row(signs: str, reason: Reason, message: str, hint: str) -> tuple[re.Pattern[str], Reason, str, str]:
    return re.compile(signs, re.IGNORECASE), reason, message, hint


_FOLDER = (
    _row(
        r"does not appear to be a git repository|does not exist|not found|No such file",
        "forge_down",
        "The folder that the school's records are shared in is not there.",
        "Connect to the school's shared drive, and try again.",
    ),
)
_KNOWN = (
    _row(
        r"\((?:fetch first|non-fast-forward)\)|\[rejected\]",
        "out_of_date",
        "The server has changes of yours that this computer does not have, perhaps from another computer.",
        "Press Bring up to date, and send again.",
    ),
    _row(
        r"\[remote rejected\]|hook declined|protected branch",
        "protected",
        "The school's server did not take the change: its own rules do not allow this branch.",
        "Ask whoever looks after the server to allow branches whose names begin with edit/.",
    ),
    _row(
        r"Could not resolve (?:host|proxy)|name resolution|Name or service not known|nodename nor servname|No such host"
        r"|Network is unreachable|No route to host|network is down",
        "offline",
        "The school's server was not found: this computer seems to be offline.",
        "Connect to the internet, and try again.",
    ),
    _row(
        r"Host key verification failed|host key",
        "no_credentials",
        "This computer has not met the school's server yet, so it cannot tell whether it is the right one.",
        "Ask whoever set this up to connect to it once with ssh, and to compare the server's key.",
    ),
    _row(
        r"could not read (?:Username|Password)|prompts? (?:have been )?disabled|Authentication failed|invalid credentials"
        r"|Permission denied|error: 401|Access denied",
        "no_credentials",
        *_SIGN_IN,
    ),
    _row(
        r"dubious ownership",
        "no_access",
        "Git does not use that folder, because another user owns it.",
        "Ask whoever looks after the shared folder.",
    ),
    _row(
        r"certificate|(?-i:\bSSL\b)",
        "other",
        "The school's server could not prove that it is the right one: its certificate was not accepted.",
        "Ask whoever looks after this computer. Do not switch the check off.",
    ),
    _row(
        r"couldn't find remote ref",
        "other",
        *_NO_BRANCH,
    ),
    _row(
        r"error: 403|error: 404|Permission to .* denied|not found|does not exist|does not appear to be a git repository",
        "no_access",
        "The school's server has no such repository, or you may not change it with the account you signed in with.",
        "Sign in with your work account, or ask whoever looks after the server to let you in.",
    ),
    _row(
        r"error: 5\d\d|Connection (?:refused|reset|closed|timed out)|Failed to connect|Could(?:n't| not) connect|timed out"
        r"|unexpected disconnect|early EOF|RPC failed|hung up|Empty reply",
        "forge_down",
        "The school's server is there but does not answer as it should.",
        "Try again in a while. If it goes on, ask whoever looks after the server.",
    ),
    _row(
        r"cannot run|command not found",
        "other",
        "A program that git needs to reach the school's server is missing on this computer.",
        "Ask whoever looks after this computer. The details name it.",
    ),
)
