"""Every element that the schema describes is held to it: strangers, gaps, values, order."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from plansheets.package.markup import read_tree
from plansheets.workbook.findings import Findings
from plansheets.workbook.rules.schema import check_schema
from plansheets.workbook.schema.elements import Described, elements_of
from workbook_samples import (
    BOARD,
    BOOK,
    CHART,
    COMMENTS,
    DRAWING,
    SHEET,
    STYLES,
    TABLE,
    TYPES,
    sound_workbook,
    unpack,
)

PARTS = [BOARD, BOOK, CHART, COMMENTS, DRAWING, SHEET, STYLES, TABLE, TYPES, "docProps/core.xml"]


def found(tree: Element) -> list[str]:
    findings = Findings("book.xlsx")
    check_schema("part", tree, findings)
    return [problem.code for problem in findings.problems()]


def tree_of(part: str) -> Element:
    return read_tree([unpack(sound_workbook())[part]])


def described(tree: Element) -> Iterator[tuple[Element, Described]]:
    """Every element that the schema describes, with its line."""
    table = elements_of(tree.tag)
    assert table
    pending = [("", tree)]
    while pending:
        parent, element = pending.pop()
        if line := table.get(f"{parent}/{element.tag}") or table.get(element.tag):
            yield element, line
        pending += [(element.tag, child) for child in element]


@pytest.mark.parametrize("part", PARTS)
def test_a_sound_part_keeps_to_the_schema(part: str) -> None:
    assert found(tree_of(part)) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_strange_child_is_found_in_every_element(part: str) -> None:
    tree = tree_of(part)
    for element, line in described(tree):
        if line.children is None:
            continue
        prefix = element.tag.rpartition("|")[0]
        stranger = Element(f"{prefix}|stranger" if prefix else "stranger")
        element.append(stranger)
        assert found(tree) == ["PS508"], element.tag
        element.remove(stranger)


@pytest.mark.parametrize("part", PARTS)
def test_a_strange_or_missing_attribute_is_found_in_every_element(part: str) -> None:
    tree = tree_of(part)
    for element, line in described(tree):
        if line.attributes is None:
            continue
        element.set("stranger", "1")
        assert found(tree) == ["PS508"], element.tag
        del element.attrib["stranger"]
        for name, attribute in line.attributes.items():
            if attribute.required:
                value = element.attrib.pop(name)
                assert found(tree) == ["PS508"], (element.tag, name)
                element.set(name, value)


@pytest.mark.parametrize("part", PARTS)
def test_a_value_that_an_attribute_does_not_take_is_found(part: str) -> None:
    tree = tree_of(part)
    for element, line in described(tree):
        for name, value in list(element.items()):
            attribute = (line.attributes or {}).get(name)
            if attribute and attribute.pattern:
                element.set(name, "purple")
                assert found(tree) == ["PS508"], (element.tag, name)
                element.set(name, value)


@pytest.mark.parametrize("part", PARTS)
def test_a_child_that_must_be_there_is_missed_in_every_element(part: str) -> None:
    tree = tree_of(part)
    for element, line in described(tree):
        for wanted in line.children or ():
            if wanted.required:
                children = list(element)
                element[:] = [child for child in children if child.tag not in wanted.names]
                assert found(tree) == ["PS508"], (element.tag, wanted.names)
                element[:] = children


@pytest.mark.parametrize("part", PARTS)
def test_two_children_that_change_places_are_found(part: str) -> None:
    tree = tree_of(part)
    for element, line in described(tree):
        places = [line.places[child.tag] for child in element if child.tag in line.places]
        if len(set(places)) > 1:
            children = list(element)
            element[:] = [children[-1], *children[1:-1], children[0]]
            assert "PS507" in found(tree), element.tag
            element[:] = children


@pytest.mark.parametrize("inside", ["<cols/>", "<hyperlinks/>", '<dataValidations count="0"/>'])
def test_an_empty_container_is_found(inside: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    before, after = ("", inside) if inside != "<cols/>" else (inside, "")
    text = f'<worksheet xmlns="{main}">{before}<sheetData/>{after}</worksheet>'
    assert found(read_tree([text.encode()])) == ["PS508"]


def test_what_an_alternative_may_hold_is_not_missed() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    other = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    corner = "<col>1</col><colOff>0</colOff><row>1</row><rowOff>0</rowOff>"
    text = (
        f'<wsDr xmlns="{drawing}"><twoCellAnchor><from>{corner}</from><to>{corner}</to>'
        f'<a:AlternateContent xmlns:a="{other}"/><clientData/></twoCellAnchor></wsDr>'
    )
    assert found(read_tree([text.encode()])) == []
