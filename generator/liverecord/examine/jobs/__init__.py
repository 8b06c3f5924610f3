"""A job of the forms, on a school's records: what it may look at there, and what its answers mean before anything is kept.

scene.py         the records, at a commit or as they lie in the folder, as a job may look at them
preview.py       what a change means: spliced, judged, compared, in memory alone
consequences.py  what a change of the school's own files makes wrong in pupils' records
"""
