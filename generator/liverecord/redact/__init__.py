"""The one gate: what a case becomes for one audience. Deny by default; what is hidden is not there at all.

schema/audiences.yml decides, path by path and, for whole items of a list, kind by kind. Beside it three laws hold that
no line can lift: an item marked `restricted` is for the widest audience alone; what stands in a closed item, belongs
to it or follows from it is closed with it; and an id that points at something hidden is left out.

Read in this order: `shape` (which paths a case has), `policy` (what is decided of them), `closing` (which items of a
case are hidden), `views` (what is made of the rest). A gate is compiled once into nested functions, one for each
struct of a case, because every page waits for it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import structs

from liverecord.model.case import CaseFile, SchoolCase
from liverecord.model.rulebook import Audience, Policy
from liverecord.redact.closing import NOTHING_HIDDEN, survey
from liverecord.redact.policy import NOBODY, decisions, rules
from liverecord.redact.shape import SCHOOL, every_path
from liverecord.redact.views import maker
from liverecord.view import View

__all__ = ["NOBODY", "Gate", "decisions", "every_path", "gate"]


class Gate:
    """What one audience may see, ready to be applied to any number of cases. It can be pickled: a worker compiles its own."""

    def __init__(self, policy: Policy, audience: str | None, tightened: Mapping[str, str]) -> None:
        self._made_of = (policy, audience, dict(tightened))
        self._rules = rules(policy, audience, tightened)
        self.audience: Audience = self._rules.audience
        self._survey = survey(self._rules)
        self._case = maker(CaseFile, "", self._rules)
        self._school = maker(SchoolCase, SCHOOL, self._rules)

    def case(self, case: CaseFile) -> View:
        """Return what the audience sees of a pupil; lists are tuples of Views, hidden fields are absent."""
        return self._case(case, self._survey(case) if self._survey else NOTHING_HIDDEN)

    def school(self, school: SchoolCase) -> View:
        """Return what the audience sees of the school, and in `audience` (id, label, who) whom it is for."""
        view = self._school(school, NOTHING_HIDDEN)
        return View(**dict(view), audience=View(**structs.asdict(self.audience)))

    def sees(self, path: str) -> bool:
        """Tell whether the audience sees a path ("plan.views.text", "school.name"), or anything below it."""
        return self._rules.sees(path)

    def __reduce__(self) -> tuple[Callable[..., "Gate"], tuple[Any, ...]]:
        # Functions cannot be pickled, what they are made of can.
        return gate, self._made_of


def gate(policy: Policy, audience: str | None = None, tightened: Mapping[str, str] | None = None) -> Gate:
    """Return the gate for an audience; the narrowest where none is named.

    `tightened` is the school's own (school.yml: `audiences`): a path, a part of one that closes all below it, or a
    kind ("duties.driver_recheck") → a narrower audience, or "nobody".

    Raises InvalidRulebook for an unknown audience, a path that names nothing, and a line that would loosen the policy.
    """
    return Gate(policy, audience, tightened or {})
