"""How problems speak of what was typed: near matches offered, ids and codes named, a person's own words never."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches


def near(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that this one was most likely meant to be, or None.

    A near match begins as the word does, or has the same letters: "mother" ends as "other" does, and is not meant by it.
    """
    options = {option.casefold(): option for option in sorted(known, reverse=True)}
    text = str(word).casefold().strip()
    loose = text.replace("-", "_").replace(" ", "_")
    if loose in options:
        return options[loose]
    matches = get_close_matches(text, options, n=5, cutoff=0.6)
    likely = (match for match in matches if match[:1] == text[:1] or sorted(match) == sorted(text))
    return next((options[match] for match in likely), None)


def quoted(word: object, known: Collection[str] = ()) -> str:
    """Return the word in quotes where it is safe to show (it looks like an item's id, or nearly is a known word), or nothing."""
    text = str(word)
    if _ITEM_ID.fullmatch(text) or (_WORD.fullmatch(text) and near(text, known)):
        return f"'{text}'"
    return ""


def meant(word: object, known: Collection[str], none: str = "") -> str:
    """Return a hint: the near match as a question, else the known words, else `none`."""
    match = near(word, known)
    if match is not None:
        return f"Did you mean '{match}'?"
    if not known:
        return none
    return f"There is only {listed(known)}." if len(known) == 1 else f"There are: {listed(known)}."


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence."""
    return ", ".join(words)


# An id of an item is a few letters and a number (c1, pr12, p-7k3m); a name is not.
_ITEM_ID = re.compile(r"[a-z]{1,3}-?[0-9][a-z0-9]{0,5}")
_WORD = re.compile(r"[A-Za-z0-9_/\\#+.-]{1,32}")
