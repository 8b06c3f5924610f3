"""Whether records are right: documents, school, rulebook and today in, problems out.

Pure: reads nothing, writes nothing, stops at nothing, and gives the same problems in the same order for the same
input. *Late is not wrong*: a missed review, an old plan pointer or an open concern without an open action are
duties, and derivation finds them; here stands only what cannot be so.

    shape      one document against its JSON Schema (jsonschema-rs decides)
    explain    what the schema did not accept, in a SENCO's words (jsonschema, loaded only then)
    laws       the one list of the laws between records; the modules it names hold them
"""

from collections.abc import Mapping
from datetime import date

from liverecord.model.records import Document, Pupil, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Problem
from liverecord.validate import laws, shape
from liverecord.validate.ground import Establishment, Subject, ground
from liverecord.validate.meant import NOBODY, People

__all__ = ["People", "document", "pupil", "school"]


def document(document: Document, rulebook: Rulebook, people: People = NOBODY) -> list[Problem]:
    """Return what is wrong with the shape of one file: its keys, codes, dates, lengths. Sorted by place.

    `people` are those whom a name may have been meant for, where an id belongs, and who are not named themselves.
    """
    return sorted(shape.problems(document, rulebook, people))


def school(
    documents: Mapping[str, Document], school: School, staff: Staff, rulebook: Rulebook, today: date
) -> list[Problem]:
    """Return what does not hold together in school.yml and staff.yml, whose `documents` stand under their kinds."""
    subject = Establishment(documents, school, staff, ground(school, staff, rulebook, today))
    return sorted(problem for law in laws.SCHOOL for problem in law(subject))


def pupil(
    pupil: Pupil,
    documents: Mapping[str, Document],
    school: School,
    staff: Staff,
    rulebook: Rulebook,
    today: date,
) -> list[Problem]:
    """Return what does not hold together in one pupil's record, whose `documents` stand under their kinds."""
    subject = Subject(pupil, documents, ground(school, staff, rulebook, today))
    return sorted(problem for law in laws.PUPIL for problem in law(subject))
