"""A list of the school's pupils, whatever form its file has, into what it says of each.

    reading    the one way in: a file into what it says
    heading    which row names the columns; `rows` the rows into pupils, `ranks` several rows of one pupil into one
    words      what words mean; `kept` what texts are as they are kept
    transfers  the Common Transfer File's pupils
    seen       what comes of it: the pupils, and what is wrong

Nothing here knows the records.
"""
