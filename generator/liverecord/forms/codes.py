"""The codes that forms know by name, because what follows from them is a form of its own. All others are choices and no more.

schema/codes.yml holds them all, with what the law says of them.
"""

from liverecord.forms.job import Scene

NONE, SEN_SUPPORT, EHCP = "N", "K", "E"
"""Of sen_provision."""

APPEAL, NEEDS_ASSESSMENT = "appeal", "needs_assessment"
"""Of circumstance_kind."""

ISSUED = "issued"
"""The stage of a needs assessment that ends with a plan."""

ENDED = "ended"
"""Of circumstance_status."""

CEASE = "cease"
"""Of review_decision: the authority ceases the plan."""

OPEN, DONE, STOPPED = "open", "done", "stopped"
"""Of action_status."""

CLOSED = "closed"
"""Of concern_status."""

UNKNOWN = "unknown"
"""Of driver and certainty."""

ONE_BY_ONE = frozenset({"special", "alternative_provision"})
"""Of phase: schools in which a pupil's next year follows from no rule."""

POST_16, STAYS = "secondary_to_post_16", "stays"
"""Of transfer: the move out of the years that everybody has to be in school, and the answer that there is none."""

YEARS_NOT_FOLLOWED = "X"
"""Of year_group."""

APPEAL_LIMIT = "ehcp_cease_appeal"
"""The rule of reviews.yml by which the family's time for an appeal against a decision to cease ends."""


def law_of(scene: Scene, key: str | None) -> str:
    """Return a source of codes.yml as a sentence names it, in brackets after a space.

    What no source confirmed is not printed as law: "" for that, and where none is named.
    """
    source = scene.rulebook.codes.sources.get(key or "")
    return f" ({source.name})" if source is not None and source.verified else ""
