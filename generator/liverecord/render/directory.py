"""The pupils' table, a page for each form, and the staff: who has what in hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from liverecord.render import pieces, words
from liverecord.render.environment import filled
from liverecord.render.pieces import Setting, safe, sees
from liverecord.render.record import contents
from liverecord.render.rows import Printer, Rows, by_owner, pupil_link, rows
from liverecord.view import Page, View

NO_FORM = "No form"


def pupils(school: View, summaries: Sequence[View], forms: Mapping[str, str]) -> Page:
    """Return one table of all pupils, with filters that work in the browser; without script it is a plain table."""
    setting = Setting(school, "../")
    ordered = sorted(summaries, key=_by_name)
    html = filled(
        "pupils.html.j2",
        title="Pupils",
        number=len(ordered),
        table=_table(ordered, setting, forms),
        filters=_filters(ordered, setting),
        forms=sorted(forms.items(), key=lambda item: _form_order(item[0])),
    )
    return Page(
        path="pupils/",
        title="Pupils",
        content=html,
        description=f"All pupils with a live record at {school.name}",
    )


def form_pages(
    school: View, summaries: Sequence[View], forms: Mapping[str, str], printer: Printer
) -> list[Page]:
    """Return a page for each form or class: its pupils, and what is overdue and coming up for them."""
    members: dict[str, list[View]] = {}
    for summary in summaries:
        members.setdefault(sees(summary, "form") or NO_FORM, []).append(summary)
    setting = Setting(school, "../../")
    pages = []
    for form, found in sorted(members.items()):
        if form not in forms:
            continue
        split = rows(found)
        html = filled(
            "form.html.j2",
            title=form,
            number=len(found),
            table=_table(sorted(found, key=_by_name), setting, {}),
            **_rows_of(split, printer),
        )
        pages.append(
            Page(
                path=f"forms/{forms[form]}/",
                title=form,
                content=html,
                description=f"Pupils of {form} at {school.name}",
                contents=contents(html),
            )
        )
    return pages


def forms_of(summaries: Sequence[View]) -> dict[str, str]:
    """Return each form's slug."""
    return words.slugs(summary.form for summary in summaries if sees(summary, "form"))


def staff(school: View, summaries: Sequence[View], split: Rows, printer: Printer) -> list[Page]:
    """Return the page of all staff with counts, and one for each of them with what is theirs."""
    setting, setting_of_each = Setting(school, "../"), Setting(school, "../../")
    owned = by_owner(split)
    steps = _steps(summaries)
    keyed = _keyed(summaries)
    everyone = sorted(setting.people.values(), key=lambda person: (person.name.casefold(), person.id))
    counted = [
        {
            "person": setting.person(person.id),
            "roles": _roles(person, setting),
            "away": setting.absence(person),
            "left": sees(person, "left_on") is not None,
            "overdue": len(owned[person.id].overdue) if person.id in owned else 0,
            "coming": len(owned[person.id].coming) if person.id in owned else 0,
            "pupils": len(keyed.get(person.id, ())),
        }
        for person in everyone
    ]
    nobody = owned.get(None, Rows((), (), ()))
    html = filled(
        "staff.html.j2", people=counted, nobody=len(nobody.overdue), nobody_coming=len(nobody.coming)
    )
    pages = [
        Page(
            path="staff/",
            title="Staff",
            content=html,
            description=f"Who has what in hand at {school.name}",
            contents=contents(html),
        )
    ]
    pages += [_colleague(setting_of_each, person, owned, steps, keyed, printer) for person in everyone]
    return pages


def _colleague(
    setting: Setting,
    person: View,
    owned: Mapping[str | None, Rows],
    steps: Mapping[str, list[tuple[View, View]]],
    keyed: Mapping[str, list[View]],
    printer: Printer,
) -> Page:
    none = Rows((), (), ())
    covered = [
        {
            "person": setting.person(other.id),
            "until": f" until {setting.day(other.away_until)}" if sees(other, "away_until") else "",
            "handover": sees(other, "handover"),
            **_rows_of(owned.get(other.id, none), printer),
        }
        for other in setting.people.values()
        if sees(other, "is_away") and sees(other, "cover_id") == person.id
    ]
    mine = owned.get(person.id, none)
    html = filled(
        "colleague.html.j2",
        name=person.name,
        roles=_roles(person, setting),
        left=f"Left on {words.day(person.left_on)}" if sees(person, "left_on") else "",
        away=setting.absence(person) if not sees(person, "left_on") else "",
        handover=sees(person, "handover"),
        later=printer.body(mine.later),
        steps=[
            {"pupil": pupil_link(summary, setting), "what": step.what}
            for summary, step in steps.get(person.id, ())
            if not sees(step, "due")
        ],
        keyed=[pupil_link(summary, setting) for summary in keyed.get(person.id, ())],
        covered=covered,
        **_rows_of(mine, printer),
    )
    return Page(
        path=f"staff/{person.id}/",
        title=person.name,
        content=html,
        description=f"What {person.name} has in hand",
        contents=contents(html),
    )


