"""Data validations: what they accept, and texts that fit where Excel shows them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.boxes import parse_box
from plansheets.grid import MAX_LIST_TEXT, MAX_PROMPT, MAX_PROMPT_TITLE
from plansheets.lengths import excel_length
from plansheets.words import Words
from plansheets.workbook.book import FoundBook, FoundSheet
from plansheets.workbook.findings import Findings

_TEXTS = (
    ("promptTitle", Words("提示标题", "prompt title"), MAX_PROMPT_TITLE),
    ("prompt", Words("提示", "prompt"), MAX_PROMPT),
    ("errorTitle", Words("出错标题", "error title"), MAX_PROMPT_TITLE),
    ("error", Words("出错信息", "error message"), MAX_PROMPT),
)
_MAX_VALIDATIONS = 65_534


def check_validations(book: FoundBook, findings: Findings) -> None:
    """Check the validations of every sheet, the 2010 extension's as well."""
    for sheet in book.sheets:
        count = 0
        for element in sheet.tree.iterfind("dataValidations/dataValidation"):
            count += 1
            _check_validation(sheet, element, element.get("sqref", ""), "", findings)
        for element in sheet.tree.iter("x14|dataValidation"):
            count += 1
            _check_validation(sheet, element, element.findtext("xm|sqref", ""), "x14|", findings)
        if count > _MAX_VALIDATIONS:
            message = Words(
                f"有 {count:,} 条数据验证，最多 {_MAX_VALIDATIONS:,} 条",
                f"{count:,} validations, at most {_MAX_VALIDATIONS:,}",
            )
            findings.add("PS552", sheet.part, message)


def formula_of(element: Element, which: str, prefix: str) -> str:
    """The text of ``formula1`` or ``formula2``; the 2010 extension wraps it once more."""
    found = element.find(f"{prefix}{which}")
    if found is None:
        return ""
    return (found.findtext("xm|f", "") if prefix else found.text) or ""


def _check_validation(
    sheet: FoundSheet, element: Element, sqref: str, prefix: str, findings: Findings
) -> None:
    cells = sqref.split()
    deleted = prefix and sqref.strip() == "#REF!"  # Excel 2007 keeps one whose cells are gone
    if not deleted and (not cells or any(parse_box(cell) is None for cell in cells)):
        message = Words(
            f"数据验证的范围“{sqref[:60]}”不是单元格",
            f"a validation for '{sqref[:60]}', which names no cells",
        )
        findings.add("PS552", sheet.part, message)
    place = sheet.place(cells[0][:40]) if cells and not deleted else sheet.part
    kind = element.get("type", "none")
    operator = element.get("operator", "between")
    for key, what, allowed in _TEXTS:
        length = excel_length(element.get(key, ""))
        if length > allowed:
            message = Words(
                f"{what.zh}有 {length} 个字符，最多 {allowed} 个",
                f"{what.en} of {length} characters, at most {allowed}",
            )
            findings.add("PS553", place, message, Words("缩短", "shorten it"))
    first, second = (formula_of(element, which, prefix) for which in ("formula1", "formula2"))
    if kind != "none" and not first.strip():
        findings.add(
            "PS552",
            place,
            Words(
                f"“{kind}”类数据验证没有公式", f"a validation of type '{kind}' without a formula"
            ),
        )
    two_ended = kind in {"whole", "decimal", "date", "time", "textLength"} and operator in {
        "between",
        "notBetween",
    }
    if two_ended and not second.strip():
        findings.add(
            "PS552",
            place,
            Words(
                f"“{operator}”类数据验证缺少另一端",
                f"a validation '{operator}' without its second end",
            ),
        )
    if kind == "list" and first.startswith('"'):
        items = first.strip().removeprefix('"').removesuffix('"').replace('""', '"')
        length = excel_length(items)
        if length > MAX_LIST_TEXT:
            message = Words(
                f"选项共 {length} 个字符，最多 {MAX_LIST_TEXT} 个",
                f"a list of {length} characters, at most {MAX_LIST_TEXT}",
            )
            findings.add(
                "PS554",
                place,
                message,
                Words(
                    "把选项放到工作表上，引用其区域",
                    "put the items on a sheet and name their range",
                ),
            )
