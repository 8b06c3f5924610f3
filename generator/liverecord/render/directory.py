"""The pupils' table, and a page for each form."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from liverecord.render import filters, pieces, standing_still, words
from liverecord.render.environment import filled
from liverecord.render.filters import form_order
from liverecord.render.pieces import Setting, safe, sees
from liverecord.render.record import contents
from liverecord.render.rows import Printer, Rows, pupil_link, rows
from liverecord.view import Page, View

NO_FORM = "No form"


def pupils(school: View, summaries: Sequence[View], forms: Mapping[str, str]) -> Page:
    """Return one table of all pupils, with filters that work in the browser; without script it is a plain table."""
    setting = Setting(school, "../")
    ordered = sorted(summaries, key=by_name)
    html = filled(
        "pupils.html.j2",
        title="Pupils",
        number=len(ordered),
        table=_table(ordered, setting, forms),
        filters=filters.of_pupils(
            ordered, setting, {summary.year_label: _year_order(summary) for summary in ordered}
        ),
        forms=sorted(forms.items(), key=lambda item: form_order(item[0])),
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
        split = rows(found, school)
        html = filled(
            "form.html.j2",
            title=form,
            number=len(found),
            table=_table(sorted(found, key=by_name), setting, {}),
            **in_rows(split, printer),
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


def in_rows(split: Rows, printer: Printer) -> dict[str, Any]:
    """Return what is overdue and coming up as the template's macro for both takes it."""
    return {
        "overdue": printer.body(split.overdue),
        "overdue_number": len(split.overdue),
        "latent": printer.body(split.coming, attribute="data-latent hidden"),
        "coming": printer.body(split.coming, attribute="data-coming"),
        "coming_number": len(split.coming),
    }


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
            standing_still.small(summary),
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


def by_name(summary: View) -> tuple[str, str]:
    """Return how pupils sort: by the name they go by."""
    return (summary.name.casefold(), summary.id)


def _year_order(summary: View) -> str:
    """Return a year group as it sorts: nursery, reception, then by number, then those without years."""
    group = str(sees(summary, "year_group") or "X")
    early = {"N1": "00a", "N2": "00b", "R": "00c"}
    return early.get(group) or (f"{int(group):02d}" if group.isdigit() and group.isascii() else "99")
