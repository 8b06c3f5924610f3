"""What a pupil's summary keeps of the past: the revisions of the last days, already told in sentences.

The school's page of changes and its feed show them. Told here, where the pupil's view is at hand, a revision is a few
hundred bytes of text. The views behind it are ten times that, and a large school has tens of thousands of them.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from liverecord.render import words
from liverecord.render.changes import lines
from liverecord.render.changes.sentences import Teller, Told
from liverecord.render.changes.voice import names
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

SENTENCES = 4
"""How many sentences of a revision the school's page shows; the pupil's own page of the past has all."""

_REVISIONS = 40
"""How many revisions of one pupil are kept."""


def lately(view: View, school: View) -> tuple[View, ...]:
    """Return a pupil's revisions of the last days, newest first, as the pages of the school's changes take them.

    Each holds who made it (`by`, `by_id`, `who`), when (`at`; None: not committed yet) and which commit it is
    (`commit`, `commit_url`), as far as the audience sees them. `what` are its parts and kinds ("actions:added").
    `said` are its first sentences, as HTML for a page one folder deep. `plain` are the same sentences without anything
    typed by people, and `more` counts the further ones.
    """
    if not view.has("revisions"):
        return ()
    known = names(view)
    setting = Setting(school, "../", view.as_of)
    return _told(view.revisions, setting, Teller(setting, names=known), Teller(setting, words=False))


def of_school(school: View) -> tuple[View, ...]:
    """Return the same of school.yml and staff.yml."""
    if not school.has("revisions"):
        return ()
    setting = Setting(school, "../")
    return _told(school.revisions, setting, Teller(setting), Teller(setting, words=False))


def _told(revisions: Iterable[View], setting: Setting, teller: Teller, plainly: Teller) -> tuple[View, ...]:
    told_revisions: list[View] = []
    for revision in _of_the_last_days(revisions, setting):
        every = lines.lines(revision, teller)
        # One more than the most is shown, rather than "and 1 more".
        cut = SENTENCES if len(every) > SENTENCES + 1 else len(every)
        at = sees(revision, "at")
        told_revisions.append(
            View(
                at=None if lines.is_pending(revision) else at,
                by=str(sees(revision, "by") or ""),
                by_id=sees(revision, "by_id"),
                who=lines.who(revision),
                commit=sees(revision, "commit"),
                commit_url=sees(revision, "commit_url"),
                what=tuple(dict.fromkeys(line.what for line in every)),
                said=tuple((line.what, str(lines.sentence(line.told))) for line in every[:cut]),
                plain=tuple(_plain(said) for _, said in plainly.together(revision.amendments)[:cut]),
                more=len(every) - cut,
            )
        )
        if len(told_revisions) == _REVISIONS:
            break
    return tuple(told_revisions)


def _of_the_last_days(revisions: Iterable[View], setting: Setting) -> Iterator[View]:
    """Yield the revisions of the last days and those not committed yet; one whose moment is hidden is left out."""
    days = sees(setting.school, "recent_days") or 0
    first = setting.as_of - timedelta(days=days)
    for revision in revisions:
        day = lines.day_of(revision)
        if lines.is_pending(revision) or (day is not None and day > first):
            yield revision


def _plain(told: Told) -> str:
    return f"{words.capped(told.small)}: {words.uncapped(told.text)}" if told.small else told.text
