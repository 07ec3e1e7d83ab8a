"""The zip package of a workbook, opened safely: parts, content types, relationships.

Nothing is unpacked to disk, every part is read in pieces and never past the size it declares, and
an archive that would grow beyond measure is refused before anything is read.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import IO
from xml.etree.ElementTree import Element

from plansheets.package.decode import part_name
from plansheets.package.kinds import what_else, what_is_no_zip
from plansheets.package.markup import MarkupError, check_markup, read_tree
from plansheets.records import dataclass
from plansheets.words import ToldError, Words

MAX_MEMBERS = 20_000
MAX_DIRECTORY_BYTES = 8 << 20
MAX_PART_BYTES = 1 << 30
MAX_TOTAL_BYTES = 2 << 30
MAX_TREE_BYTES = 128 << 20
MAX_RATIO = 400
RATIO_FREE_BYTES = 16 << 20
"""Parts that stay below this size may be packed as tightly as deflate can."""
CHUNK = 1 << 16
_ZIP_ENCRYPTED = 0x1

CONTENT_TYPES = "[Content_Types].xml"
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, struct.error,
)  # fmt: skip


ReadTree = Callable[[Iterable[bytes]], Element]
"""Makes the tree of a part, which nobody changes, of its bytes; raises a MarkupError."""


class PackageError(ToldError):
    """A file or part that cannot be read as part of a workbook, with the code of the finding."""

    def __init__(
        self, code: str, message: Words, hint: Words | None = None, part: str = ""
    ) -> None:
        super().__init__(message)
        self.code, self.hint, self.part = code, hint, part


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link out of a part: ``kind`` is the last word of its type, ``target`` a part or address."""

    id: str
    kind: str
    target: str
    external: bool


