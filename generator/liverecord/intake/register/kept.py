"""What cells hold as it is kept: texts in one line, names apart, numbers out of a text."""

import re
import unicodedata

from liverecord.intake.exports.keys import UPN


def tidy(text: str) -> str:
    """Return a text as it is kept: in one line, with one blank between words, and without marks that only split or join lines."""
    wrapped = _AS_TEXT.fullmatch(text)
    text = (wrapped[1] if wrapped else text).translate(_UNSEEN)
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_writing(text: str) -> bool:
    """Tell whether a text is writing alone: nothing in it that steers a screen, and nothing that is no character."""
    return all(character in _JOINERS or unicodedata.category(character)[0] != "C" for character in text)


def has_letter(name: str) -> bool:
    """Tell whether a text can be a name: a sign alone stands where one is missing."""
    return any(map(str.isalpha, name))


def has_brackets(name: str) -> bool:
    """Tell whether a name has a part in brackets: a former name as often as one that is used."""
    return any(sign in name for sign in "()[]")


def former_numbers(text: str, now: str) -> tuple[str, ...]:
    """Return the unique pupil numbers in a text that are not the one of `now`."""
    numbers = (piece for piece in re.split(r"[\s,;/|]+", text.upper()) if UPN.fullmatch(piece))
    return tuple(number for number in dict.fromkeys(numbers) if number != now)


def apart(name: str) -> tuple[str, str] | None:
    """Return given and family name of a whole name with one comma; None where it is not plainly two."""
    if name.count(",") != 1 or has_brackets(name) or ";" in name:
        return None
    family, given = map(str.strip, name.split(","))
    return (given, family) if given and family else None


_AS_TEXT = re.compile(r'="(.*)"')
_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
_JOINERS = "\u200c\u200d"
