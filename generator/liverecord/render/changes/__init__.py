"""What changed, told in sentences: on a pupil's page, in a pupil's past, on the school's own page, and in a feed.

nouns → voice → sentences → lines → recent → entries → atom
"""

from liverecord.render.changes.atom import feed
from liverecord.render.changes.entries import ADDRESS, FEED
from liverecord.render.changes.recent import lately
from liverecord.render.changes.sentences import Teller, Told, told
from liverecord.render.changes.voice import names

__all__ = [
    "ADDRESS",
    "FEED",
    "Teller",
    "Told",
    "feed",
    "lately",
    "names",
    "told",
]
