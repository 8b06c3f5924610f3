"""Pages that hold nothing of any record: the guide is written by hand, the search is filled in by the browser."""

from liverecord.render.pages.kind import PageKind

GUIDE = PageKind("guide/", "Guide", tab="guide/", template=None, last=True)
SEARCH = PageKind("search/", "Search", template="search.html")
