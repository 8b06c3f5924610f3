"""The page of the school's server on which a change is proposed: from what the server said, else made from its address."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlencode, urlsplit

from liverecord.model.records import Forge
from liverecord.saves.network import Address

Kind = Literal["github", "gitlab", "forgejo"]


class Place(NamedTuple):
    """Which kind of server it is, and the web address of the repository on it; "" where it is not known."""

    kind: Kind | None
    web: str


def place(address: Address, forge: Forge) -> Place:
    """Return which server it is, by where school.yml says that files are edited, else by its name."""
    web = _web(address)
    for part, kind in _PARTS.items():
        before, found, _ = (forge.edit or "").partition(part)
        if found:
            return Place(kind, before if _is_own(_split(before), address) else web)
    return Place(next((kind for word, kind in _NAMES.items() if word in address.host), None), web)


def link(words: str, address: Address, forge: Forge, branch: str) -> str | None:
    """Return the page on which a branch that was pushed is proposed; None where nobody can tell.

    `words` are what git said. A link counts only if it is on the server itself, and about a request.
    """
    offered = [each for each in _offered(words, address) if _REQUEST.search(urlsplit(each).path)]
    about_it = (each for each in offered if branch in unquote(each))
    return next(about_it, None) or next(iter(offered), None) or _made(place(address, forge), forge, branch)


_PARTS: dict[str, Kind] = {"/-/edit/": "gitlab", "/_edit/": "forgejo", "/edit/": "github"}
"""What of an address that opens a file for editing tells which server it is."""

_NAMES: dict[str, Kind] = {
    "github": "github",
    "gitlab": "gitlab",
    "codeberg": "forgejo",
    "forgejo": "forgejo",
    "gitea": "forgejo",
}
"""What of a server's name tells which it is."""

_REQUEST = re.compile(r"/(?:pull|pulls|merge_requests|compare)/")
_REMOTE = re.compile(r"^remote:.*?(https?://\S+)", re.MULTILINE)


def _offered(words: str, address: Address) -> Iterator[str]:
    for match in _REMOTE.finditer(words):
        if match[1].isprintable() and _is_own(_split(match[1]), address):
            yield match[1]


def _is_own(web: SplitResult | None, address: Address) -> bool:
    """Tell whether a web address is on the server itself, no less protected, and names nobody."""
    if web is None or web.scheme not in {"http", "https"} or web.username is not None or not address.host:
        return False
    if web.hostname != address.host:
        return False
    if address.kind != "web":
        return True
    own = urlsplit(address.url)
    return web.port == own.port and (own.scheme.lower() != "https" or web.scheme == "https")


def _split(text: str) -> SplitResult | None:
    try:
        web = urlsplit(text)
        _ = web.port
    except ValueError:
        return None
    return web


def _web(address: Address) -> str:
    """Return the repository's web address as it most likely is."""
    if address.kind == "folder":
        return ""
    if "://" in address.url:
        parts = urlsplit(address.url)
        path = parts.path
        scheme = parts.scheme.lower() if address.kind == "web" else "https"
        port = f":{parts.port}" if parts.port and address.kind == "web" else ""
    else:
        path = address.url.partition(":")[2]
        scheme, port = "https", ""
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{scheme}://{host}{port}/{path.strip('/').removesuffix('.git')}"


def _made(place: Place, forge: Forge, branch: str) -> str | None:
    main, own = quote(forge.branch), quote(branch)
    if not place.web:
        return None
    match place.kind:
        case "github":
            return f"{place.web}/compare/{main}...{own}?expand=1"
        case "forgejo":
            return f"{place.web}/compare/{main}...{own}"
        case "gitlab":
            asked = {"merge_request[source_branch]": branch, "merge_request[target_branch]": forge.branch}
            return f"{place.web}/-/merge_requests/new?{urlencode(asked)}"
    return None
