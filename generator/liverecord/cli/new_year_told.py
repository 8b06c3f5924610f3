"""What `liverecord new-year` says: counts, ids, days and codes alone; and the rows of the plan, which hold names."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from liverecord.batch import Done
from liverecord.forms.job import Scene
from liverecord.forms.new_year.going import Standing, told_of
from liverecord.forms.new_year.looked_at import Look
from liverecord.forms.new_year.pupils import DECIDE, DESTINATION, FORM, KEYWORKER, YEAR, Row, form_by_rule
from liverecord.forms.new_year.rule import LEAVE, STAY, UP
from liverecord.forms.question import Wrong
from liverecord.model.days import in_words
from liverecord.report.jobs import job_json
from liverecord.report.plain import counted

_OPTIONS = {
    "begins": "--begins",
    "ends": "--ends",
    "terms": "--term",
    "closures": "--closure",
    "leavers": "--leavers",
}
_COLUMNS = {DECIDE: "decide", YEAR: "year", FORM: "form", KEYWORKER: "key worker", DESTINATION: "destination"}


def told(scene: Scene, standing: Standing, left: Sequence[str] = ()) -> str:
    """Return where the new year stands: its days, how many of each, what is open, and what to look at besides."""
    return "".join(
        f"{line}\n"
        for line in (*_days(standing), *_counts(standing), *_open(scene, standing), *_looks(standing), *left)
    )


def wrongs(found: Iterable[Wrong]) -> list[str]:
    """Return what is wrong, each under the option or the column that it came from."""
    return [f"{_where(each.name)}{each.message}{f' ({each.place})' if each.place else ''}" for each in found]


def plan_rows(scene: Scene, standing: Standing) -> Iterator[Sequence[str]]:
    """Yield the plan's row of each pupil: what is recorded and proposed, and what is decided so far. It holds names."""
    for row in standing.rows:
        if row.state == "joins":
            continue
        following = {key: str(value) for key, value in (row.next_year or {}).items()}
        decided = row.decide if row.state in {"answered", "ready", "gone"} else ""
        yield (
            row.pupil,
            row.known.case.name,
            " ".join(each for each in (_year(scene, row.year), row.form) if each),
            _proposed(scene, row),
            decided,
            following.get("year_group", ""),
            following.get("form", ""),
            following.get("keyworker", ""),
            row.known.pupil.plan.pupil.destination or row.destination,
        )


def as_values(scene: Scene, standing: Standing, done: Done | None = None) -> str:
    """Return the same as JSON, in the shape of schema/output/new-year.schema.json; `done` is None where nothing differs."""
    value = json.loads(
        job_json(done.difference, done.message, done.files, is_written=done.is_written)
        if done
        else job_json()
    )
    return _json(
        {
            **value,
            "begins": standing.years.begins.isoformat(),
            "ends": standing.years.ends.isoformat() if standing.years.ends else None,
            "has_terms": standing.years.has_terms,
            "pupils": [_pupil(row) for row in standing.rows],
            "unread": list(scene.unread),
            "looks": [_look(look) for look in standing.looks],
        }
    )


def refused_values(wrong: Sequence[str]) -> str:
    """Return what keeps all of it from being written, in the same shape."""
    empty: dict[str, Any] = {
        "begins": None,
        "ends": None,
        "has_terms": False,
        "pupils": [],
        "unread": [],
        "looks": [],
    }
    return _json({**json.loads(job_json(wrong=wrong)), **empty})


def _json(value: dict[str, Any]) -> str:
    value.pop("things")
    return json.dumps(value, indent=2) + "\n"


def _pupil(row: Row) -> dict[str, Any]:
    following = str((row.next_year or {}).get("year_group", ""))
    return {
        "pupil": row.pupil,
        "year": row.year,
        "state": row.state,
        "decide": row.decide,
        "next_year": following,
        "lacks_form": row.lacks_form,
        "why": row.proposal.why if row.state == "open" else "",
    }


def _look(look: Look) -> dict[str, Any]:
    day = look.day.isoformat() if look.day else None
    return {"what": look.what, "who": look.who, "label": look.label, "day": day, "number": look.number}


