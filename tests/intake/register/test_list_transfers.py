"""Transfer files as lists of pupils: written and read back, what has ended left out, and nothing read of anybody else."""

import unicodedata
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.register.reading import read
from liverecord.intake.register.seen import PupilSeen, RegisterSeen
from liverecord.problem import Place
from record_documents import RULEBOOK

HEADER = (
    "<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion><DateTime>2026-09-10T10:00:00</DateTime>"
    "<SourceSchool><LEA>999</LEA><Estab>4321</Estab></SourceSchool></Header>"
)
DAYS = st.dates(date(2004, 9, 1), date(2026, 8, 31))
NAMES = st.text(st.characters(categories=("Lu", "Ll"), exclude_characters="ŉ"), min_size=1, max_size=8).map(
    lambda name: unicodedata.normalize("NFC", name)
)


def transferred(folder: Path, *pupils: str, mapping: dict[str, object] | None = None) -> RegisterSeen:
    path = folder / "9994321_CTF_9991234_001.xml"
    text = f"<?xml version='1.0' encoding='UTF-8'?>\n<CTfile>{HEADER}<CTFpupilData>\n{chr(10).join(pupils)}\n</CTFpupilData></CTfile>"
    path.write_text(text, encoding="utf-8")
    return read(path, "list.xml", mapping, rulebook=RULEBOOK)


def tag(name: str, content: object) -> str:
    text = content.isoformat() if isinstance(content, date) else str(content)
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def provision(code: str, start: date, end: date | None = None) -> str:
    return f"<SEN>{tag('StartDate', start)}{tag('EndDate', end or '')}{tag('SENprovision', code)}</SEN>"


def pupil(sen: str = "", basics: str = "", more: str = "") -> str:
    return (
        f"<Pupil><UPN>F999432126003</UPN><Surname>Quill</Surname><Forename>Ada</Forename><BasicDetails>{basics}</BasicDetails>"
        f"<SENhistory>{sen}</SENhistory>{more}</Pupil>"
    )


SUPPORTED = provision("K", date(2010, 1, 1))


@given(data=st.data())
def test_a_transfer_file_comes_back_as_it_was(tmp_path_factory, data: st.DataObject) -> None:
    """Who a pupil is, what is in force of support and needs, and the days on the roll of the school that made the file."""
    draw = data.draw
    ranked = draw(st.lists(st.sampled_from(tuple(RULEBOOK.codes.lists["need"])), max_size=3, unique=True))
    support = draw(st.sampled_from(["", "N", "K", "E"]))
    since = draw(DAYS)
    given_name, used = draw(NAMES), draw(NAMES)
    meant = PupilSeen(
        place=Place(""),
        upn=draw(st.sampled_from(["", "F999432126003"])),
        former_upns=draw(st.sampled_from([(), ("V999432126004",)])),
        given_name=given_name,
        family_name=draw(NAMES),
        known_as="" if used == given_name else used,
        born=draw(st.one_of(st.none(), DAYS)),
        year=draw(st.sampled_from(["", *RULEBOOK.codes.lists["year_group"]])),
        enrolment=draw(st.sampled_from(["", "main", "subsidiary", "guest"])),
        support=support,
        needs=tuple(ranked),
        joined=draw(st.one_of(st.none(), DAYS)),
        is_medical=draw(st.booleans()),
        support_since=since if support else None,
    )
    needs = [
        f"<SENneed><SENtypeRank>{at}</SENtypeRank><SENtype>{need}</SENtype></SENneed>"
        for at, need in enumerate(ranked, 1)
    ]
    prefix = draw(st.sampled_from(["", "ctf:"]))
    text = (
        f"<Pupil>{tag('UPN', meant.upn)}{tag('Surname', 'Lawful')}{tag('Forename', given_name)}{tag('DOB', meant.born or '')}<Sex>F</Sex>"
        f"<BasicDetails>{''.join(tag('FormerUPN', former) for former in meant.former_upns)}{tag('PreferredSurname', meant.family_name)}"
        f"{tag('PreferredForename', used)}<FormerSurname>Former</FormerSurname>{tag('NCyearActual', meant.year)}"
        f"{tag('EnrolStatus', {'main': 'C', 'subsidiary': 'S', 'guest': 'G'}.get(meant.enrolment, ''))}"
        f"{tag('MedicalFlag', 'true' if meant.is_medical else 'false')}</BasicDetails>"
        f"<SENhistory>{provision('P', date(1999, 1, 1), date(2003, 1, 1))}{provision(support, since) if support else ''}"
        f"<SENneeds>{''.join(draw(st.permutations(needs)))}</SENneeds></SENhistory>"
        "<Contacts><Contact><Surname>Parent</Surname><Forename>Pat</Forename></Contact></Contacts>"
        "<SchoolHistory><School><LEA>998</LEA><Estab>1234</Estab><EntryDate>2001-01-01</EntryDate></School>"
        f"<School><LEA>999</LEA><Estab>4321</Estab>{tag('EntryDate', meant.joined or '')}</School></SchoolHistory></Pupil>"
    )
    if prefix:
        text = text.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
    seen = transferred(tmp_path_factory.mktemp("transfer"), text)
    assert seen.problems == []
    assert [each._replace(place=Place("")) for each in seen.pupils] == [meant]
    assert (seen.form, seen.made_on, seen.school) == ("ctf", date(2026, 9, 10), "9994321")
    assert not any(word in repr(seen) for word in ("Lawful", "Former'", "Parent"))


