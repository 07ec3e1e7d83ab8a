"""Every formula of the file, wherever it stands, each text judged once."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from plansheets.boxes import parse_box
from plansheets.package.digits import whole_number
from plansheets.words import Words
from plansheets.workbook.book import FoundBook, FoundSheet
from plansheets.workbook.findings import Findings
from plansheets.workbook.known import Judge, remembering
from plansheets.workbook.rules.validations import formula_of
from plansheets.workbook.stored_names import Home, KnownNames, StoredFault


def check_formulas(book: FoundBook, findings: Findings) -> None:
    """Check the formulas of names, cells, tables, conditional formats and validations."""
    judge_for = _judges(book)
    for element in book.tree.iterfind("definedNames/definedName"):
        text = element.text or ""
        if not text.strip() or _is_foreign_name(element):
            continue
        scope = element.get("localSheetId", "")
        index = whole_number(scope)
        name = element.get("name", "")[:60]
        place = Words(f"名称 {name}", f"name {name}")
        _report(judge_for(index)(text, "name"), place, findings)
    for index, sheet in enumerate(book.sheets):
        judged = judge_for(index)
        _check_cells(sheet, judged, findings)
        _check_tables(sheet, judged, findings)
        _check_rules(sheet, judged, findings)


def _judges(book: FoundBook) -> Callable[[int | None], Judge]:
    """A judge for each sheet; sheets without names of their own share one memory."""
    local = {scope for _, scope in book.names if scope is not None}
    tables = {
        table.name.lower(): {column.lower(): column for column in table.columns}
        for table in book.tables()
    }
    local_names = frozenset(name for name, scope in book.names if scope is not None)
    sheets = {sheet.title.lower(): sheet.title for sheet in book.sheets}
    workbooks = len(book.tree.findall("externalReferences/externalReference"))
    judge = book.known.judge if book.known is not None else remembering
    memory: dict[int | None, Judge] = {}

    def judge_for(index: int | None) -> Judge:
        key = index if index in local else None
        if key not in memory:
            names = {name: name for name, scope in book.names if scope in (None, key)}
            memory[key] = judge(
                KnownNames(sheets, tables, names, local_names, workbooks, book.has_macros)
            )
        return memory[key]

    return judge_for


def _check_cells(sheet: FoundSheet, judged: Judge, findings: Findings) -> None:
    boxes = [table.box for table in sheet.tables if table.box]
    for use in sheet.cells.formulas.values():
        home: Home = "cell"
        if boxes and "[" in use.text and (cell := parse_box(use.first)):
            row, column = cell[:2]
            if any(box.holds(row, column) for box in boxes):
                home = "table"
        if faults := judged(use.text, home):
            _report(faults, sheet.place(use.first), findings, use.count)


def _check_tables(sheet: FoundSheet, judged: Judge, findings: Findings) -> None:
    for table in sheet.tables:
        for column in table.tree.iterfind("*/tableColumn"):
            name = column.get("name", "")[:60]
            for which in ("calculatedColumnFormula", "totalsRowFormula"):
                text = column.findtext(which, "")
                if text:
                    place = Words(f"{table.part}，列“{name}”", f"{table.part}, column '{name}'")
                    _report(judged(text, "table"), place, findings)


def _check_rules(sheet: FoundSheet, judged: Judge, findings: Findings) -> None:
    tree = sheet.tree
    for block in tree.iterfind("conditionalFormatting"):
        place = _place(sheet, block.get("sqref", ""))
        for formula in block.iter("formula"):
            _report(judged(formula.text or "0", "rule"), place, findings)
        for threshold in block.iter("cfvo"):
            if threshold.get("type") == "formula":
                _report(judged(threshold.get("val") or "0", "rule"), place, findings)
    for block in tree.iter("x14|conditionalFormatting"):
        place = _place(sheet, block.findtext("xm|sqref", ""))
        for formula in block.iter("xm|f"):
            _report(judged(formula.text or "0", "rule"), place, findings)
    for prefix, tag in (("", "dataValidation"), ("x14|", "x14|dataValidation")):
        for element in tree.iter(tag):
            sqref = element.findtext("xm|sqref", "") if prefix else element.get("sqref", "")
            for which in ("formula1", "formula2"):
                text = formula_of(element, which, prefix)
                if text and not (element.get("type") == "list" and text.startswith('"')):
                    _report(judged(text, "rule"), _place(sheet, sqref), findings)


def _place(sheet: FoundSheet, sqref: str) -> str:
    return sheet.place(sqref.split(maxsplit=1)[0][:40]) if sqref.split() else sheet.part


def _report(
    faults: tuple[StoredFault, ...], place: Words | str, findings: Findings, times: int = 1
) -> None:
    for fault in faults:
        findings.add(
            fault.code, place, fault.message, fault.hint, level=fault.level, times=times
        )  # fmt: skip


def _is_foreign_name(element: Element) -> bool:
    """Names of macros and of add-ins follow other rules."""
    return any(element.get(key) in ("1", "true") for key in ("function", "vbProcedure", "xlm"))
