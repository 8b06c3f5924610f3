"""What the passport may say, which every adult reads."""

import re
from collections.abc import Iterator

from liverecord.model.passport import lines
from liverecord.problem import Problem
from liverecord.validate.ground import Subject
from liverecord.validate.wording import listed

_OPEN_TEXTS = (
    "need",
    "helps",
    "avoid",
    "emergency",
    "safe_to_attend",
    "strengths",
    "communication",
    "physical_care",
)
_PARTS_OF_A_NAME = re.compile(r"[(),;/]")
_SHORTEST_NAME = 3


def first_lines(subject: Subject) -> Iterator[Problem]:
    """passport-first-unknown: what comes first on a class sheet is a line of the passport, each once."""
    passport = subject.plan.passport
    known = lines(
        {name: getattr(passport, name) for name in ("helps", "avoid", "communication", "physical_care")}
    )
    there = f"There are: {listed(known)}." if known else "Write the lines first, or take 'first' out."
    for index, name in enumerate(passport.first):
        if name not in known:
            yield subject.problem(
                "passport-first-unknown",
                "plan",
                ("passport", "first", index),
                f"Line {index + 1} of 'first' names no line of the passport.",
                f"Name a line by where it stands, helps.1 for the first of helps. {there}",
            )
        elif name in passport.first[:index]:
            yield subject.problem(
                "passport-first-unknown",
                "plan",
                ("passport", "first", index),
                f"'first' names {name} twice.",
                "Leave the one that comes earlier, and take this one out.",
            )


def conditions_named(subject: Subject) -> Iterator[Problem]:
    """condition-named: a condition's name stands in what every adult reads only where that was agreed.

    What to do is open to all; why is the team's and the SENCO's. Somebody who types the name there may mean it, with the
    family's agreement, and then says so at the condition: a decision that stands in the record and in its history.
    """
    passport = subject.plan.passport
    for condition in subject.plan.conditions:
        if condition.open_to_staff:
            continue
        names = [_pattern(part) for part in _names(condition.name)]
        for field in _OPEN_TEXTS:
            said = getattr(passport, field)
            for index, text in enumerate((said,) if isinstance(said, str) else said or ()):
                if any(name.search(_plain(text)) for name in names):
                    yield subject.problem(
                        "condition-named",
                        "plan",
                        ("passport", field) if isinstance(said, str) else ("passport", field, index),
                        f"'{field}' says what condition {condition.id} is called, and every adult reads it.",
                        "Say what to do without the name. Where pupil and family agreed that all staff may read it, write "
                        f"open_to_staff: true at {condition.id}.",
                    )


def _names(name: str) -> list[str]:
    """Return the whole name, and what stands apart in it: "Attention deficit (ADHD)" is called ADHD too."""
    parts = [_plain(part) for part in (name, *_PARTS_OF_A_NAME.split(name))]
    return [part for part in dict.fromkeys(parts) if len(part) >= _SHORTEST_NAME]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
