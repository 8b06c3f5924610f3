"""What an import of provision maps did, or would do, as text and JSON: ids, days, counts and code words, and nothing that anybody typed."""

import json
from collections.abc import Sequence

import msgspec

from liverecord.report.asked import (
    Import,
    findings_as_data,
    left_columns_told,
    left_told,
    questions_as_data,
    told,
)
from liverecord.report.imports import AT_MOST
from liverecord.report.plain import counted, table


class MapFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was read: how many rows it has, and the columns of it that were not read."""

    path: str
    rows: int
    columns_left: tuple[str, ...] = ()


class PupilAdded(msgspec.Struct, frozen=True, kw_only=True):
    """What is added to one pupil's plan: outcomes, and support under them and under those that were there."""

    id: str
    outcomes: int = 0
    provision: int = 0


class OutcomesTaken(Import, frozen=True, kw_only=True):
    """What an import of provision maps came to: what it adds, what it leaves, what it asks.

    `same` counts rows that the record has in the same words, `in_words` support of which the record says in words who delivers it,
    because nobody of staff.yml is meant.
    """

    files: tuple[MapFile, ...]
    pupils_seen: int
    pupils: tuple[PupilAdded, ...]
    same: int
    in_words: int


def outcomes_imported(taken: OutcomesTaken, form: str = "text") -> str:
    """Return what an import of provision maps came to, as "text" or "json" (its shape is schema/output/import-outcomes.schema.json)."""
    return json.dumps(outcomes_as_data(taken), indent=2) + "\n" if form == "json" else _text(taken)


def _text(taken: OutcomesTaken) -> str:
    parts = (_files(taken.files), _changes(taken), _rest(taken))
    return told(taken, parts, AT_MOST, has_news=bool(taken.pupils))


def _files(files: Sequence[MapFile]) -> list[str]:
    cells = [(file.path, counted(file.rows, "row")) for file in files]
    lines = [f"Read {counted(len(files), 'file')}:", *table(cells)]
    for file in files:
        lines += left_columns_told(file.path, file.columns_left, AT_MOST)
    return lines


def _changes(taken: OutcomesTaken) -> list[str]:
    if not taken.pupils:
        return []
    heading = "Added to" if taken.is_written else "Would be added to"
    cells = [
        (
            pupil.id,
            ", ".join(
                counted(count, what, several)
                for count, what, several in (
                    (pupil.outcomes, "outcome", "outcomes"),
                    (pupil.provision, "piece of support", "pieces of support"),
                )
                if count
            ),
        )
        for pupil in taken.pupils
    ]
    lines = [f"{heading} {counted(len(cells), 'plan')}:", *table(cells[:AT_MOST])]
    if len(cells) > AT_MOST:
        lines.append(f"  and {counted(len(cells) - AT_MOST, 'more plan')} (all of them with --json)")
    return lines


def _rest(taken: OutcomesTaken) -> list[str]:
    lines = []
    if taken.same:
        rows = counted(taken.same, "row")
        lines.append(
            f"{rows} with the words of another, or that the record has already: what the record says stays."
        )
    if taken.in_words:
        support = counted(taken.in_words, "piece of support", "pieces of support")
        lines.append(
            f"{support} with nobody of staff.yml: who delivers it stands there in words, and nobody answers for it."
        )
    return lines + left_told(taken, AT_MOST)


def outcomes_as_data(taken: OutcomesTaken) -> dict[str, object]:
    """Return what an import of provision maps came to as JSON has it."""
    return {
        "version": 1,
        "today": taken.day.isoformat(),
        "dry_run": taken.is_dry,
        "partial": taken.is_partial,
        "written": taken.is_written,
        "files": msgspec.to_builtins(taken.files),
        "counts": {
            "pupils_seen": taken.pupils_seen,
            "pupils_changed": len(taken.pupils),
            "outcomes_added": sum(pupil.outcomes for pupil in taken.pupils),
            "provision_added": sum(pupil.provision for pupil in taken.pupils),
            "rows_same": taken.same,
            "in_words": taken.in_words,
            "questions": len(taken.questions),
            "problems": len(taken.problems),
        },
        "pupils": msgspec.to_builtins(taken.pupils),
        "left": list(taken.left),
        "questions": questions_as_data(taken.questions),
        "problems": findings_as_data(taken.problems),
    }
