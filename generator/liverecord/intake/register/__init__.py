"""A list of the school's pupils, whatever form its file has, into what it says of each.

    reading    the one way in: a file into what it says
    seen       what that is: the pupils, and what is wrong

Nothing here knows the records.
"""
