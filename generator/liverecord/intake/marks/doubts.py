"""Whether what was read makes sense as a register of this school: one pass, before anything is written.

Each doubt is a question with its evidence (days and counts, never a child's name) and what answers it: an option that
corrects the reading, or `--accept` with the doubt's name. Pure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from liverecord.derive.calendar import HALVES
from liverecord.derive.marks import NO_MARK, SESSIONS_A_WEEK
from liverecord.intake.exports.moments import SINCE_1900, SINCE_1904
from liverecord.intake.marks.days import Days, some_days
from liverecord.intake.marks.merging import Recorded
from liverecord.intake.marks.weeks import Marks
from liverecord.intake.sightings import FooterSeen, Seen, Sighting, TotalSeen
from liverecord.model.days import in_words
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place
from liverecord.report.imports import Doubt
from liverecord.report.plain import counted

Taken = Mapping[str, Sequence[Sighting]]
"""Marks by the pupil whom they are about."""


def doubts(
    seen: Sequence[Seen], shown: Sequence[str], sightings: Taken, number: str, days: Days, rulebook: Rulebook
) -> Iterator[Doubt]:
    """Yield what is doubtful in the files themselves, called `shown`; `number` is the school's own, seven digits or nothing."""
    marks = [sighting for pupil in sightings.values() for sighting in pupil]
    numbered = [
        doubt for file, path in zip(seen, shown, strict=True) for doubt in _numbered(file, Place(path), days)
    ]
    yield from numbered
    if marks:
        yield from _other_school(marks, number)
        if not numbered:  # they fall off for that reason
            yield from _day_off(marks, days)
    for file, path in zip(seen, shown, strict=True):
        place = Place(path)
        yield from _odd_times(file, place)
        yield from _other_country(file, place, rulebook, days)
        yield from _totals(file.totals, file.footers, days)


