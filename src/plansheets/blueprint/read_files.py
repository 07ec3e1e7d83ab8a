"""What a table says of files that fill it: wide ones, and those with several rows of one thing."""

from __future__ import annotations

from plansheets.blueprint import model
from plansheets.blueprint.found import Found, Reference
from plansheets.blueprint.missing import no_column
from plansheets.blueprint.shapes import ShapeReader
from plansheets.blueprint.wide import FileLines, Wide, WideColumn
from plansheets.words import Words


def own_column(shapes: ShapeReader, ref: Reference, ids: tuple[str, ...], table: str) -> str:
    """The column of its own that a table names."""
    if ref.id not in ids and not shapes.lost & {ref.id, "*"}:
        shapes.problems.append(no_column(ref.id, table, ids, ref.span))
    return ref.id


_TAKEN = {"text": Words("文字", "text"), "number": Words("数字", "number")}


def read_wide(
    shapes: ShapeReader, found: Found | None, columns: tuple[model.Column, ...], table: str
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
    if "" in (found["names"], found["values"]):
        return None
    groups = found["groups"].id if found["groups"] else None
    return Wide(found["names"].id, found["values"].id, groups, tuple(read))


def read_lines(
    shapes: ShapeReader, found: Found, columns: tuple[model.Column, ...], table: str
) -> FileLines | None:
    """How several rows of a file become one, where a table says it."""
    lines: Found | None = found["lines"]
    if lines is None:
        return None
    ids = tuple(column.id for column in columns)
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
    for column in columns:
        if column.id in add and (column.type.kind != "number" or column.role == "formula"):
            shapes.report(
                "PS114",
                Words(
                    f"“{column.id}”不是手工填写的数字，不能相加",
                    f"'{column.id}' holds no numbers that are typed in, and cannot be added up",
                ),
                lines.spans["add"],
                Words("写数字列", "name columns of numbers"),
            )
    return FileLines(by, add)
