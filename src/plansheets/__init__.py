"""plansheets: blueprints in YAML, compiled into formula-driven Excel planning workbooks.

>>> import plansheets
>>> built = plansheets.build("sku-management", "plan.xlsx", locale="zh-CN")  # doctest: +SKIP
>>> plansheets.verify("plan.xlsx")  # doctest: +SKIP
()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plansheets.anew.results import Leftover as Leftover
    from plansheets.anew.results import Upgraded as Upgraded
    from plansheets.anew.results import UpgradedTable as UpgradedTable
    from plansheets.anew.upgrade import upgrade as upgrade
    from plansheets.each.build import build_each as build_each
    from plansheets.each.results import BatchItem as BatchItem
    from plansheets.each.results import BuiltEach as BuiltEach
    from plansheets.errors import BlueprintError as BlueprintError
    from plansheets.errors import DataError as DataError
    from plansheets.errors import PlansheetsError as PlansheetsError
    from plansheets.errors import Problem as Problem
    from plansheets.errors import WorkbookError as WorkbookError
    from plansheets.flow import Built as Built
    from plansheets.flow import build as build
    from plansheets.frames.orders import GatheredCustomers as GatheredCustomers
    from plansheets.frames.orders import gather_customers as gather_customers
    from plansheets.life.change import BookChange as BookChange
    from plansheets.life.change import BookDiff as BookDiff
    from plansheets.life.check import check as check
    from plansheets.life.deviation import Checked as Checked
    from plansheets.life.diff import diff as diff
    from plansheets.life.extract import extract as extract
    from plansheets.life.extracted import Extracted as Extracted
    from plansheets.life.fill import FilledBook as FilledBook
    from plansheets.life.fill import FilledTable as FilledTable
    from plansheets.life.fill import fill as fill
    from plansheets.life.repair import Repaired as Repaired
    from plansheets.life.repair import repair as repair
    from plansheets.outlines import list_blueprints as list_blueprints
    from plansheets.outlines import outline as outline
    from plansheets.paper.preview import preview as preview
    from plansheets.together.consolidate import consolidate as consolidate
    from plansheets.together.results import Consolidated as Consolidated
    from plansheets.together.results import RejectedBook as RejectedBook
    from plansheets.together.results import TakenBook as TakenBook
    from plansheets.validation import validate as validate
    from plansheets.workbook.verify import verify as verify

__version__ = "0.1.0"

_HOMES = {
    "BatchItem": "plansheets.each.results",
    "BlueprintError": "plansheets.errors",
    "BookChange": "plansheets.life.change",
    "BookDiff": "plansheets.life.change",
    "Built": "plansheets.flow",
    "BuiltEach": "plansheets.each.results",
    "Checked": "plansheets.life.deviation",
    "Consolidated": "plansheets.together.results",
    "DataError": "plansheets.errors",
    "Extracted": "plansheets.life.extracted",
    "FilledBook": "plansheets.life.fill",
    "FilledTable": "plansheets.life.fill",
    "GatheredCustomers": "plansheets.frames.orders",
    "Leftover": "plansheets.anew.results",
    "PlansheetsError": "plansheets.errors",
    "Problem": "plansheets.errors",
    "RejectedBook": "plansheets.together.results",
    "Repaired": "plansheets.life.repair",
    "TakenBook": "plansheets.together.results",
    "Upgraded": "plansheets.anew.results",
    "UpgradedTable": "plansheets.anew.results",
    "WorkbookError": "plansheets.errors",
    "build": "plansheets.flow",
    "build_each": "plansheets.each.build",
    "check": "plansheets.life.check",
    "consolidate": "plansheets.together.consolidate",
    "diff": "plansheets.life.diff",
    "extract": "plansheets.life.extract",
    "fill": "plansheets.life.fill",
    "gather_customers": "plansheets.frames.orders",
    "list_blueprints": "plansheets.outlines",
    "outline": "plansheets.outlines",
    "preview": "plansheets.paper.preview",
    "repair": "plansheets.life.repair",
    "upgrade": "plansheets.anew.upgrade",
    "validate": "plansheets.validation",
    "verify": "plansheets.workbook.verify",
}
"""Where each public name is defined; its module is imported when the name is first used."""

__all__ = [
    "BatchItem",
    "BlueprintError",
    "BookChange",
    "BookDiff",
    "Built",
    "BuiltEach",
    "Checked",
    "Consolidated",
    "DataError",
    "Extracted",
    "FilledBook",
    "FilledTable",
    "GatheredCustomers",
    "Leftover",
    "PlansheetsError",
    "Problem",
    "RejectedBook",
    "Repaired",
    "TakenBook",
    "Upgraded",
    "UpgradedTable",
    "WorkbookError",
    "__version__",
    "build",
    "build_each",
    "check",
    "consolidate",
    "diff",
    "extract",
    "fill",
    "gather_customers",
    "list_blueprints",
    "outline",
    "preview",
    "repair",
    "upgrade",
    "validate",
    "verify",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'plansheets' has no attribute '{name}'")
    from importlib import import_module  # noqa: PLC0415  # only where something is looked up

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
