"""Generated pupils: drafts and stories put together and written out as the files of a folder."""

from collections.abc import Iterator
from typing import Any

from liverecord.demo import emitter, register
from liverecord.demo.folder import Folder
from liverecord.demo.people import pupil_ids
from liverecord.demo.plans import draft
from liverecord.demo.setting import Setting
from liverecord.demo.stories import Story, agree_target, story

_PLAN = (
    "pupil",
    "support",
    "kind",
    "version",
    "agreed_on",
    "keyworker",
    "safeguarding",
    "ehcp",
    "passport",
    "needs",
    "conditions",
    "outcomes",
    "attendance",
    "mentors",
    "views",
    "circumstances",
)
"""The order in which a plan is written: the example record's."""


def generated(setting: Setting, count: int, taken: set[str]) -> Iterator[Folder]:
    """Yield so many pupils, each with an id that is not taken yet."""
    ids = pupil_ids(setting.generator("ids"), taken)
    for number in range(count):
        pupil = next(ids)
        generator = setting.generator("pupil", number)
        made = draft(setting, generator, number)
        told = story(setting, generator, made)
        marked = register.weeks(generator, told.habit, setting.calendar, made.on_roll_from)
        weeks = {str(monday): emitter.Quoted(marks) for monday, marks in marked}
        agree_target(setting, generator, made, told, weeks.values())
        yield Folder(
            pupil,
            made.keyworker,
            _texts({key: made.plan.get(key) for key in _PLAN}, made.reviews, told, weeks),
        )


def _texts(
    plan: dict[str, Any], reviews: list[dict[str, Any]], told: Story, weeks: dict[str, emitter.Quoted]
) -> dict[str, str]:
    """Return the texts of a pupil's files; a file that would hold nothing is not written."""
    files: dict[str, dict[str, Any]] = {
        "plan": plan,
        "absences": {"weeks": weeks, "notes": told.notes or None} if weeks else {},
        "concerns": {"concerns": told.concerns} if told.concerns else {},
        "actions": {"actions": told.actions} if told.actions else {},
        "contacts": {"contacts": told.contacts} if told.contacts else {},
        "reviews": {"reviews": _numbered([*reviews, *told.reviews])} if reviews or told.reviews else {},
    }
    return {
        kind: emitter.document(data, f"../../../schema/{kind}.schema.json")
        for kind, data in files.items()
        if data
    }


def _numbered(reviews: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"r{number}", **review} for number, review in enumerate(reviews, start=1)]
