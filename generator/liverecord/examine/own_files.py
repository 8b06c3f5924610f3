"""The school's own files, judged, where no pupil's record is asked for."""

from datetime import date

from liverecord.cache import Store
from liverecord.examine.records import Records, World
from liverecord.problem import InvalidRecords
from liverecord.read.settings import Settings


def own_files(settings: Settings, today: date) -> World:
    """Return what school.yml and staff.yml make. Raises InvalidRecords where something is wrong in them."""
    with Store(settings.root) as store:
        records = Records(settings, today, store)
    own = {path for path in (records.listing.school, records.listing.staff) if path is not None}
    wrong = [problem for problem in records.problems if problem.place.path in own]
    if wrong or not records.world.sound:
        raise InvalidRecords(wrong or records.problems)
    return records.world
