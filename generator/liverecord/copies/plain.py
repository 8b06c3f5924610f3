"""What passed the gate as plain data, by the records' own keys: for a program, for YAML, and for the page."""

from datetime import date, datetime
from typing import Any

import yaml

from liverecord.model.parts import PARTS_OF_FILE
from liverecord.view import View


def plain(value: Any) -> Any:
    """Return a view as mappings, lists and values. The unknown is null, and the hidden is left out. Days stay days.

    `restricted` is left out where it is not true, as in the records.
    """
    if isinstance(value, View):
        return {
            name.removesuffix("_"): plain(each)
            for name, each in value
            if name != "restricted" or each is True
        }
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    return value


def by_file(view: View, weeks: dict[date, str] | None) -> dict[str, Any]:
    """Return a case's view as a record's files, without those that are hidden. `weeks` are the register's."""
    parts = {name: plain(value) for name, value in view}
    parts.pop("weeks", None)
    if weeks is not None:
        parts["weeks"] = weeks
    files: dict[str, Any] = {}
    for file, names in PARTS_OF_FILE.items():
        held = {name: parts[name] for name in names if name in parts}
        if held:
            files[file] = held["plan"] if file == "plan" else held
    return files


def yaml_of(data: Any) -> bytes:
    """Return plain data as YAML, without what is not known: a key that is left out means the same."""
    text = yaml.safe_dump(_known(data), sort_keys=False, allow_unicode=True, width=1000)
    return text.encode("utf-8", "surrogatepass")


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            (key.isoformat() if isinstance(key, date) else key): _known(each)
            for key, each in value.items()
            if each is not None and each != []
        }
    if isinstance(value, list):
        return [_known(each) for each in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value
