"""Small pieces of HTML that stand in many places: a duty's day, a person, a tag. Everything typed is escaped here.

They are written in Python because lists hold thousands of them; a template's macro takes ten times as long.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from liverecord.render import states, words
from liverecord.view import View


def safe(parts: Iterable[str]) -> Markup:
    """Join parts that are HTML already: literals of this package, and what `escape` gave back."""
    return Markup("".join(parts))  # noqa: S704 -- the one place where text is declared to be HTML; the hostile-text tests watch it


FEW_WEEKS = 20
"""Up to this many weeks, their picture is drawn larger: the page has room for it, but not for a whole year's."""


def size(width: int, height: int, weeks: int, *, left: int = 0) -> str:
    """Return the size of a picture of so many weeks as SVG's attributes; `left` is where its coordinates begin."""
    larger = 1.6 if weeks <= FEW_WEEKS else 1
    return f'viewBox="{left} 0 {width} {height}" width="{round(width * larger)}" height="{round(height * larger)}"'


class Setting:
    """What every page of one site shares: the school's view, the labels of codes, its staff, and the way to the root.

    `root` is the relative address of the site's root from the page ("", "../", "../../").
    """

    def __init__(self, school: View, root: str, as_of: date | None = None) -> None:
        self.school = school
        self.root = root
        self.as_of: date = as_of or school.as_of
        self._labels: dict[str, dict[str, str]] = school.labels if school.has("labels") else {}
        staff: tuple[View, ...] = school.staff if school.has("staff") else ()
        self.people: dict[str, View] = {person.id: person for person in staff}

    def label(self, name: str, code: str | None) -> str:
        """Return a code's label from the list `name`; a code without one is shown as it was typed."""
        return "" if code is None else self._labels.get(name, {}).get(code, code)

    def labels(self, name: str) -> dict[str, str]:
        """Return the list `name`: each code's label, in the order of the list."""
        return self._labels.get(name, {})

    def word(self, name: str, code: str | None) -> str:
        """Return a code's label as it stands inside a sentence."""
        return words.uncapped(self.label(name, code))

    def listed(self, name: str, codes: Iterable[str]) -> str:
        """Return several codes' labels as a sentence lists them: "pupil and family"."""
        return words.joined(self.word(name, code) for code in codes)

    def day(self, value: date) -> str:
        """Return a date, without the year where it is the page's own."""
        return words.short_day(value, self.as_of)

    def person(self, staff_id: str | None, name: str | None = None) -> Markup:
        """Return a member of staff's name, as a link where they have a page here; an unknown id stands as typed."""
        if staff_id is None:
            return Markup()
        known = self.people.get(staff_id)
        shown = escape(name or (known.name if known is not None else staff_id))
        if known is None:
            return shown
        return safe((f'<a href="{self.root}staff/', escape(staff_id), '/">', shown, "</a>"))

    def holder(self, assignee: View | None) -> Markup:
        """Return who holds a thing; "No owner" where nobody does."""
        if assignee is None:
            return Markup('<b class="unowned">No owner</b>')
        return self.person(assignee.id, assignee.name)

    def absence(self, assignee: View | None) -> str:
        """Return why the holder may not answer: "away to 4 December; R. Adeyemi covers", or ""."""
        if assignee is None:
            return ""
        if sees(assignee, "left_on"):
            return f"left on {self.day(assignee.left_on)}, needs a new owner"
        if not sees(assignee, "is_away"):
            return ""
        away = f"away to {self.day(assignee.away_until)}" if sees(assignee, "away_until") else "away"
        cover = assignee.cover_name if sees(assignee, "cover_name") else None
        return f"{away}, {cover} covers" if cover else f"{away}, nobody covers"

    @property
    def audience(self) -> str:
        """Return whom this site is for, in words; the gate sets it on the school's view."""
        audience = self.school.audience if self.school.has("audience") else None
        if isinstance(audience, View):
            return str(audience.words)
        return str(audience or "")


def has_page(school: View, address: str) -> bool:
    """Tell whether this audience's site has a page at an address, so that a link may lead there."""
    return address not in (school.absent if school.has("absent") else ())


def sees(view: View, *names: str) -> Any:
    """Return the last of these fields, each inside the one before; None where one is hidden, unknown or empty.

    For what a page simply leaves out when there is nothing to say. Where hidden and unknown must look different,
    a template asks `is visible` first.
    """
    value: Any = view
    for name in names:
        try:
            value = value.__dict__[name]
        except (AttributeError, KeyError):
            return None
    return value or None


def called(view: View) -> View:
    """Return a pupil's view with what every page asks for: a name, which is the id where it is closed, and a plan, empty then."""
    if view.has("name", "plan"):
        return view
    return View(**{"name": view.id, "plan": View(), **dict(view)})


def at_school(school: View) -> str:
    """Return " at Ashgrove School", to end a description with; "" where the school's name is closed."""
    name = sees(school, "name")
    return f" at {name}" if name else ""


def year_and_form(view: View) -> str:
    """Return "Year 8, 8K", as far as a pupil's year and form are seen."""
    form = sees(view, "form") or sees(view, "plan", "pupil", "form")
    return ", ".join(str(each) for each in (sees(view, "year_label"), form) if each)


def visible(view: View, *names: str) -> bool:
    """Tell whether the audience may see these fields of a thing (which may be unknown itself)."""
    return view.has(*names)


def is_web(address: str | None) -> bool:
    """Tell whether an address may become a link: one of the web's, never a script or a file."""
    return address is not None and address.startswith(("https://", "http://"))


