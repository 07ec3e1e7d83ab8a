"""Several blueprints become one: what each defines side by side, what they share once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from plansheets.blueprint.kinds import KINDS
from plansheets.blueprint.model import (
    Blueprint,
    Check,
    Column,
    Item,
    ItemList,
    Parameter,
    Part,
    Table,
)
from plansheets.blueprint.variant import LeftOut, Variant
from plansheets.errors import Problem
from plansheets.source import Span
from plansheets.words import LOCALES, Words


def compose(
    own: Blueprint,
    parts: Sequence[Blueprint],
    problems: list[Problem],
    optional: frozenset[str] = frozenset(),
) -> Blueprint:
    """*own* with everything of *parts*; what does not fit together is reported.

    Parameters and lists of the same id become one; tables, metrics and grids have an id to
    themselves, but tables that two parts define alike are one. Sheets and checks, which no formula
    names, get their blueprint's id before their own where they would be taken for another; those of
    *optional* parts always do, so that the ids of others stay whatever is asked for.
    """
    if not parts:
        return own
    whole = (own, *parts)
    problems.extend(_taken(whole))
    firm = [blueprint for blueprint in whole if blueprint.id not in optional]
    sheet_ids = Counter(sheet.id for blueprint in firm for sheet in blueprint.sheets)
    check_ids = Counter(check.id for blueprint in firm for check in blueprint.checks)

    def named(id_: str, part: Blueprint, counted: Counter[str]) -> str:
        taken = part.id in optional or counted[id_] > 1
        return f"{part.id.replace('-', '_')}_{id_}" if taken else id_

    return replace(
        own,
        parameters=tuple(_parameters(own, parts, problems)),
        lists=tuple(_lists(whole, problems)),
        tables=_tables(whole),
        metrics=tuple(metric for blueprint in whole for metric in blueprint.metrics),
        checks=_once(
            (
                *own.checks,
                *(
                    replace(check, id=named(check.id, part, check_ids), part=part.id)
                    for part in parts
                    for check in part.checks
                ),
            )
        ),
        sheets=(
            *own.sheets,
            *(
                replace(sheet, id=named(sheet.id, part, sheet_ids), part=part.id)
                for part in parts
                for sheet in part.sheets
            ),
        ),
        sources={
            id_: source
            for blueprint in reversed(whole)
            for id_, source in blueprint.sources.items()
        },
        # a part opens nothing that the whole has not opened
        reaching=own.reaching.union(*(part.reaching for part in parts if own.reaching)),
        variants=tuple(_variants(whole, problems)),
        left_out=own.left_out.joined([_left_out(part, own) for part in parts]),
        parts=tuple(Part(part.id, part.title, part.version) for part in parts),
        lost=frozenset().union(*(blueprint.lost for blueprint in whole)),
        absent=frozenset().union(*(blueprint.absent for blueprint in whole)),
    )


def place_of(span: Span, seen_from: Span) -> Words:
    """Where *span* is, in words, for a reader who looks at another place."""
    if span.source.name == seen_from.source.name:
        return Words(f"在第 {span.line} 行", f"on line {span.line}")
    return Words(f"在 {span.source.name}:{span.line}", f"at {span.source.name}:{span.line}")


def _tables(whole: Sequence[Blueprint]) -> tuple[Table, ...]:
    """Every table, and once those that parts define alike: the first, with its sample."""
    first: dict[str, Table] = {}
    for table in (table for blueprint in whole for table in blueprint.tables):
        first.setdefault(table.id, table)
    return tuple(first.values())


def _alike(one: Table, other: Table) -> bool:
    """Whether two tables hold the same, whatever they call it."""
    return _held(one) == _held(other)


def _held(table: Table) -> tuple[object, ...]:
    columns = (
        (column.id, column.type.id, column.role, column.list_id, _formula(column))
        for column in table.columns
    )
    return (table.key, table.sorted_by, *columns)


def _formula(column: Column) -> str:
    return "".join(column.formula.text.split()) if column.formula else ""


def _once(checks: Iterable[Check]) -> tuple[Check, ...]:
    """*checks* without those that count what one before them counts, in the same words.

    Parts that share parameters ask the same of them.
    """
    first: dict[tuple[object, ...], Check] = {}
    for check in checks:
        asked = tuple(one and one.text for one in (check.count, check.where))
        said = tuple(check.message(locale) for locale in LOCALES)
        first.setdefault((*asked, *said, check.table), check)
    return tuple(first.values())


def _taken(whole: Sequence[Blueprint]) -> Iterator[Problem]:
    """Ids that formulas could not tell apart."""
    first: dict[str, tuple[str, Span, Blueprint]] = {}
    tables: dict[str, Table] = {}
    for blueprint in whole:
        for kind, id_, span in blueprint.named():
            table = blueprint.table(id_) if kind == "table" else None
            if table is not None and _alike(tables.setdefault(id_, table), table):
                first.setdefault(id_, (kind, span, blueprint))
                continue
            if id_ not in first:
                first[id_] = (kind, span, blueprint)
                continue
            other_kind, other, owner = first[id_]
            if owner is blueprint or (kind == other_kind and kind in ("parameter", "list")):
                continue
            yield Problem.told(
                "PS120",
                Words(
                    f"{KINDS[kind].zh}“{id_}”与“{owner.id}”的{KINDS[other_kind].zh}同名",
                    f"the {kind} '{id_}' has the id of a {other_kind} of '{owner.id}'",
                ),
                span,
                Words(
                    f"那一个{place_of(other, span).zh}；给其中一个换个 id，如"
                    f"“{blueprint.id.split('-')[0]}_{id_}”",
                    f"that one stands {place_of(other, span).en}; give one of them "
                    f"another id, such as '{blueprint.id.split('-')[0]}_{id_}'",
                ),
            )


def _parameters(
    own: Blueprint, parts: Sequence[Blueprint], problems: list[Problem]
) -> Iterator[Parameter]:
    """Every parameter once; the composite's own word on it is the last."""
    mine = {parameter.id for parameter in own.parameters}
    first: dict[str, Parameter] = {}
    for parameter in (*own.parameters, *(shared for part in parts for shared in part.parameters)):
        other = first.setdefault(parameter.id, parameter)
        if other is parameter:
            yield parameter
            continue
        for what, here, there in _differences(parameter, other, whole=parameter.id not in mine):
            problems.append(
                Problem.told(
                    "PS120",
                    Words(
                        f"参数“{parameter.id}”的{what.zh}这里是“{here}”，"
                        f"{place_of(other.span, parameter.span).zh}是“{there}”",
                        f"the parameter '{parameter.id}' is {what.en} '{here}' here and "
                        f"'{there}' {place_of(other.span, parameter.span).en}",
                    ),
                    parameter.span,
                    Words(
                        "改成一样，或给其中一个换个 id",
                        "make them alike, or give one of them another id",
                    )
                    if what is _OF_TYPE
                    else Words(
                        "改成一样，或在组合蓝图里定义这个参数",
                        "make them alike, or define the parameter in the composite",
                    ),
                )
            )


