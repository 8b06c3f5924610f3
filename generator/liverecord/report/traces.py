"""What is left of a pupil, place by place: no word that was looked for is said again."""

from typing import Any

from liverecord.report.plain import counted, plain

_SHOWN = 15
_KINDS = {"name": "in a name", "file": "in a file", "object": "in git"}


def traces(folder: str, searched: Any) -> str:
    """Return what a search of a folder found (keeping.traces.Searched): `folder` is what it is called."""
    lines = []
    for kind, said in _KINDS.items():
        found = [trace for trace in searched.traces if trace.kind == kind]
        for trace in found[:_SHOWN]:
            what = ", ".join("the id" if number == 0 else f"word {number}" for number in trace.words)
            lines.append(f"  {said}: {plain(trace.place)} ({what})")
        if len(found) > _SHOWN:
            lines.append(f"  {said}: {counted(len(found) - _SHOWN, 'more place')}")
    lines += [f"  cannot be searched: {plain(path)}" for path in searched.unread]
    total = counted(len(searched.traces), "trace") if searched.traces else "nothing"
    objects = f"{counted(searched.objects, 'object')} of git and " if searched.objects else ""
    lines.append(f"{plain(folder)}: {total} found in {objects}{counted(searched.files, 'file')}.")
    return "\n".join(lines) + "\n"
