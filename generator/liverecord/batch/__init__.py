"""A job of the forms, done by command: on the records as they lie in the folder; judged, told, written, and never committed.

options.py   the options of a job's command, made from its form's questions
plan.py      who takes over what, as a table to fill in
folder.py    the records in the folder as a job may look at them, and what is put into them
writing.py   the files of a change: all of them, or none
"""

from liverecord.batch.folder import Done, Folder, asked, done

__all__ = ["Done", "Folder", "asked", "done"]
