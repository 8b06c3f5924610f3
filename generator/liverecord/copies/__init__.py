"""Copies of a record for those who are entitled to one.

    sections   the record as sections of a page
    purposes   what a copy holds, by what it is made for: export.yml as the redaction gate takes it
    people     how a copy names colleagues, and other people's names in what was written
    plain      what passed the gate, as plain data
    pages      the copy as a page to read, offline and on paper
    checklist  what to look at before a copy is handed over
    receipts   what was copied last time, and what changed since
    making     all of that, from a pupil's id to the files of a copy
    folder     files put in place: all of them, or none

Nothing here changes or deletes a record.
"""
