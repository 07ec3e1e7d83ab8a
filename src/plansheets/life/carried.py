"""A blueprint's files as texts that fit into cells, and back; what comes back is not trusted."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from hashlib import sha256

from plansheets.records import dataclass

CHUNK = 32_000
"""Characters of one cell; it holds 32,767."""
MOST_BYTES = 8_000_000
"""Packed bytes that a workbook carries; larger sources stay where they are."""
MOST_UNPACKED = 96_000_000
MOST_FILES = 200
_DIGITS = 16


class DamagedError(Exception):
    """Carried files that do not come back as they went in; its text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the packed files, and what it is known by."""

    checksum: str
    text: str

    @classmethod
    def of(cls, text: str) -> Chunk:
        return cls(checksum_of(text), text)

    @property
    def whole(self) -> bool:
        return checksum_of(self.text) == self.checksum


def checksum_of(text: str) -> str:
    """The first digits of the SHA-256 of *text*."""
    return sha256(text.encode()).hexdigest()[:_DIGITS]


def pack(files: Mapping[str, bytes]) -> tuple[Chunk, ...]:
    """*files* as chunks; none where they are too large to be carried."""
    texts = {name: content.decode("utf-8-sig", "replace") for name, content in files.items()}
    packed = zlib.compress(json.dumps(texts, ensure_ascii=False).encode(), 9)
    if len(packed) > MOST_BYTES:
        return ()
    text = base64.b64encode(packed).decode("ascii")
    return tuple(Chunk.of(text[start : start + CHUNK]) for start in range(0, len(text), CHUNK))


def unpack(chunks: Sequence[Chunk]) -> dict[str, bytes]:
    """The files that *chunks* hold, bounded in size and number.

    >>> unpack(pack({"own/a.yaml": b"blueprint: a"}))
    {'own/a.yaml': b'blueprint: a'}

    Raises
    ------
    DamagedError
        where a chunk is missing or changed, or they hold something else.
    """
    for number, chunk in enumerate(chunks, 1):
        if not chunk.whole:
            raise DamagedError(f"piece {number} of {len(chunks)} has changed")
    text = "".join(chunk.text for chunk in chunks)
    if len(text) > MOST_BYTES * 2:
        raise DamagedError(f"{len(text):,} characters, at most {MOST_BYTES * 2:,} are read")
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(base64.b64decode(text, validate=True), MOST_UNPACKED)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise DamagedError(f"no end within {MOST_UNPACKED:,} bytes")
        files = json.loads(content)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise DamagedError(f"they do not unpack: {error}") from None
    if not isinstance(files, dict) or not 0 < len(files) <= MOST_FILES:
        raise DamagedError("they hold no files")
    if not all(isinstance(content, str) for content in files.values()):
        raise DamagedError("they hold what is no text")
    return {name: content.encode("utf-8", "replace") for name, content in files.items()}
