"""Where the program's own data lies: in the wheel beside the package, in a clone at the repository's top level."""

from pathlib import Path

from liverecord.problem import CannotBuild

_PACKAGE = Path(__file__).resolve().parent.parent
_REPOSITORY = _PACKAGE.parent.parent


def schema_folder() -> Path:
    """Return the folder of the rulebook: code lists, review rules, thresholds, audiences, JSON Schemas."""
    return _folder("schema", "codes.yml")


def site_overrides_folder() -> Path:
    """Return the folder that holds the theme's overrides (theme/) and the packaged pages (pages/)."""
    return _folder("site_overrides", "theme")


def _folder(name: str, content: str) -> Path:
    """Return the first place that has the folder; `content` tells it from another folder of the same name."""
    for place in (_PACKAGE, _REPOSITORY):
        if (place / name / content).exists():
            return place / name
    raise CannotBuild(
        f"The program's own {name} folder is missing.", "Install liverecord again: pip install liverecord"
    )
