"""The rules of ``verify``: one family a module, each a function of a book and its findings."""

from __future__ import annotations

from collections.abc import Callable

from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings
from plansheets.workbook.rules.conditionals import check_conditionals
from plansheets.workbook.rules.drawings import check_drawings
from plansheets.workbook.rules.formulas import check_formulas
from plansheets.workbook.rules.names import check_names
from plansheets.workbook.rules.parts import check_parts, check_trees
from plansheets.workbook.rules.pivots import check_pivots
from plansheets.workbook.rules.reaching_out import check_reaching_out
from plansheets.workbook.rules.sheets import check_sheets
from plansheets.workbook.rules.strings import check_strings
from plansheets.workbook.rules.styles import check_styles
from plansheets.workbook.rules.tables import check_tables
from plansheets.workbook.rules.validations import check_validations
from plansheets.workbook.rules.worksheets import check_worksheets

BookRule = Callable[[FoundBook, Findings], None]

RULES: tuple[BookRule, ...] = (
    check_parts,
    check_sheets,
    check_names,
    check_styles,
    check_worksheets,
    check_tables,
    check_conditionals,
    check_validations,
    check_drawings,
    check_pivots,
    check_formulas,
    check_strings,
    check_trees,
    check_reaching_out,
)
"""In the order in which findings are listed."""
