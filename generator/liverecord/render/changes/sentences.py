"""One plain sentence for each thing that a commit changed, as people say it: "Concern closed", "Review moved from …".

A sentence is made of an amendment's View alone, so it cannot tell what the audience may not see. In words it is HTML.
Without words it is plain text for logs and feeds, and holds nothing typed by people (see voice.py).
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from liverecord.model.field import Field
from liverecord.model.parts import FIELDS
from liverecord.render.changes.nouns import FILES, NOUNS, VERBS, Noun
from liverecord.render.changes.voice import INSIDE, TYPED, WHOLE, Names, Voice, is_number
from liverecord.render.pieces import Setting, sees
from liverecord.render.sentences import expected_week
from liverecord.render.words import capped, count, uncapped
from liverecord.view import View


class Told(NamedTuple):
    """An amendment as it is told: `text` is HTML (Markup) or plain text, without a full stop.

    `before` and `after` are the old and new text of a wording, and `small` says what holds the thing ("concern: …").
    All three are plain text as typed, to be escaped. Each is "" where there is none; without words, `before` and
    `after` always are.
    """

    text: str
    before: str = ""
    after: str = ""
    small: str = ""


def told(amendment: View, setting: Setting, *, words: bool = True, names: Names | None = None) -> Told:
    """Return an amendment in a sentence.

    `words=False` gives plain text that holds nothing typed by people: ids stand for names.
    """
    return Teller(setting, words=words, names=names).told(amendment)


_LONG = frozenset({"text", "week"})
_LISTS = {"texts": "texts", "codes": "code", "ids": "id"}
_POINTERS = frozenset({"id", "ids"})
_NO_FIELD = Field("", "", "", "line")
_SOMETHING = Noun("Something in the record", plain=True)
_HOLDERS = {"concern": "concerns", "outcome": "plan", "need": "plan"}


class Teller:
    """Tells many amendments in one voice: of one site, in words or without, with the names of one pupil's things."""

    def __init__(self, setting: Setting, *, words: bool = True, names: Names | None = None) -> None:
        self._voice = Voice(setting, in_words=words, known=names)
        self._words = words

    def told(self, amendment: View) -> Told:
        """Return one amendment in a sentence."""
        kind = amendment.kind
        if kind == "changed":
            return self._changed(amendment)
        if kind == "added":
            return Told(self._added(amendment), small=self._inside(amendment))
        if kind == "removed":
            return Told(self._removed(amendment), small=self._inside(amendment))
        return Told(self._voice.line((_of_a_file(amendment),)))

    def together(self, amendments: Iterable[View]) -> list[tuple[View, Told]]:
        """Return the amendments of one commit in sentences, each with the amendment it begins with.

        Several values of one thing that changed at once make one sentence:
        "Action done: Phone call home; result set to helped".
        """
        things: dict[object, list[View]] = {}
        for number, amendment in enumerate(amendments):
            things.setdefault(_same_thing(amendment) or number, []).append(amendment)
        return [
            (
                of_one_thing[0],
                self.told(of_one_thing[0]) if len(of_one_thing) == 1 else self._as_one(of_one_thing),
            )
            for of_one_thing in things.values()
        ]

    # ── Things that came and went ───────────────────────────────────────────────────────────────────────

    def _added(self, amendment: View) -> str:
        noun, about = _noun(amendment.part), amendment.about
        if amendment.part == "reviews":
            held, due = sees(about, "held_on"), sees(about, "due")
            if held or due:
                when = (" held on " if held else " planned for ", self._voice.day(held or due))
                return self._line((*self._thing(amendment, noun), *when))
        more = self._more(amendment, noun)
        if amendment.part == "concerns.updates" and sees(about, "no_change"):
            thing = (noun.one,) if self._words else self._thing(amendment, noun)
            return self._line((*thing, " added: no change", *more))
        if not self._words:
            return self._line((*self._thing(amendment, noun), " ", noun.added, *more))
        return self._line((noun.one, " ", noun.added, *self._after_colon(amendment, noun), *more))

    def _removed(self, amendment: View) -> str:
        noun = _noun(amendment.part)
        if not self._words:
            return self._line((*self._thing(amendment, noun), " taken out"))
        return self._line((noun.one, " taken out", *self._after_colon(amendment, noun)))

    def _more(self, amendment: View, noun: Noun) -> tuple[str, ...]:
        """Return what a sentence adds in brackets: who holds it, and by when."""
        said: list[str] = []
        for part in (self._part(amendment, each) for each in noun.more):
            if part:
                said += [" " if part.startswith("to ") else ", ", part]
        return (" (", *said[1:], ")") if said else ()

    def _after_colon(self, amendment: View, noun: Noun) -> tuple[str, ...]:
        name = self._own_words(amendment, noun, WHOLE)
        return (": ", name) if name else ()

    def _inside(self, amendment: View) -> str:
        """Return what holds the thing that changed: "concern: Misses the first lesson", or its id in plain text."""
        part = amendment.part if amendment.kind != "changed" else amendment.part.rpartition(".")[0]
        holder = _noun(part).inside
        if holder is None or not amendment.within:
            return ""
        name = self._voice.called(_HOLDERS.get(holder, ""), amendment.within[-1])
        if self._words:
            return f"{holder}: {name}" if name else ""
        return f"{holder} {self._voice.id(amendment.within[-1])}".strip()

    # ── Values that changed ─────────────────────────────────────────────────────────────────────────────

    def _changed(self, amendment: View) -> Told:
        part, _, name = amendment.part.rpartition(".")
        noun, field = _noun(part), FIELDS.get(part, {}).get(name)
        small = self._inside(amendment)
        if field is None:
            return Told(self._line((*self._thing(amendment, noun), " changed")), small=small)
        if field.kind in _LONG:
            return self._reworded(amendment, noun, name, field, small)
        return Told(self._line(self._sentence(amendment, noun, name, field)), small=small)

    def _as_one(self, amendments: Sequence[View]) -> Told:
        """Return several values of one thing in one sentence: what people have a verb for comes first."""
        part = amendments[0].part.rpartition(".")[0]
        noun, fields = _noun(part), FIELDS[part]
        head = next((each for each in amendments if _verb(each) is not None), amendments[0])
        ordered = [head, *(each for each in amendments if each is not head)]
        names = [each.part.rpartition(".")[2] for each in ordered]
        said = list(self._sentence(head, noun, names[0], fields[names[0]]))
        for each, name in zip(ordered[1:], names[1:], strict=True):
            first, *more = self._predicate(each, name, fields[name])[1]
            said += [". ", capped(first), *more]
        return Told(self._line(said), small=self._inside(head))

    def _sentence(self, amendment: View, noun: Noun, name: str, field: Field) -> tuple[str, ...]:
        verb = _verb(amendment)
        if verb is not None and self._words:
            return (noun.one, " ", verb, *self._after_colon(amendment, noun))
        joint, predicate = self._predicate(amendment, name, field)
        if noun.plain or not joint:
            return (predicate[0][:1].upper() + predicate[0][1:], *predicate[1:])
        return (*self._thing(amendment, noun), joint, *predicate)

    def _predicate(self, amendment: View, name: str, field: Field) -> tuple[str, tuple[str, ...]]:
        """Return what joins a predicate to the thing ("": the predicate names the thing itself), and the predicate.

        Where people would not name the field, it is not named: a thing is done, moved, handed over or raised.
        """
        before, after = amendment.before, amendment.after
        verb = _verb(amendment)
        if verb is not None:
            return " ", (verb,)
        if name == "restricted":
            return " ", ("marked as restricted" if after else "no longer restricted",)
        if name == "owner" and (before or after):
            return " ", self._handed_over(before, after)
        if amendment.part == "reviews.held_on" and before is None and after:
            return " ", ("held on ", self._voice.day(after))
        if amendment.part == "reviews.due" and before and after:
            return " ", self._moved(before, after)
        if amendment.part == "plan.attendance.target.aim" and is_number(before) and is_number(after):
            return "", (
                "target ",
                "raised" if after > before else "lowered",
                f" from {before} % to {after} %",
            )
        how = self._list_changed if field.kind in _LISTS else self._value_changed
        return ": ", (field.title, *how(field, before, after))

    def _handed_over(self, before: Any, after: Any) -> tuple[str, ...]:
        person = self._voice.person
        if before and after:
            return ("handed over from ", person(before), " to ", person(after))
        if after:
            return ("given to ", person(after))
        return ("has no owner any more (before: ", person(before), ")")

    def _reworded(self, amendment: View, noun: Noun, name: str, field: Field, small: str) -> Told:
        before, after = amendment.before, amendment.after
        verb = " added" if after and not before else " taken out" if before and not after else " changed"
        if name in noun.name:
            # The thing's own words: old and new stand below, so that the sentence needs neither.
            said = self._line(("Wording of ", *self._one_such(amendment, noun), verb))
        else:
            subject = () if noun.plain else (*self._thing(amendment, noun), ": ")
            said = self._line((*subject, field.title, verb))
        if not self._words:
            return Told(said, small=small)
        return Told(said, _long(field, before), _long(field, after), small)

    def _value_changed(self, field: Field, before: Any, after: Any) -> tuple[str, ...]:
        if field.kind == "ahead" and before and after:
            return (" ", *self._moved(before, after))
        old = self._voice.value(field, before) if before is not None else ""
        new = self._voice.value(field, after) if after is not None else ""
        if old and new:
            return (" changed from ", old, " to ", new)
        if new:
            return (" recorded: " if field.kind == "code" else " set to ", new)
        if old:
            # The new target of a pointer may merely be hidden: then nothing was taken out.
            return (" no longer ", old) if field.kind in _POINTERS else (" taken out (before: ", old, ")")
        return (" changed",)

    def _moved(self, before: Any, after: Any) -> tuple[str, ...]:
        verb = "brought forward from " if str(after) < str(before) else "moved from "
        return (verb, self._voice.day(before), " to ", self._voice.day(after))

    def _list_changed(self, field: Field, before: Any, after: Any) -> tuple[str, ...]:
        old, new = _listed(before), _listed(after)
        one = field._replace(kind=_LISTS[field.kind])
        said: list[str] = []
        for values, verb in (
            ([each for each in new if each not in old], "added"),
            ([each for each in old if each not in new], "taken out"),
        ):
            if values and one.kind in TYPED and not self._words:
                said.append(f"{count(len(values), 'line')} {verb}")
            elif values:
                named = _between([self._voice.value(one, each, WHOLE) for each in values])
                said.append(self._line((*named, " ", verb)))
        if said:
            return (": ", *_between(said))
        return (": order changed",) if old != new else (" changed",)

    # ── What things are called ──────────────────────────────────────────────────────────────────────────

    def _thing(self, amendment: View, noun: Noun) -> tuple[str, ...]:
        """Return the thing as a sentence begins with it: Action “Phone call home”, or "Action a3" without words."""
        if noun is NOUNS["reviews"] and sees(amendment.about, "kind"):
            label = self._own_words(amendment, noun, INSIDE)
            one = label[:1].upper() + label[1:]
            return (self._line((one,)), *self._with_id(amendment))
        if not self._words:
            return (noun.one, *self._with_id(amendment))
        name = self._own_words(amendment, noun, INSIDE)
        if not name:
            return (noun.one,)
        typed = any(_field(amendment, each).kind in TYPED for each in noun.name)
        return (noun.one, " “", name, "”") if typed else (noun.one, " (", name, ")")

    def _one_such(self, amendment: View, noun: Noun) -> tuple[str, ...]:
        """Return "an outcome", or "outcome o1" where ids stand for names."""
        one = uncapped(noun.one)
        with_id = self._with_id(amendment)
        return (one, *with_id) if with_id else ("an " if one[0] in "aeiou" else "a ", one)

    def _with_id(self, amendment: View) -> tuple[str, ...]:
        item_id = self._voice.id(amendment.item) if amendment.item and not self._words else ""
        return (" ", item_id) if item_id else ()

    def _own_words(self, amendment: View, noun: Noun, limit: int) -> str:
        """Return what tells the thing from others of its kind; "" where nothing is known."""
        said = [part for part in (self._part(amendment, each, limit) for each in noun.name) if part]
        return self._line(_between(said, " "))

    def _part(self, amendment: View, wanted: str, limit: int = INSIDE) -> str:
        """Return one value of the thing, after the word that belongs to it: "due 27 November"."""
        before, _, name = wanted.rpartition(" ")
        value = sees(amendment.about, name)
        if value is None:
            return ""
        field = _field(amendment, wanted)
        plain = field._replace(kind="short") if field.kind in TYPED else field
        said = self._voice.value(plain, value, limit)
        return self._line((before, " ", said)) if before and said else said

    def _line(self, parts: Iterable[str]) -> str:
        return self._voice.line(parts)


