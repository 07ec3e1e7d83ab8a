"""Where the time of a command goes: its stages, and in planning every pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter

import click


class Timings:
    """Milliseconds by stage and pass; what is done for both languages is added up."""

    def __init__(self) -> None:
        self._stages: defaultdict[str, float] = defaultdict(float)
        self._passes: defaultdict[str, float] = defaultdict(float)
        self._stage = ""
        self._begun = 0.0

    def stage(self, name: str) -> None:
        """The stage *name* begins, and the one before has ended."""
        now = perf_counter()
        if self._stage:
            self._stages[self._stage] += now - self._begun
        self._stage, self._begun = name, now

    def timed(self, name: str, seconds: float) -> None:
        """The pass *name* took so long."""
        self._passes[name] += seconds

    def tell(self) -> None:
        """The table, on standard error."""
        self.stage("")
        for line in self._lines():
            click.echo(line, err=True)

    def _lines(self) -> Iterator[str]:
        total = sum(self._stages.values())
        rows = [*self._rows(), ("all", total)]
        width = max(len(name) for name, _ in rows)
        yield f"{'':{width}}        ms   share"
        for name, seconds in rows:
            share = seconds / total if total else 0.0
            yield f"{name:{width}}  {seconds * 1000:8,.1f}  {share:6.1%}"

    def _rows(self) -> Iterator[tuple[str, float]]:
        for stage, seconds in self._stages.items():
            yield stage, seconds
            if stage == "planning":
                yield from ((f"  {name}", spent) for name, spent in self._passes.items())
