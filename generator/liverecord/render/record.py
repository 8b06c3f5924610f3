"""The page of one pupil: what its templates are given.

The templates hold the HTML; here the record's parts are joined (an action to its concern, a duty to its step) and
the small print is put into words. Only what the view holds is ever named: each line asks first.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from liverecord.render import changes, paste, pieces, second_look, sentences, summaries, words
from liverecord.render.attended import Attended
from liverecord.render.environment import filled
from liverecord.render.pieces import Setting, sees
from liverecord.view import Contents, View

PROMPTS = (
    ("What is happening?", "happening"),
    ("What has changed?", "changed"),
    ("What support is the school trying?", "school_is_trying"),
    ("What does the family think is getting in the way?", "family_view"),
)
_PASSPORT = (
    ("Safe to attend when", "safe_to_attend"),
    ("In an emergency", "emergency"),
    ("Does well", "strengths"),
    ("Helps", "helps"),
    ("Avoid", "avoid"),
    ("Communication", "communication"),
    ("Physical care", "physical_care"),
)
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_COUNT = re.compile(r'<span class="count".*?</span>')


def content(view: View, school: View) -> tuple[Markup, tuple[Contents, ...]]:
    """Return a pupil's page as HTML for the theme's article, and its list of contents."""
    html = filled("pupil.html.j2", **context(view, Setting(school, "../../", view.as_of)))
    return html, contents(html)


def contents(html: str) -> tuple[Contents, ...]:
    """Return the second headings of a page; they are this package's own words, so that none can be typed into a record."""
    return tuple(Contents(title=_plain(found[2]), anchor=found[1]) for found in _HEADING.finditer(html))


@lru_cache(maxsize=256)
def _plain(heading: str) -> str:
    """Return a heading without its tags and its count."""
    return pieces.safe((_COUNT.sub("", heading),)).striptags()


def context(view: View, setting: Setting) -> dict[str, Any]:
    """Return all that the pupil's templates name."""
    plan = view.plan
    part = _Parts(view, setting)
    return {
        "view": view,
        "plan": plan,
        "name": view.name,
        "as_of": view.as_of,
        "audience": setting.audience,
        "facts": part.facts(),
        "label": setting.label,
        "word": setting.word,
        "listed": setting.listed,
        "on": setting.day,
        "person": setting.person,
        "holder": setting.holder,
        "absence": setting.absence,
        "details": lambda duty: pieces.details(duty, setting),
        "taken_over": lambda duty: pieces.taken_over(duty, setting),
        "span": lambda first, last: sentences.span(first, last, setting),
        "halves": words.HALVES,
        "prompts": PROMPTS,
        "edits": {link.section: link for link in view.edit} if view.has("edit") else {},
        "blocks": paste.blocks(view) if view.has("edit") else {},
        "questions": part.questions(),
        **changes.latest(view, setting),
        **part.circumstances(),
        **part.attendance(),
        **part.concerns(),
        **part.duties(),
        **part.plan(),
        "next_steps": part.next_steps(),
        "next_small": part.next_small,
        "tried": part.listed("tried"),
        "tried_tag": part.tried_tag,
        "tried_when": part.tried_when,
        "open_actions": [action for action in part.actions if action.status == "open"],
        "tried_actions": [action for action in part.actions if action.status != "open"],
        "actions_by_id": part.actions_by_id,
        "action_small": part.action_small,
        "held": sorted(
            (item for item in part.listed("reviews") if sees(item, "held_on")),
            key=lambda item: item.held_on,
            reverse=True,
        ),
        "review_small": part.review_small,
        "signs": part.signs(),
        "outcome_named": part.outcome_named,
        "contact_head": part.contact_head,
        "contact_agreed": part.contact_agreed,
        "condition_small": part.condition_small,
        "note_days": part.note_days,
        "note_joins": part.note_joins,
    }


