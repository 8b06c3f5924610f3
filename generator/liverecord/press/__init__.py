"""Setting pages into the theme's frame, and the rules that a web server lays over them.

`frames` reads what the theme made once, `Frames.set` puts one page into it. `policy` and `server_snippets` are
what a web server must be told, so that the pages are closed until a login is configured.
"""

from liverecord.press.frame import FRAME_ONLY, THEME_ONLY, Frames, PastNotice, frames
from liverecord.press.security import policy
from liverecord.press.servers import server_snippets, write_snippets

__all__ = [
    "FRAME_ONLY",
    "THEME_ONLY",
    "Frames",
    "PastNotice",
    "frames",
    "policy",
    "server_snippets",
    "write_snippets",
]
