"""A calendar of the school year, as councils publish it: what is clear is read, in either form, and nothing is guessed."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.demo.schoolyear import terms as demo_terms
from liverecord.intake.calendar.reading import CalendarSeen, read
from liverecord.intake.calendar.wording import meaning
from liverecord.model.days import in_words
from liverecord.problem import LiverecordError
from liverecord.read.rulebook import rulebook

TODAY = date(2027, 7, 1)
Event = tuple[str, date, date]
"""An event's name, its first and its last day."""


def ics(events: Sequence[Event], *, is_timed: bool = False) -> bytes:
    """Return the events as an iCalendar file: of one that takes all day the end is the day after."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fenmoor County Council//EN"]
    for number, (name, first, last) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@fenmoor.example", f"SUMMARY:{name}"]
        if is_timed and first == last:
            lines += [f"DTSTART:{first:%Y%m%d}T090000", f"DTEND:{last:%Y%m%d}T133000"]
        else:
            lines += [
                f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
                f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
            ]
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def table(
    events: Sequence[Event], columns: Sequence[str] = ("Event", "Start", "End"), delimiter: str = ","
) -> bytes:
    """Return the events as a table: there the last day is the last day."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=delimiter)
    rows.writerow(columns)
    rows.writerows(
        [name, in_words(first), f"{last:%d/%m/%Y}" if last != first else ""] for name, first, last in events
    )
    return text.getvalue().encode()


def workbook(events: Sequence[Event]) -> bytes:
    """Return the events as an Excel workbook, its days as days and not as words."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Term dates"])
    sheet.append(["Event", "Start", "End"])
    for event in events:
        sheet.append(event)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def reading(tmp: Path, raw: bytes, *, begins: date | None = None) -> CalendarSeen:
    path = tmp / "terms"
    path.write_bytes(raw)
    return read(path, "terms.ics", rulebook=rulebook(), today=TODAY, begins=begins)


def spans(seen: CalendarSeen) -> list[tuple[str, date, date]]:
    return [(term.name, term.start, term.end) for term in seen.terms]


YEAR = [(term.name, term.start, term.end) for term in demo_terms(2027)]


@st.composite
def published(draw: st.DrawFn) -> tuple[list[Event], list[tuple[str, date, date]], dict[date, str]]:
    """Return a year as somebody publishes it, the terms that it means, and its days without school."""
    year = draw(st.sampled_from([2027, 2028, 2029]))
    listed = [(term.name, term.start, term.end) for term in demo_terms(year)]
    events: list[Event] = []
    for number in range(0, 6, 2):
        (first_name, first, half), (_, again, last) = listed[number : number + 2]
        season = first_name.partition(" ")[0]
        way = draw(st.sampled_from(["ends", "half terms", "whole"]))
        if way == "half terms":
            events += [(name, begin, end) for name, begin, end in listed[number : number + 2]]
            continue
        if way == "ends":
            starts = draw(
                st.sampled_from(["Term Starts", "term begins", "TERM STARTS", "term starts (all pupils)"])
            )
            events.append((f"{season} {starts}", first, first))
            ends = draw(st.sampled_from(["Term Ends", "term ends", "Term ends at 1.30pm"]))
            events.append((f"{season} {ends}", last, last))
        else:
            events.append((f"{season} term", first, last))
        monday, friday = half + timedelta(days=1), again - timedelta(days=1)
        while monday.weekday() != 0:
            monday += timedelta(days=1)
        name = draw(st.sampled_from([f"{season} half term", "Half Term", "Half-term holiday"]))
        # Some calendars write the weekends with it.
        events.append(
            (name, monday, friday) if draw(st.booleans()) else (name, half + timedelta(days=1), friday)
        )
    closures: dict[date, str] = {}
    for reason, names in (
        ("INSET", ["INSET day", "Inset", "Staff training day"]),
        ("Occasional day", ["Occasional day"]),
    ):
        day = listed[draw(st.integers(0, 5))][1] + timedelta(days=draw(st.sampled_from([0, 7, 14])))
        if day not in closures and day.weekday() < 5:
            closures[day] = reason
            events.append((draw(st.sampled_from(names)), day, day))
    beside = [
        ("Christmas Day", date(year, 12, 25)),
        ("Parents' evening", date(year, 11, 9)),
        ("Year 7 swimming", date(year, 10, 5)),
    ]
    events += [(name, day, day) for name, day in draw(st.lists(st.sampled_from(beside), unique=True))]
    return draw(st.permutations(events)), listed, closures


@given(published(), st.sampled_from(["ics", "timed", "csv", "semicolons", "xlsx"]))
def test_what_is_published_is_read_in_either_form(
    tmp_path_factory: pytest.TempPathFactory,
    made: tuple[list[Event], list[Event], dict[date, str]],
    form: str,
) -> None:
    """In any order and wording, with other years' events beside it or not, the terms and the days without school are those meant."""
    events, listed, closures = made
    raw = {
        "ics": lambda: ics(events),
        "timed": lambda: ics(events, is_timed=True),
        "csv": lambda: table(events),
        "xlsx": lambda: workbook(events),
        "semicolons": lambda: table(events, ("Title", "Start date", "End date"), ";"),
    }[form]()
    seen = reading(tmp_path_factory.mktemp("calendar"), raw, begins=listed[0][1])
    assert seen.problems == ()
    assert [(first, last) for _, first, last in spans(seen)] == [(first, last) for _, first, last in listed]
    assert [name for name, _, _ in spans(seen)] == [name for name, _, _ in listed]
    assert {each.date: each.reason for each in seen.closures} == closures


