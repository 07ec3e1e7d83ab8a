"""The colours of workbooks, as data: the themes, and what becomes of one with a brand's colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from plansheets.plan.choices import DEFAULT_THEME
from plansheets.plan.look.colors import (
    APART,
    TEXT_CONTRAST,
    apart,
    contrast,
    distance,
    mix,
    readable,
)
from plansheets.records import dataclass

WHITE = "FFFFFF"
_KEEPS_ITS_HUE = 3.0
"""A brand colour this dark becomes a little darker under white words; a lighter one keeps as it is
and carries dark words."""

_GREY = "64707D"
_HEADER = 0.88
"""How much of a header's tint is white."""
_NEAR = 40.0
"""Nearer than this to a meaning's colour, large things and numbers look as if they meant it."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme, by what they are for.

    Inputs, links and the meanings look the same in every theme: people learn them once.
    """

    ink: str = "1F2933"
    faint: str = "5F6C7B"
    title: str = "1F3A5F"
    """Headings, header words and the numbers on cards."""
    band: str = "1F3A5F"
    on_band: str = WHITE
    on_band_faint: str = "C9D6E8"
    accent: str = "2F6DB5"
    header: str = "E4ECF5"
    header_line: str = "9FB3CC"
    line: str = "DDE3EA"
    panel: str = "F5F7FA"
    bar: str = "9CC3EC"
    series: tuple[str, ...] = ("2F6DB5", "F2A541", "5BA58B", "B8577A", "7C6BB0", "8A94A3")
    input_fill: str = "FFFBEA"
    input_ink: str = "1D4ED8"
    link_ink: str = "13713A"
    good: str = "13713A"
    good_fill: str = "E3F4E7"
    warn: str = "8A5A09"
    warn_fill: str = "FFF1CC"
    bad: str = "B42318"
    bad_fill: str = "FDE4E1"
    muted: str = "9AA5B1"
    comment: str = "FFFBE6"
    chart_title: str = "404040"
    chart_ink: str = "595959"
    axis: str = "BFBFBF"
    """The line that columns and bars begin at."""
    grid: str = "E7E6E6"
    below_zero: str = "E6A3A3"
    last_year: str = "C3CBD4"

    @property
    def meanings(self) -> tuple[str, ...]:
        """The inks that say how something is."""
        return self.good, self.warn, self.bad


THEMES: Mapping[str, Palette] = MappingProxyType(
    {
        DEFAULT_THEME: Palette(),
        "jade": Palette(
            ink="1C2B2A",
            faint="5A6B69",
            title="0B4F4A",
            band="0B5D57",
            on_band_faint="CFE6E2",
            accent="0E7C86",
            header="E1F0EE",
            header_line="94C2BC",
            line="DAE5E3",
            panel="F2F8F7",
            bar="97D1CB",
            series=("0E7C86", "E39B4B", "5B7DB1", "B8577A", "7FA650", "8A9A98"),
        ),
        "graphite": Palette(
            ink="202124",
            faint="63666B",
            title="2B2D31",
            band="2B2D31",
            on_band_faint="D2D4D8",
            accent="5A6472",
            header="ECEDEF",
            header_line="B4B8BE",
            line="E1E3E6",
            panel="F6F6F7",
            bar="C3C9D1",
            series=("4A5568", "C9A227", "7C9AB5", "A35D6A", "7A8F6A", "A9AEB5"),
        ),
        # for paper: little ink, a light band, series that differ in black and white, too
        "paper": Palette(
            ink="1F2328",
            faint="5C636B",
            title="1F2328",
            band="E8EAED",
            on_band="1F2328",
            on_band_faint="4F565F",
            accent="4A525C",
            header="F7F8F9",
            header_line="8D949D",
            line="DCDFE3",
            panel="FBFBFC",
            bar="D3D8DF",
            series=("3F4853", "A7AFB9", "6F87A3", "C2AE8A", "8C9A86", "D0D4DA"),
        ),
    }
)


def palette(theme: str, brand: str | None = None) -> Palette:
    """The colours of *theme*, those of its character taken from *brand* where there is one."""
    base = THEMES[theme]
    return base if brand is None else _branded(base, brand)


def _branded(base: Palette, brand: str) -> Palette:
    band, on_band = base.band, base.on_band
    if on_band == WHITE:  # a light band stays one, and the brand is what is drawn on it
        band, on_band = _band(brand, base.ink)
    # A brand says nothing about a number: where it is near to red, amber or green, it keeps to the
    # band and to the first series of charts, and what stands beside numbers is grey.
    dark = readable(brand, (WHITE, mix(brand, WHITE, _HEADER)))
    near = min(distance(dark, meaning) for meaning in base.meanings) < _NEAR
    tint = _GREY if near else brand
    first = apart(dark, base.meanings, towards=base.ink)
    return replace(
        base,
        title=base.ink if near else dark,
        band=band,
        on_band=on_band,
        on_band_faint=readable(mix(on_band, band, 0.25), (band,), towards=on_band),
        accent=_GREY if near else first,
        header=mix(tint, WHITE, _HEADER),
        header_line=mix(tint, WHITE, 0.55),
        panel=mix(tint, WHITE, 0.96),
        bar=mix(tint, WHITE, 0.6),
        series=(first, *(color for color in base.series if distance(color, first) >= APART)),
    )


def _band(brand: str, ink: str) -> tuple[str, str]:
    """The title band in the brand's colour, and the colour of the words on it."""
    if contrast(brand, WHITE) < _KEEPS_ITS_HUE and contrast(brand, ink) >= TEXT_CONTRAST:
        return brand, ink
    return readable(brand, (WHITE,)), WHITE
