"""What holds on every page of every site for readers who hear it, use no mouse, see little, or read it in the dark."""

import pytest
from markup import unsaid, unsaid_on_any_page
from reading import Reader
from served_school import AUDIENCES, Served

# ── For whoever hears a page ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_tells_a_screen_reader_what_it_is(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """No link is called by a number or "above", ids are unique and are found, tables have captions and headers for each row."""
    page = reader(sites[audience])
    assert unsaid_on_any_page(page, sites[audience].folder) == []


def test_what_is_not_said_is_found(reader: Reader, senco: Served) -> None:
    """The law is not one that always holds: a page with each fault has each."""
    page = reader(senco)
    page.goto(senco.address)
    page.evaluate("""() => {
      document.querySelector("article").innerHTML = `<a href="#gone">above</a><a href="x/"><b>12</b></a><p id="a"></p><p id="a"></p>
        <p aria-labelledby="none"></p><table><tbody><tr><td>x</td></tr></tbody></table>`;
    }""")
    found = " / ".join(unsaid(page))
    for fault in (
        "above",
        "A  12",
        "id a stands twice",
        "points to no id: none",
        "#gone leads nowhere",
        "caption",
        "without a header",
    ):
        assert fault in found
