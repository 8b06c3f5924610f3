"""Changes kept and sent: commits on the person's own branch, made without touching the work tree, pushed, and met with main.

person      who saves: read from git's settings, or asked for once and kept in the clone
standing    where the next save goes, what waits, and whether main has moved
keeping     a save becomes a commit
sending     the server is asked what is new, and sent what waits
renewal     what waits is brought up to date with main; what clashes is returned for a person to decide

landing     which saves stand in main already
contents    files of commits as bytes, data and steps
links       the page on which a change is proposed
trouble     why the server did not answer, in plain words
network     a conversation with the server, without the clone's settings
writing     git's plumbing
"""
