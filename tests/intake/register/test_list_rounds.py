"""Written and read back: any list of pupils, under any names, in any order and any form of file, comes back as it was."""

import csv
import io
import unicodedata
from collections.abc import Callable
from datetime import date

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.register.reading import read
from liverecord.intake.register.seen import PupilSeen, RegisterSeen
from liverecord.problem import Place
from record_documents import RULEBOOK

NEEDS = tuple(RULEBOOK.codes.lists["need"])
YEARS = tuple(RULEBOOK.codes.lists["year_group"])
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d %B %Y", "%d.%m.%Y", "%A, %d %B %Y", "%d/%m/%Y 00:00:00")
COLUMNS = {
    means: [name for row in RULEBOOK.imports.pupil_columns if row.means == means for name in row.names]
    for means in {row.means for row in RULEBOOK.imports.pupil_columns}
}
WORDS = {
    (row.of, row.code): [
        word
        for each in RULEBOOK.imports.pupil_words
        if (each.of, each.code) == (row.of, row.code)
        for word in each.words
    ]
    for row in RULEBOOK.imports.pupil_words
    if row.code
}
LETTERS = st.characters(categories=("Lu", "Ll", "Lo"), exclude_characters="ßŉ")
NAMES = st.builds(
    lambda first, rest: first + rest,
    st.sampled_from("AÉOZŁ"),
    st.text(st.one_of(LETTERS, st.sampled_from("'-. ")), max_size=12),
).map(lambda name: unicodedata.normalize("NFC", " ".join(name.split())))
DAYS = st.dates(date(2004, 9, 1), date(2026, 8, 31))


def spoken(draw: st.DrawFn, of: str, code: str) -> str:
    """Draw a way to write a code: the code, or one of its words, spaced and cased anyhow."""
    words = [code, *WORDS.get((of, code), [])]
    if of == "need":
        words.append(RULEBOOK.codes.lists["need"][code].label)
        words.append(f"{code} - {RULEBOOK.codes.lists['need'][code].label}")
    word = draw(st.sampled_from(words))
    return draw(st.sampled_from([word, word.upper(), word.lower(), f" {word} ", f"{word}\u00a0"]))


@st.composite
def pupils(draw: st.DrawFn) -> PupilSeen:
    """Draw a pupil, each thing said or not."""
    given_name, family_name = draw(NAMES), draw(NAMES)
    known_as = draw(st.one_of(st.just(""), NAMES))
    number = f"{draw(st.integers(0, 10**12 - 1)):012}"
    return PupilSeen(
        place=Place(""),
        upn=draw(st.sampled_from(["", f"A{number}"])),
        mis_id=draw(st.sampled_from(["", number[:6], f"A/{number[:3]}"])),
        given_name=given_name,
        family_name=family_name,
        known_as="" if known_as == given_name else known_as,
        born=draw(st.one_of(st.none(), DAYS)),
        year=draw(st.sampled_from(["", *YEARS])),
        form=draw(st.sampled_from(["", "8B", "5 Willow", "Oak"])),
        enrolment=draw(st.sampled_from(["", "main", "subsidiary", "guest"])),
        support=draw(st.sampled_from(["", "N", "K", "E"])),
        needs=tuple(draw(st.lists(st.sampled_from(NEEDS), max_size=4, unique=True))),
        keyworker=draw(st.sampled_from(["", "Mrs R Adeyemi", "Okafor, J"])),
        last_review=draw(st.one_of(st.none(), DAYS)),
        issued=draw(st.one_of(st.none(), DAYS)),
        authority=draw(st.sampled_from(["", "Fenmoor County Council"])),
        decided=draw(st.one_of(st.none(), DAYS)),
        parents_told=draw(st.one_of(st.none(), DAYS)),
        joined=draw(st.one_of(st.none(), DAYS)),
        left=draw(st.one_of(st.none(), DAYS)),
        is_medical=draw(st.booleans()),
        is_chosen=draw(st.booleans()),
        support_since=draw(st.one_of(st.none(), DAYS)),
    )


