"""The table of pupils, for the page of all pupils and the page of a form."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from liverecord.render import pieces, standing_still
from liverecord.render.pieces import Setting, safe, sees
from liverecord.render.rows import pupil_link
from liverecord.view import View


def pupils_table(
    ordered: Sequence[View], setting: Setting, classes: Mapping[str, str], *, due: bool
) -> Markup:
    """Return the table of pupils: name, year, form, support, needs, key worker and, with `due`, what is due next."""
    needs = any(summary.has("needs") for summary in ordered)
    heads = ["Pupil", "Year", "Form", "Support", *(["Needs"] if needs else []), "Key worker"]
    if due:
        heads.append("Due next")
    parts = [
        '<table class="list pupils" data-pupils><caption class="unseen">Pupils with a record</caption><thead><tr>',
        *(f'<th scope="col">{head}</th>' for head in heads),
        "</tr></thead><tbody>\n",
    ]
    for summary in ordered:
        form = sees(summary, "form") or ""
        form_cell = (
            f'<a href="{setting.root}classes/{classes[form]}/">{escape(form)}</a>'
            if form in classes
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
            '<tr><th scope="row">',
            pupil_link(summary, setting),
            left,
            standing_still.small(summary),
            f'</th><td data-h="Year" data-sort="{year_order(summary)}">{escape(sees(summary, "year_label") or "")}</td><td data-h="Form">{form_cell}</td>',
            f'<td data-h="Support">{escape(sees(summary, "support_label") or "")}</td>',
            f'<td data-h="Needs">{escape(labels)}</td>' if needs else "",
            f'<td data-h="Key worker">{setting.holder(keyworker) if keyworker is not None else "not recorded"}</td>',
            _due_cell(summary) if due else "",
            "</tr>\n",
        ]
    parts.append("</tbody></table>")
    return safe(parts)


def _due_cell(summary: View) -> str:
    """Return what presses most, what is overdue first and then the oldest, and how many more are late."""
    if not summary.duties:
        return '<td data-h="Due next" data-sort="9999">nothing due</td>'
    first = min(summary.duties, key=lambda duty: (not pieces.is_overdue(duty), duty.due, duty.kind))
    late = sum(duty.days < 0 for duty in summary.duties)
    more = f'<br><span class="small">and {late - 1} more late</span>' if late > 1 else ""
    return f'<td data-h="Due next" data-sort="{first.due.isoformat()}">{escape(pieces.title(first))} {pieces.when(first)}{more}</td>'


def by_name(summary: View) -> tuple[str, str]:
    """Return the key that sorts pupils: the name they go by."""
    return (summary.name.casefold(), summary.id)


def year_order(summary: View) -> str:
    """Return a year group as it sorts: nursery, reception, then by number, then those without years."""
    group = str(sees(summary, "year_group") or "X")
    early = {"N1": "00a", "N2": "00b", "R": "00c"}
    return early.get(group) or (f"{int(group):02d}" if group.isdigit() and group.isascii() else "99")
