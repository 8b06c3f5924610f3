"""What becomes of a record: copies of it for those entitled to one, and the proof that nothing is left of one that was erased.

    purposes   what a copy holds, by what it is made for: export.yml as the redaction gate takes it
    people     how a copy names colleagues, and other people's names in what was written
    plain      what passed the gate, as plain data
    pages      the copy as a page to read, offline and on paper
    checklist  what to look at before a copy is handed over
    receipts   what was copied last time, and what changed since
    copies     all of that, from a pupil's id to the files of a copy
    folder     files put in place: all of them, or none
    traces     where something of a pupil still stands: in git's objects, in the store, in sites

Nothing here changes or deletes a record.
"""
