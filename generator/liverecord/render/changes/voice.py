"""How values are said: days, people, labels of codes, and what things are called.

A voice in words makes HTML for pages: names are links, and text typed by people is escaped. A voice without words
makes plain text for logs and feeds: ids stand for names, and nothing that anybody typed can appear. A past version of
a record was never checked, so there an id must look like one, and a code must have a label.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from liverecord.model.field import Field
from liverecord.model.parts import files_of
from liverecord.render import sentences, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

Names = Mapping[str, str]
"""What things are called now, by file and id ("concerns/c1"): for what an amendment names by its id alone."""

TYPED = frozenset({"text", "line", "short", "texts", "lesson"})
"""Kinds of value that people type as they like."""

INSIDE = 90
WHOLE = 240
"""How many typed letters stand in a sentence that names a thing (INSIDE), and in one that adds it (WHOLE)."""

_SOMETHING_ELSE = "something else"
_ID = re.compile(r"[a-z][a-z0-9-]{0,31}")


def names(view: View) -> dict[str, str]:
    """Return what a pupil's concerns, actions, outcomes and provision are called now, as far as the view has them."""
    plan = sees(view, "plan")
    outcomes = sees(plan, "outcomes") or ()
    given = [line for outcome in outcomes for line in sees(outcome, "provision") or ()]
    known_names: dict[str, str] = {}
    for file, items, field in (
        ("concerns", sees(view, "concerns"), "what"),
        ("actions", sees(view, "actions"), "what"),
        ("plan", outcomes, "text"),
        ("plan", given, "what"),
        ("plan", sees(plan, "support_without_plan"), "what"),
        ("plan", sees(plan, "conditions"), "name"),
    ):
        for item in items or ():
            said = sees(item, field)
            if said:
                known_names[f"{file}/{sees(item, 'id')}"] = said
    return known_names


def clipped(text: str, limit: int) -> str:
    """Return text on one line, cut at a word's end where it is longer than `limit`."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[:limit].rsplit(" ", 1)[0]
    return f"{cut.rstrip(',;:. ')}…"


class Voice:
    """Says values of one site, in words or without, with the names of one pupil's things."""

    def __init__(self, setting: Setting, *, in_words: bool = True, known: Names | None = None) -> None:
        self.setting = setting
        self.in_words = in_words
        self._known = known or {}

    def line(self, parts: Iterable[str]) -> str:
        """Join the parts of a sentence: in words, what is not HTML yet is escaped."""
        return Markup("").join(parts) if self.in_words else "".join(parts)

    def value(self, field: Field, value: Any, limit: int = INSIDE) -> str:
        """Return one value as it stands inside a sentence; without words, "" for what people typed."""
        kind = field.kind
        if kind in TYPED:
            return self._typed(str(value), limit, quoted=kind in {"line", "texts"})
        if kind in {"day", "past", "ahead"}:
            return self.day(value)
        if kind == "code":
            return self._code(field.of, str(value))
        if kind == "staff":
            return self.person(value)
        if kind == "id":
            return self._pointed(field, str(value))
        if kind == "yes":
            return "yes" if value else "no"
        if kind == "week":
            return self._typed(sentences.expected_week(str(value)), limit, quoted=False)
        said = f"{value} %" if kind == "percent" else str(value)
        return said if is_number(value) else self._typed(said, limit, quoted=False) or _SOMETHING_ELSE

    def day(self, value: Any) -> str:
        """Return a day of the record ("2026-11-24") as a page says it."""
        try:
            return self.setting.day(date.fromisoformat(str(value)))
        except ValueError:
            return self._typed(str(value), INSIDE, quoted=False) or "another day"

    def person(self, value: Any) -> str:
        """Return a member of staff: the name with its link, or the id alone."""
        if self.in_words:
            return self.setting.person(clipped(str(value), INSIDE))
        return self.id(str(value)) or "somebody else"

    def id(self, value: str) -> str:
        """Return an id; without words, "" for what does not look like one."""
        if self.in_words:
            return escape(value)
        return value if _ID.fullmatch(value) else ""

    def called(self, file: str, item: str, limit: int = INSIDE) -> str:
        """Return what a thing is called now, as text; "" where that is not known, and always without words."""
        return clipped(self._known.get(f"{file}/{item}", ""), limit) if self.in_words else ""

    def _typed(self, value: str, limit: int, *, quoted: bool) -> str:
        if not self.in_words:
            return ""
        said = clipped(value, limit)
        return escape(f"“{said}”" if quoted else said)

    def _code(self, name: str, code: str) -> str:
        if self.in_words:
            return escape(clipped(self.setting.word(name, code), INSIDE))
        return words.uncapped(self.setting.labels(name).get(code, _SOMETHING_ELSE))

    def _pointed(self, field: Field, value: str) -> str:
        for file in files_of(field):
            name = self.called(file, value)
            if name:
                return escape(f"“{name}”")
        return self.id(clipped(value, INSIDE)) or _SOMETHING_ELSE


def is_number(value: Any) -> bool:
    """Tell whether a value is a whole number, as the schema asks where a field holds one."""
    return isinstance(value, int) and not isinstance(value, bool)
