"""The school year goes round: new terms, year groups up by one, forms by rule, leavers; in one batch, and on one day to come.

rule      what the year's end brings a pupil by the school's own years: up, out, or a question
dates     the two years: the first day of the new one, the last of the old one, terms and closures as they are typed
pupils    what each pupil's record says now, and what is decided of it
written   the decisions as steps
looked_at what the answers leave open, and what somebody should look at besides
going     the job
"""
