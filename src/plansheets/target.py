"""Where a workbook goes: its name, and what must not be lost there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from plansheets.blueprint.model import Blueprint
from plansheets.errors import Problem, WorkbookError
from plansheets.whole import require_closed
from plansheets.words import Locale, Words, reason

_NOT_IN_FILE_NAMES = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+'
)
_DEVICE = re.compile("con|prn|aux|nul|conin\\$|conout\\$|(?:com|lpt)[0-9¹²³]", re.IGNORECASE)
"""What Windows takes for a device, whatever ending it has."""
_MOST_BYTES = 200
"""File systems take 255 with the ending; what is written beside first has a longer name."""

WORKBOOK, WITH_MACROS = ".xlsx", ".xlsm"


def check_target(
    target: Path, *, force: bool, inputs: Iterable[object] = (), suffix: str = WORKBOOK
) -> None:
    """Refuse a target that Excel could not open, or whose writing would lose something."""
    try:
        fault = _target_fault(target, force=force, inputs=inputs, suffix=suffix)
    except OSError as error:
        why = reason(error)
        fault = Problem.told(
            "PS308",
            Words(f"写不了“{target}”：{why.zh}", f"'{target}' cannot be written: {why.en}"),
            hint=Words("用 -o 换个位置", "choose another place with -o"),
        )
    if fault:
        raise WorkbookError([fault])
    require_closed(target)


def _target_fault(
    target: Path, *, force: bool, inputs: Iterable[object], suffix: str
) -> Problem | None:
    if target.suffix.lower() != suffix:
        macros = suffix == WITH_MACROS
        return Problem.told(
            "PS308",
            Words(
                f"“{target}”不以 {suffix} 结尾" + "，而函数要靠它" * macros,
                f"'{target}' does not end in {suffix}" + ", which functions need" * macros,
            ),
            hint=_better_name(target, suffix),
        )
    folder = target.parent
    if not folder.is_dir():
        there = folder.exists()
        return Problem.told(
            "PS308",
            Words(
                f"“{folder}”不是文件夹" if there else f"没有文件夹“{folder}”",
                f"the folder '{folder}' {'is no folder' if there else 'does not exist'}",
            ),
            hint=Words("先建好，或换一个", "make it first, or choose another"),
        )
    if not target.exists():
        return None
    if any(_same_file(target, one) for one in inputs):
        return Problem.told(
            "PS309",
            Words(
                f"“{target}”也是要读的文件，不覆盖",
                f"'{target}' is read too, so it is not overwritten",
            ),
            hint=Words("换个文件名", "choose another name"),
        )
    if not force:
        return Problem.told(
            "PS309",
            Words(f"已有文件“{target}”", f"'{target}' exists already"),
            hint=Words(
                "--force 覆盖它，-o 另取文件名", "--force overwrites it; -o names another file"
            ),
        )
    return None


def _better_name(target: Path, suffix: str) -> Words:
    """What to write instead: Excel opens neither kind of workbook under the other's ending."""
    if target.suffix.lower() in (WORKBOOK, WITH_MACROS):
        better, plain = target.with_suffix(suffix), suffix == WORKBOOK
        return Words(
            f"写成“{better}”" + "；.xlsm 用于 --vba 和 --udf" * plain,
            f"write '{better}'" + "; .xlsm is for --vba and --udf" * plain,
        )
    better = target.with_name(target.name + suffix)
    return Words(
        f"写成“{better}”，或给一个已有的文件夹", f"write '{better}', or name a folder that exists"
    )


def _same_file(target: Path, given: object) -> bool:
    """Whether data from *given*, ``FILE`` or ``FILE#Sheet``, comes out of *target*."""
    if not isinstance(given, str | Path):
        return False
    named = (Path(given), Path(str(given).rpartition("#")[0]))
    return any(path.is_file() and path.samefile(target) for path in named)


def file_name(blueprint: Blueprint, locale: Locale, suffix: str = WORKBOOK) -> str:
    """The workbook's name: the blueprint's title, fit for every file system."""
    return f"{safe_name(blueprint.title(locale)) or blueprint.id}{suffix}"


def safe_name(written: str) -> str:
    """*written* as the name of a file without its ending, fit for every file system, or nothing.

    >>> safe_name("Tmall: shoes/bags "), safe_name("con"), safe_name("???")
    ('Tmall- shoes-bags', '_con', '')
    """
    name = unicodedata.normalize("NFC", _NOT_IN_FILE_NAMES.sub("-", written)).strip(" .-")
    name = name.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(" .-")
    return f"_{name}" if _DEVICE.fullmatch(name.partition(".")[0].rstrip()) else name


def as_compared(name: str) -> str:
    """The name of a file as the systems see it that do not tell upper from lower case."""
    return unicodedata.normalize("NFC", name).casefold()
