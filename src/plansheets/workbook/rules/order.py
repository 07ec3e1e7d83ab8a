"""The order of elements inside their parent, which Excel insists on where XML would not."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.workbook.findings import Findings

_ORDERS = {
    "worksheet": (
        "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection"
        " protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews"
        " mergeCells phoneticPr conditionalFormatting* dataValidations hyperlinks printOptions"
        " pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches"
        " ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture"
        " oleObjects controls webPublishItems tableParts extLst"
    ),
    "sheetPr": "tabColor outlinePr pageSetUpPr",
    "sheetView": "pane selection* pivotSelection* extLst",
    "autoFilter": "filterColumn* sortState extLst",
    "cfRule": "formula* colorScale dataBar iconSet extLst",
    "colorScale": "cfvo* color*",
    "dataBar": "cfvo* color",
    "x14|dataBar": (
        "x14|cfvo* x14|fillColor x14|borderColor x14|negativeFillColor x14|negativeBorderColor"
        " x14|axisColor"
    ),
    "dataValidation": "formula1 formula2",
    "headerFooter": "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter",
    "workbook": (
        "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups"
        " externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches"
        " smartTagPr smartTagTypes webPublishing fileRecoveryPr* webPublishObjects extLst"
    ),
    "styleSheet": (
        "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
    ),
    "dxf": "font numFmt fill alignment border protection extLst",
    "xf": "alignment protection extLst",
    "border": "start end left right top bottom diagonal vertical horizontal",
    "table": "autoFilter sortState tableColumns tableStyleInfo extLst",
    "tableColumn": "calculatedColumnFormula totalsRowFormula xmlColumnPr extLst",
    "comments": "authors commentList extLst",
}
"""Children by parent, in order; a star marks those that may stand there many times."""

_PLACES = {
    parent: {child.rstrip("*"): place for place, child in enumerate(order.split())}
    for parent, order in _ORDERS.items()
}
_REPEATED = {
    (parent, child.rstrip("*"))
    for parent, order in _ORDERS.items()
    for child in order.split()
    if child.endswith("*")
}


def check_order(part: str, tree: Element, findings: Findings) -> None:
    """Check *tree* and all below it; elements of other namespaces are skipped, as Excel does."""
    for parent in tree.iter():
        places = _PLACES.get(parent.tag)
        if places is None or len(parent) == 0:
            continue
        last, before = -1, ""
        for child in parent:
            place = places.get(child.tag)
            if place is None:
                continue
            if place < last:
                message = f"'{_plain(child.tag)}' stands after '{_plain(before)}'"
                findings.add("PS507", part, message, "Excel wants a fixed order")
            elif place == last and (parent.tag, child.tag) not in _REPEATED:
                message = f"'{_plain(child.tag)}' stands twice in one '{_plain(parent.tag)}'"
                findings.add("PS507", part, message, "put its contents together")
            if place >= last:
                last, before = place, child.tag


def _plain(tag: str) -> str:
    return tag.replace("|", ":")
