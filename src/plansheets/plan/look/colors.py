"""Colours as they are seen: how well one reads on another, how far apart two are, mixing them.

Colours are ``RRGGBB``. Contrast is that of WCAG 2.1 (1.4.3: text needs 4.5); distance is CIE 1976,
in which 2 is just noticed and 20 is another colour to everybody.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable

TEXT_CONTRAST = 4.5
APART = 20.0
_STEPS = 50
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_WHITE_POINT = (0.95047, 1.0, 1.08883)


def read_color(written: str) -> str | None:
    """The colour that *written* names, None where it is none.

    >>> read_color("#c8102e"), read_color("0af"), read_color("red")
    ('C8102E', '00AAFF', None)
    """
    found = _HEX.fullmatch(written.strip())
    if found is None:
        return None
    digits = found[1].upper()
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)


def mix(color: str, other: str, share: float) -> str:
    """*color* with *share* of it replaced by *other*.

    >>> mix("000000", "FFFFFF", 0.5)
    '808080'
    """
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "".join(f"{round(one + (two - one) * share):02X}" for one, two in pairs)


def contrast(one: str, other: str) -> float:
    """How well one colour reads on the other: 1 not at all, 21 black on white.

    >>> round(contrast("000000", "FFFFFF"), 1), round(contrast("777777", "FFFFFF"), 2)
    (21.0, 4.48)
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str) -> float:
    """How different two colours look.

    >>> round(distance("FFFFFF", "000000")), round(distance("FF0000", "FE0000"), 1)
    (100, 0.4)
    """
    return math.dist(_lab(one), _lab(other))


def readable(
    color: str, on: Iterable[str], *, towards: str = "000000", least: float = TEXT_CONTRAST
) -> str:
    """*color*, moved *towards* another no further than it must to read well on all of *on*."""
    grounds = tuple(on)
    return _moved(
        color, towards, lambda moved: all(contrast(moved, ground) >= least for ground in grounds)
    )


def apart(color: str, others: Iterable[str], *, towards: str, least: float = APART) -> str:
    """*color*, moved *towards* another no further than it must to look unlike all of *others*."""
    near = tuple(others)
    return _moved(color, towards, lambda moved: all(distance(moved, one) >= least for one in near))


def _moved(color: str, towards: str, enough: Callable[[str], bool]) -> str:
    moves = (mix(color, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(filter(enough, moves), towards)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[:2], 16), int(color[2:4], 16), int(color[4:], 16)


def _linear(color: str) -> tuple[float, float, float]:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(color))
    )
    return red, green, blue


def _luminance(color: str) -> float:
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(color: str) -> tuple[float, float, float]:
    red, green, blue = _linear(color)
    xyz = (
        0.4124564 * red + 0.3575761 * green + 0.1804375 * blue,
        _luminance(color),
        0.0193339 * red + 0.1191920 * green + 0.9503041 * blue,
    )
    x, y, z = (_lightness(one / white) for one, white in zip(xyz, _WHITE_POINT, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _lightness(share: float) -> float:
    return (
        float(share ** (1 / 3)) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29
    )
