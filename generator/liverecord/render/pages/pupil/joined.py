"""One view with its parts joined: an action to its concern, a reason to its provision, by their ids."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from liverecord.render import paste, patterns, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View


class Joined:
    """A pupil's view, looked up by id. A part that the audience may not see is empty here."""

    def __init__(self, view: View, setting: Setting) -> None:
        self.view = view
        self.setting = setting
        self.actions = self.listed("actions")
        self.actions_by_id: dict[str | None, View] = {action.id: action for action in self.actions}
        self.concerns_by_id: dict[str, View] = {concern.id: concern for concern in self.listed("concerns")}
        self.open_concerns = [each for each in self.listed("concerns") if each.status == "open"]
        self.outcomes: tuple[View, ...] = view.plan.outcomes if view.plan.has("outcomes") else ()
        self.pattern = patterns.of_half_days(sees(view, "attendance", "patterns") or ())

    def listed(self, name: str) -> tuple[View, ...]:
        """Return a list of the view's, empty where the audience may not see it."""
        return tuple(getattr(self.view, name)) if self.view.has(name) else ()

    def outcome_named(self, outcome_id: str) -> str:
        """Return an outcome's own words by its id."""
        for outcome in self.outcomes:
            if outcome.id == outcome_id:
                return str(outcome.text)
        return f"Outcome {outcome_id}"

    def outcome_of(self, provision_id: str) -> View | None:
        """Return the outcome that provision is for, None where it has none or the audience sees none."""
        for outcome in self.outcomes:
            if any(sees(line, "id") == provision_id for line in sees(outcome, "provision") or ()):
                return outcome
        return None

    def provision(self) -> Iterable[View]:
        """Give every line of provision, in the plan or beside it."""
        for outcome in self.outcomes:
            yield from sees(outcome, "provision") or ()
        yield from sees(self.view.plan, "support_without_plan") or ()

    def named(self, ids: Iterable[str]) -> str:
        """Return what ids of this record stand for, in the record's own words, as a sentence lists them."""
        plan = self.view.plan
        known = {sees(line, "id"): line.what for line in self.provision()}
        known |= {name: action.what for name, action in self.actions_by_id.items()}
        known |= {name: concern.what for name, concern in self.concerns_by_id.items()}
        known |= {outcome.id: outcome.text for outcome in self.outcomes}
        known |= {condition.id: condition.name for condition in sees(plan, "conditions") or ()}
        for circumstance in sees(plan, "circumstances") or ():
            known[circumstance.id] = self.setting.label("circumstance_kind", circumstance.kind)
        return words.joined(str(known.get(each, each)) for each in ids)

    def action_named(self, action_id: str) -> str:
        """Return an action's own words by its id."""
        known = self.actions_by_id.get(action_id)
        return str(known.what if known is not None else action_id)

    def edit(self, section: str) -> View | None:
        """Return where a section of the page is edited; None where this audience is not told."""
        return self._edits.get(section)

    def blocks(self, section: str) -> Sequence[paste.Block]:
        """Return the blocks that add to a section, for whoever may edit."""
        return self._blocks.get(section, ())

    @cached_property
    def _edits(self) -> dict[str, View]:
        return {link.section: link for link in self.view.edit} if self.view.has("edit") else {}

    @cached_property
    def _blocks(self) -> dict[str, list[paste.Block]]:
        return paste.blocks(self.view) if self.view.has("edit") else {}
