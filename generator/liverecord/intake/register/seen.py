"""What a list of pupils says before anything is known of the records: each pupil, with the place where the list has it."""

from datetime import date
from typing import NamedTuple

from liverecord.problem import Place, Problem

LEFT = "left"
"""The enrolment of somebody off the roll."""


class PupilSeen(NamedTuple):
    """One pupil as a row of a file, or a transfer file's element, has it. "" or None is what the file does not say.

    `upn` has the form of a unique pupil number, in capitals; whether its letter is right is for whoever knows the pupils.
    `former_upns` are for matching alone: never stored, never shown. `mis_id` is the number that the information system gives
    the pupil. `given_name` and `family_name` are those that the school uses, `known_as` is "" where it is the given name.
    `year` is a code of year_group, `support` one of sen_provision, `needs` are codes of need with the primary one first.
    `enrolment` is main, subsidiary or guest, or left where a word says that the pupil is off the roll. `keyworker` is a name as it is typed. `issued` is the day of issue of the
    education, health and care plan, `authority` who maintains it, `decided` the day of the authority's decision after the last
    annual review, `parents_told` the day on which the parents were told of SEN support; `joined` and `left` are the first and the last day on the roll. `is_medical` says that the
    system has a medical note, never which; `is_chosen`, that the list itself wants a record for the pupil.
    """

    place: Place
    upn: str = ""
    former_upns: tuple[str, ...] = ()
    mis_id: str = ""
    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    born: date | None = None
    year: str = ""
    form: str = ""
    enrolment: str = ""
    support: str = ""
    needs: tuple[str, ...] = ()
    keyworker: str = ""
    last_review: date | None = None
    issued: date | None = None
    authority: str = ""
    decided: date | None = None
    parents_told: date | None = None
    joined: date | None = None
    left: date | None = None
    is_medical: bool = False
    is_chosen: bool = False
    support_since: date | None = None


class RegisterSeen(NamedTuple):
    """All that was read of one file: `form` is csv, xlsx or ctf.

    `columns_left` are the names of the columns that were not read, fit to be shown. `made_on` is the day on which a transfer file
    was made, and `school` the establishment that made it, seven digits. `unclear` are pupils of whom something is not understood, with
    names and numbers alone: nothing may be written of them, and none of them is missing from the list. One of whom the list says that there
    is no support has that as `support`, and no problem: it matters only where there is a record. `unsaid` is the place of the
    names of the columns, where none of them says who has support or is to have a record.
    """

    form: str
    pupils: list[PupilSeen]
    problems: list[Problem]
    columns_left: tuple[str, ...] = ()
    made_on: date | None = None
    school: str = ""
    unclear: tuple[PupilSeen, ...] = ()
    unsaid: Place | None = None
