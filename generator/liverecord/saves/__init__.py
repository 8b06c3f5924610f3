"""Changes kept and sent: commits on the person's own branch, made without touching the work tree, pushed, and met with main.

What others call:

    person        who saves: read from git's settings, or asked for once and kept in the clone
    standing      where the next save goes, what waits, and whether main has moved
    keeping       a save becomes a commit
    sending       the server is asked what is new, and sent what waits
    catching_up   what waits is met with main; what clashes is returned for a person to decide

What these stand on:

    landing       which saves stand in main already
    remembered    main as this program last met it, so that what was erased is not sent back
    replay        what saves changed, done on another version of the files
    contents      files of commits as bytes, data and steps
    links         the page on which a change is proposed
    trouble       why the server did not answer, in plain words
    network       a conversation with the server, without the clone's settings
    writing       git's plumbing
"""
