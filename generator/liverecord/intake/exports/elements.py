"""The elements of a transfer file's XML, one after the other, with their lines: nothing in it is run, and nothing fetched.

A document type, an entity or anything from elsewhere ends the reading. Namespaces are passed over.
"""

import io
import xml.sax
from collections.abc import Collection
from typing import Any
from xml.sax.handler import ContentHandler, feature_external_ges, feature_namespaces

import defusedxml.sax
from defusedxml import DefusedXmlException

from liverecord.intake.exports.bounds import SPLIT_HINT, TooMuch, measure_transfer
from liverecord.intake.exports.gathered import Gathered
from liverecord.problem import Place


class Elements(ContentHandler):
    """Takes elements as they come: `began` and `ended` are for whoever knows what they mean.

    The texts of `values` are kept. `path` are the names of the elements that are open, `text_place` where the last text began.
    """

    def __init__(self, shown: str, values: Collection[str]) -> None:
        super().__init__()
        self.path: list[str] = []
        self.text_place = Place(shown)
        self._shown = shown
        self._wanted = values
        self._text: list[str] | None = None
        self._locator: Any = None

    def began(self, name: str) -> None:
        """Take the beginning of an element."""

    def ended(self, name: str, parent: str, text: str) -> None:
        """Take the end of an element, with the name of the one around it and, where it is wanted, its text."""

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - the library's name
        """Keep the parser's place."""
        self._locator = locator

    def here(self) -> Place:
        """Return where the parser stands."""
        line, column = (
            (self._locator.getLineNumber(), self._locator.getColumnNumber()) if self._locator else (1, 0)
        )
        return Place(self._shown, line or 1, (column or 0) + 1)

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the library's name
        """Begin an element."""
        del attrs
        local = name.rpartition(":")[2]
        self.path.append(local)
        self.began(local)
        self._text = [] if local in self._wanted else None
        if local in self._wanted:
            self.text_place = self.here()

    def characters(self, content: str) -> None:
        """Keep the text of a value that is wanted."""
        if self._text is not None:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - the library's name
        """End an element."""
        self.path.pop()
        text = "".join(self._text).strip() if self._text is not None else ""
        self._text = None
        self.ended(name.rpartition(":")[2], self.path[-1] if self.path else "", text)


def read_elements(raw: bytes, reader: Elements, gathered: Gathered) -> bool:
    """Give every element of a file to a reader; tell whether it is worth asking what came of it.

    Where the XML breaks off, what stands before is kept, with a problem. What is unsafe or too large is not read at all.
    """
    try:
        measure_transfer(raw)
    except TooMuch as bound:
        message = f"The file holds {bound}, so it was not read."
        gathered.problem(Place(gathered.shown), "import-too-large", message, SPLIT_HINT)
        return False
    parser: Any = defusedxml.sax.make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_external_ges, False)
    parser.setFeature(feature_namespaces, False)
    parser.setContentHandler(reader)
    try:
        parser.parse(io.BytesIO(raw))
    except DefusedXmlException:
        gathered.problem(
            reader.here(),
            "import-xml-unsafe",
            "The file declares a document type or entities, which a transfer file has no use for.",
            _UNSAFE_HINT,
        )
        return False
    except (xml.sax.SAXException, ValueError, LookupError):
        gathered.problem(reader.here(), "import-unreadable", "The XML ends or breaks off here.", _TORN_HINT)
        return False
    return True


_UNSAFE_HINT = "It was not read: have the system export the file again, or ask where it came from."
_TORN_HINT = "Copy the file again from where it was exported; do not edit it by hand."
