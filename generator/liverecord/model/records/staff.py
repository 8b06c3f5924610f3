"""staff.yml: who works at the school."""

from typing import Annotated

import msgspec

from liverecord.model import field
from liverecord.model.records.item import Day, Record


class Away(Record, frozen=True, kw_only=True):
    """A known absence of a member of staff, and who covers."""

    from_: Annotated[Day, field.day("first day away", "The first day away.", "2026-11-16")] = msgspec.field(
        name="from"
    )
    until: Annotated[
        Day | None,
        field.day("last day away", "The last day away; empty while it is not known.", "2026-12-04"),
    ] = None
    cover: Annotated[str | None, field.staff("cover", "Who covers: the id from staff.yml.", "r-adeyemi")] = (
        None
    )


class Person(Record, frozen=True, kw_only=True):
    """A member of staff."""

    id: Annotated[
        str,
        field.own_id(
            "id",
            "A short name that records use for this person, for instance an initial and the family name. It "
            "never changes.",
            "r-adeyemi",
        ),
    ]
    name: Annotated[str, field.line("name", "The name as pages print it.", "R. Adeyemi")]
    roles: Annotated[
        tuple[str, ...],
        field.codes(
            "role",
            "roles",
            "What the person does. A duty that names nobody goes to the first person with its role.",
            ["form_tutor", "keyworker"],
        ),
    ] = ()
    email: Annotated[
        str | None,
        field.email(
            "work e-mail address",
            "The work e-mail address. It ties the person to changes in the records' history and is not printed.",
            "r.adeyemi@ashgrove.example",
        ),
    ] = None
    git_emails: Annotated[
        tuple[str, ...],
        field.emails(
            "other e-mail addresses",
            "Other addresses that the person saves changes with.",
            ["jo@ashgrove.example"],
        ),
    ] = ()
    away: Annotated[
        Away | None,
        field.part("Absence", "A known absence. Pages name the person first and the cover second."),
    ] = None
    left_on: Annotated[
        Day | None,
        field.day(
            "last day at the school",
            "The last day at the school. What is still in the person's hands is then listed for somebody else.",
            "2026-10-23",
        ),
    ] = None
    handover: Annotated[
        str | None,
        field.text(
            "handover", "What whoever takes over needs to know.", "The transport form is half filled in"
        ),
    ] = None


class Staff(Record, frozen=True, kw_only=True):
    """The staff who appear in the records, in the order in which a role is looked up: the first SENCO here is the SENCO."""

    staff: Annotated[
        tuple[Person, ...],
        field.part(
            "Staff",
            "One entry for each person. Nobody is taken out who is named in a record: somebody who leaves gets "
            "left_on.",
        ),
    ] = ()
