"""What the school keeps elsewhere, brought into its records, so that nobody types it.

    exports     files of any shape into rows; sightings: what marks and transfer files say
    marks       marks of the register into absences.yml
    register    a list of pupils into what it says; pupils: from that into records
    outcomes    a provision map into plans
    timetable   lessons and teaching groups into absences.yml
    calendar    a council's calendar into terms; rosters: a table of pupils for a new school year

Shared by them: whose a row is (`matching`, `whose`), whom a name means (`colleagues`), how names are compared (`spelling`), columns by
their names (`named`), a record judged before it is written (`judging`), files put in place whole (`writing`), and a file's name in
messages (`shown`).
"""