def _left_out(part: Blueprint, own: Blueprint) -> LeftOut:
    """What *part* leaves out, and for what it is there where that can be chosen."""
    offered = {variant.id for variant in own.variants}
    firm = {variant.id for variant in part.variants if variant.part is None}
    return part.left_out if firm <= offered else replace(part.left_out, why={})


def _variants(whole: Sequence[Blueprint], problems: list[Problem]) -> Iterator[Variant]:
    """The variants that the composite declares, and optional parts of its parts, each once.

    Of others its parts are the default, as sheets of theirs have no place in it. Parts that have
    the same variant offer the same items.
    """
    own = whole[0].variants
    first: dict[str, Variant] = {}
    for variant in (variant for blueprint in whole for variant in blueprint.variants):
        other = first.setdefault(variant.id, variant)
        if other is variant:
            if variant in own or variant.part is not None:
                yield variant
            continue
        if list(variant.items) != list(other.items):
            problems.append(
                Problem.told(
                    "PS120",
                    Words(
                        f"变体“{variant.id}”的选项与另一个同名变体不同",
                        f"the variant '{variant.id}' has other items than another of that id",
                    ),
                    variant.span,
                    Words(
                        f"那一个{place_of(other.span, variant.span).zh}：两处写相同的选项"
                        "、相同的顺序，或给其中一个换个 id",
                        f"that one stands {place_of(other.span, variant.span).en}: give "
                        "both the same items in the same order, or one of them another id",
                    ),
                )
            )


def _differences(
    one: Parameter, other: Parameter, *, whole: bool
) -> Iterator[tuple[Words, object, object]]:
    """What keeps two parameters of the same id from being one."""
    if (one.type, one.list_id) != (other.type, other.list_id):
        yield _OF_TYPE, one.list_id or one.type.id, other.list_id or other.type.id
    elif whole:
        ours, theirs = _fallback(one), _fallback(other)
        if ours != theirs:
            yield Words("默认值", "by default"), ours, theirs


_OF_TYPE = Words("类型", "of type")


def _fallback(parameter: Parameter) -> object:
    return parameter.formula.text if parameter.formula else parameter.default


def _lists(whole: Sequence[Blueprint], problems: list[Problem]) -> Iterator[ItemList]:
    """Lists of the same id joined, their items in the order in which they are met."""
    joined: dict[str, ItemList] = {}
    for list_ in (list_ for blueprint in whole for list_ in blueprint.lists):
        other = joined.get(list_.id)
        if other is None:
            joined[list_.id] = list_
            continue
        new = []
        for item in list_.items:
            same = other.item(item.id)
            if same is None:
                new.append(item)
                problems.extend(_same_label(item, other))
            elif _looks(same) != _looks(item):
                problems.append(
                    Problem.told(
                        "PS120",
                        Words(
                            f"列表“{list_.id}”的选项"
                            f"“{item.id}”{place_of(same.span, item.span).zh}写得不一样",
                            f"the item '{item.id}' of list '{list_.id}' is another one "
                            f"{place_of(same.span, item.span).en}",
                        ),
                        item.span,
                        Words(
                            "两处写成一样，或给其中一个换个 id",
                            "write both alike, or give one of them another id",
                        ),
                    )
                )
        joined[list_.id] = replace(other, items=(*other.items, *new))
    return iter(joined.values())


def _same_label(item: Item, list_: ItemList) -> Iterator[Problem]:
    for locale in LOCALES:
        label = item.label(locale)
        other = next((held for held in list_.items if held.label(locale) == label), None)
        if other is not None:
            yield Problem.told(
                "PS120",
                Words(
                    f"“{label}”会在列表“{list_.id}”里出现两次",
                    f"'{label}' would stand in list '{list_.id}' twice",
                ),
                item.span,
                Words(
                    f"它也是“{other.id}”，{place_of(other.span, item.span).zh}；两处用同一个 id",
                    f"it is also '{other.id}', {place_of(other.span, item.span).en}; "
                    "give both items the same id",
                ),
            )
            return


def _looks(item: Item) -> tuple[object, ...]:
    """What an item is, wherever it was written."""
    words: tuple[Words | None, ...] = (item.label, item.number_format)
    texts = tuple(tuple(word(locale) for locale in LOCALES) if word else None for word in words)
    return (*texts, item.mean, item.measure)
