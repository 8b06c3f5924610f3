"""A form for each job: what is asked, and what the answers change in the records. No page, no file, no git."""
