"""A school year's calendar as a council or a school publishes it, into terms and days without school; nothing is guessed.

events    an iCalendar file or a table into events: what each is called, its first and its last day
wording   what an event's name says: a term starts, a holiday, a day without school, or nothing that can be read
reading   the one way in: events of one school year into terms and closures, and what is not clear
"""
