"""A school with a server, and its SENCO at a desk over a clone of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from editing import Sitting, cloned, served
from forge import Forge
from liverecord.read.blobs import Blobs


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Forge]:
    """Run a forge with the example school in its main."""
    with served(tmp_path) as running:
        yield running


@pytest.fixture
def senco(server: Forge, tmp_path: Path) -> Iterator[Sitting]:
    """Sit the SENCO down at a desk over a clone of the server's school."""
    with Blobs(school := cloned(server, tmp_path / "senco")) as blobs:
        yield Sitting(school, blobs)
