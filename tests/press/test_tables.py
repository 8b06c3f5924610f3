"""Tables of hand-written pages have a caption and headers, which Markdown cannot say."""

import markdown
from hypothesis import given
from hypothesis import strategies as st

from liverecord.press.tables import with_headers
from render.parsed_page import read

words = st.text("abcdefgh äöü'", min_size=1).map(str.strip).filter(bool)
tables = st.lists(st.tuples(words, words), min_size=1, max_size=4)


@given(words, tables)
def test_a_table_is_called_by_its_heading_and_each_row_by_its_first_cell(
    heading: str, rows: list[tuple[str, str]]
) -> None:
    """Whatever the table says, its caption is the heading above it; no word of it is lost."""
    lines = ["| what | it means |", "| --- | --- |", *(f"| {one} | {two} |" for one, two in rows)]
    html = markdown.markdown(f"## {heading}\n\n" + "\n".join(lines), extensions=["tables"])
    page = read(with_headers(html.encode()).decode())
    (table,) = page.all("table")
    (caption,) = table.all("caption")
    (above,) = page.all("h2")
    assert caption.text == above.text
    assert [head.attributes["scope"] for head in table.all("th")] == ["col"] * 2 + ["row"] * len(rows)
    assert table.text.replace(caption.text, "", 1).split() == read(html).all("table")[0].text.split()


def test_a_table_that_says_so_itself_is_left_alone() -> None:
    """A caption that somebody wrote stays, and so does a page without tables."""
    for html in (
        b"<h2>A</h2><table><caption>Own</caption><tr><td>x</td></tr></table>",
        b"<h2>A</h2><p>x</p>",
    ):
        assert with_headers(html) == html