@given(
    st.binary(max_size=400)
    | st.text(max_size=300).map(lambda text: f"BEGIN:VCALENDAR\n{text}\nEND:VCALENDAR".encode())
)
def test_no_file_is_a_fault(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Whatever a file holds, it is read or told of, and nothing of its words stands in a message."""
    seen = reading(tmp_path_factory.mktemp("calendar"), raw)
    assert seen.problems
    assert not seen.terms


def test_the_end_of_an_event_that_takes_all_day_is_the_day_after(tmp_path: Path) -> None:
    raw = ics(
        [
            ("Autumn term", date(2027, 9, 2), date(2027, 10, 22)),
            ("INSET day", date(2027, 9, 3), date(2027, 9, 3)),
        ]
    )
    seen = reading(tmp_path, raw)
    assert spans(seen) == [("Autumn", date(2027, 9, 2), date(2027, 10, 22))]
    assert [each.date for each in seen.closures] == [date(2027, 9, 3)]
    without = raw.replace(b"DTEND;VALUE=DATE:20270904\r\n", b"")
    same = raw.replace(b"DTEND;VALUE=DATE:20270904", b"DTEND;VALUE=DATE:20270903")
    assert reading(tmp_path, without) == reading(tmp_path, same) == seen


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([("Autumn term starts", date(2027, 9, 2), date(2027, 9, 2))], "has no last day"),
        ([("Autumn term ends", date(2027, 12, 17), date(2027, 12, 17))], "has no first day before it"),
        (
            [
                ("Term starts (Year 7)", date(2027, 9, 2), date(2027, 9, 2)),
                ("Term starts (others)", date(2027, 9, 3), date(2027, 9, 3)),
                ("Autumn term ends", date(2027, 12, 17), date(2027, 12, 17)),
            ],
            "more than one first day",
        ),
        (
            [
                ("Autumn term", date(2027, 9, 2), date(2027, 12, 17)),
                ("Half term (primary)", date(2027, 10, 18), date(2027, 10, 22)),
                ("Half term (secondary)", date(2027, 10, 25), date(2027, 10, 29)),
            ],
            "two holidays meet",
        ),
        (
            [
                ("Autumn term", date(2027, 9, 2), date(2027, 12, 17)),
                ("Proposed INSET day", date(2027, 11, 1), date(2027, 11, 1)),
            ],
            "not settled",
        ),
        (
            [
                ("Autumn term", date(2027, 9, 2), date(2027, 12, 17)),
                ("Term starts: INSET day", date(2027, 9, 2), date(2027, 9, 2)),
            ],
            "two ways",
        ),
        ([("Sports day", date(2028, 6, 9), date(2028, 6, 9))], "No term"),
    ],
)
def test_what_can_be_read_in_two_ways_is_told_and_not_read(
    tmp_path: Path, events: list[Event], told: str
) -> None:
    """Staggered half terms, two first days, what is only proposed: a person says which is the school's."""
    for raw in (ics(events), table(events)):
        seen = reading(tmp_path, raw, begins=date(2027, 9, 2))
        assert any(told in problem.message for problem in seen.problems), seen.problems
        assert all(name not in f"{problem}" for problem in seen.problems for name, _, _ in events)


def test_the_weeks_of_a_long_half_term_are_one_holiday(tmp_path: Path) -> None:
    events = [
        ("Autumn term", date(2027, 9, 2), date(2027, 12, 17)),
        ("Half term", date(2027, 10, 18), date(2027, 10, 22)),
        ("Half term", date(2027, 10, 25), date(2027, 10, 29)),
    ]
    assert spans(reading(tmp_path, ics(events))) == [
        ("Autumn 1", date(2027, 9, 2), date(2027, 10, 15)),
        ("Autumn 2", date(2027, 11, 1), date(2027, 12, 17)),
    ]


def test_a_day_is_that_of_englands_clocks(tmp_path: Path) -> None:
    """Midnight in summer is an hour of the day before by the world's clock, and the day is the one that people meant."""
    raw = ics(
        [
            ("Autumn term", date(2027, 9, 2), date(2027, 10, 22)),
            ("INSET day", date(2027, 9, 3), date(2027, 9, 3)),
        ]
    )
    by_moments = raw.replace(b"DTSTART;VALUE=DATE:20270903", b"DTSTART:20270902T230000Z").replace(
        b"DTEND;VALUE=DATE:20270904", b"DTEND:20270903T230000Z"
    )
    assert reading(tmp_path, by_moments) == reading(tmp_path, raw)


def test_an_event_that_repeats_or_is_called_off_is_not_read(tmp_path: Path) -> None:
    events = [*YEAR, ("INSET day", date(2027, 11, 26), date(2027, 11, 26))]
    for line in (b"RRULE:FREQ=YEARLY", b"STATUS:CANCELLED", b"STATUS:TENTATIVE"):
        seen = reading(tmp_path, ics(events).replace(b"SUMMARY:INSET day", b"SUMMARY:INSET day\r\n" + line))
        assert [problem.code for problem in seen.problems] == ["calendar-unclear"]
        assert not seen.closures


def test_of_several_years_the_next_is_read(tmp_path: Path) -> None:
    """A council's calendar holds this year and the one after next besides; only the year to come is taken."""
    events = [(term.name, term.start, term.end) for year in (2026, 2027, 2028) for term in demo_terms(year)]
    assert spans(reading(tmp_path, ics(events))) == YEAR
    later = reading(tmp_path, ics(events), begins=date(2028, 9, 4))
    assert spans(later) == [(term.name, term.start, term.end) for term in demo_terms(2028)]


def test_a_file_that_is_too_large_or_no_file_is_told(tmp_path: Path) -> None:
    seen = reading(tmp_path, b"BEGIN:VCALENDAR\n" + b"X" * 1_000_001)
    assert [problem.code for problem in seen.problems] == ["import-too-large"]
    with pytest.raises(LiverecordError):
        read(tmp_path / "nowhere", "nowhere", rulebook=rulebook(), today=TODAY)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Autumn Term 2027", "term"),
        ("Term 3", "term"),
        ("Summer 2", "term"),
        ("First day of Spring term", "starts"),
        ("Last Day of Term", "ends"),
        ("October half term", "break"),
        ("Easter holidays", "break"),
        ("May Day Bank Holiday", "bank_holiday"),
        ("Teacher training day", "closure"),
        ("School closed to pupils", "closure"),
        ("Half term ends", "break_ends"),
        ("Half-term begins", "break_starts"),
        ("Summer holidays begin", "break_starts"),
        ("Last day before half term", "ends"),
        ("First day back after half term", "starts"),
        ("Schools close for Christmas holidays", "ends"),
        ("Schools re-open after the Easter break", "starts"),
        ("Half term - school closed", "break"),
        ("Bank holiday - school closed", "bank_holiday"),
        ("Staff training day (no children in school)", "closure"),
        ("INSET twilight", ""),
        ("INSET day (pm only)", "unclear"),
        ("Disaggregated INSET", "unclear"),
        ("Year 7 start", ""),
        ("Start of Ramadan", ""),
        ("GCSE exams start", ""),
        ("Summer fair ends", ""),
        ("End of year assembly", ""),
        ("Holiday club", ""),
        ("Summer fair", ""),
        ("INSET day (TBC)", "unclear"),
        ("Start and end of term", "unclear"),
    ],
)
def test_what_a_name_says(name: str, kind: str) -> None:
    assert meaning(name, rulebook().calendars).kind == kind


