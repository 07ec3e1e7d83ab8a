"""Conditional formats: known kinds with all they need, over cells that exist."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.boxes import parse_box
from plansheets.package.digits import whole_number, whole_within
from plansheets.words import Words
from plansheets.workbook.book import FoundBook, FoundSheet
from plansheets.workbook.findings import Findings

_MOST_FORMULAS = 3
_LAST_PRIORITY = 2**31 - 1
_NEEDS_FORMULA = {"expression": 1, "cellIs": 1}


def check_conditionals(book: FoundBook, findings: Findings) -> None:
    """Check the conditional formats of every sheet, the 2010 extension's as well."""
    differential = book.styles.differential
    for sheet in book.sheets:
        for block in sheet.tree.iterfind("conditionalFormatting"):
            _check_block(sheet, block, "", differential, findings)
        for block in sheet.tree.iter("x14|conditionalFormatting"):
            _check_block(sheet, block, "x14|", differential, findings)


def _check_block(
    sheet: FoundSheet, block: Element, prefix: str, differential: int, findings: Findings
) -> None:
    sqref = block.findtext("xm|sqref", "") if prefix else block.get("sqref", "")
    cells = sqref.split()
    if not cells or any(parse_box(cell) is None for cell in cells):
        message = Words(
            f"条件格式的范围“{sqref[:60]}”不是单元格",
            f"a conditional format for '{sqref[:60]}', which names no cells",
        )
        findings.add("PS550", sheet.part, message)
    place = sheet.place(cells[0][:40]) if cells else sheet.part
    rules = block.findall(f"{prefix}cfRule")
    if not rules and not prefix:
        findings.add(
            "PS550", place, Words("条件格式没有规则", "a conditional format without a rule")
        )
    for rule in rules:
        _check_rule(rule, place, prefix, findings)
        if len(rule.findall("formula")) > _MOST_FORMULAS:
            message = Words(
                "条件格式最多三个公式", "a conditional format of more than three formulas"
            )
            findings.add("PS550", place, message)
        number = rule.get("dxfId")
        if number is not None and not whole_within(number, 0, differential - 1):
            message = Words(
                f"条件格式的 dxfId 是 {number[:20]}，文件里只有 {differential} 个",
                f"a conditional format with dxfId {number[:20]}, the file has {differential}",
            )
            findings.add("PS576", place, message, Words("从 0 数起", "they count from 0"))


def _check_rule(rule: Element, place: str, prefix: str, findings: Findings) -> None:
    kind = rule.get("type", "")
    priority = rule.get("priority")
    if not prefix and not 0 < (whole_number(priority) or 0) <= _LAST_PRIORITY:
        findings.add(
            "PS550",
            place,
            Words(
                f"条件格式的优先级是“{priority or ''}”",
                f"conditional format with the priority '{priority or ''}'",
            ),
        )
    operator = rule.get("operator")
    formulas = rule.findall(f"{prefix}formula" if not prefix else "xm|f")
    needed = 2 if kind == "cellIs" and operator in ("between", "notBetween") else 1
    if kind in _NEEDS_FORMULA and sum(bool((f.text or "").strip()) for f in formulas) < needed:
        message = Words(
            f"“{kind}”类条件格式没有公式",
            f"a conditional format of the kind '{kind}' without its formula",
        )
        findings.add("PS550", place, message, Words(f"需要 {needed} 个", f"it needs {needed}"))
    if kind == "cellIs" and operator is None:
        findings.add(
            "PS550",
            place,
            Words(
                "作比较的条件格式没有写比较符",
                "a conditional format that compares, without an operator",
            ),
        )
    _check_scale(rule, kind, place, prefix, findings)


def _check_scale(rule: Element, kind: str, place: str, prefix: str, findings: Findings) -> None:
    if kind not in ("colorScale", "dataBar", "iconSet"):
        return
    scale = rule.find(f"{prefix}{kind}")
    if scale is None:
        findings.add(
            "PS550",
            place,
            Words(
                f"“{kind}”类条件格式里没有这一项",
                f"a conditional format of the kind '{kind}' without one",
            ),
        )
        return
    thresholds = scale.findall(f"{prefix}cfvo")
    for threshold in thresholds:
        written = threshold.get("type", "")
        value = threshold.get("val") or threshold.findtext("xm|f", "")
        if written in ("num", "percent", "percentile", "formula") and not value:
            findings.add(
                "PS550",
                place,
                Words(
                    f"“{written}”类界限没有值", f"threshold of the kind '{written}' without a value"
                ),
            )
    count = len(thresholds)
    match kind:
        case "colorScale":
            colors = len(scale.findall(f"{prefix}color"))
            if count not in (2, 3) or colors != count:
                message = Words(
                    f"色阶有 {colors} 种颜色、{count} 个界限",
                    f"a colour scale of {colors} colours and {count} thresholds",
                )
                findings.add(
                    "PS550",
                    place,
                    message,
                    Words("颜色与界限要同为两个或三个", "two of each, or three of each"),
                )
        case "dataBar" if count != 2:
            findings.add(
                "PS550",
                place,
                Words(
                    f"数据条有 {count} 个界限，应为 2 个",
                    f"a data bar with {count} thresholds, it needs 2",
                ),
            )
        case "iconSet":
            name = scale.get("iconSet", "3TrafficLights1")
            custom = scale.get("custom") in ("1", "true")
            if not custom and count != whole_number(name[:1]):
                message = Words(
                    f"图标集“{name[:40]}”有 {count} 个界限",
                    f"icon set '{name[:40]}' with {count} thresholds",
                )
                findings.add(
                    "PS550",
                    place,
                    message,
                    Words("图标有几个，界限就有几个", "as many as the set has icons"),
                )
        case _:
            pass
