"""Conditional formats and input rules of people's own sheets, put into the new workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from plansheets.anew.carry import Carrying
from plansheets.anew.changing import attributes, in_front_of, in_turn, with_changes
from plansheets.anew.left_parts import left_parts
from plansheets.anew.own_sparklines import own_sparklines
from plansheets.anew.places import NewPlaces, NoPlaceError
from plansheets.anew.results import Leftover
from plansheets.anew.sheets import OwnSheets
from plansheets.boxes import parse_box
from plansheets.formula.ast import Cell, CellRange, Node
from plansheets.formula.rewrite import walk
from plansheets.formula.spell import FILE, spell
from plansheets.life.book import BookSheet, book_in
from plansheets.package.digits import whole_number
from plansheets.package.splice import PartChange
from plansheets.words import Words

_BEHIND = re.compile(
    rb"<(?:hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks"
    rb"|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF"
    rb"|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b|</worksheet>"
)
"""What follows the rules on a worksheet (ECMA-376, 18.3.1.99)."""
_BEHIND_FILTER = re.compile(
    rb"<(?:sortState|dataConsolidate|customSheetViews|mergeCells|phoneticPr|conditionalFormatting"
    rb"|dataValidations)\b|" + _BEHIND.pattern
)
_BEHIND_BREAKS = re.compile(
    rb"<(?:customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing"
    rb"|legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b"
    rb"|</worksheet>"
)
_END = re.compile(rb"</worksheet>")
_LOOKS = re.compile(rb'<dxfs count="(\d+)"\s*(/?)>')
_FORMAT = Words("条件格式没有带过去", "a conditional format did not come along")
_INPUT = Words("输入限制没有带过去", "an input rule did not come along")
_BY_COLOUR = Words("按颜色筛选没有带过去", "a filter by colour did not come along")
_SPARKLINES = Words("有迷你图没有带过去", "some of its sparklines did not come along")
_RULES = Words("条件格式和输入限制没有带过去", "its rules for cells did not come along")
_SHOWN_TWICE = "dataBar"
"""What Excel's extension says once more, in other words."""
_GROUPS = (
    ("sheetFormatPr", "outlineLevelRow", Words("行的分组", "the groups of its rows")),
    ("cols/col", "outlineLevel", Words("列的分组", "the groups of its columns")),
)
_MOST = 2_000
"""Rules of a sheet."""
_FORMULAS = frozenset({"formula", "formula1", "formula2"})


def with_own_rules(
    content: bytes, name: str, carrying: Carrying, own: OwnSheets
) -> tuple[bytes, list[Leftover]]:
    """The workbook *content* with the rules of people's own sheets, and what is left over.

    Where the workbook would not be sound with them, it stays without.
    """
    if own.places is None or not own.sheets:
        return content, []
    with io.BytesIO(content) as stream:
        new = book_in(stream, name)
        styles = next(iter(new.package.related(new.part, "styles")), None)
        known = list(new.package.tree(styles).iterfind("dxfs/dxf")) if styles else []
        rules = _OwnRules(carrying, own.places, len(known))
        changes: dict[str, PartChange] = {}
        for sheet in own.sheets:
            target, markup = new.sheet(sheet.title), rules.of(sheet)
            if target is None:
                continue
            kept = [in_front_of(_BEHIND, markup)] if markup else []
            if selected := rules.filter(sheet):
                kept.append(in_front_of(_BEHIND_FILTER, selected))
            if breaks := rules.breaks(sheet):
                kept.append(in_front_of(_BEHIND_BREAKS, breaks))
            if lines := rules.sparklines(sheet):
                kept.append(in_front_of(_END, lines))
            if kept:
                changes[target.part] = in_turn(kept)
        if styles is not None and rules.looks:
            changes[styles] = _more_looks(rules.looks)
        if not changes:
            return content, rules.leftovers
        made = with_changes(stream, name, changes)
    if made is None:
        return content, [
            *rules.leftovers, *(Leftover("own sheet", one.title, _RULES) for one in own.sheets)
        ]  # fmt: skip
    return made, rules.leftovers


