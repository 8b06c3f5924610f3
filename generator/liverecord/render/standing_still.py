"""Records shown as they stood earlier, because their newest version has a problem.

Each of their pages says so, and so do lists and Today, which also tells what cannot be shown at all. One wrong line
stops nobody's page, and nothing of it is passed over.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape
from msgspec import structs

from liverecord.render import words
from liverecord.render.pieces import Setting, is_web, safe, sees
from liverecord.view import Page, View

_HEADING = "Shown as it stood earlier"
_SHORT = 7
"""How many characters of a commit's id are shown, as on forges."""


def marked(page: Page, view: View) -> Page:
    """Return one of a pupil's pages with the notice at its top, where the record is shown as it stood."""
    stood = sees(view, "stood")
    if stood is None:
        return page
    return structs.replace(page, content=safe((_notice(stood), page.content)))


def small(summary: View) -> Markup:
    """Return what stands small below a pupil's name in lists; nothing where the record shown is the newest."""
    stood = sees(summary, "stood")
    if stood is None or not sees(stood, "on"):
        return Markup()
    return safe(('<br><span class="small">as it stood on ', words.day(stood.on), "</span>"))


def section(school: View, summaries: Sequence[View], setting: Setting) -> Markup:
    """Return the part of Today that lists older versions, and what cannot be shown; nothing where all is newest."""
    older = sorted(
        (summary for summary in summaries if sees(summary, "stood") is not None),
        key=lambda summary: (summary.name.casefold(), summary.id),
    )
    hidden = sees(school, "not_shown") or 0
    own = sees(school, "stood")
    if not older and not hidden and own is None:
        return Markup()
    parts: list[str] = [f'<h2 id="stood">{_HEADING}</h2>']
    if own is not None:
        parts.append(_own(own))
    if older:
        parts.append(_INTRODUCED)
        parts.append(_table(older, setting))
    parts.append(_hidden(sees(school, "never_valid") or (), hidden))
    return safe(parts)


_INTRODUCED = (
    '<p class="small">The newest version of each of these has a problem, so the last one without a problem is shown. '
    "What was written since is not in it yet. What is due is told as of today.</p>"
)


def _notice(stood: View) -> Markup:
    on = f" on {words.day(stood.on)}" if sees(stood, "on") else " earlier"
    return safe(
        (
            f'<p class="banner" role="note"><b>This record is shown as it stood{on}</b>',
            _commit(stood),
            ", because its newest version has a problem",
            f": {_problem(stood)}. " if sees(stood, "code") else ". ",
            "What was written since is not in it yet. What is due is told as of today.</p>\n",
        )
    )


def _own(stood: View) -> Markup:
    on = f" on {words.day(stood.on)}" if sees(stood, "on") else " earlier"
    return safe(
        (
            f'<p class="banner" role="note"><b>Terms and staff are taken as they stood{on}</b>',
            _commit(stood),
            ", because what is written now has a problem",
            f": {_problem(stood)}.</p>" if sees(stood, "code") else ".</p>",
        )
    )


def _table(older: Sequence[View], setting: Setting) -> Markup:
    told = any(sees(summary, "stood", "code") for summary in older)
    rows = [
        safe(
            (
                f'<tr><th scope="row"><a href="{setting.root}pupils/{escape(summary.id)}/">{escape(summary.name)}</a></th>',
                f'<td data-h="As it stood on">{_day(summary.stood)}{_commit(summary.stood)}</td>',
                f'<td data-h="Problem">{_problem(summary.stood)}</td>' if told else "",
                "</tr>\n",
            )
        )
        for summary in older
    ]
    return safe(
        (
            '<table class="list"><caption class="unseen">Pupils whose record stands still</caption><thead><tr><th scope="col">Pupil</th><th scope="col">As it stood on</th>',
            '<th scope="col">Problem to mend</th>' if told else "",
            "</tr></thead><tbody>\n",
            *rows,
            "</tbody></table>",
        )
    )


def _hidden(never: Sequence[View], number: int) -> Markup:
    """Return what is said of records without a version to show: their ids for who may see them, else their number."""
    if not number:
        return Markup()
    said = f"{words.count(number, 'record')} cannot be shown at present"
    listed = [each for each in never if sees(each, "id") or sees(each, "path")]
    if not listed:
        return safe((f'<p class="none">{said}.</p>',))
    items = [
        safe((f"<li><b>{_who(each)}</b>", f": {_problem(each)}" if sees(each, "path") else "", "</li>"))
        for each in listed
    ]
    if number > len(listed):
        items.append(safe((f"<li>and {number - len(listed)} more</li>",)))
    return safe(
        (f"<p>{said}: no version of them without a problem is there to show.</p><ul>", *items, "</ul>")
    )


def _who(never: View) -> Markup:
    """Return a record's id. What has no id may be named after a child, so only its place is told."""
    return escape(sees(never, "id") or f"Something in {never.path}")


def _problem(problem: View) -> Markup:
    """Return where the first problem stands and its code word, and how many more there are."""
    if not sees(problem, "code") or not sees(problem, "path"):
        return Markup("a problem in the newest version")
    line = f", line {problem.line}" if sees(problem, "line") else ""
    more = (sees(problem, "number") or 1) - 1
    others = f", and {words.count(more, 'more problem')}" if more else ""
    return safe((f"<code>{escape(problem.path)}</code>{line} ({escape(problem.code)}){others}",))


def _day(stood: View) -> str:
    return words.day(stood.on) if sees(stood, "on") else ""


def _commit(stood: View) -> Markup:
    commit = sees(stood, "commit")
    if not commit:
        return Markup()
    short = escape(commit[:_SHORT])
    address = sees(stood, "commit_url")
    linked = f'<a href="{escape(address)}">{short}</a>' if is_web(address) else short
    return safe((f" (version {linked})",))