class _Parts(Attended):
    """What the templates are given, part by part."""

    def facts(self) -> list[Markup | str]:
        view, plan, setting = self.view, self.view.plan, self.setting
        form = sees(plan, "pupil", "form")
        facts: list[Markup | str] = [f"{view.year_label}, {form}" if form else str(view.year_label)]
        known_as = sees(plan, "pupil", "known_as")
        if known_as and known_as not in view.name.split():
            facts.append(f"Known as {known_as}")
        if view.has("support_label"):
            facts.append(view.support_label)
        if sees(plan, "needs"):
            facts.append(words.joined(words_of_needs(plan.needs, setting)))
        if view.has("keyworker"):
            away = setting.absence(view.keyworker)
            holder = setting.holder(view.keyworker) if view.keyworker is not None else "not recorded"
            facts.append(Markup("Key worker {}{}").format(holder, f" ({away})" if away else ""))
        if sees(plan, "version"):
            agreed = f", agreed {words.day(plan.agreed_on)}" if sees(plan, "agreed_on") else ""
            facts.append(f"Plan version {plan.version}{agreed}")
        if view.has("on_roll") and not view.on_roll:
            until = sees(plan, "pupil", "on_roll_until")
            facts.append(f"Left the roll on {words.day(until)}" if until else "Not on the roll")
        if sees(plan, "pupil", "looked_after"):
            facts.append("Looked after")
        if sees(plan, "safeguarding"):
            held_by = sees(plan, "safeguarding", "held_by")
            facts.append(
                Markup("Safeguarding: see {}{}").format(
                    plan.safeguarding.see,
                    Markup(", held by {}").format(setting.person(held_by)) if held_by else "",
                )
            )
        return facts

    def questions(self) -> frozenset[int]:
        """Return which of the five questions this audience may see an answer to."""
        view = self.view
        named = (
            (1, ("concerns", "attendance")),
            (2, ("concerns",)),
            (3, ("tried",)),
            (5, ("duties",)),
        )
        seen = {number for number, fields in named if any(view.has(field) for field in fields)}
        # Where only a colleague's actions may be seen, having none of those would not mean that there is no next step.
        return frozenset(seen | {4} if view.has("next_steps") or self.next_steps() else seen)

    def next_steps(self) -> list[tuple[View, View | None]]:
        """Return the next steps, each with its duty; where they may not be seen, the actions that a colleague owes."""
        duties = self.listed("duties")
        if self.view.has("next_steps"):
            by_id = {duty.id: duty for duty in duties if duty.has("id")}
            return [(step, by_id.get(sees(step, "duty"))) for step in self.view.next_steps]
        return [
            (duty, duty) for duty in sorted(duties, key=lambda duty: duty.due) if duty.kind == "action_due"
        ]

    def concerns(self) -> dict[str, Any]:
        still_open = [concern for concern in self.listed("concerns") if concern.status == "open"]
        return {
            "open_concerns": still_open,
            "closed_concerns": [concern for concern in self.listed("concerns") if concern.status != "open"],
            "drivers": [
                (concern, driver) for concern in still_open for driver in sees(concern, "drivers") or ()
            ],
            "concern_small": self.concern_small,
            "voices": self.voices(),
            "silences": self.listed("silences"),
        }

    def duties(self) -> dict[str, Any]:
        """Return the duties as the page needs them: by id, those of an action, and those that are a look again, by date."""
        dated = sorted(self.listed("duties"), key=lambda duty: (duty.due, duty.kind))
        by_action: dict[str | None, list[View]] = {}
        for duty in dated:
            if duty.group == "action":
                by_action.setdefault(sees(duty, "item"), []).append(duty)
        return {
            "action_duties": by_action,
            "checks": _merged(duty for duty in dated if duty.group != "action"),
            "dated": [duty for duty in dated if duty.group != "action"],
        }

    def signs(self) -> list[tuple[str, str, Markup]]:
        """Return the signs that a review took place in name only: what each is about, what is so, and the record's line."""
        view, setting = self.view, self.setting
        return [
            (
                second_look.thing(found, second_look.named(found, view), setting),
                second_look.sentence(found, setting),
                second_look.line(found, view.name),
            )
            for found in self.listed("in_name_only")
        ]

    def plan(self) -> dict[str, Any]:
        plan, setting = self.view.plan, self.setting
        timetable = sees(plan, "attendance", "part_time_timetable")
        rows = []
        if timetable is not None and sees(timetable, "expected"):
            rows = [(timetable.from_, sentences.expected(timetable.expected))]
            rows += [
                (step.date, sentences.expected(step.expected)) for step in sees(timetable, "steps") or ()
            ]
        return {
            "passport": _passport(plan),
            "plan_facts": self.plan_facts(),
            "stale_plan": [self.stale(concern_id) for concern_id in sees(self.view, "stale_plan") or ()],
            "unmet": {found.need for found in self.listed("unmet")},
            "open_outcomes": [
                outcome for outcome in self.outcomes if sees(outcome, "status") in {None, "open"}
            ],
            "ended_outcomes": [
                outcome for outcome in self.outcomes if sees(outcome, "status") not in {None, "open"}
            ],
            "outcome_small": self.outcome_small,
            "provision_small": self.provision_small,
            "target": sees(plan, "attendance", "target"),
            "access_line": words.capped(sentences.access_short(self.view, setting)),
            "timetable": timetable,
            "timetable_span": words.capped(
                sentences.span(sees(timetable, "from_"), sees(timetable, "until"), setting)
            )
            if timetable
            else "",
            "timetable_facts": self.timetable_facts(timetable) if timetable else [],
            "timetable_rows": rows,
            "support_named": self.support_named,
        }


def words_of_needs(needs: Iterable[View], setting: Setting) -> list[str]:
    """Return the labels of needs, the primary one first; the second and later ones as they stand inside a sentence."""
    labels = list(dict.fromkeys(setting.label("need", need.type) for need in summaries.ranked(needs)))
    return labels[:1] + [words.uncapped(label) for label in labels[1:]]


def _passport(plan: View) -> list[tuple[str, tuple[str, ...]]]:
    passport = sees(plan, "passport")
    found: list[tuple[str, tuple[str, ...]]] = []
    for title, name in _PASSPORT:
        value = sees(passport, name) if passport is not None else None
        if value:
            found.append((title, (value,) if isinstance(value, str) else tuple(value)))
    return found


def _merged(duties: Iterable[View]) -> list[View]:
    """Return duties to look again, without a driver's recheck on the day on which a concern is reviewed anyway."""
    ordered = list(duties)
    reviewed = {duty.due for duty in ordered if duty.kind == "concern_review"}
    return [duty for duty in ordered if duty.kind != "driver_recheck" or duty.due not in reviewed]
