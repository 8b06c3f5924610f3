"""The top of a pupil's page: the name, and in one line each who the pupil is and who to ask."""

from markupsafe import Markup

from liverecord.render import words
from liverecord.render.environment import filled
from liverecord.render.kept import ranked
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees, year_and_form


def section(record: Joined) -> Markup:
    """Return the pupil's name and facts."""
    return filled("pages/pupil/head.html.j2", name=record.view.name, facts=_facts(record))


def _facts(record: Joined) -> list[Markup | str]:
    view, plan, setting = record.view, record.view.plan, record.setting
    year = year_and_form(view)
    facts: list[Markup | str] = [year] if year else []
    given_name, known_as = sees(plan, "pupil", "given_name"), sees(plan, "pupil", "known_as")
    if known_as and given_name and given_name != known_as:
        facts.append(f"Given name {given_name}")
    if view.has("support_label"):
        facts.append(view.support_label)
    if sees(plan, "needs"):
        facts.append(words.joined(_needs(record)))
    if sees(plan, "support_since"):
        facts.append(f"Support since {words.day(plan.support_since)}")
    if sees(plan, "parents_told_on"):
        facts.append(f"Parents told of the support on {words.day(plan.parents_told_on)}")
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
        if sees(plan, "pupil", "destination"):
            facts.append(f"Destination: {plan.pupil.destination}")
    if sees(plan, "pupil", "out_of_year"):
        facts.append("Taught out of year")
    if sees(plan, "pupil", "looked_after"):
        facts.append("Looked after")
    if sees(plan, "pupil", "care_began_on"):
        facts.append(f"In care since {words.day(plan.pupil.care_began_on)}")
    if sees(plan, "safeguarding"):
        held_by = sees(plan, "safeguarding", "held_by")
        facts.append(
            Markup("Safeguarding: see {}{}").format(
                plan.safeguarding.see,
                Markup(", held by {}").format(setting.person(held_by)) if held_by else "",
            )
        )
    return facts


def _needs(record: Joined) -> list[str]:
    """Return the labels of needs, the primary one first; the second and later ones as they stand inside a sentence."""
    needs = ranked(record.view.plan.needs)
    labels = list(dict.fromkeys(record.setting.label("need", need.type) for need in needs))
    return labels[:1] + [words.uncapped(label) for label in labels[1:]]
