"""Parts of hand-written pages that belong to some audiences: the guide of each site says what that site holds.

In the Markdown, `[[liverecord:sees PATH]]` stands on a line of its own before such a part, `[[liverecord:hides PATH]]` before one for
those who do not see the path of audiences.yml, and `[[liverecord:end]]` on a line of its own after it. At the beginning
of a row of a table, or of a point of a list, a mark speaks of that row or point, and needs no end. Where a heading goes, its line
in the page's contents goes with it.
"""

import re
from collections.abc import Callable
from html import unescape

from liverecord.problem import CannotBuild


def without_parts(html: bytes, name: str, sees: Callable[[str], bool]) -> bytes:
    """Return a page without the parts that are not for who sees these paths, and without their marks.

    `name` is the file's name below the site's root. Raises CannotBuild, naming it, where a part begins and does not end.
    """
    gone: list[bytes] = []

    def kept(match: re.Match[bytes]) -> bytes:
        if sees(unescape(match["path"].decode())) == (match["way"] == b"sees"):
            return match["kept"]
        gone.extend(_HEADING.findall(match["kept"]))
        return b""

    def row(match: re.Match[bytes]) -> bytes:
        is_kept = sees(unescape(match["path"].decode())) == (match["way"] == b"sees")
        return match["before"] + match["kept"] if is_kept else b""

    if b"[[liverecord:sees " not in html and b"[[liverecord:hides " not in html:
        return html
    html = _ROW.sub(row, html)
    html = _PART.sub(kept, html)
    for anchor in gone:
        html = re.sub(_LINE_OF_CONTENTS % re.escape(anchor), b"", html)
    if b"[[liverecord:sees " in html or b"[[liverecord:hides " in html:
        raise CannotBuild(
            f"The page {name} has a part for some readers that does not end.",
            "Write [[liverecord:end]] on a line of its own after it, with an empty line above.",
        )
    return html


_MARK = rb"\[\[liverecord:(?P<way>sees|hides) (?P<path>[^\]]*)\]\]"
_ROW = re.compile(
    rb"(?P<before><tr>\s*<td>|<li>)\s*" + _MARK + rb"\s*(?P<kept>(?:(?!<tr>|<li>).)*?</(?:tr|li)>)\n?",
    re.DOTALL,
)
_PART = re.compile(
    rb"<p>"
    + _MARK
    + rb"</p>\s*(?P<kept>(?:(?!\[\[liverecord:(?:sees|hides) ).)*?)<p>\[\[liverecord:end\]\]</p>\s*",
    re.DOTALL,
)
_HEADING = re.compile(rb'<h[2-6] id="([^"]+)"')
_LINE_OF_CONTENTS = rb'<li[^>]*>\s*<a href="#%s"(?:(?!<li|</li>)[\s\S])*</li>\s*'
