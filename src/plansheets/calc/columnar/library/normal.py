"""The normal distribution: how likely less is, and what that likelihood belongs to."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from plansheets.calc.columnar.grid import NUM, Grid, Reals
from plansheets.calc.columnar.library.lift import lifted, numeric, refused
from plansheets.calc.columnar.scene import Computes

_ERFC = np.vectorize(math.erfc, otypes=[np.float64])


def _below(z: Reals) -> Reals:
    """How likely a standard normal number is below *z*; small likelihoods keep their digits."""
    found: Reals = _ERFC(-np.asarray(z) / math.sqrt(2)) / 2
    return found


def _density(z: Reals) -> Reals:
    found: Reals = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return found


def _standard(z: Reals, cumulative: Reals) -> Reals:
    return np.where(cumulative != 0, _below(z), _density(z))


def _standard_place(likelihood: Reals) -> Grid:
    return _place(likelihood, np.zeros(1), np.ones(1))


def _any(value: Reals, mean: Reals, deviation: Reals, cumulative: Reals) -> Grid:
    bad = deviation <= 0
    spread = np.where(bad, 1, deviation)
    z = (value - mean) / spread
    return refused(bad, NUM, np.where(cumulative != 0, _below(z), _density(z) / spread))


def _inverse(likelihood: Reals) -> Reals:
    """What a standard normal number is below as likely as that."""
    from statistics import NormalDist  # noqa: PLC0415  # slow to load, and few workbooks ask

    found: Reals = np.vectorize(NormalDist().inv_cdf, otypes=[np.float64])(likelihood)
    return found


def _place(likelihood: Reals, mean: Reals, deviation: Reals) -> Grid:
    bad = (likelihood <= 0) | (likelihood >= 1) | (deviation <= 0)
    inside = np.where((likelihood <= 0) | (likelihood >= 1), 0.5, likelihood)
    return refused(bad, NUM, mean + deviation * _inverse(inside))


FUNCTIONS: Mapping[str, Computes] = {
    "NORM.DIST": lifted(numeric(_any)),
    "NORM.INV": lifted(numeric(_place)),
    "NORM.S.DIST": lifted(numeric(_standard)),
    "NORM.S.INV": lifted(numeric(_standard_place)),
    "NORMDIST": lifted(numeric(_any)),
    "NORMINV": lifted(numeric(_place)),
    "NORMSDIST": lifted(numeric(_below)),
    "NORMSINV": lifted(numeric(_standard_place)),
}
