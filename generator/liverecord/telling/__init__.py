"""Telling the staff what they owe, where they look anyway: an e-mail on school days, and a calendar to subscribe to.

    recipients   to whom each duty is told
    letters      the e-mail to one person
    digests      everybody's e-mails of a day
    sending      through a mail server
    sent         so that nobody gets it twice
    feeds        everybody's calendars in a folder
    placing      files put in their place

Both leave the building, so neither holds anything that was typed into a record: ids, days, and the rules' own labels.
"""
