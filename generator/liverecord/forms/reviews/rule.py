"""When the next review is, by its rule: what follows from the record once this one is held, put on a day with school."""

from datetime import date
from typing import NamedTuple

import msgspec

from liverecord.derive.calendar import calendar_of
from liverecord.derive.duties import owed
from liverecord.forms.job import Scene
from liverecord.forms.reviews.matter import Matter, rules
from liverecord.model.days import in_words
from liverecord.model.records import Review


class Proposal(NamedTuple):
    """The rule's own day, and the day to hold it on: the last with school up to it. Either may be unknown."""

    by_rule: date | None
    day: date | None

    @property
    def words(self) -> str:
        """What the rule gives, in words."""
        if self.by_rule is None:
            return "No rule gives a day."
        if self.day is None:
            return f"The rule gives {in_words(self.by_rule)}, with no school day before it."
        if self.day != self.by_rule:
            return f"The rule gives {in_words(self.by_rule)}; the last school day up to it is {in_words(self.day)}."
        return f"The rule gives {in_words(self.by_rule)}."


def proposal(scene: Scene, matter: Matter, held_on: date) -> Proposal:
    """Return when the next one is due by its rule if this one is held on a day."""
    kinds = {rule.row.id for rule in rules(scene, matter.kind)}
    pupil = matter.known.pupil
    others = [each for each in pupil.reviews if each.held_on is not None]
    held = Review(id="held", kind=matter.kind, about=matter.about, held_on=held_on)
    after = msgspec.structs.replace(pupil, reviews=(*others, held))
    today = max(scene.today, held_on)
    duties = owed(after, scene.school, scene.staff, scene.rulebook, today).duties
    days = [
        duty.rule_due
        for duty in duties
        if duty.kind in kinds and duty.rule_due is not None and duty.rule_due > held_on
        if not matter.about or duty.item is None or duty.item in matter.about
    ]
    if not days:
        return Proposal(None, None)
    by_rule = min(days)
    day = calendar_of(scene.school).last_school_day(by_rule)
    return Proposal(by_rule, day if day > held_on else None)
