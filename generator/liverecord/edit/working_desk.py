"""The desk that works: a school's clone, its records read from git, its saves kept there. Not written yet."""

from datetime import date

from liverecord.edit.desk import Desk
from liverecord.problem import CannotBuild
from liverecord.read.settings import Settings


def working_desk(settings: Settings, today: date) -> Desk:
    """Return the desk of the school whose settings these are; raises LiverecordError where nothing can be written there."""
    message = f"The records in {settings.root} cannot be written by form yet, as of {today.isoformat()}."
    raise CannotBuild(message, "Edit the YAML files by hand: docs/senco.md says how.")
