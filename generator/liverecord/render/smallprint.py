"""The small print below a line of a pupil's page: dates, people and what a thing is joined to, put into words."""

from datetime import date

from markupsafe import Markup

from liverecord.render import patterns, pieces, sentences, words
from liverecord.render.pieces import sees
from liverecord.render.standing import Asked
from liverecord.view import View


class SmallPrint(Asked):
    """Each method returns what stands small below one thing, naming only what the view holds."""

    def next_small(self, step: View, since: str = "") -> str:
        """Return who is away, and until when a step runs; `since` says since when somebody has held one that is late."""
        away = self.setting.absence(sees(step, "owner"))
        if since:
            due = since
        elif not sees(step, "due"):
            due = "no day set"
        elif step.due < self.view.as_of:
            due = "" if away else f"due {words.day(step.due)}"
        else:
            due = f"until {words.day(step.due)}"
        return "; ".join(part for part in (away, due) if part)

    def tried_tag(self, line: View) -> Markup:
        """Return how something that was tried stands: its result, or provision's own state."""
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
        """Return since when it was tried, what the counts were before and since, and who agreed."""
        setting = self.setting
        before_after = sees(line, "before_after")
        when = sentences.span(sees(line, "started_on"), sees(line, "ended_on"), setting)
        agreed = (
            f"agreed with {setting.listed('agreed_with', line.agreed_with)}"
            if sees(line, "agreed_with")
            else ""
        )
        if before_after is None or not sentences.has_sides(before_after):
            return ", ".join(part for part in (when or "start not recorded", agreed) if part)
        compared = sentences.before_after(before_after, patterns.such(self.pattern), setting)
        return "; ".join(
            part
            for part in ("" if when == f"since {setting.day(before_after.since)}" else when, compared, agreed)
            if part
        )

    def action_small(self, action: View) -> list[str]:
        """Return an action's kind, agreement, days and concern."""
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
        """Return who was at a review, under which plan, and its later dates."""
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

    def contact_head(self, contact: View) -> list[str]:
        """Return how and with whom a conversation was, and whether the family was reached."""
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
        """Return the actions that were agreed, in their own words."""
        return [
            str(self.actions_by_id[name].what) if name in self.actions_by_id else str(name)
            for name in contact.agreed
        ]

    def condition_small(self, condition: View) -> list[str]:
        """Return what is known of a condition's care plan and review."""
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
        """Return which sessions a reason is for: "15 September to 19 November, Tuesday and Thursday mornings"."""
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
            lines += [f"provision: {line.what}" for line in self.provision() if sees(line, "id") == provision]
        if condition:
            lines += [
                f"condition: {each.name}"
                for each in sees(self.view.plan, "conditions") or ()
                if each.id == condition
            ]
        return lines

    def voices(self) -> list[View]:
        """Return the newest words of each who spoke, the pupil's first."""
        newest: dict[str, View] = {}
        for voice in sees(self.view.plan, "views") or ():
            if voice.from_ not in newest or voice.date >= newest[voice.from_].date:
                newest[voice.from_] = voice
        return sorted(newest.values(), key=lambda voice: (voice.from_ != "pupil", voice.from_))

    def concern_small(self, concern: View) -> list[str]:
        """Return a concern's theme, days, owner, plan version and outcomes."""
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

    def circumstance_days(self, found: View) -> list[str]:
        """Return a standing circumstance's dates and owner."""
        setting = self.setting
        named = (
            ("requested", "requested_on"),
            ("sent", "sent_on"),
            ("school's advice asked for", "advice_requested_on"),
            ("advice sent", "advice_sent_on"),
            ("draft plan served", "draft_served_on"),
            ("decision letter", "decision_letter_on"),
            ("mediation certificate", "mediation_certificate_on"),
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

    def plan_facts(self) -> list[str]:
        """Return the kind of plan and its own dates."""
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

    def stale(self, concern_id: str) -> str:
        """Return the line for a concern that was agreed under an earlier plan."""
        concern = self.concerns_by_id.get(concern_id)
        named = f"“{concern.what}”" if concern is not None else "A concern"
        return f"{named} was agreed under an earlier version of the plan: look at it again."

    def outcome_small(self, outcome: View) -> list[str]:
        """Return by when an outcome is meant, for which need, and how it ended."""
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

    def provision_small(self, line: View) -> list[str]:
        """Return provision's days, agreement, and what happens if it goes."""
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

    def timetable_facts(self, timetable: View) -> list[str]:
        """Return who agreed a part-time timetable, when it is reviewed, and who was told."""
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
