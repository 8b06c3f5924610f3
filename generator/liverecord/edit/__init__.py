"""The forms as pages on this computer: shown, checked, previewed, sent.

desk.py         what the pages ask of the school's records: a Protocol, and the errors that it may raise
pages.py        what each page shows, as values; templates/ sees these and nothing else
session.py      who may come in: the token that the program printed, the cookie, what was sent
guards.py       what every request must be before anything is done for it
application.py  the way through a form: asked, checked, previewed, saved
whole_site.py   the school's site, with links to the forms where it has something to write
form.css        the look of the forms; site.css that of the links on the site
"""
