"""Every function of the project by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plansheets.functions.customers.definition import CUSTOMERS
from plansheets.functions.deviations.definition import DEVIATIONS
from plansheets.functions.experiments.definition import EXPERIMENTS
from plansheets.functions.function import Function
from plansheets.functions.growth.definition import GROWTH
from plansheets.functions.loyalty.definition import LOYALTY
from plansheets.functions.pricing.definition import PRICING
from plansheets.functions.progress.definition import PROGRESS
from plansheets.functions.returns.definition import RETURNS
from plansheets.functions.scores.definition import SCORES
from plansheets.functions.splits.definition import SPLITS
from plansheets.functions.spread.definition import SPREAD
from plansheets.functions.stock.definition import STOCK
from plansheets.functions.thresholds.definition import THRESHOLDS
from plansheets.functions.traffic.definition import TRAFFIC
from plansheets.functions.turnover.definition import TURNOVER

Catalog = Mapping[str, Function]

FAMILIES: Mapping[str, tuple[Function, ...]] = MappingProxyType(
    {
        "deviations": DEVIATIONS,
        "growth": GROWTH,
        "thresholds": THRESHOLDS,
        "returns": RETURNS,
        "pricing": PRICING,
        "traffic": TRAFFIC,
        "customers": CUSTOMERS,
        "loyalty": LOYALTY,
        "stock": STOCK,
        "turnover": TURNOVER,
        "spread": SPREAD,
        "progress": PROGRESS,
        "scores": SCORES,
        "splits": SPLITS,
        "experiments": EXPERIMENTS,
    }
)
"""The functions by the folder in which their definition, kernel and vectors stand side by side."""

FUNCTIONS: tuple[Function, ...] = tuple(
    function for family in FAMILIES.values() for function in family
)

CATALOG: Catalog = MappingProxyType({function.name: function for function in FUNCTIONS})

FORMULAS: Catalog = MappingProxyType(
    {name: function for name, function in CATALOG.items() if function.why_no_formula is None}
)
"""Those that a plain formula expresses: what blueprints may call, and what LAMBDA names hold."""