def _of_a_file(amendment: View) -> str:
    """Return the sentence about a whole file, or about what is only counted."""
    kind, number = amendment.kind, amendment.number or 0
    named = FILES.get(amendment.part.partition(".")[0], "the record")
    if kind == "begun":
        return "Record begun"
    if kind == "marks":
        return f"Marks imported for {count(number, 'week')}"
    if kind == "lessons":
        return f"Marks recorded for {count(number, 'lesson')}"
    if kind == "unreadable":
        return f"This version of {named} could not be read, so what it changed is not known"
    if kind == "settings":
        return "The school's settings or its list of staff changed"
    if kind == "unknown":
        what = count(number, "place") if number else "something"
        return f"Changed in {named}: {what} that this program does not know, or no longer"
    return f"Changed: {named}"


def _verb(amendment: View) -> str | None:
    """Return the verb that names a thing's new state; None where people have none."""
    return VERBS.get((amendment.part, str(amendment.after)))


def _same_thing(amendment: View) -> tuple[object, ...] | None:
    """Return the key of the thing whose value changed; None for an amendment that stands in a sentence of its own."""
    part, _, name = amendment.part.rpartition(".")
    field = FIELDS.get(part, {}).get(name)
    if amendment.kind != "changed" or not amendment.item or field is None or field.kind in _LONG:
        return None
    return (part, amendment.item, amendment.within)


def _long(field: Field, value: Any) -> str:
    if not value:
        return ""
    return expected_week(str(value)) if field.kind == "week" else str(value)


def _noun(part: str) -> Noun:
    return NOUNS.get(part, _SOMETHING)


def _field(amendment: View, wanted: str) -> Field:
    part = amendment.part if amendment.kind != "changed" else amendment.part.rpartition(".")[0]
    return FIELDS.get(part, {}).get(wanted.rpartition(" ")[2], _NO_FIELD)


def _listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, tuple | list) else [str(value)] if value else []


def _between(parts: Iterable[str], mark: str = ", ") -> tuple[str, ...]:
    """Return parts with a mark between them."""
    return tuple(piece for index, part in enumerate(parts) for piece in ((mark, part) if index else (part,)))