class _OwnRules:
    """The rules of sheets as the new workbook writes them; *looks* of it are there already."""

    def __init__(self, carrying: Carrying, places: NewPlaces, looks: int) -> None:
        self._book, self._places, self._first = carrying.old.book, places, looks
        self._own = {title.casefold() for title in places.own}
        self._old_looks: list[Element] = []
        for part in self._book.package.related(self._book.part, "styles"):
            self._old_looks += self._book.package.tree(part).iterfind("dxfs/dxf")
        self._numbers: dict[int, int] = {}
        self.looks: list[str] = []
        """The looks of conditional formats that the new workbook does not have yet."""
        self.leftovers: list[Leftover] = []

    def of(self, sheet: BookSheet) -> str:
        """The elements of all rules of *sheet*."""
        tree = self._book.contents(sheet).tree
        formats = list(self._formats(sheet, tree.iterfind("conditionalFormatting")))
        inputs = list(self._inputs(sheet, tree))
        for one in tree.iter("x14|conditionalFormatting"):
            if any(rule.get("type") != _SHOWN_TWICE for rule in one.iterfind("x14|cfRule")):
                self._leave(sheet, _FORMAT, one.findtext("xm|sqref", ""))
        for path, levels, what in _GROUPS:
            if any(one.get(levels, "0") != "0" for one in tree.iterfind(path)):
                why = Words(f"它的{what.zh}没有带过去", f"{what.en} did not come along")
                self.leftovers.append(Leftover("own sheet", sheet.title, why))
        for why in left_parts(self._book, sheet):
            self.leftovers.append(Leftover("own sheet", sheet.title, why))
        count = f'<dataValidations count="{len(inputs)}">'
        listed = f"{count}{''.join(inputs)}</dataValidations>" if inputs else ""
        return "".join(formats) + listed

    def breaks(self, sheet: BookSheet) -> str:
        """The page breaks of a sheet that somebody has set."""
        tree = self._book.contents(sheet).tree
        return "".join(
            plain(element)
            for name in ("rowBreaks", "colBreaks")
            if (element := tree.find(name)) is not None and element.find("brk") is not None
        )

    def sparklines(self, sheet: BookSheet) -> str:
        """The sparklines of a sheet that have a certain place."""
        found, whole = own_sparklines(self._book.contents(sheet).tree, sheet, self._places)
        if not whole:
            self._leave(sheet, _SPARKLINES)
        return found

    def filter(self, sheet: BookSheet) -> str:
        """The filter of a sheet, with what it lets through; rows that it hides are hidden."""
        element = self._book.contents(sheet).tree.find("autoFilter")
        if element is None or not _are_cells(element.get("ref", "")):
            return ""
        kept = [one for one in element.iterfind("filterColumn") if not _by_looks(one)]
        if len(kept) < len(element.findall("filterColumn")):
            self._leave(sheet, _BY_COLOUR, element.get("ref", ""))
        inside = "".join(map(plain, kept))
        return f'<autoFilter ref="{element.get("ref", "")}">{inside}</autoFilter>'

    def _formats(self, sheet: BookSheet, found: Iterable[Element]) -> Iterator[str]:
        for element in list(found)[:_MOST]:
            cells = element.get("sqref", "")
            rules = []
            for rule in element.iterfind("cfRule"):
                with suppress(NoPlaceError):
                    rules.append(self._written(rule, sheet, cells))
                    continue
                self._leave(sheet, _FORMAT, cells, rule)
            if rules and _are_cells(cells):
                inside = "".join(rules)
                yield f'<conditionalFormatting sqref="{cells}">{inside}</conditionalFormatting>'

    def _inputs(self, sheet: BookSheet, tree: Element) -> Iterator[str]:
        """Input rules, those of Excel's extension, too, which look at other sheets."""
        for element in list(tree.iterfind("dataValidations/dataValidation"))[:_MOST]:
            yield from self._input(sheet, element, element.get("sqref", ""))
        for element in list(tree.iter("x14|dataValidation"))[:_MOST]:
            cells = element.findtext("xm|sqref", "")
            plain = Element("dataValidation", dict(element.attrib) | {"sqref": cells})
            for name in ("formula1", "formula2"):
                text = element.findtext(f"x14|{name}/xm|f", "")
                if text:
                    inside = Element(name)
                    inside.text = text
                    plain.append(inside)
            yield from self._input(sheet, plain, cells)

    def _input(self, sheet: BookSheet, element: Element, cells: str) -> Iterator[str]:
        with suppress(NoPlaceError):
            if _are_cells(cells):
                yield self._written(element, sheet, cells)
                return
        self._leave(sheet, _INPUT, cells, element)

    def _written(self, element: Element, sheet: BookSheet, cells: str) -> str:
        """*element* with its formulas as the new workbook spells them."""
        name = element.tag
        if "|" in name:
            raise NoPlaceError(name)
        told = {key: value for key, value in element.attrib.items() if "|" not in key}
        if name == "cfRule" and "dxfId" in told:
            told["dxfId"] = str(self._look(whole_number(told["dxfId"])))
        text = element.text or ""
        if name in _FORMULAS:
            text = self._today(text, sheet, cells)
        elif name == "cfvo" and told.get("type") == "formula":
            told["val"] = self._today(told.get("val", ""), sheet, cells)
        inside = "".join(self._written(one, sheet, cells) for one in element if one.tag != "extLst")
        said = escape(text.strip())
        return f"<{name}{attributes(told)}>{said}{inside}</{name}>"

    def _look(self, number: int | None) -> int:
        """The number of a look in the new workbook."""
        if number is None or number >= len(self._old_looks):
            raise NoPlaceError("dxfId")
        if number not in self._numbers:
            self._numbers[number] = self._first + len(self.looks)
            self.looks.append(plain(self._old_looks[number]))
        return self._numbers[number]

    def _today(self, written: str, sheet: BookSheet, cells: str) -> str:
        """A formula where its cells stand today; lists of words, numbers and days stay."""
        text = written.strip()
        if not text:
            return text
        tree = self._places.formula(text, sheet.title)
        box = parse_box(cells)
        if (box is None or not box.is_cell) and any(map(self._moves, walk(tree))):
            raise NoPlaceError(text)
        return spell(tree, FILE).removeprefix("=")

    def _moves(self, node: Node) -> bool:
        """Whether each cell of a rule looks at another cell of a sheet that is not their own."""
        sheet = node.first.sheet if isinstance(node, CellRange) else getattr(node, "sheet", None)
        if not sheet or sheet.casefold() in self._own:
            return False
        ends = (node.first, node.last) if isinstance(node, CellRange) else (node,)
        return any(
            isinstance(one, Cell) and not (one.row_absolute and one.column_absolute) for one in ends
        )

    def _leave(
        self, sheet: BookSheet, why: Words, cells: str = "", rule: Element | None = None
    ) -> None:
        found = rule.iter() if rule is not None else ()
        formula = next((one.text for one in found if one.tag in _FORMULAS and one.text), "")
        place = sheet.place(cells.split(maxsplit=1)[0]) if _are_cells(cells) else ""
        told = f"={formula}" if formula else ""
        self.leftovers.append(Leftover("own sheet", sheet.title, why, place, formula=told))


def _by_looks(column: Element) -> bool:
    """Whether a filter lets through what has a colour, which is numbered otherwise by now."""
    return any("dxfId" in one.attrib or one.tag == "extLst" for one in column.iter())


def _are_cells(text: str) -> bool:
    return bool(text.split()) and all(parse_box(one) is not None for one in text.split())


def plain(element: Element) -> str:
    """A look as it is, of what the file format itself has."""
    told = attributes({key: value for key, value in element.attrib.items() if "|" not in key})
    inside = "".join(plain(one) for one in element if "|" not in one.tag and one.tag != "extLst")
    return f"<{element.tag}{told}>{inside}</{element.tag}>"


def _more_looks(looks: list[str]) -> PartChange:
    def change(chunks: Iterator[bytes]) -> Iterable[bytes]:
        text = b"".join(chunks)
        found = _LOOKS.search(text)
        if found is None:
            return [text]
        opened = b'<dxfs count="%d">' % (int(found[1]) + len(looks))
        made = "".join(looks).encode()
        if found[2]:
            return [text[: found.start()], opened, made, b"</dxfs>", text[found.end() :]]
        end = text.index(b"</dxfs>", found.end())
        return [text[: found.start()], opened, text[found.end() : end], made, text[end:]]

    return change
