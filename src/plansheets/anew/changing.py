"""Parts of a workbook that was written just now, changed before anybody sees it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from plansheets.life.book import OpenBook
from plansheets.package.archive import relationships_part
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


def attributes(told: Mapping[str, str]) -> str:
    """*told* as a tag has them."""
    return "".join(f" {key}={quoteattr(value)}" for key, value in told.items())


def link(
    book: OpenBook,
    part: str,
    type_: str,
    targets: Sequence[str],
    changes: dict[str, PartChange],
    added: dict[str, bytes],
) -> list[str]:
    """Let *part* of *book* name *targets*, among the *changes* and parts *added*; by which ids."""
    taken = {one.id for one in book.package.relationships(part)}
    free = (id_ for count in range(1, len(taken) + len(targets) + 1)
            if (id_ := f"rId{count}") not in taken)  # fmt: skip
    ids = [id_ for id_, _ in zip(free, targets, strict=False)]
    listed = "".join(
        relationship(id_, type_, target) for id_, target in zip(ids, targets, strict=True)
    )
    rels = relationships_part(part)
    if rels in book.package:
        changes[rels] = in_front_of(re.compile(rb"</Relationships>"), listed)
    else:
        added[rels] = relationships(listed)
    return ids


def relationship(id_: str, type_: str, target: str) -> str:
    """A link to a part of the package."""
    named = f"Id={quoteattr(id_)} Type={quoteattr(type_)} Target={quoteattr('/' + target)}"
    return f"<Relationship {named}/>"


def relationships(links: str) -> bytes:
    """The part that holds *links*."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
        f'"http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    ).encode()
