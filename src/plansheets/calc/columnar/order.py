"""In which order blocks are computed: what a block looks at comes before it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from plansheets.calc.columnar.blocks import FormulaBlock, Reach


class Index:
    """Which blocks stand in a rectangle."""

    def __init__(self, blocks: Sequence[FormulaBlock]) -> None:
        self._columns: dict[tuple[str, int], list[tuple[int, int, int]]] = defaultdict(list)
        for number, block in enumerate(blocks):
            last = block.row + block.height - 1
            self._columns[block.sheet, block.column].append((last, block.row, number))
        for standing in self._columns.values():
            standing.sort()
        self._widths: dict[str, list[int]] = defaultdict(list)
        for sheet, column in sorted(self._columns):
            self._widths[sheet].append(column)

    def inside(self, box: Reach) -> Iterator[int]:
        """The numbers of the blocks that share a cell with *box*."""
        columns = self._widths.get(box.sheet, [])
        for column in columns[bisect_left(columns, box.left) :]:
            if column > box.right:
                break
            standing = self._columns[box.sheet, column]
            for last, first, number in standing[bisect_left(standing, (box.first, -1, -1)) :]:
                if first > box.last:
                    break
                assert last >= box.first
                yield number


def needs_of(blocks: Sequence[FormulaBlock]) -> list[list[int]]:
    """For every block the blocks that it looks at, itself among them where it does."""
    index = Index(blocks)
    found: list[list[int]] = []
    known: dict[Reach, list[int]] = {}
    for block in blocks:
        needed: dict[int, None] = {}
        for box in block.looks_at():
            if box not in known:
                known[box] = list(index.inside(box))
            needed.update(dict.fromkeys(known[box]))
        found.append(list(needed))
    return found


def groups_in_order(needs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Blocks in the order of work; those that look at each other stand in one group (Tarjan)."""
    number = 0
    numbers = [-1] * len(needs)
    lowest = [0] * len(needs)
    standing = [False] * len(needs)
    stack: list[int] = []
    made: list[list[int]] = []
    for start in range(len(needs)):
        if numbers[start] >= 0:
            continue
        path = [(start, iter(needs[start]))]
        numbers[start] = lowest[start] = number
        number += 1
        stack.append(start)
        standing[start] = True
        while path:
            here, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[here])
                if lowest[here] == numbers[here]:
                    at = stack.index(here) if stack[-1] != here else len(stack) - 1
                    group = stack[at:]
                    del stack[at:]
                    for one in group:
                        standing[one] = False
                    made.append(sorted(group))
            elif numbers[step] < 0:
                numbers[step] = lowest[step] = number
                number += 1
                stack.append(step)
                standing[step] = True
                path.append((step, iter(needs[step])))
            elif standing[step]:
                lowest[here] = min(lowest[here], numbers[step])
    return made
