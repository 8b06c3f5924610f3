"""The words of the demo school: names, needs, stories, staff. Data in YAML, so that anybody may add to them."""

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


@lru_cache
def read(name: str) -> Any:
    """Return what words/<name>.yml holds, as plain data."""
    return yaml.safe_load(text(name))


def text(name: str) -> str:
    """Return the text of words/<name>.yml as it stands."""
    return (resources.files(__name__) / f"{name}.yml").read_text(encoding="utf-8")
