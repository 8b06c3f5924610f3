"""What an import of a list of pupils asks a person, in words: what it saw, by id alone, and what answers it."""

from collections.abc import Mapping
from typing import NamedTuple


class Asked(NamedTuple):
    """The words of a question: what was seen, and what answers it.

    {pupil} is the record's id, {record} and {file} what each of the two has (codes or a day), {command} what does it.
    """

    message: str
    hint: str


FORMER_UPN = "former-upn"
SAME_PUPIL = "same-pupil"
BIRTH_DIFFERS = "birth-differs"
BACK_ON_ROLL = "back-on-roll"
RECORDS_SINCE = "records-since"
OUT_OF_YEAR = "out-of-year"
PLAN_DIFFERS = "plan-differs"
SUPPORT_CHANGED = "support-changed"
YEAR_AHEAD = "year-ahead"
YEAR_BEHIND = "year-behind"
LAST_REVIEW = "last-review"
MISSING_FROM_LIST = "missing-from-list"
LEFT_THE_ROLL = "left-the-roll"
REGISTERED_ELSEWHERE = "registered-elsewhere"
KEYWORKER_UNCLEAR = "keyworker-unclear"
KEYWORKER_DIFFERS = "keyworker-differs"
NEEDS_DIFFER = "needs-differ"
MEDICAL_NOTE = "medical-note"

ANOTHER_YEAR = frozenset({YEAR_AHEAD, YEAR_BEHIND})
"""Questions while which are open year and form of a record are left: the list may be another school year's."""

_COMMIT_REMAINS = (
    "The former number and name are then not kept, but git's past has them still, and so may what people wrote in words: "
    "docs/keeping.md says how they are erased, and `liverecord traces` finds what is left."
)

WORDS: Mapping[str, Asked] = {
    FORMER_UPN: Asked(
        "The record of {pupil} has another unique pupil number than the list has for this pupil now.",
        "A child who is adopted gets a new number, and often a new name: ask the office, and nobody else. Where it is the same "
        "child, --accept former-upn:{pupil} puts what the list has in the place of what the record has. "
        + _COMMIT_REMAINS
        + " Where it is another child, correct the number in plan.yml.",
    ),
    SAME_PUPIL: Asked(
        "The record of {pupil} has the name and the date of birth of this row, and no number ties the two.",
        "Where they are one child, --accept same-pupil:{pupil}. Where they are two, --also with the row's UPN or admission number "
        "begins a record of its own.",
    ),
    BIRTH_DIFFERS: Asked(
        "The date of birth in the record of {pupil} is not that of the list.",
        "See which is right, and correct plan.yml or the information system. Until then nothing of this pupil is taken; "
        "--accept birth-differs:{pupil} takes the rest.",
    ),
    BACK_ON_ROLL: Asked(
        "The record of {pupil} ends on {record}, and the list has the pupil.",
        "Where the pupil is back, take on_roll_until out of plan.yml and import again. Where not, the information system has the "
        "pupil still; --accept back-on-roll:{pupil} takes what the list has all the same.",
    ),
    RECORDS_SINCE: Asked(
        "school.yml does not say since when the school keeps live records: without that day, what was due before it would stand as "
        "late. The records of those it is about wait.",
        "Write a line into school.yml, with the day on which you begin: records_since: {file}. Then import again.",
    ),
    OUT_OF_YEAR: Asked(
        "The year and the date of birth of {pupil} are more than a year apart, so that the record waits.",
        "See both. Where the pupil is taught with another year group, --accept out-of-year says so in the record. Where one is wrong, "
        "correct it in the information system.",
    ),
    PLAN_DIFFERS: Asked(
        "The {record} of the plan of {pupil} is another in the record than in the list.",
        "See the plan itself and the authority's letters: annual reviews count from these days. Correct plan.yml or the information "
        "system.",
    ),
    SUPPORT_CHANGED: Asked(
        "The record of {pupil} has support {record}, and the list has {file}.",
        "Plans and reviews hang on it, so that a person says it: {command}. Where the record is right, correct the information "
        "system.",
    ),
    YEAR_AHEAD: Asked(
        "The list has the year after that of the record for {pupil}, who by age is in the record's: it may be next year's list.",
        "Year and form are left as they are. `liverecord new-year` makes the next year ready, and it counts from its first day. Where "
        "the pupil has moved up out of turn, --accept year-ahead:{pupil}.",
    ),
    YEAR_BEHIND: Asked(
        "The list has the year before that of the record for {pupil}, who by age is in the record's: it may be last year's list.",
        "Year and form are left as they are. Export the list anew. Where the pupil is taught a year below now, --accept "
        "year-behind:{pupil}.",
    ),
    LAST_REVIEW: Asked(
        "The list has a last review of {pupil} on {file}, which the record does not have.",
        "See what was held on that day. A meeting stands in reviews.yml with held_on. The day that an annual review counts from is "
        "that of the authority's decision, which is another: ehcp.last_review_decided_on in plan.yml.",
    ),
    MISSING_FROM_LIST: Asked(
        "{pupil} is on the roll in the records, and is not in the list.",
        "Where the pupil has left: liverecord leave {pupil} --on DAY. Where the list leaves somebody out on purpose, "
        "--accept missing-from-list.",
    ),
    LEFT_THE_ROLL: Asked(
        "The list has {file} as the last day on the roll of {pupil}, and the record does not.",
        "Where that is right: liverecord leave {pupil} --on DAY.",
    ),
    REGISTERED_ELSEWHERE: Asked(
        "The list has {pupil} as a {file} registration: another school may hold the main one.",
        "Ask which school holds the main registration, and who of the two keeps the plan and holds its reviews. Once that is "
        "clear, --accept registered-elsewhere.",
    ),
    KEYWORKER_UNCLEAR: Asked(
        "The key worker whom the list names for {pupil} is nobody in staff.yml who is still there, or may be several.",
        "Write `keyworker` with the id from staff.yml into plan.yml, or the name into the list as staff.yml has it. Who is not in "
        "staff.yml yet: liverecord join staff.",
    ),
    KEYWORKER_DIFFERS: Asked(
        "The key worker of {pupil} is {record} in the record and {file} in the list.",
        "See who it is, and correct plan.yml or the information system.",
    ),
    NEEDS_DIFFER: Asked(
        "The needs of {pupil} are {record} in the record and {file} in the list.",
        "See which is right, and correct plan.yml or the information system: outcomes and support refer to a need.",
    ),
    MEDICAL_NOTE: Asked(
        "The information system has a medical note on {pupil}, and the record says nothing of what to do in an emergency.",
        "What the note says was not read. See the individual healthcare plan, and write what every adult must do into the passport "
        "(emergency in plan.yml) and the condition under conditions. Where nobody has to know of it, --accept medical-note:{pupil}.",
    ),
}
"""Every question by its name, in the order in which they are asked."""
