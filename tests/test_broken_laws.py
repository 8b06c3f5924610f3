"""The list of laws to break is about the program as it is."""

from pathlib import Path

import pytest

from broken_laws import LAWS, ROOT, Law, stands


@pytest.mark.parametrize("law", LAWS, ids=[law.file for law in LAWS])
def test_each_law_stands_where_the_list_says(law: Law) -> None:
    """A law whose words have moved would be broken nowhere, and its tests would look awake."""
    assert stands(law)
    assert law.words != law.broken
    assert (ROOT / law.tests).exists()


def test_the_sample_is_wide() -> None:
    """Twenty laws and more, of ten modules and more."""
    assert len(LAWS) >= 20
    assert len({Path(law.file).parts[0] for law in LAWS}) >= 10
