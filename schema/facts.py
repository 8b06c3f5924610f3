# ruff: noqa: INP001 - a script beside the data it makes, not a package
"""Make output/facts.schema.json, the shape of what `liverecord facts` prints, from the structs that it is made of.

    python schema/facts.py            write schema/output/facts.schema.json
    python schema/facts.py --check    compare only; exit 1 where it is out of step

A struct's docstring describes it; what its fields hold is said below. A field without a line there stops this script.
Run it with the package installed.
"""

import inspect
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from liverecord.report.facts import SCHEMA, Facts

_SCHEMA = Path(__file__).resolve().parent
_TARGET = _SCHEMA / "output" / "facts.schema.json"

_NOW = "as of the day"

FIELDS: Mapping[str, str] = {
    # What many structs hold, under the same name and with the same meaning.
    "first": "The first day it is about.",
    "last": "The last day it is about.",
    "half": "The half day: AM or PM.",
    "weekday": "0 is Monday, 4 is Friday.",
    "monday": "The week's Monday.",
    "possible": "Sessions that count.",
    "missed": "Of those, the sessions missed.",
    "attended": "Of those, the sessions attended.",
    "authorised": "Sessions of authorised absence.",
    "unauthorised": "Sessions of unauthorised absence, arrivals after the register closed among them.",
    "gaps": "Mondays of the weeks it touches that have no marks, or are short of some: never counted as present.",
    "small": "Whether the count is so small that words about it should say so.",
    "percent": "In per cent, to one decimal, never rounded across a threshold; null where nothing was possible.",
    "restricted": "Whether it stems from an item that the record marks restricted.",
    "owner": "Who holds it; null where nobody does.",
    "what": "The item's own words, as typed.",
    "persistent": "Absent for the share of possible sessions that is called persistent, or more.",
    "severe": "Absent for the share of possible sessions that is called severe, or more.",
    "before_missed": "Sessions missed before it began.",
    "before_possible": "Sessions that count before it began.",
    "since": "The day it began.",
    "concern": "The id of the concern it belongs to.",
    # The whole, and a pupil.
    "Facts.as_of": "The day as of which everything is worked out.",
    "Facts.schema": "Of this shape; it changes when a reader of it would have to.",
    "Facts.pupils": "The pupils asked for, in the order of their ids.",
    "PupilFacts.id": "The pupil's id: the name of its folder.",
    "PupilFacts.on_roll": f"Whether the pupil is on the roll {_NOW}.",
    "PupilFacts.support_label": "The support, in words.",
    "PupilFacts.year_label": "The year group, in words.",
    "PupilFacts.keyworker": "Who the key worker is.",
    "PupilFacts.attendance": "Everything worked out from marks.",
    "PupilFacts.half_days": "The pupil's part in the school's own patterns; null where no marks are known.",
    "PupilFacts.reasons": "What the notes and the log explain, by how the absences count.",
    "PupilFacts.questions": "What the record leaves open about absence.",
    "PupilFacts.progress": "How attendance stands against the pupil's own target; null without one.",
    "PupilFacts.part_time": "The agreed part-time timetable; null without one.",
    "PupilFacts.waits": "How long each open circumstance has been waited for.",
    "PupilFacts.support_first": "What calls for support before any enforcement step; null where nothing does.",
    "PupilFacts.duties": "What somebody owes by a day, with the rule behind it.",
    "PupilFacts.tried": "What was tried, and sessions missed before and since.",
    "PupilFacts.next_steps": "The open actions and who holds them.",
    "PupilFacts.silences": "Open concerns without a line this week.",
    "PupilFacts.unmet": "Needs for which no outcome names provision in the plan.",
    "PupilFacts.stale_plan": "Ids of open concerns that still point to an older version of the plan.",
    "PupilFacts.lacks": "What the week's routine looks for and does not find.",
    "PupilFacts.contact_due": "Why the family is to be spoken to this week; null where nothing asks for it.",
    "PupilFacts.not_written_up": "Conversations newer than all else that the record says.",
    "PupilFacts.in_name_only": "Signs that a review took place in name only; those that only git can tell need its history.",
    "Assignee.id": "The id in staff.yml.",
    "Assignee.name": "The name in staff.yml.",
    "Assignee.by_role": "The role through which the person was found, where nobody is written.",
    "Assignee.away_until": "The last day away, where it is known.",
    "Assignee.cover_since": "The first day of the absence that is covered.",
    "Assignee.is_away": f"Whether the person is away {_NOW}.",
    "Assignee.cover_id": "The id of who covers.",
    "Assignee.cover_name": "The name of who covers.",
    "Assignee.left_on": "The day the person left, where the person has left.",
    # Attendance.
    "Attendance.register": "The school year's weeks, oldest first, weeks without marks among them.",
    "Attendance.figures": "The school year's counts; null where there are no marks.",
    "Attendance.last_week": "The newest school week with marks.",
    "Attendance.week_before": "The school week before it; null where that one has no marks.",
    "Attendance.looked": "The marks in which patterns were looked for; null where there are none.",
    "Attendance.patterns": "What repeats, each with the days behind it; empty where nothing does.",
    "Attendance.movements": "The newest weeks against the same pupil's own earlier ones.",
    "Attendance.runs": "Sessions missed one after another, the longest first.",
    "Attendance.trend": "Week by week against the agreed timetable.",
    "Attendance.logged": "Single absences typed by hand where no week has a mark for the session.",
    "RegisterWeek.sessions": "Ten sessions, from Monday morning to Friday afternoon.",
    "RegisterWeek.gap": "Whether no marks are recorded though school met.",
    "Session.day": "The day.",
    "Session.mark": "The register's mark.",
    "Session.group": "How the mark counts.",
    "Session.label": "What the mark means.",
    "Figures.possible": "Sessions in which attending was possible.",
    "Figures.late": "Of the attended: late, before the register closed.",
    "Figures.not_counted": "Sessions in which attending was not possible.",
    "Figures.agreed_possible": "Possible sessions without those that an agreed part-time timetable excuses.",
    "Figures.agreed_percent": "Attended of those, in per cent: an internal figure, beside the official one.",
    "Looked.first": "The Monday of the first school week looked at.",
    "Looked.last": "The Monday of the last school week looked at.",
    "Looked.weeks": "School weeks looked at.",
    "Looked.enough": "Whether enough marks are known to look at all; where not, no pattern means nothing.",
    "Pattern.kind": "Which kind of pattern.",
    "Pattern.cells": "The half days of the week, where the kind is about them.",
    "Pattern.half": "AM or PM, where the pattern is all mornings or all afternoons.",
    "Pattern.period": "The lesson's period, where it is about one.",
    "Pattern.subject": "The subject, where it is about one.",
    "Pattern.name": "The transition's name, where it is about one.",
    "Pattern.missed": "Missed; for lateness, arrivals and absences as the kind counts them.",
    "Pattern.possible": "Of so many.",
    "Pattern.other_missed": "Missed of what it is compared with.",
    "Pattern.other_possible": "Of so many of what it is compared with.",
    "Pattern.after_closing": "Of the missed: arrivals after the register closed, never missed lessons.",
    "Pattern.late_before": "For lateness that became absence: how many of the earlier sessions the pupil came late to.",
    "Pattern.dates": "The days behind the missed.",
    "Movement.span": "The newest week, or the newest four.",
    "Movement.weeks": "Weeks with marks in the span.",
    "Movement.earlier_weeks": "Weeks with marks before it.",
    "Movement.earlier_missed": "Sessions missed in those.",
    "Movement.earlier_possible": "Sessions that count in those.",
    "Movement.change": "What the newest weeks are beside the earlier; unknown where too few weeks are known.",
    "Run.sessions": "Sessions missed one after another.",
    "Run.at_least": "Whether a session without a mark stands at either end, so that it may have been longer.",
    "Run.ongoing": "Whether it reaches the newest mark.",
    "TrendWeek.attended": "Sessions attended in the week; null for a week without marks.",
    "TrendWeek.possible": "Sessions that count in the week; null for a week without marks.",
    "TrendWeek.recent_attended": "Sessions attended in the week and the three before it.",
    "TrendWeek.recent_possible": "Sessions that count in the week and the three before it.",
    "TrendWeek.aim": "What the pupil's own target asked for by then, in per cent.",
    "HalfDays.missed": "Sessions missed in each of the ten half days of the week, Monday morning first.",
    "HalfDays.possible": "Sessions that count in each of them.",
    "HalfDays.weeks": "Weeks with marks.",
    "HalfDays.gap_weeks": "School weeks without a mark, which are left out.",
    # Reasons and questions.
    "ReasonSpan.id": "The id of the note, or of the line of the log.",
    "ReasonSpan.source": "Where it is written.",
    "ReasonSpan.reason": 'The reason, a code of codes.yml (list "reason").',
    "ReasonSpan.certainty": 'How sure that is, a code of codes.yml (list "certainty").',
    "ReasonSpan.not_possible": "Sessions in which attending was not possible.",
    "ReasonSpan.sessions": "All the sessions it explains.",
    "ReasonSpan.logged": "Of those, single absences that stand in the log alone and in no figure.",
    "Question.kind": "What is asked.",
    "Question.source": "Where in the record it arises.",
    "Question.item": "The id of the thing there, where there is one.",
    "Question.sessions": "How many sessions it is about.",
    "Question.days": "The days it is about.",
    # What is expected of this pupil.
    "Progress.baseline": "The pupil's own starting point, in per cent.",
    "Progress.aim": "The aim, in per cent.",
    "Progress.by": "The day the aim is for.",
    "Progress.now_aim": "The aim of the step that comes next, in per cent.",
    "Progress.now_by": "The day that step is for.",
    "Progress.since": "The day from which attendance counts towards it.",
    "PartTime.state": f"Whether it is ahead, running or over {_NOW}.",
    "PartTime.expected": "The sessions expected, Monday to Friday, y and n for morning and afternoon.",
    "PartTime.expected_from": "The day from which that is expected.",
    "PartTime.next_from": "The day of the next step up.",
    "PartTime.next_expected": "The sessions expected from then.",
    "PartTime.possible": "Expected sessions that count.",
    "PartTime.agreed_absences": "Sessions marked as agreed absence (C2).",
    "PartTime.other_absences": "Expected sessions missed for another reason.",
    "Wait.circumstance": "The id of the circumstance.",
    "Wait.since": "The day it was asked for.",
    "Wait.weeks": "Whole weeks since then.",
    "Wait.deadlines": "The days by which the authority is to have answered.",
    "Deadline.label": "What is to be done, in the rulebook's words.",
    "Deadline.due": "By this day.",
    "Deadline.passed": "Whether that day has passed.",
    # Before any enforcement step.
    "SupportFirst.nearness": "Unauthorised sessions beside the national framework's number; null where far from it.",
    "SupportFirst.sickness": "Sessions of illness beside the sickness return's number; null where far from it.",
    "SupportFirst.away_in_a_row": "The newest run of unauthorised absence that an attendance return is about.",
    "SupportFirst.decides": "Who decides what follows.",
    "Nearness.sessions": "Unauthorised sessions in the rolling school weeks.",
    "Nearness.provisional": "Of those, the ones marked N: a reason may still be established.",
    "Nearness.weeks": "Of those, the weeks with marks.",
    "Nearness.limit": "The number at which the framework asks the school to consider.",
    "Nearness.window_weeks": "How many school weeks the window has.",
    "Nearness.reached": "Whether the number is reached: a question to consider, with support first; no verdict.",
    "Nearness.first": "The first Monday of the window.",
    "Nearness.by_mark": "The sessions by register mark.",
    "Sickness.sessions": "Sessions of illness (I) in the school year.",
    "Sickness.limit_sessions": "The number from which the return is made.",
    "Sickness.state": "near, due, or sent.",
    "Sickness.sent_on": "The day it was sent.",
    # Duties, and what is tried and done.
    "Duty.id": "Unique among the pupil's duties.",
    "Duty.kind": "The rule's id in reviews.yml.",
    "Duty.group": "The rule's heading: review, action, concern, provision, plan or chase.",
    "Duty.label": "How the rule names the duty.",
    "Duty.about": "What the item belongs to, as typed.",
    "Duty.item": "The item's id in its file.",
    "Duty.anchor": "The section of the pupil's page it leads to.",
    "Duty.due": "The earlier of the written day and the rule's.",
    "Duty.written_due": "The day that somebody wrote.",
    "Duty.rule_due": "The day that the rule gives.",
    "Duty.moved": "Whether a later day was written than the rule gives.",
    "Duty.said": "How the rule puts its limit; null where it has no words for it.",
    "Duty.last_on": "The day from which the rule counts.",
    "Duty.state": "How it stands as of the day.",
    "Duty.days": "Calendar days from the day; negative when late.",
    "Duty.warn_days": "From how many days before it counts as soon.",
    "Duty.held_since": "The day from which the present owner, or the cover, has held it; null where that is not known.",
    "Duty.late_school_days": "School days since the day it was due; 0 when not late.",
    "Duty.escalated_to": "Who it goes to after so many school days, where the school names a role.",
    "Duty.owed_by": "school, authority or family: the family's is a day to know.",
    "Duty.force": "must, should or school: how strong the rule is.",
    "Duty.source": "Where the rule comes from.",
    "Tried.id": "The id of the action or the provision.",
    "Tried.source": "Whether it is an action or provision.",
    "Tried.started_on": "The day it started.",
    "Tried.ended_on": "The day it ended.",
    "Tried.agreed_with": "With whom it was agreed.",
    "Tried.status": "The action's or provision's own status.",
    "Tried.result": "What people recorded of it.",
    "Tried.before_after": "Sessions missed before and since; null where too few are known. No cause is claimed.",
    "BeforeAfter.missed": "Sessions missed since.",
    "BeforeAfter.possible": "Sessions that count since.",
    "BeforeAfter.of_pattern": "Whether the counts are of the pupil's pattern of half days; else of all sessions.",
    "BeforeAfter.cells": "Every half day of the week.",
    "CellBeforeAfter.missed": "Sessions missed since.",
    "CellBeforeAfter.possible": "Sessions that count since.",
    "NextStep.id": "The action's id.",
    "NextStep.due": "The day it is due.",
    "NextStep.duty": "The id of the duty that it is.",
    "Silence.concern": "The concern's id.",
    "Silence.last_on": "The day of its newest line; null: never.",
    "Silence.last_no_change": "Whether that line said that nothing had changed.",
    "Lack.kind": 'What is lacking, a code of codes.yml (list "lack").',
    "Lack.concern": "The id of the open concern it is about; null where it is about none.",
    "Lack.since": "The day from which it is so: of no recent conversation, of the last; null where none is known.",
    "ContactDue.why": 'What asks for it, codes of codes.yml (list "contact_due").',
    "ContactDue.last_on": "The day of the last conversation; null where none is recorded.",
    "NotWrittenUp.contact": "The conversation's id.",
    "NotWrittenUp.on": "Its day.",
    "NotWrittenUp.by": "The id of who held it.",
    "InNameOnly.kind": 'What it is, a code of codes.yml (list "in_name_only").',
    "InNameOnly.source": "The file that the thing stands in.",
    "InNameOnly.item": "The thing's id there; null where it is the plan itself.",
    "InNameOnly.days": "The days it is about, oldest first.",
    "InNameOnly.number": "How many times.",
    "InNameOnly.owner": "The id of who holds it; null where nobody does.",
    "InNameOnly.path": "The file it is written in, below the school's folder.",
    "InNameOnly.line": "The line there.",
    "InNameOnly.url": "Where that is edited; null where school.yml names no forge.",
    "Unmet.need": "The need's id.",
    "Unmet.type": 'The type of need, a code of codes.yml (list "need").',
    "Unmet.detail": "The need in the record's words.",
}
"""What a field holds, by "Struct.field", else by the field's name alone."""

