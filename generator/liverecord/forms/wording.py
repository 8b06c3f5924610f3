"""What a form says of a field and calls a thing, in the words of whoever answers and not of whoever types a file."""

import re
from collections.abc import Mapping
from typing import NamedTuple


class Noun(NamedTuple):
    """What a thing is called: "a note on an absence", "this note on an absence"."""

    words: str
    article: str = "a"

    @property
    def one(self) -> str:
        """Return it with its article."""
        return f"{self.article} {self.words}"


def noun_of(struct: type) -> Noun:
    """Return what the things of a struct are called."""
    return _NOUNS[struct.__name__]


def told_of(struct: type, field: str) -> str | None:
    """Return what a form says of a field in words of its own; None where the field's description serves."""
    return _TOLD.get((struct.__name__, field))


def says_more(hint: str, label: str) -> bool:
    """Tell whether a hint says anything that its question's label does not."""
    return not _said(hint) <= _said(label)


def _said(words: str) -> set[str]:
    return {_STEM.sub("", word) for word in _WORD.findall(words.lower())} - _LITTLE


_WORD = re.compile(r"[a-z0-9]+")
_STEM = re.compile(r"(?:ed|es|e|s|d)$")
"""An end that changes nothing of what a word says, as in "agree" and "agreed"."""
_LITTLE = frozenset(
    _STEM.sub("", word)
    for word in [
        "a",
        "an",
        "the",
        "of",
        "it",
        "its",
        "is",
        "was",
        "are",
        "am",
        "to",
        "at",
        "on",
        "in",
        "for",
        "by",
        "and",
        "or",
        "that",
        "this",
        "there",
        "here",
        "what",
        "who",
        "whom",
        "when",
        "where",
        "why",
        "how",
        "which",
        "with",
        "did",
        "does",
        "do",
        "has",
        "had",
        "have",
        "be",
        "been",
        "will",
    ]
)
"""Words that say nothing by themselves."""


_NOUNS: Mapping[str, Noun] = {
    "Absence": Noun("day of absence"),
    "AbsenceNote": Noun("note on an absence"),
    "Access": Noun("line on being able to learn"),
    "Action": Noun("action", "an"),
    "Attempt": Noun("attempt to meet a need", "an"),
    "AttendancePlan": Noun("agreement about attendance", "an"),
    "Away": Noun("absence of a colleague", "an"),
    "Circumstance": Noun("circumstance"),
    "Closure": Noun("day without school"),
    "Concern": Noun("concern"),
    "Condition": Noun("condition"),
    "Contact": Noun("conversation"),
    "Driver": Noun("reason that may lie behind a concern"),
    "EhcPlan": Noun("education, health and care plan", "an"),
    "Enforcement": Noun("consideration of enforcement"),
    "Escalation": Noun("way for what is late"),
    "Forge": Noun("place where the records are edited"),
    "Group": Noun("teaching group"),
    "Identity": Noun("set of details of the pupil"),
    "Lesson": Noun("mark for a lesson"),
    "Mentor": Noun("mentor"),
    "Need": Noun("need"),
    "NextYear": Noun("set of details for the next school year"),
    "Outcome": Noun("outcome", "an"),
    "PartTimeTimetable": Noun("part-time timetable"),
    "Passport": Noun("passport"),
    "Period": Noun("lesson of the day"),
    "Person": Noun("colleague"),
    "Provision": Noun("piece of support"),
    "Reintegration": Noun("return to school"),
    "ReintegrationStep": Noun("step of the return to school"),
    "Review": Noun("review"),
    "ReviewChain": Noun("set of steps of the annual review"),
    "ReviewedOutcome": Noun("result of an outcome"),
    "Safeguarding": Noun("pointer to a safeguarding record"),
    "SchoolYears": Noun("range of year groups"),
    "SicknessReturn": Noun("sickness return to the authority"),
    "Target": Noun("attendance target", "an"),
    "TargetStep": Noun("step towards the attendance target"),
    "Term": Noun("term"),
    "TimetableStep": Noun("step of the part-time timetable"),
    "TimetabledLesson": Noun("lesson of the timetable"),
    "Transition": Noun("day of change"),
    "Update": Noun("weekly line"),
    "Voice": Noun("view", "a"),
}
"""What each struct of a record is called, as people say it."""

