"""Every function of the project by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plansheets.functions.customers import CUSTOMERS
from plansheets.functions.deviations import DEVIATIONS
from plansheets.functions.experiments import EXPERIMENTS
from plansheets.functions.function import Function
from plansheets.functions.progress import PROGRESS
from plansheets.functions.returns import RETURNS
from plansheets.functions.scores import SCORES
from plansheets.functions.split import SPLITS
from plansheets.functions.stock import STOCK
from plansheets.functions.threshold import THRESHOLDS

Catalog = Mapping[str, Function]

FUNCTIONS: tuple[Function, ...] = (
    *DEVIATIONS,
    *THRESHOLDS,
    *RETURNS,
    *CUSTOMERS,
    *STOCK,
    *PROGRESS,
    *SCORES,
    *SPLITS,
    *EXPERIMENTS,
)

CATALOG: Catalog = MappingProxyType({function.name: function for function in FUNCTIONS})

FORMULAS: Catalog = MappingProxyType(
    {name: function for name, function in CATALOG.items() if function.why_no_formula is None}
)
"""Those that a plain formula expresses: what blueprints may call, and what LAMBDA names hold."""
