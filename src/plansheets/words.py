"""Texts in both languages of the project."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from typing import Literal

from plansheets.records import dataclass
from plansheets.source import Span

Locale = Literal["zh-CN", "en"]
LOCALES: tuple[Locale, ...] = ("zh-CN", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and English, and where it was written, unless we wrote it ourselves."""

    zh: str
    en: str
    span: Span | None = None

    def __call__(self, locale: str) -> str:
        """The text in *locale*.

        >>> Words("库存", "Stock")("zh-CN"), Words("库存", "Stock")("en")
        ('库存', 'Stock')
        """
        return self.zh if locale == "zh-CN" else self.en

    @property
    def by_locale(self) -> dict[Locale, str]:
        return {locale: self(locale) for locale in LOCALES}

    @classmethod
    def told(cls, tell: Callable[[Locale], str], span: Span | None = None) -> Words:
        """What *tell* says in each language."""
        chinese, english = map(tell, LOCALES)
        return cls(chinese, english, span)


def quoted(text: str) -> Words:
    """*text* in the quotes of each language.

    >>> quoted("stock").zh
    '“stock”'
    """
    return Words(f"“{text}”", f"'{text}'")


def all_quoted(names: Iterable[str]) -> Words:
    """Every one of *names* in the quotes of each language.

    >>> all_quoted(["stock", "price"]).en
    "'stock', 'price'"
    """
    each = [*map(quoted, names)]
    return Words("".join(one.zh for one in each), ", ".join(one.en for one in each))


def write(text: str) -> Words:
    """The advice to write *text*, which is the same in both languages."""
    return Words(f"写成 {text}", f"write {text}")


class ToldError(Exception):
    """What went wrong, in both languages; as a text, it speaks English."""

    def __init__(self, message: Words) -> None:
        super().__init__(message.en)
        self.message = message


_REFUSALS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样做",
    errno.EISDIR: "它是文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘只读",
    errno.EBUSY: "文件正被占用",
    errno.ELOOP: "链接绕成了圈",
}


def reason(error: Exception) -> Words:
    """Why something went wrong, as *error* says it; what only it knows stays in its own words.

    >>> reason(FileNotFoundError(2, "No such file or directory"))
    Words(zh='没有这个文件或文件夹', en='no such file or directory', span=None)
    """
    if isinstance(error, ToldError):
        return error.message
    english = str(error)
    if isinstance(error, OSError) and error.strerror:
        english = error.strerror.lower()
    return Words(_REFUSALS.get(getattr(error, "errno", None) or 0, english), english)
