"""Whether something that was tried is about attendance, by what the record declares of it and never by its words.

The one law of it: a figure of sessions missed stands beside what is declared to be about attendance, and beside nothing
else. A radio aid may help a pupil to hear whatever the register says. None is that nobody has said.
"""

from liverecord.model.records import Action, Concern, Outcome, Provision, Pupil

ATTENDANCE = "attendance"
"""The theme, a code of codes.yml."""


def is_action_about(pupil: Pupil, action: Action) -> bool | None:
    """Tell it of an action: by the theme of the concern that it is for, and of each one whose driver it tests.

    What a restricted concern or driver says of an action that is open to more people does not count.
    """
    themes = {
        concern.theme
        for concern in pupil.concerns
        if concern.id == action.concern or (not concern.restricted and _is_tested_by(action.id, concern))
    }
    return ATTENDANCE in themes if themes else None


def is_provision_about(provision: Provision, outcome: Outcome | None) -> bool | None:
    """Tell it of provision: where attendance depends on it; else by its own theme, else by that of its outcome."""
    if provision.attendance_depends_on:
        return True
    theme = provision.theme or (outcome.theme if outcome is not None else None)
    return theme == ATTENDANCE if theme is not None else None


def _is_tested_by(action: str, concern: Concern) -> bool:
    return any(driver.test == action and not driver.restricted for driver in concern.drivers)