def place(link: View) -> str:
    """Return where a thing is written: its file, and its line for whoever sees all of the file."""
    at = sees(link, "line")
    return f"{link.path}, line {at}" if at else str(link.path)


def address(link: View) -> str | None:
    """Return the address at which a thing is edited, as near as the audience is led."""
    found: str | None = sees(link, "line_url") or sees(link, "url")
    return found


def tag(text: str, kind: str = "plain") -> Markup:
    """Return a status in words, with a border and a colour beside them."""
    return safe((f'<span class="tag {kind}">', escape(text), "</span>"))


def status(text: str, code: str | None) -> Markup:
    """Return a status by its code, in its colour."""
    return tag(text, states.of_code(code))


def when(duty: View, *, quiet: bool = False) -> Markup:
    """Return a duty's day in words, with what the browser needs to say it again on a later day.

    A quiet one is not shown before its day, because the day stands beside it anyway.
    """
    return _when(duty.due, sees(duty, "limit"), duty.days, is_overdue(duty), quiet)


def is_overdue(duty: View) -> bool:
    """Tell whether a duty is past a limit of the law: what is late and is not is behind."""
    return bool(sees(duty, "state") == "overdue")


@lru_cache(maxsize=4096)
def _when(due: date, limit: date | None, days: int, is_past_limit: bool, quiet: bool) -> Markup:
    tone = states.of_days(days, is_overdue=is_past_limit)
    hidden = "" if not quiet else " data-quiet hidden" if days > 0 else " data-quiet"
    return safe(
        (
            f'<time class="duty tag {tone}" datetime="{due.isoformat()}" {dates(due, limit)}{hidden}>',
            words.due_words(days, overdue=is_past_limit),
            "</time>",
        )
    )


def dates(due: date, limit: date | None) -> str:
    """Return the day to do a thing by and the law's own, as attributes from which the browser tells late anew."""
    by = f'data-due="{due.isoformat()}"'
    return f'{by} data-limit="{limit.isoformat()}"' if limit is not None else by


def limit_line(duty: View) -> str:
    """Return the law's own day where it is another than the day to do a thing by; else "".

    A day of the school's before it is an aim: nobody is told that it must be kept.
    """
    limit = sees(duty, "limit")
    if limit is None or limit == duty.due:
        return ""
    own = "a day of the school's own (an aim), and " if sees(duty, "owed_by") == "school" else ""
    return f"{own}the limit is {words.day(limit)}"


def others_line(duty: View) -> str:
    """Return whose it is to do, where that is not the school; else ""."""
    owed_by = str(sees(duty, "owed_by") or "")
    return {
        "authority": "for the local authority to do",
        "family": "the family's own time limit, good to know",
    }.get(owed_by, "")


def title(duty: View) -> str:
    """Return what is to be done, in one line: an action's own words, else the rule's label."""
    what = sees(duty, "what")
    if what is None:
        return str(duty.label)
    if duty.group == "action":
        return str(what)
    return f"{duty.label}: {what}" if _named_by_what(duty) else str(duty.label)


def _named_by_what(duty: View) -> bool:
    """Tell whether the rule's label says too little without the thing's own words: "Outcome", "Chase"."""
    return duty.kind in {"circumstance_chase", "outcome_by", "circumstance_hearing"}


def details(duty: View, setting: Setting) -> list[str]:
    """Return what stands small below a duty: what it is about, when it was last done, whether its date was moved."""
    lines: list[str] = []
    what, about = sees(duty, "what"), sees(duty, "about")
    if duty.group == "action":
        asked = "" if duty.kind.endswith("_due") else f"{duty.label} "
        if about or asked:
            lines.append(f"{asked}{f'for: {about}' if about else ''}".strip())
    elif duty.kind == "driver_recheck" and what:
        lines.append(f"is {what} what drives it?")
    else:
        if what and not _named_by_what(duty):
            lines.append(str(what))
        if about and about != what:
            lines.append(str(about))
    if sees(duty, "said"):
        lines.append(str(duty.said))
    if limit := limit_line(duty):
        lines.append(limit)
    lines += map(str, sees(duty, "beside") or ())
    if sees(duty, "last_on"):
        lines.append(f"last {'held' if duty.group == 'review' else 'on'} {words.day(duty.last_on)}")
    if sees(duty, "moved") and sees(duty, "written_due"):
        lines.append(f"written down for {setting.day(duty.written_due)}, but the earlier date counts")
    if whose := others_line(duty):
        lines.append(whose)
    since = taken_over(duty, setting)
    if since:
        lines.append(since)
    if sees(duty, "escalated_to") is not None:
        lines.append(f"escalated to {duty.escalated_to.name}")
    return lines


def taken_over(duty: View, setting: Setting) -> str:
    """Return since when the holder of something late has held it, where they took it over after its day; else "".

    It stands wherever lateness is said beside a person: nobody is late for days before theirs.
    """
    since = sees(duty, "held_since")
    owner = sees(duty, "owner")
    if since is None or owner is None or since <= duty.due:
        return ""
    name = sees(owner, "cover_name") or owner.name
    return f"due {setting.day(duty.due)}, with {name} since {setting.day(since)}"


def hands(owner: View | None) -> str | None:
    """Return the id of whoever has a thing in hand: its owner, or who covers for them; None where nobody does."""
    if owner is None or sees(owner, "left_on"):
        return None
    return str(sees(owner, "cover_id") or owner.id)


def is_uncovered(owner: View | None) -> bool:
    """Tell whether an owner is away and nobody covers, as far as the audience may see who would."""
    return (
        owner is not None
        and bool(sees(owner, "is_away"))
        and owner.has("cover_id")
        and sees(owner, "cover_id") is None
    )
