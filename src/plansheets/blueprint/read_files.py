"""What a table says of files that fill it: wide ones, and those with several rows of one thing."""

from __future__ import annotations

from collections.abc import Sequence

from plansheets.blueprint import model
from plansheets.blueprint.found import Found, Reference
from plansheets.blueprint.missing import item_meant, no_column
from plansheets.blueprint.repeats import repeated_ids
from plansheets.blueprint.shapes import ShapeReader
from plansheets.blueprint.wide import FileLines, Wide, WideColumn
from plansheets.words import Words


def own_column(shapes: ShapeReader, ref: Reference, ids: tuple[str, ...], table: str) -> str:
    """The column of its own that a table names, one of those that a repeated one makes."""
    if ref.id in ids or shapes.lost & {ref.id, "*"}:
        return ref.id
    several = ref.id.partition("{")[0]
    one = next((id_ for id_ in ids if several and id_.startswith(several)), None)
    if "{" in ref.id and one is not None:
        shapes.report(
            "PS220",
            Words(
                f"“{ref.id}”是好几列，这里要写其中一列",
                f"'{ref.id}' is several columns, and one is named here",
            ),
            ref.span,
            Words(f"如“{one}”", f"as in '{one}'"),
        )
    else:
        shapes.problems.append(no_column(ref.id, table, ids, ref.span))
    return ref.id


_TAKEN = {"text": Words("文字", "text"), "number": Words("数字", "number")}


def read_wide(
    shapes: ShapeReader,
    found: Found | None,
    columns: tuple[model.Column, ...],
    lists: Sequence[model.ItemList],
    table: str,
) -> Wide | None:
    """How a file with a column for each of several names becomes rows, where *found* says it."""
    if found is None:
        return None
    ids = tuple(column.id for column in columns)
    for key in ("names", "values", "groups"):
        if found[key]:
            own_column(shapes, found[key], ids, table)
    taken = {
        key: next((column for column in columns if found[key] and column.id == found[key].id), None)
        for key in ("names", "values", "groups")
    }
    for key, kind in (("names", "text"), ("values", "number"), ("groups", "text")):
        column = taken[key]
        if column is not None and (column.type.kind != kind or column.role == "formula"):
            shapes.report(
                "PS114",
                Words(
                    f"宽表的“{key}”要写手工填写的{_TAKEN[kind].zh}列，“{column.id}”不是",
                    f"'{key}' of wide files is a column of {kind}s that is typed in, "
                    f"and '{column.id}' is not",
                ),
                found.spans[key],
                Words(f"写一个手工填写的{_TAKEN[kind].zh}列", f"name a column that takes {kind}s"),
            )
    read = [
        WideColumn(name, span, one["field"], one["aliases"], one["deducted"])
        for name, (one, span) in found["columns"].items()
    ]
    names = taken["names"]
    _check_wide(
        shapes, read, next((one for one in lists if names and one.id == names.list_id), None)
    )
    if "" in (found["names"], found["values"]):
        return None
    groups = found["groups"].id if found["groups"] else None
    return Wide(found["names"].id, found["values"].id, groups, tuple(read))


def _is_unknown(shapes: ShapeReader, items: model.ItemList, name: str) -> bool:
    return items.item(name) is None and f"{items.id}.{name}" not in shapes.left_out.why


def _check_wide(
    shapes: ShapeReader, columns: Sequence[WideColumn], items: model.ItemList | None
) -> None:
    """Report names that are no item of their list, and a header that two names claim."""
    claimed: dict[str, str] = {}
    for column in columns:
        if items is not None and _is_unknown(shapes, items, column.name):
            shapes.report(
                "PS113",
                Words(
                    f"列表“{items.id}”没有“{column.name}”这一项",
                    f"the list '{items.id}' has no item '{column.name}'",
                ),
                column.span,
                item_meant(items, column.name),
            )
        for header in column.aliases:
            other = claimed.setdefault(header.casefold(), column.name)
            if other != column.name:
                shapes.report(
                    "PS110",
                    Words(
                        f"表头“{header}”同时给了“{other}”和“{column.name}”",
                        f"the header '{header}' is given to both '{other}' and '{column.name}'",
                    ),
                    column.span,
                    Words("只留一处", "leave it with one of them"),
                )


def read_lines(
    shapes: ShapeReader,
    found: Found,
    columns: tuple[model.Column, ...],
    lists: Sequence[model.ItemList],
    table: str,
) -> FileLines | None:
    """How several rows of a file become one, where a table says it."""
    lines: Found | None = found["lines"]
    if lines is None:
        return None
    ids = repeated_ids(columns, lists)
    by = tuple(own_column(shapes, ref, ids, table) for ref in lines["by"] or found["key"])
    add = tuple(own_column(shapes, ref, ids, table) for ref in lines["add"])
    if not by:
        shapes.report(
            "PS114",
            Words(
                f"没有说表“{table}”的哪些行属于同一项",
                f"nothing says which rows of table '{table}' belong together",
            ),
            lines.span,
            Words("加上“by: 列”，或给表写“key”", "add 'by: COLUMN', or give the table a key"),
        )
    for id_ in dict.fromkeys(id_ for id_ in add if id_ in by):
        shapes.report(
            "PS114",
            Words(
                f"“{id_}”既说明哪些行属于同一项，又要相加",
                f"'{id_}' both says which rows belong together and is added up",
            ),
            lines.spans["add"],
            Words("只留一处", "leave it in one of them"),
        )
    for column in columns:
        refused = [id_ for id_ in repeated_ids([column], lists) if id_ in add]
        if refused and (column.type.kind != "number" or column.role == "formula"):
            shapes.report(
                "PS114",
                Words(
                    f"“{refused[0]}”不是手工填写的数字，不能相加",
                    f"'{refused[0]}' holds no numbers that are typed in, and cannot be added up",
                ),
                lines.spans["add"],
                Words("写数字列", "name columns of numbers"),
            )
    return FileLines(by, add)
