"""Names as they are compared: two programs, or two people, write one name with other signs and accents."""

import re
import unicodedata


def spelt(name: str) -> str:
    """Return a name without what does not tell two names apart: capitals, accents, the shape of an apostrophe or a hyphen, blanks."""
    apart = unicodedata.normalize("NFKD", name.translate(_SIGNS).casefold())
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return _JOINED.sub("-", " ".join(plain.split()))


_SIGNS = dict.fromkeys(map(ord, "\u2019\u2018\u02bc\u00b4`"), "'") | dict.fromkeys(
    map(ord, "\u2010\u2011\u2013"), "-"
)
_JOINED = re.compile(r"\s*-\s*")
