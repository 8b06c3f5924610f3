"""Whether records are right: documents, school, rulebook and today in, problems out.

Pure: reads nothing, writes nothing, stops at nothing, and gives the same problems in the same order for the same
input. *Late is not wrong*: a missed review, an old plan pointer or an open concern without an open action are
duties, and derivation finds them; here stands only what cannot be so.

    shape      one document against its JSON Schema (jsonschema-rs decides)
    explain    what the schema did not accept, in a SENCO's words (jsonschema, loaded only then)
    questions  what a block to paste asks and nobody has answered
    laws       the one list of the laws between records; the modules it names hold them
"""

from collections.abc import Callable, Mapping
from datetime import date

from liverecord.model.records import Document, Pupil, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Problem
from liverecord.validate import laws, questions, references, shape
from liverecord.validate.ground import Establishment, Subject, ground
from liverecord.validate.groups import groups_of_pupils
from liverecord.validate.identity import unique_upns
from liverecord.validate.meant import NOBODY, People

__all__ = ["People", "between_pupils", "between_versions", "document", "groups", "pupil", "school"]


def document(document: Document, rulebook: Rulebook, people: People = NOBODY) -> list[Problem]:
    """Return what is wrong with the shape of one file: its keys, codes, dates, lengths. Sorted by place.

    `people` are those whom a name may have been meant for, where an id belongs, and who are not named themselves.
    """
    asked = questions.unanswered(document, rulebook)
    # A question where a code or a day belongs is the same mistake.
    places = {problem.place for problem in asked.values()}
    wrong = (each for each in shape.problems(document, rulebook, people) if each.place not in places)
    return sorted([*asked.values(), *wrong])


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


def between_versions(before: Document, after: Document) -> list[Problem]:
    """Return what does not hold between an earlier plan.yml and a later one, whatever each is by itself."""
    return list(references.version_goes_on(before, after))


def between_pupils(
    upns: Mapping[str, str | None], documents: Callable[[str], Mapping[str, Document]]
) -> list[Problem]:
    """Return what does not hold between the pupils of a school, of whom `upns` has every one by id; sorted by place.

    `documents` gives the files of one pupil, by their kinds, where there is a problem to place.
    """
    return sorted(unique_upns(upns, documents))


def groups(school: School, document: Document, classes: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    """Return what does not hold between the groups of school.yml, which is `document`, and the pupils; sorted by place.

    `classes` has every pupil of the school by id, with the form and the timetable's groups that name the pupil's classes.
    """
    return sorted(groups_of_pupils(school, document, classes))
