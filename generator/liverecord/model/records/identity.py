"""Who a pupil is, as plan.yml has it, and what the next school year changes of that."""

from typing import Annotated

import msgspec

from liverecord.model import field
from liverecord.model.records.item import Day, Record


class NextYear(Record, frozen=True, kw_only=True):
    """What a new school year changes of a pupil, from its first day on: written in July, in force in September."""

    from_: Annotated[Day, field.day("first day", "The first day of the new school year.", "2027-09-01")] = (
        msgspec.field(name="from")
    )
    year_group: Annotated[
        str | None,
        field.code(
            "year_group",
            "year group",
            "The year group from that day on. Left out: the one above goes on.",
            9,
        ),
    ] = None
    form: Annotated[
        str | None,
        field.short(
            "form",
            "The form or class from that day on. Left out beside a year group: the form is not known yet.",
            "9B",
        ),
    ] = None
    keyworker: Annotated[
        str | None,
        field.staff(
            "key worker",
            "The key worker from that day on: the id from staff.yml. Left out: the one of now goes on.",
            "r-adeyemi",
        ),
    ] = None


class Identity(Record, frozen=True, kw_only=True):
    """Who the pupil is."""

    given_name: Annotated[str, field.line("Given name", "The first name.", "Maya")]
    family_name: Annotated[str, field.line("Family name", "The family name.", "Ellison")]
    known_as: Annotated[
        str | None, field.line("Name used", "The name the pupil goes by, where it is another.", "May")
    ] = None
    year_group: Annotated[
        str,
        field.code(
            "year_group",
            "Year group",
            "The national curriculum year: N1, N2, R, 1 to 14, or X where years are not followed.",
            8,
        ),
    ]
    form: Annotated[str | None, field.short("Form", "The form or class.", "8B", "5 Willow")] = None
    out_of_year: Annotated[
        bool | None,
        field.yes(
            "Whether taught out of year",
            "true where the pupil is taught with another year group than that of the date of birth.",
        ),
    ] = None
    date_of_birth: Annotated[
        Day | None, field.past("Date of birth", "The date of birth. On the SENCO's site alone.", "2014-02-11")
    ] = None
    upn: Annotated[
        str | None,
        field.short(
            "Unique pupil number",
            "The unique pupil number, 13 characters. On the SENCO's site alone; leave it out where it is not needed.",
            "C999432126001",
        ),
    ] = None
    mis_id: Annotated[
        str | None,
        field.short(
            "Number in the information system",
            "The number that the information system gives the pupil, such as the admission number. An import matches by it only "
            "together with the date of birth. On the SENCO's site alone.",
            "004512",
        ),
    ] = None
    on_roll_from: Annotated[
        Day | None, field.day("First day on the roll", "The first day on the roll.", "2025-09-03")
    ] = None
    on_roll_until: Annotated[
        Day | None,
        field.day(
            "Last day on the roll",
            "The last day on the roll; empty while the pupil is here.",
            "2027-07-20",
            is_far=True,
        ),
    ] = None
    destination: Annotated[
        str | None,
        field.line(
            "Destination",
            "Where the pupil goes or went when leaving the roll, in words. On the SENCO's site alone.",
            "Fenmoor College, Year 12",
        ),
    ] = None
    looked_after: Annotated[
        bool | None,
        field.yes(
            "Whether looked after",
            "true where the pupil is looked after by a local authority. On the SENCO's site alone.",
        ),
    ] = None
    care_began_on: Annotated[
        Day | None,
        field.past(
            "Day on which care began",
            "For a pupil who is looked after: the day from which the local authority has looked after the pupil. The first "
            "personal education plan counts from it. On the SENCO's site alone.",
            "2026-10-19",
        ),
    ] = None
    next_year: Annotated[
        NextYear | None,
        field.part(
            "Next school year",
            "The year group, the form and the key worker from the first day of the next school year on. From that day the record "
            "is read with them; whoever corrects one of them afterwards writes it here, or moves all of it up.",
        ),
    ] = None
