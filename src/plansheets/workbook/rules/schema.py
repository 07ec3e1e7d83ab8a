"""Every part against the published schema: elements, order, what must be there, attributes."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.errors import nearest
from plansheets.package.markup import UNDECLARED
from plansheets.words import Words
from plansheets.workbook.findings import Findings
from plansheets.workbook.schema.elements import Attribute, Described, elements_of

_ALTERNATIVES = "mc|AlternateContent"


def check_schema(part: Words | str, tree: Element, findings: Findings) -> None:
    """Check *tree* and all below it; elements of other namespaces are skipped, as Excel does."""
    described = elements_of(tree.tag)
    if described is None:
        return
    sound: set[tuple[str, str, tuple[tuple[str, str], ...]]] = set()
    """Elements without children that were in order: thousands of formats are alike."""
    open_elements: list[tuple[str, Words | str, Element]] = [("", part, tree)]
    while open_elements:
        above, place, element = open_elements.pop()
        alike = (above, element.tag, tuple(element.attrib.items()))
        if not len(element):
            if alike in sound:
                continue
            sound.add(alike)
        if prefixes := element.get(UNDECLARED):
            message = Words(
                f"“{_plain(element.tag)}”用到没有声明的前缀“{prefixes[:60]}”",
                f"'{_plain(element.tag)}' names the prefix '{prefixes[:60]}', not declared",
            )
            hint = Words(
                "用 xmlns 声明它，或从 mc:Ignorable 里去掉",
                "declare it with xmlns, or take it out of mc:Ignorable",
            )
            findings.add("PS503", part, message, hint)
        if cells := element.get("sqref") or element.findtext("xm|sqref"):
            place = f"{part}, {cells[:20]}"
        found = described.get(f"{above}/{element.tag}") or described.get(element.tag)
        if found is not None:
            _check_attributes(place, element, found, findings)
            if found.text is not None:
                _check_text(place, element, found.text, findings)
            if found.children is not None:
                _check_children(place, element, found, findings)
        open_elements += [(element.tag, place, child) for child in reversed(element)]


def _check_attributes(
    where: Words | str, element: Element, found: Described, findings: Findings
) -> None:
    if found.attributes is None:
        return
    tag = _plain(element.tag)
    for key, value in element.attrib.items():
        allowed = found.attributes.get(key)
        if allowed is None:
            if "|" not in key and "}" not in key:
                message = Words(
                    f"“{tag}”没有“{key[:40]}”这个属性",
                    f"'{tag}' with the attribute '{key[:40]}', which it has not",
                )
                hint = nearest(key, found.attributes)
                findings.add("PS508", where, message, hint)
        elif not allowed.takes(value):
            message = Words(
                f"“{tag}”的 {_plain(key)} 是“{value[:40]}”",
                f"{_plain(key)} '{value[:40]}' of '{tag}'",
            )
            findings.add("PS508", where, message, _must_be(allowed.wanted))
    for key, attribute in found.attributes.items():
        if attribute.required and key not in element.attrib:
            message = Words(
                f"“{tag}”缺少属性“{_plain(key)}”", f"'{tag}' without its attribute '{_plain(key)}'"
            )
            hint = _must_be(attribute.wanted) if attribute.wanted.en else None
            findings.add("PS508", where, message, hint)


def _check_text(
    where: Words | str, element: Element, wanted: Attribute, findings: Findings
) -> None:
    if not wanted.takes(element.text or ""):
        message = Words(
            f"“{_plain(element.tag)}”里写着“{(element.text or '').strip()[:40]}”",
            f"'{(element.text or '').strip()[:40]}' in '{_plain(element.tag)}'",
        )
        findings.add("PS508", where, message, _must_be(wanted.wanted))


def _check_children(
    where: Words | str, parent: Element, found: Described, findings: Findings
) -> None:
    children, places, tag = found.children or (), found.places, _plain(parent.tag)
    seen: set[int] = set()
    once: set[str] = set()
    last, before = -1, ""
    for child in parent:
        place = places.get(child.tag)
        if place is None:
            if _prefix(child.tag) in {_prefix(parent.tag), *map(_prefix, places)}:
                message = Words(
                    f"“{tag}”里不能有“{_plain(child.tag)[:40]}”",
                    f"'{_plain(child.tag)[:40]}' in '{tag}', which does not hold such a thing",
                )
                findings.add("PS508", where, message, nearest(child.tag, places))
            continue
        if place < last:
            message = Words(
                f"“{_plain(child.tag)}”排在“{_plain(before)}”之后",
                f"'{_plain(child.tag)}' stands after '{_plain(before)}'",
            )
            findings.add(
                "PS507", where, message, Words("Excel 要求固定的顺序", "Excel wants a fixed order")
            )
        elif child.tag in once or (place in seen and not children[place].repeated):
            message = Words(
                f"一个“{tag}”里有两个“{_plain(child.tag)}”",
                f"'{_plain(child.tag)}' stands twice in one '{tag}'",
            )
            findings.add(
                "PS507", where, message, Words("把内容合在一起", "put its contents together")
            )
        seen.add(place)
        if children[place].each_once:
            once.add(child.tag)
        if place >= last:
            last, before = place, child.tag
    if any(child.tag == _ALTERNATIVES for child in parent):
        return  # what is missed may be in one of them
    for place, wanted in enumerate(children):
        if wanted.required and place not in seen:
            chinese, english = (
                word.join(map(_plain, wanted.names[:6])) for word in ("”或“", " or ")
            )
            if wanted.repeated and not len(parent):
                message = Words(f"“{tag}”是空的", f"an empty '{tag}'")
                findings.add(
                    "PS508",
                    where,
                    message,
                    Words(
                        f"去掉它，或给它一个“{chinese}”", f"leave it out, or give it a '{english}'"
                    ),
                )
            else:
                message = Words(f"“{tag}”缺少“{chinese}”", f"'{tag}' without its '{english}'")
                findings.add("PS508", where, message)


def _must_be(wanted: Words) -> Words:
    return Words(f"应为{wanted.zh}", f"it must be {wanted.en}")


def _prefix(tag: str) -> str:
    return tag.rpartition("}")[0] or tag.rpartition("|")[0]


def _plain(tag: str) -> str:
    return tag.replace("|", ":")