@pytest.mark.parametrize(
    ("before", "after", "is_holiday"),
    [
        ("Last day before half term", "First day after half term", False),
        ("Schools close for half term", "Schools reopen after half term", False),
        ("Break up for half term", "Children return to school", False),
        ("Half term begins", "Half term ends", True),
        ("October holiday starts", "October holiday ends", True),
    ],
)
def test_a_half_term_of_two_events_cuts_its_term(
    before: str, after: str, is_holiday: bool, tmp_path: Path
) -> None:
    """Whether the school's days or the holiday's are given, the term is cut; with one of the two nothing is guessed."""
    step = timedelta(days=3 if is_holiday else 0)
    events = [
        ("Autumn term starts", date(2027, 9, 2), date(2027, 9, 2)),
        (before, date(2027, 10, 22) + step, date(2027, 10, 22) + step),
        (after, date(2027, 11, 1) - step, date(2027, 11, 1) - step),
        ("Autumn term ends", date(2027, 12, 17), date(2027, 12, 17)),
    ]
    seen = reading(tmp_path, table(events))
    assert seen.problems == ()
    assert spans(seen) == [
        ("Autumn 1", date(2027, 9, 2), date(2027, 10, 22)),
        ("Autumn 2", date(2027, 11, 1), date(2027, 12, 17)),
    ]
    for left in (1, 2):
        lacking = reading(tmp_path, table(events[:left] + events[left + 1 :]))
        assert [each.code for each in lacking.problems] != []


