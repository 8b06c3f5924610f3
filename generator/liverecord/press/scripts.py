"""The inline scripts of a page: what a content-security policy must name by hash before a browser runs it."""

import re


def inline_scripts(html: bytes) -> set[bytes]:
    """Return the text of each script that stands in the page itself and that a browser would run."""
    return {text for attributes, text in _SCRIPT.findall(html) if text and not _NOT_RUN.search(attributes)}


_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(rb"""\bsrc\s*=|\btype\s*+=\s*+["']?+(?!module\b|text/javascript\b)""", re.IGNORECASE)
