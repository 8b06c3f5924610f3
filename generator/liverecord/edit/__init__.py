"""The forms as pages on this computer: shown, checked, previewed, sent.

In the order in which a change goes through them:

opening.py       the addresses on this computer, and the one that opens them once
session.py       who may come in: the token that the program printed, the cookie, what was sent
guards.py        what every request must be before anything is done for it
received.py      what a browser sent with a request: answers, and what was decided
application.py   the way through a form: asked, checked, previewed, saved
desk.py          what the pages ask of the school's records: a Protocol, and the errors that it may raise

working_desk.py  the desk that works: over a school's clone
clone.py         the clone: where the next save stands, who writes, and the records there
bringing.py      files of other systems that come in by form
kinds.py         which kinds of such files there are
marks.py         those of the register
lists.py         lists of pupils, provision maps, timetables
calendars.py     calendars of the school year to come
looked_into.py   what a list of pupils asks and leaves to be written, each once with those whom it is about
cures.py         what mends what an import of lists saw, by form
on_the_page.py   an import's hints in the words of its page
brought.py       any of them, read on the records of a commit
laid.py          a change that was asked on one commit, laid on the newest
prepared.py      a change that is ready to be kept, with the page that shows it

saying.py        values of the records in words
told_back.py     what was typed, told back below the sentence that it belongs to
own_files.py     what changes in school.yml and staff.yml, thing by thing
worded.py        all that a preview's page says
clashing.py      what two people changed at once
waits.py         what waits, and why it was not sent

pages.py         what each page shows, as values; templates/ sees these and nothing else
showing.py       the pages' HTML
own_site.py      the SENCO's site of the commit that the next save stands on, built beside
whole_site.py    that site, with links to the forms where it has something to write

form.css         the look of the forms; site.css that of the links on the site
"""
