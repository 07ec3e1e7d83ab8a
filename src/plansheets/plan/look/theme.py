"""How the parts of a workbook look, by what they mean: the one visual system of all blueprints."""

from __future__ import annotations

from dataclasses import dataclass, replace  # noqa: TID251  # with a __dict__
from functools import cached_property

from plansheets.blueprint.model import Meaning
from plansheets.blueprint.types import Align
from plansheets.plan.choices import DEFAULT_THEME
from plansheets.plan.look.colors import mix
from plansheets.plan.look.palettes import WHITE, Palette, palette
from plansheets.plan.model import Style
from plansheets.plan.rules import DataBar, HeatMap, Highlight

FONTS = {"zh-CN": "Microsoft YaHei", "en": "Arial"}
"""The face of each language: on Windows and macOS, and one as wide as Arial wherever else."""
_LINE_POINTS = {"zh-CN": 15.0, "en": 13.5}
"""The height of a line of ten points in each language's face."""
_TALL_SIZE = 16
"""Excel fits a row to the largest font in it; Arial 16 makes it 20 points."""
_LARGEST_STEP, _LIGHTEST = 0.4, 0.72
"""How much white the pieces of a stack get: from one to the next, and the last of them."""


@dataclass(frozen=True)
class Theme:
    """Styles by role, in one language's face; each is made once, which takes a ``__dict__``."""

    font: str
    line_points: float
    palette: Palette

    @cached_property
    def base(self) -> Style:
        return Style(font=self.font, size=10, color=self.palette.ink)

    @cached_property
    def tall(self) -> Style:
        """The narrow first column: it holds nothing, and keeps rows that fit their text airy."""
        return Style(font="Arial", size=_TALL_SIZE)

    @cached_property
    def title(self) -> Style:
        colors = self.palette
        return replace(
            self.base,
            size=18,
            bold=True,
            color=colors.on_band,
            fill=colors.band,
            align="left",
            indent=1,
        )

    @cached_property
    def subtitle(self) -> Style:
        colors = self.palette
        return replace(
            self.base, size=9, color=colors.on_band_faint, fill=colors.band, align="left", indent=1
        )

    @cached_property
    def band_link(self) -> Style:
        colors = self.palette
        return replace(self.subtitle, color=colors.on_band, align="right", indent=1)

    @cached_property
    def heading(self) -> Style:
        return replace(
            self.base, size=12, bold=True, color=self.palette.title, bottom=self.palette.header_line
        )

    @cached_property
    def heading_note(self) -> Style:
        """What stands at the end of a heading's line."""
        return replace(
            self.heading, size=9, bold=False, color=self.palette.faint, align="right", indent=1
        )

    @cached_property
    def note(self) -> Style:
        return replace(self.base, size=9, color=self.palette.faint, wrap=True, vertical="top")

    @cached_property
    def lead(self) -> Style:
        """The sentences a workbook begins with."""
        colors = self.palette
        return replace(
            self.base,
            size=11,
            wrap=True,
            fill=colors.panel,
            left=colors.accent,
            left_thick=True,
            align="left",
            indent=1,
        )

    @cached_property
    def text(self) -> Style:
        return replace(self.base, wrap=True, vertical="center")

    @cached_property
    def header(self) -> Style:
        colors = self.palette
        return replace(
            self.base,
            bold=True,
            color=colors.title,
            fill=colors.header,
            wrap=True,
            align="center",
            top=colors.header_line,
            bottom=colors.header_line,
        )

    @cached_property
    def text_header(self) -> Style:
        """The header of texts begins where they begin."""
        return replace(self.header, align="left", indent=1)

    @cached_property
    def number_header(self) -> Style:
        """The header of numbers ends where they end."""
        return replace(self.header, align="right", indent=1)

    def header_of(self, align: Align) -> Style:
        """The header of cells that are aligned so."""
        match align:
            case "left":
                return self.text_header
            case "right":
                return self.number_header
            case "center":
                return self.header

    @cached_property
    def cell(self) -> Style:
        return replace(self.base, bottom=self.palette.line)

    @cached_property
    def label(self) -> Style:
        """A text in a list of facts: wrapped, with room before it."""
        return replace(self.cell, align="left", indent=1, wrap=True)

    @cached_property
    def input(self) -> Style:
        colors = self.palette
        return replace(
            self.cell,
            color=colors.input_ink,
            fill=colors.input_fill,
            locked=False,
            left=colors.line,
            right=colors.line,
        )

    @cached_property
    def link(self) -> Style:
        return replace(self.input, color=self.palette.link_ink)

    @cached_property
    def linked(self) -> Style:
        """A formula that brings a value from another blueprint."""
        return replace(self.cell, color=self.palette.link_ink)

    @cached_property
    def total(self) -> Style:
        colors = self.palette
        return replace(
            self.base,
            bold=True,
            fill=colors.panel,
            top=colors.header_line,
            bottom=colors.header_line,
        )

    @cached_property
    def card_label(self) -> Style:
        colors = self.palette
        return replace(
            self.base,
            size=9,
            color=colors.faint,
            fill=colors.panel,
            left=colors.accent,
            left_thick=True,
            align="left",
            indent=1,
            vertical="bottom",
            shrink=True,
        )

    @cached_property
    def card_value(self) -> Style:
        """Neutral ink: a colour on a card is always a rule's."""
        return replace(
            self.card_label, size=20, bold=True, color=self.palette.ink, vertical="center"
        )

    @cached_property
    def card_line(self) -> Style:
        return replace(self.card_label, vertical="top")

    @cached_property
    def fact(self) -> Style:
        """What a chart shows, above it."""
        return replace(self.base, size=12, bold=True, vertical="bottom")

    @cached_property
    def question(self) -> Style:
        """What a chart is about and in which unit, under its fact."""
        return replace(self.base, size=9, color=self.palette.faint, vertical="top")

    @cached_property
    def hyperlink(self) -> Style:
        return replace(self.label, color=self.palette.accent, underline=True)

    def highlight(self, mean: Meaning, *, strong: bool = True) -> Highlight:
        """What cells of a meaning look like; rows take the fill alone."""
        colors = self.palette
        match mean:
            case "good":
                ink, fill = colors.good, colors.good_fill
            case "warn":
                ink, fill = colors.warn, colors.warn_fill
            case "bad":
                ink, fill = colors.bad, colors.bad_fill
            case "muted":
                return Highlight(color=colors.muted)
        return Highlight(color=ink, fill=fill, bold=True) if strong else Highlight(fill=fill)

    @cached_property
    def slot(self) -> Highlight:
        """A row of a short list that waits for something to show."""
        return Highlight(fill=self.palette.panel)

    def bar(self, maximum: float | None) -> DataBar:
        """Bars behind numbers, from zero to *maximum* or to the largest of them."""
        colors = self.palette
        return DataBar(colors.bar, colors.below_zero, colors.axis, minimum=0, maximum=maximum)

    @cached_property
    def heat(self) -> HeatMap:
        return HeatMap(WHITE, self.palette.bar)

    def series_color(self, mean: Meaning | None, index: int, pieces: int = 0) -> str:
        """The colour of a chart's series; one of so many *pieces* of a stack is a shade of one.

        Pieces lie in an order, and hues would say that they are of different kinds.
        """
        colors = self.palette
        if mean is None and pieces > 1:
            step = min(_LARGEST_STEP, _LIGHTEST / (pieces - 1))
            return mix(colors.series[0], WHITE, min(_LIGHTEST, step * index))
        if mean is None:
            return colors.series[index % len(colors.series)]
        return {"good": colors.good, "warn": "E0A100", "bad": colors.bad, "muted": "B8C2CC"}[mean]


def theme(locale: str, name: str = DEFAULT_THEME, brand: str | None = None) -> Theme:
    """The theme *name* of a workbook in *locale*, in the colour *brand* where there is one."""
    return Theme(FONTS[locale], _LINE_POINTS[locale], palette(name, brand))
