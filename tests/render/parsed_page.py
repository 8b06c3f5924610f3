"""Reading a page back, as a browser would: elements, their attributes and their text."""

from html.parser import HTMLParser
from typing import Any

VOID = frozenset(
    ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


class Element:
    """An element with its attributes, children and text."""

    def __init__(self, name: str, attributes: dict[str, str | None]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element | str] = []

    @property
    def text(self) -> str:
        """All text below, as written; a line break is a space."""
        if self.name == "br":
            return " "
        return "".join(part if isinstance(part, str) else part.text for part in self.children)

    def all(self, name: str, /, **attributes: Any) -> list["Element"]:
        """Elements below of this name with these attributes (None: absent, True: there)."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.name == name and all(
                    child._fits(key.replace("_", "-").strip("-"), value) for key, value in attributes.items()
                ):
                    found.append(child)
                found += child.all(name, **attributes)
        return found

    @property
    def cells(self) -> list["Element"]:
        """The cells of a row, its header among them."""
        return [each for each in self.children if isinstance(each, Element) and each.name in {"td", "th"}]

    def every(self) -> list["Element"]:
        """Every element below."""
        return [
            each for child in self.children if isinstance(child, Element) for each in (child, *child.every())
        ]

    def _fits(self, key: str, value: Any) -> bool:
        if value is None:
            return key not in self.attributes
        return (
            key in self.attributes
            if value is True
            else value in (self.attributes.get(key) or "").split() or self.attributes.get(key) == value
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(element.attributes) == len(attrs), f"an attribute stands twice in <{tag}>"
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(html: str) -> Element:
    """Parse a page; every element must be closed where it belongs, and no attribute stand twice."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is left open"
    return reader.root


def shown(root: Element) -> Element:
    """The page without what is hidden."""
    root.children = [
        child for child in root.children if isinstance(child, str) or "hidden" not in child.attributes
    ]
    for child in root.children:
        if isinstance(child, Element):
            shown(child)
    return root


def rows(root: Element) -> list[Element]:
    """Rows of duties that a reader sees."""
    return [row for row in root.all("tr", data_due=True) if "hidden" not in row.attributes]
