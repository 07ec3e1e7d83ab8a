"""Texts in both languages of the project."""

from __future__ import annotations

from collections.abc import Callable
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


def write(text: str) -> Words:
    """The advice to write *text*, which is the same in both languages."""
    return Words(f"写成 {text}", f"write {text}")