_NOT_YET = "Not needed while it goes on."
_NOBODY_SAID = "Not needed while nobody has said."

_TOLD: Mapping[tuple[str, str], str] = {
    **{
        (struct, "restricted"): "Yes: it is on the SENCO's site alone."
        for struct in [
            "Absence",
            "AbsenceNote",
            "Action",
            "Circumstance",
            "Concern",
            "Condition",
            "Contact",
            "Driver",
            "Enforcement",
            "Need",
            "Outcome",
            "Provision",
            "Review",
            "Update",
            "Voice",
        ]
    },
    ("Absence", "code"): "As in the register.",
    ("Absence", "reason"): "What lay behind it, where a mark cannot say. It never becomes a register mark.",
    ("Lesson", "mark"): "As in the register.",
    ("AbsenceNote", "until"): f"The last day. {_NOT_YET}",
    ("Absences", "weeks"): (
        "The Monday of the week, then its ten marks: a morning and an afternoon for each day, with a space between days. "
        "A dash is no mark, # is closed."
    ),
    ("Action", "status"): "Where nothing is chosen, it is open.",
    ("Action", "result"): f"Whether it helped. {_NOBODY_SAID}",
    ("Away", "until"): "The last day away. Not needed while it is not known.",
    ("Circumstance", "expected_on"): "When the next thing is expected. Not needed while it is not known.",
    ("Circumstance", "advice_sent_on"): "For a needs assessment: when the school sent its advice.",
    ("Circumstance", "order_done_on"): (
        "For an appeal: when the local authority had done what the tribunal ordered. Not needed until then."
    ),
    ("Closure", "session"): "Where only the morning or the afternoon is closed.",
    ("Concern", "status"): "Where nothing is chosen, it is open.",
    ("Identity", "on_roll_until"): "The last day on the roll. Not needed while the pupil is here.",
    (
        "Identity",
        "upn",
    ): "The unique pupil number, 13 characters. Only where it is needed. On the SENCO's site alone.",
    ("Mentor", "until"): _NOT_YET,
    ("Need", "type"): "The type as the school census has it.",
    ("Outcome", "status"): "Where nothing is chosen, it is being worked on.",
    ("Passport", "first"): (
        "Which lines come first where there is no room for all. "
        "Write helps.1 for the first line of what helps, and avoid.2 for the second of what to avoid."
    ),
    ("Period", "starts"): "In four digits. For example: 08:50",
    ("Period", "ends"): "In four digits. For example: 09:50",
    (
        "Person",
        "id",
    ): "A short name for this person, for instance an initial and the family name. It never changes.",
    ("Plan", "support_since"): "Since when the pupil has had this support or the other, without a break.",
    (
        "Plan",
        "kind",
    ): "It agrees with the support: for SEN support, or for an education, health and care plan.",
    ("Plan", "layer"): "For individual support plans to come. Not needed until the law asks for it.",
    ("Provision", "until"): f"The last day. {_NOT_YET}",
    ("Provision", "result"): f"Whether it helps. {_NOBODY_SAID}",
    ("Provision", "need"): "The need it meets, for support that no outcome has.",
    ("ReintegrationStep", "reached_on"): "Not needed until then.",
    ("Review", "held_on"): "Not needed until then.",
    ("Review", "owner"): "Where nobody is chosen, it falls to whoever the rule names.",
    ("School", "review_intervals"): (
        "Where the school's own are shorter than the rule's; never longer. The name of the review as the guide has it, then how "
        "long, such as 2 weeks."
    ),
    ("School", "audiences"): (
        "The part of the record as the guide has it, then who sees it first. A school may narrow a part, never widen it."
    ),
    ("TimetabledLesson", "until"): f"The last day. {_NOT_YET}",
}
"""What a form says of a field whose description is for whoever types the file."""
