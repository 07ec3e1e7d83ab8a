"""The shipped workbooks that the gates hold, and which of them are made in one process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.read import read_blueprint
from plansheets.blueprint.variant import WITH, variant_of
from plansheets.words import LOCALES, Locale

COMPOSITES = frozenset(
    name for name, path in shipped().items() if "\ninclude:" in path.read_text("utf-8")
)
"""Blueprints whose sheets are those of the ones they include, and few of their own."""


ALONE = [name for name in shipped() if name not in COMPOSITES]


@dataclass(frozen=True, slots=True)
class Variant:
    """One workbook of the many: a blueprint in a language, with its sample or blank."""

    name: str
    locale: Locale
    blank: bool
    parts: tuple[str, ...] = ()
    """The optional parts of a composite that are in it."""
    chosen: tuple[str, ...] = ()
    """The stage and the industry, where others than the usual are chosen."""

    def __str__(self) -> str:
        whole, kind = "-whole" if self.parts else "", "blank" if self.blank else "sample"
        return "-".join((f"{self.name}{whole}", self.locale, kind, *self.chosen))

    @property
    def values(self) -> dict[str, str]:
        """What is said to the build."""
        items = dict(zip(("stage", "industry"), self.chosen, strict=False))
        return {variant_of(part): WITH for part in self.parts} | items

    @property
    def group(self) -> str:
        """What is made and opened together: a blueprint, or of a composite one language."""
        whole = "-whole" if self.parts else ""
        return f"{self.name}{whole}-{self.locale}" if self.name in COMPOSITES else self.name


VARIANTS = [
    Variant(name, locale, blank)
    for name in shipped()
    for locale in ("zh-CN", "en")
    for blank in (False, True)
] + [
    Variant(name, locale, locale == "zh-CN", tuple(parts))
    for name in sorted(COMPOSITES)
    if (parts := [one.part for one in read_blueprint(shipped()[name]).variants if one.part])
    for locale in LOCALES
]
"""Each in both languages, as a sample and blank; of a composite with all its optional parts, one of
each."""

CROSSED = [one for one in VARIANTS if one.blank == (one.locale == "zh-CN")]
"""Half of them: both languages, a sample and a blank."""

CHOICES = [("startup", "cross_border"), ("mature", "fresh"), ("growth", "apparel")]
"""Each stage and each industry once, beside what is usual, which VARIANTS are."""

FEWER_CHOICES = [("startup", "cross_border"), ("mature", "apparel")]
"""Those of composites, whose parts are asked for themselves."""

VARYING = [name for name, path in shipped().items() if "\nvariants:" in path.read_text("utf-8")]
"""Blueprints that stages and industries choose parts of."""


def _chosen() -> Iterator[Variant]:
    for turn, name in enumerate(VARYING):
        whole = name in COMPOSITES
        for place, choice in enumerate(FEWER_CHOICES if whole else CHOICES, turn):
            yield Variant(name, LOCALES[place % 2], False, chosen=choice)
            if not whole:
                yield Variant(name, LOCALES[(place + 1) % 2], True, chosen=choice)


CHOSEN = list(_chosen())
"""A sample of each choice, and in the other language a blank; the languages take turns."""

LONG = frozenset(one.group for one in VARIANTS if one.name in COMPOSITES)
"""The groups that take longest."""

_GROUPS = sorted({one.group for one in VARIANTS} | {*shipped()}, key=len, reverse=True)


def group_of(test: str) -> str | None:
    """The group of workbooks that a parametrized test looks at."""
    return next((one for one in _GROUPS if re.search(rf"\[{one}[]-]", test)), None)
