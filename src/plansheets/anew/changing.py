"""Parts of a workbook that was written just now, changed before anybody sees it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plansheets.package.splice import PartChange, splice
from plansheets.workbook.verify import verify_bytes


def with_changes(
    stream: io.BytesIO,
    name: str,
    changes: Mapping[str, PartChange],
    added: Mapping[str, bytes] | None = None,
) -> bytes | None:
    """The workbook in *stream* with *changes* and parts *added*; None where it is not sound."""
    target = io.BytesIO()
    splice(stream, target, changes, added=added or {})
    made = target.getvalue()
    return None if verify_bytes(made, name) else made


def in_turn(every: Sequence[PartChange]) -> PartChange:
    """One change after the other."""

    def change(chunks: Iterator[bytes]) -> Iterable[bytes]:
        pieces: Iterable[bytes] = chunks
        for each in every:
            pieces = each(iter(pieces))
        return pieces

    return change


def in_front_of(found: re.Pattern[bytes], text: str) -> PartChange:
    """A part with *text* in front of what is *found* first."""

    def change(chunks: Iterator[bytes]) -> Iterable[bytes]:
        return [found.sub(lambda one: text.encode() + one[0], b"".join(chunks), count=1)]

    return change