def doubts_of_weeks(
    weeks: Iterable[tuple[Recorded, Mapping[date, Marks]]],
    sightings: Taken,
    days: Days,
    rulebook: Rulebook,
) -> Iterator[Doubt]:
    """Yield what is doubtful in the weeks that would stand in the records: days without school, too few marks, or none of presence.

    A week that stands as it is has been asked about already, and is not asked about again.
    """
    if not sightings:
        return
    weeks = tuple(weeks)
    yield from _closed(weeks, sightings, days)
    marks = [sighting for pupil in sightings.values() for sighting in pupil]
    place = min(sighting.place for sighting in marks)
    first, last = min(sighting.day for sighting in marks), max(sighting.day for sighting in marks)
    share = rulebook.thresholds["mostly_unmarked"].numbers["percent"]
    classes: Counter[str] = Counter()
    thin: list[date] = []
    marked_in_all = open_in_all = 0
    for recorded, changed in weeks:
        start, end = max(first, recorded.joined), min(last, recorded.left, days.ground.today)
        for monday, week in changed.items():
            classes.update(days.ground.marks[mark].statistical_class or "" for mark in week)
            slots = [
                index
                for index in range(len(week))
                if start <= (day := monday + timedelta(days=index // 2)) <= end
                and days.is_open(day, HALVES[index % 2])
            ]
            marked = sum(week[index] != NO_MARK for index in slots)
            if marked * 100 < share * len(slots):
                thin.append(monday)
                marked_in_all, open_in_all = marked_in_all + marked, open_in_all + len(slots)
    if thin:
        yield Doubt(
            code="unmarked-weeks",
            place=place,
            message=f"{counted(len(thin), 'week')} would be mostly unmarked: {marked_in_all} of {open_in_all} sessions have a mark.",
            hint=UNMARKED_HINT,
            days=tuple(sorted(set(thin))),
            count=open_in_all - marked_in_all,
        )
    attended = classes["present"] + classes["approved"]
    others = classes.total() - attended - classes["not_collected"]
    if others and not attended:
        yield Doubt(
            code="no-present-mark",
            place=place,
            message=f"Nobody is present anywhere: {others} marks, and each is of an absence or of a session that was not possible.",
            hint=ABSENT_HINT,
            days=(first, last),
            count=others,
        )


# ── The files ───────────────────────────────────────────────────────────────────────────────────────────


def _other_school(marks: Sequence[Sighting], number: str) -> Iterator[Doubt]:
    others = [sighting for sighting in marks if sighting.school and sighting.school != number]
    if not others:
        return
    schools = sorted({f"{sighting.school[:3]}/{sighting.school[3:]}" for sighting in others})
    told = f"{counted(len(others), 'mark')} are said to be of the school {', '.join(schools)}"
    message = (
        f"{told}: these are another school's marks."
        if number
        else f"{told}, and school.yml does not say which number is yours."
    )
    hint = OTHER_HINT if number else UNNUMBERED_HINT.format(number=schools[0])
    yield _doubt("other-school", others, message, hint)


def _closed(
    weeks: Sequence[tuple[Recorded, Mapping[date, Marks]]], sightings: Taken, days: Days
) -> Iterator[Doubt]:
    """Days that school.yml has open and a pupil was on the roll, and that would stand as closed, or without a mark of anybody."""
    found: list[Sighting] = []
    empty: dict[date, list[Sighting]] = {}
    marked: set[date] = set()
    news: set[date] = set()
    for recorded, changed in weeks:
        for sighting in sightings.get(recorded.pupil, ()):
            day = sighting.day
            if not (days.is_open(day, sighting.half) and recorded.joined <= day <= recorded.left):
                continue
            monday, index = days.place(day, sighting.half)
            before = recorded.weeks.get(monday)
            now = (changed.get(monday) or before or _UNMARKED)[index]
            if now == _CLOSED and sighting.mark == _CLOSED and monday in changed:
                found += [sighting] if before is None or before[index] != _CLOSED else []
            if now != NO_MARK:
                marked.add(day)
            elif day < days.ground.today and sighting.mark == NO_MARK:
                empty.setdefault(day, []).append(sighting)
                # Marks behind it in the record say that the day was asked about when they came in.
                is_known = before is not None and any(mark != NO_MARK for mark in before[index:])
                news |= {day} if monday in changed and not is_known else set()
    found += (sighting for day, those in empty.items() if day in news - marked for sighting in those)
    if found:
        names = some_days(sighting.day for sighting in found)
        message = f"school.yml has {names} open, and the file has no mark but closed (#) or none then."
        yield _doubt("closed-days", found, message, CLOSED_HINT)


def _day_off(marks: Sequence[Sighting], days: Days) -> Iterator[Doubt]:
    """Registers on one day of the weekend and four of the week, and none on the school day at the other end."""
    counted = [sighting for sighting in marks if sighting.mark in days.counted]
    weekdays = {sighting.day.weekday() for sighting in counted}
    for weekend, missing, step in ((_SUNDAY, _FRIDAY, 1), (_SATURDAY, _MONDAY, -1)):
        if weekdays == set(range(_SUNDAY + 1)) - {missing, _SATURDAY + _SUNDAY - weekend}:
            found = [sighting for sighting in counted if sighting.day.weekday() == weekend]
            names = some_days(sighting.day for sighting in found)
            message = f"Registers are on {names}, at a weekend, and on no {_NAMES[missing]}: every date falls a day off."
            yield _doubt("dates-off", found, message, DAY_OFF_HINT.format(step=step))


def _odd_times(file: Seen, place: Place) -> Iterator[Doubt]:
    if file.odd_times:
        first = min(file.odd_times)
        hours = ", ".join(sorted({f"{at:%H:%M}" for at in file.odd_times.values()})[:_SHOWN])
        message = (
            f"No school takes a register at {hours}, and {counted(len(file.odd_times), 'day')} have such a time, {in_words(first)} "
            "first: dates may fall a day off."
        )
        yield Doubt(
            code="odd-times",
            place=place,
            message=message,
            hint=TIMES_HINT,
            days=tuple(sorted(file.odd_times)),
            count=len(file.odd_times),
        )


def _numbered(file: Seen, place: Place, days: Days) -> Iterator[Doubt]:
    """Days written as numbers that fit the terms better when counted from 1904."""
    if not file.is_numbered:
        return
    step = SINCE_1904 - SINCE_1900
    given = {sighting.day for sighting in file.sightings}
    off = {day for day in given if not days.is_open(day, "AM")}
    if len([day for day in given if days.is_open(day + step, "AM")]) > len(given) - len(off):
        message = f"Days stand as numbers, and {len(off)} of them are no school days when counted from 1900: counted from 1904 they are."
        yield Doubt(
            code="day-numbers",
            place=place,
            message=message,
            hint=NUMBERS_HINT,
            days=tuple(sorted(off)),
            count=len(off),
        )


def _other_country(file: Seen, place: Place, rulebook: Rulebook, days: Days) -> Iterator[Doubt]:
    """Codes that England's register does not have, or no longer, and another country's has."""
    wanted = rulebook.thresholds["foreign_codes"].numbers["codes"]
    withdrawn: Counter[str] = Counter()
    last = date.min
    for sighting in file.sightings:
        row = days.ground.marks[sighting.mark]
        if row.valid_until is not None and sighting.day > row.valid_until:
            withdrawn[sighting.mark] += 1
        last = max(last, sighting.day)
    met = Counter(file.strange) + withdrawn
    fits = []
    for country in rulebook.imports.countries:
        codes = [code for code in met if code.upper() in country.codes]
        if len(codes) >= wanted and (not file.sightings or last >= country.valid_from):
            fits.append((country.country, codes))
    if fits:
        most = max(len(codes) for _, codes in fits)
        names = " or ".join(name for name, codes in fits if len(codes) == most)
        codes = next(codes for _, codes in fits if len(codes) == most)
        told = ", ".join(f"{code} ({met[code]} times)" for code in codes)
        yield Doubt(
            code="other-country",
            place=place,
            message=f"The codes look like those of {names}: {told}. There other letters too mean other things than in England.",
            hint=COUNTRY_HINT,
            days=(),
            count=sum(met[code] for code in codes),
        )


def _totals(totals: Sequence[TotalSeen], footers: Sequence[FooterSeen], days: Days) -> Iterator[Doubt]:
    """Sums that a file states, beside a pupil's marks or under all of them, and its own marks do not make."""
    beside = [(total.place, told) for total in totals if (told := _misfits(total, days))]
    below = [(footer.place, told) for footer in footers if (told := _misfits_below(footer, days))]
    parts = []
    if beside:
        parts.append(
            f"{counted(len(beside), 'row')} of {len(totals)} with totals do not add up to them: {beside[0][1]}"
        )
    if below:
        fit = "does not fit" if len(below) == 1 else "do not fit"
        parts.append(
            f"{len(below)} of {len(footers)} sums under the pupils {fit} the marks above: {below[0][1]}"
        )
    if parts:
        yield Doubt(
            code="totals-differ",
            place=min(place for place, _ in (*beside, *below)),
            message=f"{'; '.join(parts)}.",
            hint=TOTALS_DIFFER_HINT,
            days=(),
            count=len(beside) + len(below),
        )


def _misfits_below(footer: FooterSeen, days: Days) -> str:
    """Return in words how a sum differs from the marks above it, however they may have been counted; nothing where it fits.

    It may go over all pupils or over those since the sum before, and presence may leave out what is approved elsewhere.
    """
    ways = []
    for marks in (footer.above, footer.since):
        classes: Counter[str] = Counter()
        for mark, count in marks.items():
            classes[days.ground.marks[mark].statistical_class or ""] += count
        ways.append(_sums(classes)[footer.counts])
        if footer.counts == "attended":
            ways.append(classes["present"])
    return (
        ""
        if footer.stated in ways
        else f"{footer.stated} sessions {footer.counts} there, {ways[0]} by the marks"
    )


def _sums(classes: Counter[str]) -> dict[str, int]:
    """Return what totals count, by its name."""
    attended = classes["present"] + classes["approved"]
    return {
        "possible": attended + classes["authorised"] + classes["unauthorised"],
        "attended": attended,
        "authorised": classes["authorised"],
        "unauthorised": classes["unauthorised"],
    }


def _misfits(total: TotalSeen, days: Days) -> str:
    """Return in words how the first figure of a row differs from its marks; nothing where all fit, or are no numbers."""
    counts = _sums(Counter(days.ground.marks[mark].statistical_class or "" for mark in total.marks))
    possible, attended = counts["possible"], counts["attended"]
    for name, text in total.stated.items():
        figure = text.rstrip("% ").replace(",", "")
        try:
            stated = float(figure)
        except ValueError:
            continue
        if name == "percent":
            unit = 10.0 ** -len(figure.partition(".")[2])
            if possible and abs(stated - 100 * attended / possible) > unit:
                return f"{stated:g} % there, {100 * attended / possible:.1f} % by the marks"
        elif stated != counts[name]:
            return f"{stated:g} sessions {name} there, {counts[name]} by the marks"
    return ""


def _doubt(code: str, found: Sequence[Sighting], message: str, hint: str) -> Doubt:
    return Doubt(
        code=code,
        place=min(sighting.place for sighting in found),
        message=message,
        hint=hint,
        days=tuple(sorted({sighting.day for sighting in found})),
        count=len(found),
    )


_CLOSED = "#"
_UNMARKED = (NO_MARK,) * SESSIONS_A_WEEK
_SHOWN = 3
_MONDAY, _FRIDAY, _SATURDAY, _SUNDAY = 0, 4, 5, 6
_NAMES = {_MONDAY: "Monday", _FRIDAY: "Friday"}
UNMARKED_HINT = "A list of absences is no register: export every session's mark. If these are all there are, --accept unmarked-weeks."
ABSENT_HINT = "Export the marks of presence too. If nobody was there, --accept no-present-mark."
OTHER_HINT = "Leave those marks out with --own-marks. If they are this school's under an older number, --accept other-school."
UNNUMBERED_HINT = "If that is this school, write `dfe_number: {number}` into school.yml. If not, take these marks out of the file."
CLOSED_HINT = (
    "If a text of marks counts weekends, write `days: 7` into a mapping file (--map). If school was closed, write the closures "
    "into school.yml. If all is right, --accept closed-days."
)
DAY_OFF_HINT = "Move every date with --shift-days {step}; where it is so in summer alone, --time-zone UTC."
TIMES_HINT = (
    "Give the zone in which the times are written, for instance --time-zone UTC. If they say nothing of the register, "
    "--accept odd-times."
)
NUMBERS_HINT = (
    "Write `day_numbers: 1904` into a mapping file (--map). If they count from 1900, --accept day-numbers."
)
COUNTRY_HINT = (
    "Export England's statutory codes, or say in a mapping file (--map) what each code stands for. If every other letter is "
    "England's, --accept other-country together with --partial imports the rest."
)
TOTALS_DIFFER_HINT = (
    "Export the marks again with their totals, for the same days and pupils. If the totals are of other days or pupils, "
    "--accept totals-differ."
)
