"""What changed, told in sentences: a pupil's past, the newest of it on the pupil's page, the school's own page, and a feed.

nouns, fields → voice → sentences → lines → past (a pupil's), recent → whole_school → atom
"""

from liverecord.render.changes.atom import feed
from liverecord.render.changes.past import ADDRESS, history, latest
from liverecord.render.changes.recent import lately
from liverecord.render.changes.sentences import Teller, Told, told
from liverecord.render.changes.voice import names
from liverecord.render.changes.whole_school import FEED, changes

__all__ = [
    "ADDRESS",
    "FEED",
    "Teller",
    "Told",
    "changes",
    "feed",
    "history",
    "lately",
    "latest",
    "names",
    "told",
]
