"""What starting the program costs against a minimal click program. Goal: at most 1.15.

    python bench/startup.py [--runs 30]

Both print their help, in turns; the median of the ratios of neighbours counts, not the
milliseconds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from results import Result, middle, ratio_of, tell

GOAL = 1.15

MINIMAL = '''\
import click


@click.group()
@click.version_option("1.0")
def cli():
    """Do something."""


@cli.command()
@click.argument("name")
def build(name):
    """Build it."""


cli(prog_name="minimal")
'''


def seconds(*arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=30)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        minimal = Path(folder) / "minimal.py"
        minimal.write_text(MINIMAL, "utf-8")
        pairs = [
            (seconds("-m", "plansheets", "--help"), seconds(str(minimal), "--help"))
            for _ in range(runs + 1)
        ][1:]
    what = "plansheets --help, against a minimal click program"
    tell(Result("startup", what, ratio_of(pairs), GOAL, *middle(pairs)))


if __name__ == "__main__":
    main()
