"""What is made of a case: nested functions, compiled once for an audience, from structs to Views."""

import operator
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import inspect

from liverecord.model.case import EditLink
from liverecord.model.history import Amendment, News, Revision
from liverecord.redact.amendments import amendments_maker
from liverecord.redact.closing import POINTERS, Hidden, Shut, is_emptied, shut
from liverecord.redact.parts import Parts
from liverecord.redact.policy import Rules
from liverecord.redact.shape import below, shape, struct_type
from liverecord.redact.together import Words
from liverecord.view import View

_Make = Callable[[Any, Hidden], Any]


def maker(struct: type[msgspec.Struct], path: str, rules: Rules) -> Callable[[Any, Hidden], View]:
    """Return the function from a struct at `path` to its View, empty where the audience sees nothing of it."""
    return _struct_maker(struct_type(struct), path, rules) or (lambda _, __: View())


def _maker(kind: inspect.Type, path: str, rules: Rules) -> _Make | None:
    """Return the function from a value at `path` to what is seen of it; None where nothing is seen."""
    value_shape = shape(kind, path)
    if value_shape.struct is None:
        if path not in rules.seen:
            return None
        return _pointer(POINTERS[path], many=value_shape.many) if path in POINTERS else _as_it_is
    if value_shape.struct.cls is Amendment:
        return amendments_maker(rules, Parts(rules)) if path in rules.seen else None
    make = _struct_maker(value_shape.struct, path, rules)
    if make is None:
        return None
    if value_shape.struct.cls in (News, Revision):
        return _revisions(make)
    if value_shape.struct.cls is EditLink:
        make = _edit_link(make)
    if path in rules.words and rules.words[path].emptied:
        make = _without_words(make, rules.words[path])
    return _items(make, shut(path, value_shape.struct.cls, rules), many=value_shape.many)


def _struct_maker(
    struct: inspect.StructType, path: str, rules: Rules
) -> Callable[[Any, Hidden], View] | None:
    names: list[str] = []
    inner: list[tuple[str, _Make]] = []
    for field in struct.fields:
        make = _maker(field.type, below(path, field), rules)
        if make is None:
            continue
        names.append(field.name)
        if make is not _as_it_is:
            inner.append((field.name, make))
    if not names:
        return None
    fields_of = _fields_of(names, whole=len(names) == len(struct.fields))
    new = View.__new__

    def leaves(value: Any, _: Hidden) -> View:
        view = new(View)
        view.__dict__ = fields_of(value)
        return view

    def whole(value: Any, hidden: Hidden) -> View:
        view = new(View)
        view.__dict__ = fields = fields_of(value)
        for name, make in inner:
            fields[name] = make(fields[name], hidden)
        return view

    return whole if inner else leaves


def _edit_link(make: _Make) -> _Make:
    """Return the function over a link that leads nowhere where all of its file is closed, as to one that is not begun."""

    def made(link: EditLink, hidden: Hidden) -> View:
        view: View = make(link, hidden)
        if is_emptied(link, hidden) and view.has("url"):
            view.__dict__["url"] = None
        return view

    return made


def _without_words(make: _Make, words: Words) -> _Make:
    """Return the function over an item that leaves out the fields which repeat what is closed, by the item's kind."""

    def made(value: Any, hidden: Hidden) -> View:
        view: View = make(value, hidden)
        for name in words.emptied.get(getattr(value, words.field), ()):
            view.__dict__.pop(name, None)
        return view

    return made


def _items(make: _Make, closed: Shut | None, *, many: bool) -> _Make:
    """Return the function over a list, or over one thing that may be None, without the closed ones."""
    if many:
        if closed is None:
            return lambda items, hidden: tuple([make(item, hidden) for item in items])
        return lambda items, hidden: tuple([make(item, hidden) for item in items if not closed(item, hidden)])
    return lambda value, hidden: (
        None if value is None or (closed is not None and closed(value, hidden)) else make(value, hidden)
    )


def _revisions(make: _Make) -> _Make:
    """Return the function over revisions, or days of news, without those that show no amendment: not even their number is told."""

    def seen(revisions: Any, hidden: Hidden) -> tuple[View, ...]:
        views = (make(revision, hidden) for revision in revisions)
        return tuple([view for view in views if view.has("amendments") and view.amendments])

    return seen


def _pointer(files: tuple[str, ...], *, many: bool) -> _Make:
    if many:
        return lambda ids, hidden: hidden.seen(ids, files)
    return lambda each, hidden: each if each is not None and hidden.seen((each,), files) else None


def _as_it_is(value: Any, _: Hidden) -> Any:
    return value


def _fields_of(names: list[str], *, whole: bool) -> Callable[[Any], dict[str, Any]]:
    """Return the function from a struct to those of its fields, as they are."""
    if whole:
        return msgspec.structs.asdict
    if len(names) == 1:
        (name,) = names
        return lambda value: {name: getattr(value, name)}
    values = operator.attrgetter(*names)
    return lambda value: dict(zip(names, values(value), strict=True))
