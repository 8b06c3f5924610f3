"""Teaching groups of a demo school: pupils of one year who are taught together, so that a group's sheet has something to show."""

from collections.abc import Sequence
from itertools import islice

import yaml

from liverecord.demo import emitter
from liverecord.demo.folder import Folder
from liverecord.demo.setting import Setting

_LOOKED_AT = 60
_AT_LEAST = 3
_AT_MOST = 6


def groups(setting: Setting, folders: Sequence[Folder]) -> str:
    """Return the lines of school.yml that list the groups; "" where no year has enough pupils.

    Only the first pupils are looked at: a large school is made as fast as before.
    """
    by_year: dict[str, list[str]] = {}
    for folder in folders[:_LOOKED_AT]:
        pupil = yaml.safe_load(folder.texts["plan"])["pupil"]
        if "on_roll_until" not in pupil:
            by_year.setdefault(str(pupil["year_group"]), []).append(folder.id)
    years = islice((year for year, pupils in by_year.items() if len(pupils) >= _AT_LEAST), len(_SUBJECTS))
    made: list[emitter.Plain] = [
        {
            "id": f"g{number}",
            "name": f"{subject} {year}".removesuffix(" X"),
            "teachers": [setting.keyworkers[number % len(setting.keyworkers)]],
            "pupils": list(by_year[year][:_AT_MOST]),
        }
        for number, (year, subject) in enumerate(zip(years, _SUBJECTS, strict=False), start=1)
    ]
    return emitter.document({"groups": made}) if made else ""


_SUBJECTS = ("Reading group", "Swimming")
