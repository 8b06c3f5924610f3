"""Every sentence that a page can make stands in one reviewed list, and each reads as a person would say it."""

import sentences


def test_a_template_gives_its_sentences() -> None:
    """An element's text is one sentence with its gaps and choices; attributes that are read aloud are sentences too."""
    template = (
        '<p class="small">Held by <b>{{ owner }}</b>{% if until %}, to {{ until }}{% else %}, for now{% endif %}.</p>'
        '<nav aria-label="Pages of {{ name }}">{{ part("Nobody has said yet.") }}</nav>'
    )
    assert {sentences._tidy(each) for each in sentences.of_template(template)} - {"", "…"} == {
        "Held by …[, to …|, for now].",
        "Pages of …",
        "Nobody has said yet.",
    }


def test_a_module_gives_what_it_says_and_no_key() -> None:
    """Texts and f-strings are sentences, what fills a gap is looked into; docstrings, keys, comparisons and patterns are none."""
    module = (
        '"""What it is."""\n'
        "def worded(view, number):\n"
        '    """Return it."""\n'
        "    if view.kind == 'An owner' or sees(view, 'No key'):\n"
        "        return {'Not said': f\"{number} {'is' if number == 1 else 'are'} open{until('No day is known.')}\"}\n"
        "    return re.sub('A b', '', 'Some text')\n"
    )
    assert set(sentences.of_module(module)) == {
        f"{sentences.GAP} \x01is\x02are\x03 open{sentences.GAP}",
        "No day is known.",
    }