class FoundPackage:
    """An opened workbook file; part names compare without case, as the packaging standard says."""

    def __init__(self, archive: zipfile.ZipFile, read: ReadTree = read_tree) -> None:
        self._archive = archive
        self._read = read
        self._members = {
            part_name(info.filename).lower(): info
            for info in archive.infolist()
            if not info.filename.endswith("/")
        }
        self._trees: dict[str, Element] = {}
        self._relationships: dict[str, tuple[Relationship, ...]] = {}
        self.checked: set[str] = set()
        """Parts already parsed, which need no second look at their XML."""
        self.defaults: dict[str, str] = {}
        self.overrides: dict[str, str] = {}
        self.typed_twice: list[str] = []
        """Extensions and parts that have two content types."""
        for element in self.tree(CONTENT_TYPES):
            if element.tag == "ct|Default":
                types, key = self.defaults, element.get("Extension", "").lower()
            elif element.tag == "ct|Override":
                types, key = self.overrides, part_name(element.get("PartName", "")).lower()
            else:
                continue
            if key in types:
                self.typed_twice.append(key)
            types[key] = element.get("ContentType", "")

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, as the archive spells them."""
        return tuple(part_name(info.filename) for info in self._members.values())

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def size(self, part: str) -> int:
        return self._members[part.lower()].file_size

    def content_type(self, part: str) -> str | None:
        """The content type that the package gives *part*, or None."""
        key = part.lower()
        extension = posixpath.basename(key).rpartition(".")[2]
        return self.overrides.get(key) or self.defaults.get(extension)

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of *part* in pieces."""
        try:
            with self._archive.open(self._members[part.lower()]) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except _BROKEN_ZIP as error:
            message = Words(
                f"这个部件解不开：{str(error) or type(error).__name__}",
                f"this part cannot be unpacked: {str(error) or type(error).__name__}",
            )
            raise PackageError(
                "PS501", message, Words("重新取一份文件", "get a fresh copy of the file"), part
            ) from error

    def tree(self, part: str) -> Element:
        """The element tree of *part*, parsed once."""
        key = part.lower()
        found = self._trees.get(key)
        if found is None:
            if self.size(part) > MAX_TREE_BYTES:
                message = Words(
                    f"XML 有 {self.size(part):,} 字节，最多读 {MAX_TREE_BYTES:,}",
                    f"{self.size(part):,} bytes of XML, at most {MAX_TREE_BYTES:,} are read",
                )
                raise PackageError("PS502", message, part=part)
            self.checked.add(key)
            try:
                found = self._trees[key] = self._read(self.chunks(part))
            except MarkupError as error:
                raise PackageError("PS503", error.message, part=part) from error
        return found

    def shorten(self, part: str, path: str, most: int) -> None:
        """Leave all but the first children of an element out of the tree of *part*."""
        shorter = self._trees[part.lower()] = deepcopy(self.tree(part))
        for element in shorter.iterfind(path):
            del element[most:]

    def trees(self) -> tuple[tuple[str, Element], ...]:
        """The parts read as trees so far."""
        return tuple(
            (part_name(self._members[key].filename), tree) for key, tree in self._trees.items()
        )

    def check_markup(self, part: str) -> None:
        """Raise a PackageError if *part* is not well-formed XML."""
        if part.lower() in self.checked:
            return
        self.checked.add(part.lower())
        try:
            check_markup(self.chunks(part))
        except MarkupError as error:
            raise PackageError("PS503", error.message, part=part) from error

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The links out of *part* (the whole package for an empty name), in their order."""
        found = self._relationships.get(part)
        if found is None:
            rels = relationships_part(part)
            found = self._relationships[part] = (
                tuple(_relationship(part, element) for element in self.tree(rels))
                if rels in self
                else ()
            )
        return found

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """The parts that *part* links to as *kind*, those that exist."""
        return tuple(
            link.target
            for link in self.relationships(part)
            if link.kind == kind and not link.external and link.target in self
        )

    def target(self, part: str, id_: str | None) -> Relationship | None:
        """The link of *part* with that id."""
        return next((link for link in self.relationships(part) if link.id == id_), None)


def relationships_part(part: str) -> str:
    """Where the links of *part* are kept.

    >>> relationships_part("xl/workbook.xml"), relationships_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def open_package(stream: IO[bytes], read: ReadTree = read_tree) -> FoundPackage:
    """The package in *stream*, whose parts *read* makes trees of.

    Raises a PackageError that says why it is none.
    """
    if (other := what_is_no_zip(stream)) is not None:
        raise PackageError("PS501", other.message, other.hint)
    _check_directory_size(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except (*_BROKEN_ZIP, OSError) as error:
        message = Words(
            f"zip 压缩包损坏或不完整：{error}", f"a damaged or cut-off zip archive: {error}"
        )
        raise PackageError(
            "PS501", message, Words("重新取一份文件", "get a fresh copy of the file")
        ) from error
    _check_members(archive)
    if (other := what_else(archive.namelist())) is not None:
        raise PackageError("PS501", other.message, other.hint)
    try:
        archive.getinfo(CONTENT_TYPES)
    except KeyError as error:
        message = Words(
            f"zip 压缩包里没有“{CONTENT_TYPES}”，所以不是工作簿",
            f"a zip archive without '{CONTENT_TYPES}', so no workbook",
        )
        raise PackageError("PS501", message) from error
    return FoundPackage(archive, read)


def _check_directory_size(stream: IO[bytes]) -> None:
    """Refuse a huge table of contents before the zip module reads it into memory."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - (1 << 16) - 22))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 22:
        directory_bytes = int.from_bytes(tail[at + 12 : at + 16], "little")
        if MAX_DIRECTORY_BYTES < directory_bytes <= size:
            message = Words(
                f"目录有 {directory_bytes:,} 字节",
                f"a table of contents of {directory_bytes:,} bytes",
            )
            raise PackageError(
                "PS502",
                message,
                Words("没有哪个程序的工作簿是这样的", "this is no workbook of any program"),
            )
    stream.seek(0)


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        message = Words(
            f"有 {len(members):,} 个成员，最多读 {MAX_MEMBERS:,} 个",
            f"{len(members):,} members, at most {MAX_MEMBERS:,} are read",
        )
        raise PackageError("PS502", message)
    seen: set[str] = set()
    total = 0
    for info in members:
        name = part_name(info.filename)
        if info.flag_bits & _ZIP_ENCRYPTED:
            raise PackageError(
                "PS502",
                Words("有加密的成员", "an encrypted member"),
                Words("去掉密码再保存", "save it without a password"),
                name,
            )
        if _escapes(info.filename):
            raise PackageError(
                "PS502",
                Words("成员的名字通向包外", "a member name that leads out of the package"),
                part=name,
            )
        if name.lower() in seen:
            raise PackageError(
                "PS502", Words("两个成员同名", "two members with one name"), part=name
            )
        seen.add(name.lower())
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            message = Words(
                f"压缩方法是 {info.compress_type}，Excel 解不开",
                f"packed by method {info.compress_type}, which Excel cannot unpack",
            )
            raise PackageError(
                "PS502", message, Words("用 deflate 压缩", "pack with deflate"), name
            )
        total += info.file_size
        if info.file_size > MAX_PART_BYTES or total > MAX_TOTAL_BYTES:
            message = Words(
                f"解压后有 {max(info.file_size, total):,} 字节",
                f"{max(info.file_size, total):,} bytes when unpacked",
            )
            raise PackageError(
                "PS502",
                message,
                Words(f"最多读 {MAX_TOTAL_BYTES:,}", f"at most {MAX_TOTAL_BYTES:,} are read"),
                name,
            )
        packed = max(info.compress_size, 1)
        if info.file_size > RATIO_FREE_BYTES and info.file_size / packed > MAX_RATIO:
            message = Words(
                f"有部件解压后大了 {info.file_size // packed:,} 倍",
                f"a part that grows {info.file_size // packed:,} times when unpacked",
            )
            raise PackageError(
                "PS502",
                message,
                Words(f"最多读 {MAX_RATIO} 倍", f"at most {MAX_RATIO} times is read"),
                name,
            )


def _escapes(name: str) -> bool:
    """Whether a member's name is no plain path inside the package."""
    name = name.replace("\\", "/")  # as some programs on Windows write it, and Excel reads it
    return (
        name.startswith("/")
        or "\0" in name
        or ":" in name.split("/", maxsplit=1)[0]
        or ".." in name.split("/")
    )


def _relationship(part: str, element: Element) -> Relationship:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external and not target.startswith("#"):
        path = target.split("#")[0]
        target = part_name(posixpath.join("/" + posixpath.dirname(part), path))
    kind = element.get("Type", "").rpartition("/")[2]
    return Relationship(element.get("Id", ""), kind, target, external)
