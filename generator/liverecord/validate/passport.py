"""The lines of the passport that come first on a class sheet."""

from collections.abc import Iterator

from liverecord.model.passport import lines
from liverecord.problem import Problem
from liverecord.validate.ground import Subject
from liverecord.validate.wording import listed


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