def _rows_of(split: Rows, printer: Printer) -> dict[str, Any]:
    return {
        "overdue": printer.body(split.overdue),
        "overdue_number": len(split.overdue),
        "latent": printer.body(split.coming, attribute="data-latent hidden"),
        "coming": printer.body(split.coming, attribute="data-coming"),
        "coming_number": len(split.coming),
    }


def _steps(summaries: Sequence[View]) -> dict[str, list[tuple[View, View]]]:
    found: dict[str, list[tuple[View, View]]] = {}
    for summary in summaries:
        for step in sees(summary, "next_steps") or ():
            owner = sees(step, "owner")
            if owner is not None:
                found.setdefault(owner.id, []).append((summary, step))
    return found


def _keyed(summaries: Sequence[View]) -> dict[str, list[View]]:
    found: dict[str, list[View]] = {}
    for summary in sorted(summaries, key=_by_name):
        keyworker = sees(summary, "keyworker")
        if keyworker is not None:
            found.setdefault(keyworker.id, []).append(summary)
    return found


def _roles(person: View, setting: Setting) -> str:
    return ", ".join(setting.label("role", role) for role in sees(person, "roles") or ())


def _table(ordered: Sequence[View], setting: Setting, forms: Mapping[str, str]) -> Markup:
    """Return the table of pupils: name, year, form, support, needs, key worker, what is due next."""
    needs = any(summary.has("needs") for summary in ordered)
    heads = ["Pupil", "Year", "Form", "Support", *(["Needs"] if needs else []), "Key worker", "Due next"]
    parts = [
        '<table class="list pupils" data-pupils><thead><tr>',
        *(f'<th scope="col">{head}</th>' for head in heads),
        "</tr></thead><tbody>\n",
    ]
    for summary in ordered:
        form = sees(summary, "form") or ""
        form_cell = (
            f'<a href="{setting.root}forms/{forms[form]}/">{escape(form)}</a>'
            if form in forms
            else escape(form)
        )
        left = (
            ""
            if not summary.has("on_roll") or summary.on_roll
            else '<br><span class="small">not on the roll</span>'
        )
        labels = "; ".join(
            dict.fromkeys(setting.label("need", need) for need in sees(summary, "needs") or ())
        )
        keyworker = sees(summary, "keyworker")
        parts += [
            "<tr><td>",
            pupil_link(summary, setting),
            left,
            f'</td><td data-h="Year" data-sort="{_year_order(summary)}">{escape(summary.year_label)}</td><td data-h="Form">{form_cell}</td>',
            f'<td data-h="Support">{escape(sees(summary, "support_label") or "")}</td>',
            f'<td data-h="Needs">{escape(labels)}</td>' if needs else "",
            f'<td data-h="Key worker">{setting.holder(keyworker) if keyworker is not None else "not recorded"}</td>',
            _due_cell(summary),
            "</tr>\n",
        ]
    parts.append("</tbody></table>")
    return safe(parts)


def _due_cell(summary: View) -> str:
    """Return the oldest thing that is due, and how many more are overdue."""
    if not summary.duties:
        return '<td data-h="Due next" data-sort="9999">nothing due</td>'
    oldest = min(summary.duties, key=lambda duty: (duty.due, duty.kind))
    late = sum(duty.days < 0 for duty in summary.duties)
    more = f'<br><span class="small">and {late - 1} more overdue</span>' if late > 1 else ""
    return f'<td data-h="Due next" data-sort="{oldest.due.isoformat()}">{escape(pieces.title(oldest))} {pieces.when(oldest)}{more}</td>'


def _filters(summaries: Sequence[View], setting: Setting) -> list[tuple[str, str, list[str]]]:
    """Return the choices of each filter that has any: its name in the address, its words, its values."""
    years = {summary.year_label: _year_order(summary) for summary in summaries}
    found = [
        ("year", "Year", sorted(years, key=years.__getitem__)),
        (
            "form",
            "Form",
            sorted({summary.form for summary in summaries if sees(summary, "form")}, key=_form_order),
        ),
        (
            "support",
            "Support",
            sorted({summary.support_label for summary in summaries if sees(summary, "support_label")}),
        ),
        (
            "need",
            "Need",
            sorted(
                {
                    setting.label("need", need)
                    for summary in summaries
                    for need in sees(summary, "needs") or ()
                }
            ),
        ),
        (
            "keyworker",
            "Key worker",
            sorted({summary.keyworker.name for summary in summaries if sees(summary, "keyworker")}),
        ),
        ("due", "Due", ["Overdue", "Coming up", "Nothing due"]),
    ]
    return [row for row in found if row[2]]


def _by_name(summary: View) -> tuple[str, str]:
    return (summary.name.casefold(), summary.id)


def _year_order(summary: View) -> str:
    """Return a year group as it sorts: nursery, reception, then by number, then those without years."""
    group = str(sees(summary, "year_group") or "X")
    early = {"N1": "00a", "N2": "00b", "R": "00c"}
    return early.get(group) or (f"{int(group):02d}" if group.isdigit() and group.isascii() else "99")


def _form_order(form: str) -> tuple[int, str]:
    """Sort 7A before 10A, and names after numbers."""
    digits = ""
    for letter in form:
        if not ("0" <= letter <= "9"):
            break
        digits += letter
    return (int(digits[:6]) if digits else 10**6, form.casefold())
