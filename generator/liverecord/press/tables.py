"""Tables of hand-written pages: Markdown knows no caption and no headers of rows, which screen readers need.

Such a table is called by the heading above it, and each of its rows by its first cell.
"""

import re


def with_headers(html: bytes) -> bytes:
    """Return a page whose tables without a caption have one, and headers for columns and rows."""
    called = [b""]

    def told(match: re.Match[bytes]) -> bytes:
        if match["heading"] is not None:
            called[0] = _TAG.sub(b"", match["heading"]).replace("¶".encode(), b"").strip()
            return match[0]
        table = match[0]
        if b"<caption" in table or not called[0]:
            return table
        table = table.replace(b"<th>", b'<th scope="col">')
        table = _FIRST.sub(rb'\g<row><th scope="row"\g<more>>\g<said></th>', table)
        return table.replace(b">", b'><caption class="unseen">' + called[0] + b"</caption>", 1)

    return _PART.sub(told, html) if b"<table" in html else html


_PART = re.compile(rb"<h[1-4][^>]*>(?P<heading>.*?)</h[1-4]>|<table.*?</table>", re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")
_FIRST = re.compile(rb"(?P<row><tr>\s*)<td(?P<more>[^>]*)>(?P<said>.*?)</td>", re.DOTALL)
