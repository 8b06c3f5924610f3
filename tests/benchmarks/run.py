"""The numbers of the design, measured: this project and its peers side by side on the same generated records.

    python tests/benchmarks/run.py                         everything, medians of three runs: more than an hour
    python tests/benchmarks/run.py --rows check,recheck    some rows
    python tests/benchmarks/run.py --small                 a fiftieth of the pupils: only to see that it works

Peers come from the dependency group `benchmark`; the rows about browsers need Chromium. A machine that does other
work beside it gives other numbers: the column by processor time is disturbed less.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

from rows import Bench, Result


def main() -> int:
    """Measure, print a table, and return 0 when every goal is reached."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="liverecord-benchmarks-") as scratch:
        folder = Path(given.folder or scratch).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        share = 50 if given.small else given.divide
        bench = Bench(folder, given.runs, share, _say)
        known = bench.rows()
        chosen = given.rows.split(",") if given.rows else list(known)
        if unknown := set(chosen) - known.keys():
            _say(f"no row {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
            return 2
        results = []
        for name in chosen:
            for result in known[name]():
                results.append(result)
                _say(_line(result))
    listed = [{**result._asdict(), "reached": result.reached} for result in results]
    sys.stdout.write(
        json.dumps(listed, indent=1) + "\n" if given.json else _table(results, given.runs, share)
    )
    return 0 if all(result.reached for result in results) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--rows",
        help="check, recheck, build, rebuild, growth, page, search, log, past, long; with commas between",
    )
    parser.add_argument("--runs", type=int, default=3, help="how often each work is measured (3)")
    parser.add_argument("--small", action="store_true", help="a fiftieth of the pupils")
    parser.add_argument("--divide", type=int, default=1, metavar="N", help="an Nth of the pupils")
    parser.add_argument("--folder", help="keep the generated schools there for the next time")
    parser.add_argument("--json", action="store_true", help="JSON instead of a Markdown table")
    return parser.parse_args()


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def _table(results: list[Result], runs: int, share: int) -> str:
    lines = [
        f"Medians of {runs} runs on {os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}."
        + (f" A {share}th of the pupils: these are not the design's numbers." if share > 1 else ""),
        "",
        "| work | liverecord | against | ratio | by processor time | goal | reached |",
        "|---|---|---|---|---|---|---|",
    ]
    for result in results:
        processor = "" if result.processor is None else _number(result.processor)
        reached = "yes" if result.reached else "**no**"
        goal = f"{result.wants} {_number(result.goal)} {result.unit}"
        value = f"{_number(result.value)} {result.unit}"
        cells = (result.work, result.ours, result.theirs, value, processor, goal, reached)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _line(result: Result) -> str:
    return f"    {result.work}: {_number(result.value)} {result.unit}, wanted {result.wants} {_number(result.goal)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
