"""Names as schools have them: each is found as people type it, whatever signs and accents it is written with."""

import json
import unicodedata
from typing import Any

from reading import Reader
from served_school import Served

from liverecord import search
from liverecord.read.rulebook import rulebook
from liverecord.view import SearchEntry

NAMES = (
    "Zoë Ní Bhriain",
    "Siân Llewellyn-Price",
    "Patrick O\u2019Brien",
    "Łukasz Wójcik",
    "Søren Ågård",
    "Mary Ann Fitzgerald",
    "Youssef Al-Hassan",
    "Nguyễn Thị My",
    "Will Mark",
    "Grace E. Abara",
    "D'Arcy St. John",
    "José da Silva",
    "An Do",
)
CLASSES = ("8B", "8 Blue", "Y3/4 Oak", "10X-1", "Reception", "Éclair")
ASKS = """async ({ root, held, asked }) => {
  const { open } = await import(`${root}assets/liverecord/names.js`);
  const book = open(held);
  return asked.map((words) => book.names(words).map((row) => [row.title, row.why]));
}"""


def answers(reader: Reader, site: Served, asked: list[str]) -> list[list[list[str]]]:
    """Return what the small index gives for each question, in a browser."""
    entries = {f"pupils/p-{at}/": SearchEntry(name, "", "", {}) for at, name in enumerate(NAMES)}
    pages = {f"classes/{at}/": SearchEntry(name, "", "Class", {}) for at, name in enumerate(CLASSES)}
    held = json.loads(search.names(entries, pages, rulebook(), lambda _path: True))
    page = reader(site)
    page.goto(f"{site.address}about/")
    found: Any = page.evaluate(ASKS, {"root": site.address, "held": held, "asked": asked})
    return found


def without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.translate(str.maketrans("ŁłØø", "LlOo")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def ways(name: str) -> set[str]:
    """Return how people type a name: as it is, turned round, without accents or signs, its parts alone, in capitals."""
    plain = without_accents(name).replace("\u2019", "'")
    words = plain.split()
    return {
        name,
        plain,
        plain.lower(),
        plain.upper(),
        " ".join([*words[1:], words[0]]),
        f"{words[-1]}, {words[0]}",
        plain.replace("'", ""),
        plain.replace("'", " ").replace("-", " "),
        plain.replace("-", ""),
        unicodedata.normalize("NFD", name),
        f"{words[0]} {words[-1][:2]}",
        f"{words[0]}'s",
        *(word for word in words if len(word) > 2),
    }


def test_each_name_is_found_as_people_type_it(reader: Reader, senco: Served) -> None:
    """The name stands first, or with others of that very word, and no right name is called a look-alike."""
    asked = [(name, typed) for name in NAMES for typed in sorted(ways(name))]
    found = answers(reader, senco, [typed for _, typed in asked])
    wrong = [
        (name, typed, rows[:2])
        for (name, typed), rows in zip(asked, found, strict=True)
        if [name, ""] not in rows[:3]
    ]
    assert wrong == []


def test_one_wrong_letter_still_finds_a_name(reader: Reader, senco: Served) -> None:
    """A letter left out, doubled, or changed in a name of five letters and more: it is found and called a name like it."""
    asked = [
        (name, typed)
        for name in NAMES
        for word in without_accents(name).replace("\u2019", "").split()
        if len(word) > 4 and word.isalpha()
        for typed in (word[:2] + word[3:], word[:3] + word[2:], f"{word[:2]}q{word[3:]}")
    ]
    found = answers(reader, senco, [typed for _, typed in asked])
    wrong = [
        (name, typed)
        for (name, typed), rows in zip(asked, found, strict=True)
        if name not in [row[0] for row in rows]
    ]
    assert wrong == []


def test_a_class_is_found_in_any_spelling(reader: Reader, senco: Served) -> None:
    """Signs and spaces between a class's number and its letters make no difference; a typing error finds no class."""
    asked = {"8b": "8B", "8 blue": "8 Blue", "8blue": "8 Blue", "8-blue": "8 Blue", "y3/4 oak": "Y3/4 Oak", "oak": "Y3/4 Oak", "10x1": "10X-1", "10x-1": "10X-1", "eclair": "Éclair"}  # fmt: skip
    found = answers(reader, senco, list(asked))
    assert [rows[0][0] for rows in found] == list(asked.values())
    assert answers(reader, senco, ["oka", "eclare"]) == [[], []]


def test_nothing_that_is_no_name_is_one(reader: Reader, senco: Served) -> None:
    """Nonsense, numbers and single letters in the middle of names find nobody."""
    assert not any(
        answers(reader, senco, ["xq", "zzyzx", "07700 900123", "H801200001001", "?", "", "<script>"])
    )
