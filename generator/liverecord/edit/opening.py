"""The forms on this computer's own addresses, and the address that opens them once."""

from collections.abc import Iterator
from contextlib import contextmanager

from liverecord.edit.application import application
from liverecord.edit.desk import Desk
from liverecord.edit.guards import ENTER, LARGEST_UPLOAD
from liverecord.edit.session import Session
from liverecord.serve import ADDRESS, Server, listening


@contextmanager
def opened(desk: Desk, port: int) -> Iterator[tuple[Server, str]]:
    """Yield a server of the forms, ready to `run`, and the address that opens them once; port 0 takes any that is free.

    Raises CannotBuild when the port is taken.
    """
    sockets = listening(port)
    taken: int = sockets[0].getsockname()[1]
    session = Session(taken)
    # One request at a time: a desk is one person's. What is sent stays in memory, and more than a form is never read.
    limits = {"threads": 1, "max_request_body_size": LARGEST_UPLOAD, "inbuf_overflow": LARGEST_UPLOAD + 1}
    with Server(application(desk, session, taken), sockets, **limits) as server:
        yield server, f"http://{ADDRESS}:{taken}{ENTER}?token={session.token}"
