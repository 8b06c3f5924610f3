"""The page of one pupil: what its templates are given.

The templates hold the HTML; here the record's parts are joined (an action to its concern, a duty to its step) and
the small print is put into words. Only what the view holds is ever named: each line asks first.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from markupsafe import Markup

from liverecord.render import paste, pieces, register, sentences, summaries, words
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
_FRAGILE = frozenset(("at_risk", "partial", "not_delivered", "withdrawn"))
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_COUNT = re.compile(r'<span class="count".*?</span>')


def content(view: View, school: View) -> tuple[Markup, tuple[Contents, ...]]:
    """Return a pupil's page as HTML for the theme's article, and its list of contents."""
    html = filled("pupil.html.j2", **context(view, Setting(school, "../../", view.as_of)))
    return html, contents(html)


def contents(html: str) -> tuple[Contents, ...]:
    """Return the second headings of a page; they are this package's own words, so that none can be typed into a record."""
    return tuple(
        Contents(title=pieces.safe((_COUNT.sub("", found[2]),)).striptags(), anchor=found[1])
        for found in _HEADING.finditer(html)
    )


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
        "span": lambda first, last: sentences.span(first, last, setting),
        "halves": words.HALVES,
        "prompts": PROMPTS,
        "edits": {link.section: link for link in view.edit} if view.has("edit") else {},
        "blocks": paste.blocks(view) if view.has("edit") else {},
        "questions": part.questions(),
        **part.standing(),
        **part.attendance(),
        **part.concerns(),
        **part.duties(),
        **part.plan(),
        "next_steps": part.listed("next_steps"),
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
        "outcome_named": part.outcome_named,
        "contact_head": part.contact_head,
        "contact_agreed": part.contact_agreed,
        "condition_small": part.condition_small,
        "note_days": part.note_days,
        "note_joins": part.note_joins,
    }


