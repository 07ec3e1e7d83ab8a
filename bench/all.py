"""The whole table of ratios, and how things grow: one page, written into the documents.

    python bench/all.py [--quick] [--only startup fill …] [--peers FOLDER] [--python PYTHON]

About an hour on two quiet cores; with ``--quick`` all is smaller, takes five minutes, and nothing
is written. What was measured is kept in results.json, row by row, so that ``--only`` renews its own
rows alone, and ``--page`` none; bench/README.md gets the page. The programs of others are installed
into FOLDER by PYTHON, 3.12 or later; what cannot be installed is named with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from results import KEPT, Growth, Result, slopes_of

HERE = Path(__file__).parent
KEEP = HERE / "results.json"
PAGE = HERE / "README.md"
START, END = "<!-- measured: start -->", "<!-- measured: end -->"


@dataclass(frozen=True, slots=True)
class Bench:
    """A script, and what it is called with."""

    name: str
    script: str
    whole: str = ""
    quick: str = ""
    peers: bool = False


BENCHES = (
    Bench("startup", "startup.py", "", "--runs 5"),
    Bench("build", "build.py", "", "--runs 3"),
    Bench("models", "models.py", "", "--runs 1", peers=True),
    Bench("fill", "fill.py", "", "--rows 20000 --runs 3"),
    Bench("splice", "splice.py", "", "--rows 20000 --runs 3"),
    Bench("write", "write.py", "", "--runs 3 --rows 2000"),
    Bench("since", "since.py", "", "--rows 2000 --runs 1"),
    Bench("rfm", "rfm.py", "", "--runs 3"),
    Bench("abc", "abc_classes.py", "", "--runs 5"),
    Bench("orders", "orders.py", "", "--orders 200000 --runs 1"),
    Bench("ranges", "ranges.py", "", "--runs 3"),
    Bench("writers", "writers.py", "", "--rows 10000 --runs 1", peers=True),
    Bench("batch", "batch.py", "", "--stores 8"),
    Bench("gather", "gather.py", "", "--stores 8 --runs 1"),
    Bench("cluster", "batch.py", "--cluster 2000", "--cluster 20"),
    Bench("opening", "opening.py", "", "--rows 1000 --runs 1"),
    Bench("raw", "growth.py", "--of raw", "--of raw --rows 1000 10000 --opened 1000"),
    Bench("skus", "growth.py", "--of skus", "--of skus --rows 1000 5000 --opened 1000"),
    Bench("daily", "growth.py", "--of daily", "--of daily --rows 1000 5000 --opened 0"),
)


def measured(bench: Bench, *, quick: bool, peers: list[str], kept: Path) -> list[dict[str, object]]:
    """What *bench* finds; it shows its own lines."""
    options = (bench.quick if quick else bench.whole).split()
    command = [sys.executable, HERE / bench.script, *options, *(peers if bench.peers else [])]
    kept.unlink(missing_ok=True)
    started = time.monotonic()
    environ = os.environ | {KEPT: str(kept)}
    done = subprocess.run(command, cwd=HERE.parent, env=environ, check=False)
    print(f"-- {bench.name}: {time.monotonic() - started:,.0f} s", flush=True)
    if done.returncode:
        print(f"-- {bench.name} ended with {done.returncode}: its rows stay as they are")
        return []
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    day = time.strftime("%Y-%m-%d")
    return [{"bench": bench.name, "day": day, **json.loads(line)} for line in lines]


def results(rows: Iterable[dict[str, object]]) -> list[Result]:
    return [Result(**_fields(row)) for row in rows if row["kind"] == "ratio"]  # type: ignore[arg-type]


def growths(rows: Iterable[dict[str, object]]) -> list[Growth]:
    found = [row for row in rows if row["kind"] == "growth"]
    return [Growth(**_fields(row)) for row in found]  # type: ignore[arg-type]


def _fields(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if key not in ("bench", "day", "kind")}


def page(rows: list[dict[str, object]]) -> str:
    """Everything measured as Markdown, the worst named first."""
    return "\n".join([*_worst(results(rows)), *_ratios(rows), *_growth(growths(rows))])


def _worst(found: list[Result]) -> Iterator[str]:
    missed = sorted((one for one in found if one.distance > 1), key=lambda one: -one.distance)
    promised = sum(one.goal is not None for one in found)
    yield f"{promised - len(missed)} of {promised} goals are reached."
    for place, one in enumerate(missed):
        what = "The worst" if place == 0 else "Missed"
        yield f"{what}: {one.compares} ({one.ratio:.2f}, goal {one.goal:g})."
    yield ""


def _ratios(rows: list[dict[str, object]]) -> Iterator[str]:
    yield "| bench | compares | goal | ratio | ours | theirs | measured |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        if row["kind"] == "ratio":
            [one] = results([row])
            goal = "–" if one.goal is None else f"{one.goal:g}"
            ratio = f"**{one.ratio:.2f}**" if 0 < one.distance <= 1 else f"{one.ratio:.2f}"
            cells = row["bench"], one.compares, goal, ratio, one.ours, one.theirs, row["day"]
            yield f"| {' | '.join(map(str, cells))} |"
    yield ""


def _growth(found: list[Growth]) -> Iterator[str]:
    if not found:
        return
    yield "| rows | of | step | processor time | memory |"
    yield "|---|---|---|---|---|"
    for one in found:
        spent = f"{one.seconds:,.1f} s | {one.megabytes:,.0f} MB"
        yield f"| {one.rows:,} | {one.of} | {one.step} | {spent} |"
    yield ""
    yield "Ten times the rows cost:"
    yield ""
    for of, step in dict.fromkeys((one.of, one.step) for one in found):
        steps = [one for one in found if (one.of, one.step) == (of, step)]
        if len(steps) > 1:
            yield f"- {of}, {step}: {slopes_of(steps)}"
    yield ""


def with_page(text: str, rows: list[dict[str, object]]) -> str:
    """The document *text* with what was measured in its place."""
    before, _, rest = text.partition(START)
    return f"{before}{START}\n{page(rows)}{END}{rest.partition(END)[2]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller; nothing is written")
    parser.add_argument("--only", nargs="+", choices=[one.name for one in BENCHES])
    parser.add_argument("--peers", type=Path, default=HERE / ".peers", metavar="FOLDER")
    parser.add_argument("--python", default=sys.executable, help="makes FOLDER: 3.12 or later")
    parser.add_argument("--page", action="store_true", help="write the page of what is kept, only")
    chosen = parser.parse_args()
    kept: list[dict[str, object]] = []
    if KEEP.exists():
        kept = json.loads(KEEP.read_text(encoding="utf-8"))
    if chosen.page:
        keep(kept)
        return
    peers_ready(chosen.peers, chosen.python)
    rows: list[dict[str, object]] = [] if chosen.quick else kept
    with tempfile.TemporaryDirectory() as scratch:
        for bench in BENCHES:
            if chosen.only and bench.name not in chosen.only:
                continue
            peers = ["--peers", str(chosen.peers)]
            lines = Path(scratch) / "lines.json"
            rows = renewed(
                rows, bench, measured(bench, quick=chosen.quick, peers=peers, kept=lines)
            )
            if not chosen.quick:
                keep(rows)
    print()
    print(page(rows))


def renewed(
    rows: list[dict[str, object]], bench: Bench, found: list[dict[str, object]]
) -> list[dict[str, object]]:
    """*rows* in the order of the benches, with what *bench* has *found*, if anything."""
    if found:
        rows = [row for row in rows if row["bench"] != bench.name] + found
    order = [one.name for one in BENCHES]
    return sorted(rows, key=lambda row: order.index(str(row["bench"])))


def keep(rows: list[dict[str, object]]) -> None:
    """Write *rows*, and the page of them; after each bench, so that one that fails costs itself."""
    KEEP.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(with_page(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")


def peers_ready(folder: Path, python: str) -> None:
    """Make the environment of the programs of others with the right Python."""
    from peers import peers_python

    peers_python(folder, python)


if __name__ == "__main__":
    main()