def _days(standing: Standing) -> Iterator[str]:
    years = standing.years
    yield f"The new year begins on {in_words(years.begins)}. Until then every page shows this year."
    yield (
        f"This year ends on {in_words(years.ends)}."
        if years.ends
        else "school.yml names no terms of this year."
    )
    if years.terms or years.closures:
        yield f"New in school.yml: {counted(len(years.terms), 'term')} and {counted(len(years.closures), 'day')} without school."


def _counts(standing: Standing) -> Iterator[str]:
    decided = [row for row in standing.rows if row.state in {"answered", "ready"}]
    rows = (
        ("Move up", [row for row in decided if row.decide == UP]),
        ("Stay in their year", [row for row in decided if row.decide == STAY]),
        ("Leave", [row for row in decided if row.decide == LEAVE]),
        ("Have a last day already", [row for row in standing.rows if row.state == "gone"]),
        ("Join in the new year", [row for row in standing.rows if row.state == "joins"]),
    )
    for words, found in rows:
        if found:
            yield f"{words}: {counted(len(found), 'pupil')}."


def _open(scene: Scene, standing: Standing) -> Iterator[str]:
    still = [row for row in standing.rows if row.state == "open"]
    formless = [row for row in standing.rows if row.lacks_form]
    if not (still or formless or scene.unread) and standing.years.has_terms:
        return
    yield ""
    yield "Open:"
    if not standing.years.has_terms:
        yield "  school.yml has no terms of the new year: read them with --terms or type them with --term."
    yield from _alike(
        (row.pupil, f"{_year(scene, row.year)}. {row.proposal.why or _LAST_YEAR}") for row in still
    )
    yield from _alike(
        (
            row.pupil,
            f"{_year(scene, str((row.next_year or {}).get('year_group', '')))} in the new year. {_NO_FORM}",
        )
        for row in formless
    )
    for pupil in scene.unread:
        yield f"  {pupil}  The record holds problems that have to be mended first: liverecord check"
    if still or formless:
        yield "Write them out with --write-plan FILE, fill in what is decided, and read it with --plan FILE."


def _looks(standing: Standing) -> Iterator[str]:
    yield ""
    yield "To look at besides:"
    yield from _alike(
        (look.who, told_of(look, _day(look))) for look in standing.looks if look.what != "staff"
    )
    for look in standing.looks:
        if look.what == "staff":
            yield f"  {look.who}  Leaves on {_day(look)} and holds {counted(look.number, 'thing')}: liverecord reassign {look.who}"
    yield "  Staff: does anybody else leave? liverecord leave ID --on DAY"


def _day(look: Look) -> str:
    return in_words(look.day) if look.day else ""


def _alike(said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what is said of pupils, and what is said of several alike once, with their ids below."""
    of: dict[str, list[str]] = {}
    for pupil, words in said:
        of.setdefault(words, []).append(pupil)
    for words, pupils in of.items():
        if len(pupils) == 1:
            yield f"  {pupils[0]}  {words}"
        else:
            yield f"  {counted(len(pupils), 'pupil')}  {words}"
            yield f"    {', '.join(pupils)}"


_LAST_YEAR = "The school's last year: --leavers, or the plan, says that the pupil leaves."
_NO_FORM = "The form is not known yet; no form is shown from then on."


def _proposed(scene: Scene, row: Row) -> str:
    proposal = row.proposal
    if row.state == "gone":
        return "Leaves already"
    if proposal.decide == LEAVE:
        return "Leaves"
    if proposal.decide != UP:
        return f"Ask: {proposal.why}"
    form = form_by_rule(row, proposal.year)
    return f"Up to {_year(scene, proposal.year)}{f', {form}' if form else ''}"


def _year(scene: Scene, code: str) -> str:
    return scene.rulebook.codes.label("year_group", code) if code else ""


def _where(name: str) -> str:
    question, _, pupil = name.partition("_")
    if name in _OPTIONS:
        return f"{_OPTIONS[name]}: "
    if pupil and question in _COLUMNS:
        return f"{pupil}, '{_COLUMNS[question]}': "
    return ""