CHOICES: Mapping[str, Sequence[str]] = {
    "half": ("AM", "PM"),
    "Session.group": ("present", "late", "authorised", "agreed", "unauthorised", "not_counted", "none"),
    "Movement.span": ("week", "four_weeks"),
    "Movement.change": ("more", "fewer", "same", "unknown"),
    "ReasonSpan.source": ("note", "log"),
    "Question.source": ("note", "log", "driver", "provision", "register"),
    "PartTime.state": ("ahead", "running", "over"),
    "Sickness.state": ("near", "due", "sent"),
    "Duty.state": ("overdue", "due", "soon", "later"),
    "Duty.owed_by": ("school", "authority", "family"),
    "Duty.force": ("must", "should", "school"),
    "Tried.source": ("action", "provision"),
    "InNameOnly.source": ("plan", "absences", "concerns", "actions", "contacts", "reviews"),
}
"""The values of a field whose set is closed, by the same keys."""

CODED: Mapping[str, str] = {
    "Pattern.kind": "pattern",
    "Question.kind": "question",
    "Lack.kind": "lack",
    "ContactDue.why": "contact_due",
    "InNameOnly.kind": "in_name_only",
}
"""Fields whose values are a list of codes.yml."""


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with --check compare it; return the exit status."""
    made = rendered()
    if "--check" not in arguments:
        _TARGET.write_text(made, encoding="utf-8", newline="")
        return 0
    if _TARGET.exists() and _TARGET.read_text(encoding="utf-8") == made:
        return 0
    sys.stderr.write("facts.schema.json is out of step: run python schema/facts.py\n")
    return 1


def rendered() -> str:
    """Return the text of facts.schema.json. Raises KeyError, naming it, for a field that nothing describes."""
    _, parts = msgspec.json.schema_components([Facts], ref_template="#/$defs/{name}")
    codes = yaml.safe_load((_SCHEMA / "codes.yml").read_bytes())["lists"]
    choices = dict(CHOICES) | {field: [row["code"] for row in codes[name]] for field, name in CODED.items()}
    closed = {name: _closed(name, part, choices) for name, part in parts.items()}
    whole = closed.pop("Facts")
    whole["properties"]["schema"]["const"] = SCHEMA
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://liverecord.example/schema/output/facts.schema.json",
        "$comment": "Made by schema/facts.py",
    }
    defined = {"$defs": {name: closed[name] for name in sorted(closed)}}
    return json.dumps({**head, **whole, **defined}, indent=2, ensure_ascii=False) + "\n"


def _closed(struct: str, part: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return a struct's schema with every key described and asked for, and no other let in."""
    properties = {name: _field(struct, name, value, choices) for name, value in part["properties"].items()}
    return {
        "title": struct,
        "description": re.sub(r"\bNone\b", "null", inspect.cleandoc(part["description"])),
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _field(
    struct: str, name: str, value: Mapping[str, Any], choices: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    key = f"{struct}.{name}"
    # No default: every key is always printed.
    kind = {word: told for word, told in value.items() if word != "default"}
    if "anyOf" in kind and not any("$ref" in each for each in kind["anyOf"]):
        plain, empty = kind.pop("anyOf")
        kind |= {**plain, "type": [plain["type"], empty["type"]]}
    if allowed := choices.get(key, choices.get(name)):
        if kind["type"] == "array":
            kind["items"] = {**kind["items"], "enum": list(allowed)}
        else:
            kind["enum"] = [*allowed, None] if isinstance(kind["type"], list) else list(allowed)
    return {"description": FIELDS[key] if key in FIELDS else FIELDS[name], **kind}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
