"""What is left of a pupil, place by place. The words searched for are never repeated."""

from typing import Any

from liverecord.report.plain import counted, plain

_SHOWN = 15
_KINDS = {"name": "in a name", "file": "in a file", "object": "in git"}


def traces(folder: str, searched: Any) -> str:
    """Return what a search found (traces.Searched) in the folder that is called `folder`."""
    lines = []
    for kind, said in _KINDS.items():
        traces_of_kind = [trace for trace in searched.traces if trace.kind == kind]
        for trace in traces_of_kind[:_SHOWN]:
            what = ", ".join("the id" if number == 0 else f"word {number}" for number in trace.words)
            lines.append(f"  {said}: {plain(trace.place)} ({what})")
        if len(traces_of_kind) > _SHOWN:
            lines.append(f"  {said}: {counted(len(traces_of_kind) - _SHOWN, 'more place')}")
    lines += [f"  cannot be searched: {plain(path)}" for path in searched.unread]
    total = counted(len(searched.traces), "trace") if searched.traces else "nothing"
    objects = f"{counted(searched.objects, 'object')} of git and " if searched.objects else ""
    lines.append(f"{plain(folder)}: {total} found in {objects}{counted(searched.files, 'file')}.")
    return "\n".join(lines) + "\n"