def columns_of(draw: st.DrawFn, pupil: PupilSeen, dated: Callable[[date], object]) -> dict[str, object]:
    """Return a pupil's cells by what they hold, in one of the ways in which they may be written."""
    year = pupil.year
    before = draw(st.sampled_from(["", "Year ", "Y", "Yr 0" if year.isdigit() and len(year) == 1 else "Yr "]))
    between = draw(st.sampled_from(["; ", " | ", "\n", ", ", "/"]))
    needs = [spoken(draw, "need", code) for code in pupil.needs]
    if between in (", ", "/"):
        needs = list(pupil.needs)
    support = (
        spoken(draw, "support", pupil.support) if pupil.support else draw(st.sampled_from(["", "-", "n/a"]))
    )
    yes = draw(st.sampled_from(["Yes", "Y", "TRUE", "1", "✓"]))
    days = {
        name: getattr(pupil, name)
        for name in (
            "born",
            "last_review",
            "issued",
            "decided",
            "parents_told",
            "joined",
            "left",
            "support_since",
        )
    }
    return {
        "upn": draw(st.sampled_from([pupil.upn, pupil.upn.lower(), f" {pupil.upn}"])),
        "mis_id": pupil.mis_id,
        "given_name": pupil.given_name,
        "family_name": f"{pupil.family_name} ",
        "known_as": pupil.known_as or draw(st.sampled_from(["", pupil.given_name])),
        "year_group": f"{before}{year}" if year else "",
        "form": pupil.form,
        "enrolment_status": spoken(draw, "enrolment", pupil.enrolment) if pupil.enrolment else "",
        "sen_status": support,
        "sen_needs": between.join(needs),
        "keyworker": pupil.keyworker,
        "ehcp_authority": pupil.authority,
        "medical": draw(st.sampled_from([yes, "Asthma, see the care plan"])) if pupil.is_medical else "no",
        "chosen": yes if pupil.is_chosen else draw(st.sampled_from(["", "N", "false"])),
        **{name: dated(day) if day else "" for name, day in days.items()},
    }


def as_csv(draw: st.DrawFn, rows: list[list[object]]) -> bytes:
    """Write rows as CSV, in a dialect and an encoding."""
    text = io.StringIO(newline="")
    delimiter, quoting = (
        draw(st.sampled_from(",;\t")),
        draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    csv.writer(
        text, delimiter=delimiter, quoting=quoting, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))
    ).writerows(rows)
    return text.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))


def as_workbook(rows: list[list[object]], titles: int) -> bytes:
    """Write rows as a workbook, between a sheet that nobody sees and one that is no list."""
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.sheet_state = "hidden"
    hidden.append(["Surname", "Forename", "Year"])
    hidden.append(["Hidden", "Harry", "8"])
    sheet = book.create_sheet("List")
    for row in rows:
        sheet.append(row)
    if titles:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=3)
    book.create_sheet("Notes").append(["Ask the office."])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bare(seen: RegisterSeen) -> list[PupilSeen]:
    return [pupil._replace(place=Place("")) for pupil in seen.pupils]


@given(data=st.data(), those=st.lists(pupils(), min_size=1, max_size=4))
def test_any_list_comes_back_as_it_was(tmp_path_factory, data: st.DataObject, those: list[PupilSeen]) -> None:
    """Names of columns, their order, titles above and totals below, dialect and form of file change nothing of what is read."""
    draw = data.draw

    def run(strategy: st.SearchStrategy) -> object:
        return draw(strategy)

    is_workbook = draw(st.booleans())
    form = draw(st.sampled_from(DATES))
    dated = (lambda day: day) if is_workbook else (lambda day: day.strftime(form))
    cells = [columns_of(run, pupil, dated) for pupil in those]
    order = draw(st.permutations([*cells[0], "nothing"]))
    names = {means: draw(st.sampled_from(COLUMNS[means])) for means in cells[0]} | {
        "nothing": "Former surname"
    }
    body = [[row.get(means, "Oldname") for means in order] for row in cells]
    titles = draw(st.integers(0, 3))
    rows = [
        *[["Example School", "", ""]] * titles,
        [names[means] for means in order],
        *body,
        *draw(
            st.sampled_from(
                [[], [["Total pupils", str(len(body))]], [["Printed on 1/9/2026"]], [[""] * len(order)]]
            )
        ),
    ]
    raw = as_workbook(rows, titles) if is_workbook else as_csv(run, rows)
    path = tmp_path_factory.mktemp("list") / "list"
    path.write_bytes(raw)
    seen = read(path, "list", rulebook=RULEBOOK)
    assert seen.problems == []
    assert bare(seen) == those
    assert seen.unclear == ()
    assert seen.form == ("xlsx" if is_workbook else "csv")
    assert seen.columns_left == ("Former surname",)
    assert [pupil.place.line for pupil in seen.pupils] == [titles + 2 + at for at in range(len(those))]