def test_a_single_day_of_holiday_cuts_no_term(tmp_path: Path) -> None:
    """One that says that school is closed is a day without school; of another one nothing is guessed."""
    term = ("Autumn term", date(2027, 9, 2), date(2027, 12, 17))
    day = date(2027, 11, 5)
    closed = reading(tmp_path, table([term, ("Diwali holiday - school closed", day, day)]))
    assert (spans(closed), closed.problems) == ([("Autumn", *term[1:])], ())
    assert [(each.date, each.reason) for each in closed.closures] == [(day, "Closed")]
    told = reading(tmp_path, table([term, ("Half term reports", day, day)]))
    assert [each.code for each in told.problems] == ["calendar-unclear"]
    assert told.closures == ()


def test_all_of_a_day_by_the_clock_of_greenwich_ends_with_it(tmp_path: Path) -> None:
    """In summer midnight there is one o'clock in England: no day is added by it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x"]
    for name, first, last in (("Summer term", "20280418", "20280722"), ("INSET day", "20280703", "20280704")):
        lines += ["BEGIN:VEVENT", f"UID:{name}", "DTSTAMP:20270101T000000Z", f"SUMMARY:{name}"]
        lines += [f"DTSTART:{first}T000000Z", f"DTEND:{last}T000000Z", "END:VEVENT"]
    seen = reading(tmp_path, "\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    assert spans(seen) == [("Summer", date(2028, 4, 18), date(2028, 7, 21))]
    assert [each.date for each in seen.closures] == [date(2028, 7, 3)]


def test_a_note_below_the_table_is_no_event(tmp_path: Path) -> None:
    """A row without a day whose name says nothing of school is a note; a holiday without its day is told."""
    raw = b"Event,Start,End\nAutumn term,2 September 2027,17 December 2027\n,,\nPlease check with your school,,\n"
    assert reading(tmp_path, raw).problems == ()
    assert [each.code for each in reading(tmp_path, raw + b"Half term,,\n").problems] == [
        "import-date-unclear"
    ]


def test_the_guides_calendar_is_read_as_it_says(tmp_path: Path) -> None:
    """docs/new-year.md shows a table that is one, and says what comes from it."""
    guide = (Path(__file__).parents[2] / "docs/new-year.md").read_text(encoding="utf-8")
    seen = reading(tmp_path, guide.partition("```csv\n")[2].partition("```")[0].encode())
    assert seen.problems == ()
    assert spans(seen)[0] == ("Autumn 1", date(2027, 9, 2), date(2027, 10, 22))
    assert (len(seen.terms), seen.terms[-1].name) == (6, "Summer 2")
    assert len(seen.closures) == 4
    assert seen.closures[2].reason == "Bank holiday"
