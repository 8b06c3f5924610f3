"""The one gate: what a case becomes for one audience. Deny by default; what is hidden is not there at all.

schema/audiences.yml decides, path by path and, for whole items of a list, kind by kind. Beside it three laws hold that
no line can lift: an item marked `restricted` is for the widest audience alone; what stands in a closed item, belongs
to it or follows from it is closed with it; and an id that points at something hidden is left out.

Read in this order: `shape` (which paths a case has), `policy` (what is decided of them), `together` (what closes with what),
`closing` (which items of a case are hidden), `past` (which were, and are gone or open now), `views` (what is made of the rest),
`amendments` and `signs` (what is made of the past). A gate is compiled once into nested functions, one for each struct of a case, because every page
waits for it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import structs

from liverecord.model.case import CaseFile, SchoolCase
from liverecord.model.policy import Audience, Policy
from liverecord.redact.closing import NOTHING_HIDDEN, Hidden, survey
from liverecord.redact.parts import Parts
from liverecord.redact.past import look_back
from liverecord.redact.policy import NOBODY, decisions, rules
from liverecord.redact.shape import SCHOOL, every_path
from liverecord.redact.signs import changed_plans
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
        parts = Parts(self._rules)
        self._look_back = look_back(self._rules, parts) if self._tells_of_the_past() else None
        self._changed_plans = changed_plans(self._rules, parts) if self.sees("in_name_only") else None
        self._case = maker(CaseFile, "", self._rules)
        self._school = maker(SchoolCase, SCHOOL, self._rules)

    def case(self, case: CaseFile) -> View:
        """Return what the audience sees of a pupil; lists are tuples of Views, hidden fields are absent."""
        hidden = self._hidden(case)
        if self._changed_plans is not None and case.in_name_only:
            case = self._changed_plans(case, hidden)
        return self._case(case, hidden)

    def school(self, school: SchoolCase) -> View:
        """Return what the audience sees of the school, and in `audience` (id, label, who) whom it is for."""
        view = self._school(school, NOTHING_HIDDEN)
        return View(**dict(view), audience=View(**structs.asdict(self.audience)))

    def sees(self, path: str) -> bool:
        """Tell whether the audience sees a path ("plan.views.text", "school.name"), or anything below it."""
        return self._rules.sees(path)

    def _hidden(self, case: CaseFile) -> Hidden:
        if self._survey is None:
            return NOTHING_HIDDEN
        hidden = self._survey(case)
        if self._look_back is not None:
            self._look_back(case.revisions, hidden)
        return hidden

    def _tells_of_the_past(self) -> bool:
        return any(self.sees(path) for path in ("revisions", "news", "in_name_only"))

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
