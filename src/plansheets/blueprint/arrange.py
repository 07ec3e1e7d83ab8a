"""What a composite says about its sheets: which it joins, folds away or leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from plansheets.blueprint.compose import place_of
from plansheets.blueprint.found import Found, Reference
from plansheets.blueprint.missing import no_such
from plansheets.blueprint.model import Blueprint, Joined, Sheet
from plansheets.blueprint.timeline import Timeline
from plansheets.blueprint.without import without
from plansheets.errors import Problem
from plansheets.source import Span
from plansheets.words import Words

FOLDABLE: Final = frozenset(("dictionary",))
"""The sheets that every workbook gets and that may be folded away."""
FIRST_PAGES: Final = frozenset(("about", "parameters", "checks", "dictionary"))
"""Those of which the first page alone may go onto paper."""


def arrange(blueprint: Blueprint, found: Found | None, problems: list[Problem]) -> Blueprint:
    """*blueprint* with its sheets as *found* says; what cannot be is reported."""
    if found is None:
        return blueprint
    joins: tuple[Found, ...] = found["join"]
    wrong = [*_unknown(blueprint, found, joins), *_placed_twice(found, joins)]
    known = {sheet.id: sheet for sheet in blueprint.sheets}
    if not wrong:
        wrong += [
            problem
            for join in joins
            for problem in _joins(
                blueprint, join, [known[one.id] for one in join["of"] if one.id in known]
            )
        ]
        wrong += _taken(blueprint, joins)
    problems.extend(wrong)
    if wrong:
        return blueprint
    folded = frozenset(one.id for one in found["fold"])
    first = frozenset(one.id for one in found["first_page"])
    sheets = tuple(
        replace(
            sheet,
            hidden=sheet.hidden or sheet.id in folded,
            first_page=sheet.first_page or sheet.id in first,
        )
        for sheet in blueprint.sheets
    )
    for join in joins:
        sheets = tuple(_joined(sheets, join))
    arranged = replace(blueprint, sheets=sheets, folded=folded, first_pages=first & FIRST_PAGES)
    return without(arranged, frozenset(one.id for one in found["leave_out"]))


def _placed(found: Found, joins: Sequence[Found]) -> Iterator[Reference]:
    """Every sheet whose place is said."""
    yield from found["leave_out"]
    yield from found["fold"]
    for join in joins:
        yield from join["of"]


def _unknown(blueprint: Blueprint, found: Found, joins: Sequence[Found]) -> Iterator[Problem]:
    ids = [sheet.id for sheet in blueprint.sheets]
    more = {id(one): FOLDABLE for one in found["fold"]}
    more |= {id(one): FIRST_PAGES for one in found["first_page"]}
    for one in (*_placed(found, joins), *found["first_page"]):
        known = {*ids, *more.get(id(one), ())}
        if one.id not in known and not blueprint.may_lack(one.id):
            yield no_such("sheet", one.id, known, one.span)


def _placed_twice(found: Found, joins: Sequence[Found]) -> Iterator[Problem]:
    seen: dict[str, Span] = {}
    for one in _placed(found, joins):
        if one.id in seen:
            where = place_of(seen[one.id], one.span)
            yield _cannot(
                Words(
                    f"工作表“{one.id}”安排了两次", f"the sheet '{one.id}' is arranged in two places"
                ),
                one.span,
                Words(
                    f"另一次{where.zh}；一张表只合并、折起或去掉一次",
                    f"the other is {where.en}; a sheet is joined, folded away or left out, once",
                ),
            )
        seen.setdefault(one.id, one.span)


def _joins(blueprint: Blueprint, join: Found, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """What keeps the sheets of a join from standing side by side."""
    id_, span = join["id"], join.spans["id"]
    whole = not blueprint.may_lack(id_)
    if whole and len(sheets) < 2:
        yield _cannot(
            Words(
                f"“{id_}”只合并了 {len(sheets)} 张工作表", f"'{id_}' joins {len(sheets)} sheet(s)"
            ),
            span,
            Words("“of”里至少写两张", "name two or more under 'of'"),
        )
    for sheet in sheets[:-1]:
        if any(isinstance(block, Timeline) for block in sheet.blocks):
            yield _cannot(
                Words(
                    f"“{sheet.id}”有甘特图，右边不能再放别的表",
                    f"'{sheet.id}' holds a timeline, and nothing can stand to its right",
                ),
                next(one.span for one in join["of"] if one.id == sheet.id),
                Words(f"把它写在“{id_}”的最后", f"name it last in '{id_}'"),
            )
    ids = [sheet.id for sheet in sheets] if whole else [one.id for one in join["of"]]
    for one in join["print"]:
        if one.id not in ids and not blueprint.may_lack(one.id):
            yield _cannot(
                Words(
                    f"“{id_}”要打印“{one.id}”，却没有合并它",
                    f"'{id_}' is to print '{one.id}', which it does not join",
                ),
                one.span,
                Words(
                    f"“print”里只写“of”里有的：{'、'.join(ids)}",
                    f"name those under 'of': {', '.join(ids)}",
                ),
            )


def _taken(blueprint: Blueprint, joins: Sequence[Found]) -> Iterator[Problem]:
    """Joined sheets whose id is that of another."""
    seen = {sheet.id: sheet.span for sheet in blueprint.sheets}
    for join in joins:
        id_, span = join["id"], join.spans["id"]
        if id_ in seen:
            where = place_of(seen[id_], span)
            yield _cannot(
                Words(f"已有叫“{id_}”的工作表", f"there is a sheet '{id_}' already"),
                span,
                Words(f"那一张{where.zh}；换个 id", f"it stands {where.en}; choose another id"),
            )
        seen.setdefault(id_, span)


def _joined(sheets: Sequence[Sheet], join: Found) -> Iterator[Sheet]:
    """*sheets* with those of a join behind each other, where the first of them stands.

    Of those that are not there the others do not wait; one that is left over stands by itself.
    """
    by_id = {sheet.id: sheet for sheet in sheets}
    of = [one.id for one in join["of"] if one.id in by_id]
    if len(of) < 2:
        yield from sheets
        return
    printed = [one.id for one in join["print"]] or of
    whole = Joined(join["id"], join["title"], join.spans["id"], join["subtitle"])
    for sheet in sheets:
        if sheet.id == of[0]:
            for id_ in of:
                yield replace(by_id[id_], joined=whole, on_paper=id_ in printed)
        elif sheet.id not in of:
            yield sheet


def _cannot(message: Words, span: Span, hint: Words) -> Problem:
    return Problem.told("PS126", message, span, hint)
