"""Every theme and every brand's colour is legible, and a brand looks like no meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import planned
from plansheets.plan.look.colors import (
    APART,
    TEXT_CONTRAST,
    apart,
    contrast,
    distance,
    mix,
    read_color,
    readable,
)
from plansheets.plan.look.palettes import THEMES, WHITE, Palette, palette
from plansheets.plan.look.theme import theme

COLORS = st.integers(0, 0xFFFFFF).map("{:06X}".format)


def worst_contrast(colors: Palette) -> float:
    grounds = {
        colors.band: (colors.on_band, colors.on_band_faint),
        WHITE: (colors.ink, colors.faint, colors.title, colors.accent, *colors.meanings),
        colors.header: (colors.ink, colors.title, colors.input_ink),
        colors.panel: (colors.ink, colors.faint, colors.title, *colors.meanings),
        colors.bar: (colors.ink,),
        colors.input_fill: (colors.input_ink, colors.link_ink),
        colors.good_fill: (colors.good,),
        colors.warn_fill: (colors.warn,),
        colors.bad_fill: (colors.bad,),
    }
    return min(contrast(ink, ground) for ground, inks in grounds.items() for ink in inks)


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_is_legible(name: str) -> None:
    assert worst_contrast(palette(name)) >= TEXT_CONTRAST


@given(COLORS)
def test_every_brand_is_legible(brand: str) -> None:
    assert worst_contrast(palette("ink", brand)) >= TEXT_CONTRAST


@given(COLORS, st.sampled_from(sorted(THEMES)))
def test_no_brand_looks_like_a_meaning(brand: str, name: str) -> None:
    colors = palette(name, brand)
    assert min(distance(colors.accent, one) for one in colors.meanings) >= APART


@given(COLORS)
def test_the_series_of_a_chart_differ_whatever_the_brand(brand: str) -> None:
    first, *others = palette("ink", brand).series
    assert len(others) >= 4
    assert min(distance(first, one) for one in others) >= APART


def test_a_dark_brand_is_the_band_itself_and_a_bright_one_carries_dark_words() -> None:
    red, yellow = palette("ink", "C8102E"), palette("ink", "FFD100")
    assert (red.band, red.on_band) == ("C8102E", WHITE)
    assert (yellow.band, yellow.on_band) == ("FFD100", THEMES["ink"].ink)


@given(COLORS)
def test_numbers_on_cards_never_look_good_or_bad_by_brand(brand: str) -> None:
    colors = palette("ink", brand)
    assert min(distance(colors.title, one) for one in colors.meanings) >= 2 * APART


def test_a_red_brand_keeps_to_band_and_first_series_and_a_blue_one_tints_the_rest() -> None:
    def colourful(color: str) -> int:
        channels = [int(color[place : place + 2], 16) for place in (0, 2, 4)]
        return max(channels) - min(channels)

    red, blue = palette("ink", "C8102E"), palette("ink", "0057B8")
    assert max(colourful(one) for one in (red.header, red.panel, red.bar)) < 12
    assert max(colourful(one) for one in (red.title, red.accent)) < 30
    assert (blue.title, blue.accent) == ("0057B8", "0057B8")
    assert colourful(red.series[0]) > 100
    assert min(colourful(one) for one in (blue.header, blue.bar)) >= 20


def test_inputs_and_meanings_look_the_same_in_every_theme() -> None:
    fixed = [
        (one.input_fill, one.input_ink, one.link_ink, one.meanings)
        for one in (*THEMES.values(), palette("jade", "C8102E"))
    ]
    assert len(set(fixed)) == 1


@pytest.mark.parametrize("written", ["", "#", "#12", "12345", "#GGGGGG", "red", "#1234567"])
def test_what_is_no_colour_is_none(written: str) -> None:
    assert read_color(written) is None


def test_colours_are_read_in_the_ways_people_write_them() -> None:
    assert {read_color(one) for one in ("#00aaFF", "00AAFF", " #0af ")} == {"00AAFF"}


def test_a_colour_moves_no_further_than_it_must() -> None:
    assert readable("000000", [WHITE]) == "000000"
    moved = readable("777777", [WHITE])
    assert moved < "777777"
    assert 4.5 <= contrast(moved, WHITE) < 4.8
    assert apart("B42318", ["13713A"], towards="000000") == "B42318"
    assert distance(apart("B42318", ["B42318"], towards="000000"), "B42318") >= APART


def test_mixing_ends_at_either_colour() -> None:
    assert (mix("102030", "FFFFFF", 0), mix("102030", "FFFFFF", 1)) == ("102030", "FFFFFF")


def test_the_theme_and_the_brand_colour_the_workbook_and_are_noted_in_it() -> None:
    made = planned(theme="jade", brand="C8102E")
    assert made.custom["plansheets.theme"] == "jade"
    assert made.custom["plansheets.brand"] == "#C8102E"
    fills = {cell.style.fill for cell in made.sheets[0].cells if cell.row == 0}
    assert fills == {theme("en", "jade", "C8102E").palette.band}
    assert "plansheets.brand" not in planned().custom
