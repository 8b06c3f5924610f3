"""The one Jinja environment: everything is escaped, and an unknown name is an error, never an empty string."""

from collections.abc import MutableMapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from liverecord.render import certain, given, pieces, results, sentences, ways, words
from liverecord.render.pieces import safe


@cache
def environment() -> Environment:
    """Return the environment of this process, its templates compiled as they are first used."""
    made = _Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=PackageLoader("liverecord.render", "."),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(
        day=words.day,
        weekday_day=words.weekday_day,
        count=words.count,
        ordinal=words.ordinal,
        joined=words.joined,
        uncapped=words.uncapped,
        capped=words.capped,
        ended=words.ended,
        told=words.told,
        beside=words.beside,
        spoken=spoken,
        sees=pieces.sees,
    )
    made.tests["visible"] = pieces.visible
    made.tests["web"] = pieces.is_web
    made.globals.update(
        place=pieces.place,
        address=pieces.address,
        tag=pieces.tag,
        status=pieces.status,
        when=pieces.when,
        title=pieces.title,
        details=pieces.details,
        taken_over=pieces.taken_over,
        limit_line=pieces.limit_line,
        others_line=pieces.others_line,
        span=sentences.span,
        way=ways.way,
        mark=ways.mark,
        of_section=ways.of_section,
        to_change=ways.to_change,
        whether_it_helps=ways.whether_it_helps,
        given_tag=given.tag,
        certainty_tag=certain.tag,
        tested=certain.tested,
        result_tag=results.tag,
        result_said=results.said,
        settles=ways.of_duty,
    )
    return made


class _Environment(Environment):
    """An environment whose globals are shared by all templates that have none of their own.

    Jinja would lay a chain of two mappings over them. To look names up there, and to copy them for each import, takes
    a tenth of the time that a page takes.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template."""
        return super().make_globals(d) if d else self.globals


def spoken(code: str) -> str:
    """Return a code word that has no label of its own as words: awaiting_hearing is "awaiting hearing"."""
    return code.replace("_", " ")


def filled(template: str, **context: Any) -> Markup:
    """Return a template's HTML."""
    return safe((environment().get_template(template).render(context),))