@pytest.mark.parametrize(
    ("history", "support", "since"),
    [
        ([("K", date(2024, 1, 1), None)], "K", date(2024, 1, 1)),
        ([("K", date(2020, 1, 1), None), ("E", date(2024, 1, 1), None)], "E", date(2024, 1, 1)),
        (
            [("A", date(2010, 1, 1), None), ("P", date(2012, 1, 1), None), ("K", date(2014, 9, 1), None)],
            "K",
            date(2014, 9, 1),
        ),
        ([("S", date(2010, 1, 1), date(2018, 1, 1)), ("E", date(2018, 1, 2), None)], "E", date(2018, 1, 2)),
        ([("K", date(2020, 1, 1), date(2021, 1, 1))], "", None),
        ([("E", date(2026, 10, 1), None), ("K", date(2020, 1, 1), None)], "K", date(2020, 1, 1)),
    ],
)
def test_what_is_in_force_when_the_file_was_made_is_read(
    tmp_path: Path, history: list[tuple[str, date, date | None]], support: str, since: date | None
) -> None:
    """The provision that began last and has not ended; what ended, or begins later, is not told of either."""
    seen = transferred(tmp_path, pupil("".join(provision(*each) for each in history)))
    assert seen.problems == []
    assert (seen.pupils[0].support, seen.pupils[0].support_since) == (support, since)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (pupil(provision("S", date(2010, 1, 1))), "support-not-in-use"),
        (pupil(provision("A", date(2010, 1, 1))), "support-not-in-use"),
        (pupil(provision("X", date(2010, 1, 1))), "transfer-value"),
        (pupil(provision("K", date(2010, 1, 1)) + provision("E", date(2010, 1, 1))), "transfer-value"),
        (pupil("<SEN><SENprovision>K</SENprovision></SEN>"), "import-date-unclear"),
        (
            pupil(SUPPORTED + "<SENneeds><SENneed><SENtype>BESD</SENtype></SENneed></SENneeds>"),
            "transfer-value",
        ),
        (pupil(SUPPORTED, basics="<NCyearActual>15</NCyearActual>"), "transfer-value"),
        (pupil(SUPPORTED, basics="<EnrolStatus>Z</EnrolStatus>"), "transfer-value"),
        (pupil(SUPPORTED).replace("F999432126003", "A99943212"), "list-value"),
        (pupil(SUPPORTED).replace("<Forename>Ada</Forename>", ""), "pupil-without-name"),
        (
            pupil(SUPPORTED).replace(
                "<Surname>Quill</Surname>", "<DOB>soon</DOB>" + "<Surname>Quill</Surname>"
            ),
            "import-date-unclear",
        ),
    ],
)
def test_what_is_wrong_with_a_pupil_of_a_transfer_file_leaves_that_pupil_out(
    tmp_path: Path, text: str, code: str
) -> None:
    """It is told of at its line, without a name or a number; the next pupil is read."""
    seen = transferred(tmp_path, text, pupil())
    assert [problem.code for problem in seen.problems] == [code]
    assert [problem.place.line for problem in seen.problems] == [3]
    assert len(seen.pupils) == len(seen.unclear) == 1
    assert not any(word in problem.message for problem in seen.problems for word in ("Quill", "Ada", "99943"))


@pytest.mark.parametrize(
    "sen", ["", provision("N", date(2010, 1, 1)), provision("K", date(2010, 1, 1), date(2012, 1, 1))]
)
def test_of_a_pupil_without_support_nothing_has_to_be_right(tmp_path: Path, sen: str) -> None:
    """A whole school's transfer file does not stop at somebody of whom nothing is kept."""
    seen = transferred(tmp_path, pupil(sen, basics="<NCyearActual>15</NCyearActual>"), pupil(SUPPORTED))
    assert (seen.problems, len(seen.pupils), [each.support for each in seen.unclear]) == ([], 1, ["N"])


def test_a_mapping_answers_for_a_status_of_a_transfer_file_too(tmp_path: Path) -> None:
    """What a statement stands for at this school, a person has said."""
    text = pupil(provision("S", date(2010, 1, 1)))
    assert transferred(tmp_path, text, mapping={"support": {"S": "E"}}).pupils[0].support == "E"


def test_xml_that_is_unsafe_or_torn_ends_the_reading(tmp_path: Path) -> None:
    """What stood before it is kept where it was whole."""
    path = tmp_path / "list.xml"
    path.write_text(f"<!DOCTYPE x [<!ENTITY a 'b'>]><CTfile>{pupil()}</CTfile>", encoding="utf-8")
    seen = read(path, "list.xml", rulebook=RULEBOOK)
    assert ([problem.code for problem in seen.problems], seen.pupils) == (["import-xml-unsafe"], [])
    path.write_text(f"<CTfile>{pupil()}{pupil()[:-20]}", encoding="utf-8")
    seen = read(path, "list.xml", rulebook=RULEBOOK)
    assert ([problem.code for problem in seen.problems], len(seen.pupils)) == (["import-unreadable"], 1)