class _Parts:
    """The parts of one view, joined to each other."""

    def __init__(self, view: View, setting: Setting) -> None:
        self.view = view
        self.setting = setting
        self.actions = self.listed("actions")
        self.actions_by_id: dict[str | None, View] = {action.id: action for action in self.actions}
        self.concerns_by_id: dict[str, View] = {concern.id: concern for concern in self.listed("concerns")}
        self.outcomes: tuple[View, ...] = view.plan.outcomes if view.plan.has("outcomes") else ()
        self.pattern = sees(view, "attendance", "pattern")

    def listed(self, name: str) -> tuple[View, ...]:
        """Return a list of the view's, empty where the audience may not see it."""
        return tuple(getattr(self.view, name)) if self.view.has(name) else ()

    # ── The first screen ────────────────────────────────────────────────────────────────────────────────

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
            (4, ("next_steps",)),
            (5, ("duties",)),
        )
        return frozenset(number for number, fields in named if any(view.has(field) for field in fields))

    def standing(self) -> dict[str, Any]:
        plan = self.view.plan
        circumstances: tuple[View, ...] = plan.circumstances if plan.has("circumstances") else ()
        nearness = sees(self.view, "nearness")
        return {
            "circumstances": [found for found in circumstances if not sees(found, "ended_on")],
            "ended_circumstances": [found for found in circumstances if sees(found, "ended_on")],
            "circumstance_days": self._circumstance_days,
            "depends": [
                line
                for line in self._provision()
                if sees(line, "attendance_depends_on") and sees(line, "status") in _FRAGILE
            ],
            "nearness": sentences.nearness(
                nearness, sees(self.view, "attendance", "register") or (), self.view.as_of
            )
            if nearness is not None and nearness.reached
            else "",
        }

    def attendance(self) -> dict[str, Any]:
        view, setting = self.view, self.setting
        found: View | None = view.attendance if view.has("attendance") else None
        weeks: tuple[View, ...] = sees(found, "register") or () if found is not None else ()
        target = sees(view.plan, "attendance", "target")
        entries = sees(view.plan, "attendance", "access") or ()
        now = [entry for entry in entries if entry.since <= view.as_of]
        access = max(now, key=lambda entry: entry.since) if now else None
        grid = register.weekdays(weeks)
        flagged = register.flagged(self.pattern)
        dates = sees(self.pattern, "dates") if self.pattern is not None else None
        return {
            "weeks": weeks,
            "figures": sentences.figures(found, target, view.as_of) if found is not None and weeks else [],
            "counts": _counts(found) if found is not None else [],
            "access": sentences.access(access, setting) if access is not None else "",
            "pattern": sentences.pattern(self.pattern) if self.pattern is not None else "",
            "pattern_dates": words.joined(setting.day(value) for value in dates) if dates else "",
            "logged": sees(found, "logged") if found is not None else 0,
            "register": register.table(weeks, setting) if weeks else "",
            "strip": register.strip(weeks, setting) if weeks else "",
            "marks": register.key(weeks),
            "grid": [
                (
                    words.capped(half),
                    [(*cell, (index, weekday) in flagged) for weekday, cell in enumerate(row)],
                )
                for index, (half, row) in enumerate(zip(words.HALVES.values(), grid, strict=True))
            ],
        }

    def concerns(self) -> dict[str, Any]:
        still_open = [concern for concern in self.listed("concerns") if concern.status == "open"]
        return {
            "open_concerns": still_open,
            "closed_concerns": [concern for concern in self.listed("concerns") if concern.status != "open"],
            "drivers": [
                (concern, driver) for concern in still_open for driver in sees(concern, "drivers") or ()
            ],
            "concern_small": self._concern_small,
            "voices": self._voices(),
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
            "duties_by_id": {duty.id: duty for duty in dated if duty.has("id")},
            "action_duties": by_action,
            "checks": _merged(duty for duty in dated if duty.group != "action"),
            "dated": [duty for duty in dated if duty.group != "action"],
        }

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
            "plan_facts": self._plan_facts(),
            "stale_plan": [self._stale(concern_id) for concern_id in sees(self.view, "stale_plan") or ()],
            "unmet": {found.need for found in self.listed("unmet")},
            "open_outcomes": [
                outcome for outcome in self.outcomes if sees(outcome, "status") in {None, "open"}
            ],
            "ended_outcomes": [
                outcome for outcome in self.outcomes if sees(outcome, "status") not in {None, "open"}
            ],
            "outcome_small": self._outcome_small,
            "provision_small": self._provision_small,
            "target": sees(plan, "attendance", "target"),
            "timetable": timetable,
            "timetable_span": words.capped(
                sentences.span(sees(timetable, "from_"), sees(timetable, "until"), setting)
            )
            if timetable
            else "",
            "timetable_facts": self._timetable_facts(timetable) if timetable else [],
            "timetable_rows": rows,
            "support_named": self._support_named,
        }

    # ── Small print ─────────────────────────────────────────────────────────────────────────────────────

    def next_small(self, step: View) -> str:
        away = self.setting.absence(sees(step, "owner"))
        due = f"until {words.day(step.due)}" if sees(step, "due") else "no day set"
        return "; ".join(
            part
            for part in (away, "" if away and sees(step, "due") and step.due < self.view.as_of else due)
            if part
        )

    def tried_tag(self, line: View) -> Markup:
        setting = self.setting
        result = sees(line, "result")
        made = []
        if line.source != "action" and sees(line, "status"):
            made.append(pieces.status(setting.word("provision_status", line.status), line.status))
        if result:
            made.append(pieces.status(setting.word("result", result), result))
        elif not made:
            made.append(pieces.tag("no result yet"))
        return Markup(" ").join(made)

    def tried_when(self, line: View) -> str:
        setting = self.setting
        before_after = sees(line, "before_after")
        when = sentences.span(sees(line, "started_on"), sees(line, "ended_on"), setting)
        agreed = (
            f"agreed with {setting.listed('agreed_with', line.agreed_with)}"
            if sees(line, "agreed_with")
            else ""
        )
        if before_after is None:
            return ", ".join(part for part in (when or "start not recorded", agreed) if part)
        compared = sentences.before_after(before_after, self.pattern, setting)
        return "; ".join(
            part
            for part in ("" if when == f"since {setting.day(before_after.since)}" else when, compared, agreed)
            if part
        )

    def action_small(self, action: View) -> list[str]:
        setting = self.setting
        lines = [setting.word("action_kind", action.kind)] if sees(action, "kind") else []
        if sees(action, "agreed_on"):
            with_whom = (
                f" with {setting.listed('agreed_with', action.agreed_with)}"
                if sees(action, "agreed_with")
                else ""
            )
            lines.append(f"agreed {setting.day(action.agreed_on)}{with_whom}")
        if sees(action, "started_on"):
            lines.append(sentences.span(action.started_on, sees(action, "ended_on"), setting))
        concern = self.concerns_by_id.get(sees(action, "concern") or "")
        if concern is not None:
            lines.append(f"for: {concern.what}")
        if action.status not in {"open", "done"}:
            lines.append(setting.word("action_status", action.status))
        return lines

    def review_small(self, review: View) -> list[str]:
        setting = self.setting
        lines = []
        if sees(review, "attended"):
            lines.append(f"there: {setting.listed('attended', review.attended)}")
        if sees(review, "plan_version"):
            lines.append(f"plan version {review.plan_version}")
        if sees(review, "owner"):
            person = setting.people.get(review.owner)
            lines.append(f"held by {person.name if person else review.owner}")
        if sees(review, "chain"):
            lines += [
                f"{name.removesuffix('_on').replace('_', ' ')} {setting.day(value)}"
                for name, value in review.chain
                if isinstance(value, date)
            ]
        return lines

    def outcome_named(self, outcome_id: str) -> str:
        for outcome in self.outcomes:
            if outcome.id == outcome_id:
                return str(outcome.text)
        return f"Outcome {outcome_id}"

    def contact_head(self, contact: View) -> list[str]:
        setting = self.setting
        lines = [setting.label("contact_how", contact.how)] if sees(contact, "how") else []
        if sees(contact, "with_"):
            lines.append(f"with {setting.word('contact_with', contact.with_)}")
        if contact.has("reached") and contact.reached is not None:
            lines.append("reached" if contact.reached else "not reached")
        if sees(contact, "engagement"):
            lines.append(setting.word("engagement", contact.engagement))
        return lines

    def contact_agreed(self, contact: View) -> list[str]:
        return [
            str(self.actions_by_id[name].what) if name in self.actions_by_id else str(name)
            for name in contact.agreed
        ]

    def condition_small(self, condition: View) -> list[str]:
        setting = self.setting
        lines = []
        if sees(condition, "fluctuating"):
            lines.append("comes and goes")
        if sees(condition, "health_care_plan"):
            lines.append("has a health care plan")
        if sees(condition, "agreed_on"):
            lines.append(f"agreed {setting.day(condition.agreed_on)}")
        if sees(condition, "review_on"):
            lines.append(f"review {setting.day(condition.review_on)}")
        return lines

    def note_days(self, note: View) -> str:
        setting = self.setting
        when = sentences.span(note.from_, sees(note, "until") or note.from_, setting)
        days = words.joined(setting.label("weekday", name) for name in sees(note, "days") or ())
        half = words.HALVES.get(note.session, str(note.session)) + "s" if sees(note, "session") else ""
        return ", ".join(part for part in (when, f"{days} {half}".strip()) if part)

    def note_joins(self, note: View) -> list[str]:
        """Return what a reason is joined to: the concern, action, provision or condition that it names."""
        lines = []
        concern = self.concerns_by_id.get(sees(note, "concern") or "")
        if concern is not None:
            lines.append(f"concern: {concern.what}")
        action = self.actions_by_id.get(sees(note, "action"))
        if action is not None:
            lines.append(f"action: {action.what}")
        provision, condition = sees(note, "provision"), sees(note, "condition")
        if provision:
            lines += [
                f"provision: {line.what}" for line in self._provision() if sees(line, "id") == provision
            ]
        if condition:
            lines += [
                f"condition: {each.name}"
                for each in sees(self.view.plan, "conditions") or ()
                if each.id == condition
            ]
        return lines

    def _voices(self) -> list[View]:
        """Return the newest words of each who spoke, the pupil's first."""
        newest: dict[str, View] = {}
        for voice in sees(self.view.plan, "views") or ():
            if voice.from_ not in newest or voice.date >= newest[voice.from_].date:
                newest[voice.from_] = voice
        return sorted(newest.values(), key=lambda voice: (voice.from_ != "pupil", voice.from_))

    def _concern_small(self, concern: View) -> list[str]:
        setting = self.setting
        lines = [setting.label("theme", concern.theme)] if sees(concern, "theme") else []
        if sees(concern, "opened_on"):
            lines.append(f"opened {setting.day(concern.opened_on)}")
        if sees(concern, "closed_on"):
            lines.append(f"closed {setting.day(concern.closed_on)}")
        if sees(concern, "owner"):
            person = setting.people.get(concern.owner)
            lines.append(f"owner {person.name if person else concern.owner}")
        if sees(concern, "review_on") and concern.status == "open":
            lines.append(f"review {setting.day(concern.review_on)}")
        if sees(concern, "plan_version"):
            lines.append(f"plan version {concern.plan_version}")
        return lines + [f"outcome: {self.outcome_named(name)}" for name in sees(concern, "outcomes") or ()]

    def _circumstance_days(self, found: View) -> list[str]:
        setting = self.setting
        named = (
            ("requested", "requested_on"),
            ("sent", "sent_on"),
            ("expected", "expected_on"),
            ("hearing", "hearing_on"),
            ("next chase", "chase_on"),
            ("review", "review_on"),
        )
        lines = [f"{word} {words.day(getattr(found, name))}" for word, name in named if sees(found, name)]
        if found.has("expected_on") and found.expected_on is None and found.kind == "medical_event":
            lines.insert(0, "no date yet")
        if sees(found, "owner"):
            person = setting.people.get(found.owner)
            lines.append(f"owner {person.name if person else found.owner}")
        return lines

    def _plan_facts(self) -> list[str]:
        plan, setting = self.view.plan, self.setting
        facts = []
        if sees(plan, "kind"):
            facts.append(setting.label("plan_kind", plan.kind))
        if sees(plan, "layer"):
            facts.append(setting.label("layer", plan.layer))
        if sees(plan, "ehcp", "issued_on"):
            facts.append(f"Plan issued {words.day(plan.ehcp.issued_on)}")
        if sees(plan, "ehcp", "last_review_decided_on"):
            facts.append(f"Last review decided {words.day(plan.ehcp.last_review_decided_on)}")
        if sees(plan, "ehcp", "authority"):
            facts.append(plan.ehcp.authority)
        if sees(plan, "ehcp", "transfer_on"):
            facts.append(f"Transfer by {words.day(plan.ehcp.transfer_on)}")
        return facts

    def _stale(self, concern_id: str) -> str:
        concern = self.concerns_by_id.get(concern_id)
        named = f"“{concern.what}”" if concern is not None else "A concern"
        return f"{named} was agreed under an earlier version of the plan: look at it again."

    def _outcome_small(self, outcome: View) -> list[str]:
        setting = self.setting
        lines = [f"by {words.day(outcome.by)}"] if sees(outcome, "by") else []
        meant = sees(outcome, "need")
        if meant:
            lines += [
                f"need: {setting.word('need', need.type)}"
                for need in sees(self.view.plan, "needs") or ()
                if need.id == meant
            ]
        if sees(outcome, "status") not in {None, "open"}:
            lines.append(setting.word("outcome_status", outcome.status))
        if sees(outcome, "ended_on"):
            lines.append(f"ended {words.day(outcome.ended_on)}")
        return lines

    def _provision_small(self, line: View) -> list[str]:
        setting = self.setting
        lines = []
        when = sentences.span(sees(line, "from_"), sees(line, "until"), setting)
        if when:
            lines.append(when)
        if sees(line, "agreed_with"):
            lines.append(f"agreed with {setting.listed('agreed_with', line.agreed_with)}")
        if sees(line, "contingency"):
            lines.append(f"if it goes: {line.contingency}")
        if sees(line, "attendance_depends_on"):
            lines.append("attendance depends on it")
        return lines

    def _provision(self) -> Iterable[View]:
        for outcome in self.outcomes:
            yield from sees(outcome, "provision") or ()
        yield from sees(self.view.plan, "support_without_plan") or ()

    def _support_named(self, names: Iterable[str]) -> str:
        known = {sees(line, "id"): line.what for line in self._provision()}
        known.update({name: action.what for name, action in self.actions_by_id.items()})
        return words.joined(str(known.get(name, name)) for name in names)

    def _timetable_facts(self, timetable: View) -> list[str]:
        setting = self.setting
        facts = []
        if sees(timetable, "agreed_on"):
            facts.append(f"agreed {words.day(timetable.agreed_on)}")
        if sees(timetable, "agreed_with_parent"):
            facts.append(f"with {timetable.agreed_with_parent}")
        if sees(timetable, "agreed_by"):
            person = setting.people.get(timetable.agreed_by)
            facts.append(f"by {person.name if person else timetable.agreed_by}")
        if sees(timetable, "review_on"):
            facts.append(f"review {words.day(timetable.review_on)}")
        if sees(timetable, "authority_told_on"):
            facts.append(f"the authority was told on {words.day(timetable.authority_told_on)}")
        if sees(timetable, "sen_team_consulted_on"):
            facts.append(f"the SEN team was consulted on {words.day(timetable.sen_team_consulted_on)}")
        return facts


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


def _counts(attendance: View) -> list[str]:
    """Return the sessions behind the figure, authorised and unauthorised apart."""
    figures = sees(attendance, "figures")
    if figures is None:
        return []
    counted = [
        f"{figures.authorised} missed and authorised",
        f"{figures.unauthorised} missed and unauthorised",
        f"{figures.late} late before the register closed",
        f"{figures.not_counted} not counted",
    ]
    if figures.severe:
        counted.append("Counts as severe absence in national figures")
    elif figures.persistent:
        counted.append("Counts as persistent absence in national figures")
    return counted


def _merged(duties: Iterable[View]) -> list[View]:
    """Return duties to look again, without a driver's recheck on the day on which a concern is reviewed anyway."""
    ordered = list(duties)
    reviewed = {duty.due for duty in ordered if duty.kind == "concern_review"}
    return [duty for duty in ordered if duty.kind != "driver_recheck" or duty.due not in reviewed]
