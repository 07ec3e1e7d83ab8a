"""A table as found, with its columns and sample rows, into the model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from plansheets.blueprint import model
from plansheets.blueprint.fields import (
    bound,
    check_list,
    check_numeric,
    check_options,
    check_repeats,
    check_typed_in,
    id_of,
    read_each,
    read_rules,
    total_of,
    type_of,
)
from plansheets.blueprint.folders import Folder
from plansheets.blueprint.found import Found
from plansheets.blueprint.other_columns import Shown, Sparkline
from plansheets.blueprint.read_files import own_column, read_lines, read_wide
from plansheets.blueprint.repeats import repeated_ids
from plansheets.blueprint.rows import Count, EachItem, From, Groups, Growing, RowSource, Top
from plansheets.blueprint.sample import read_sample_file, read_sample_rows
from plansheets.blueprint.shapes import ShapeReader
from plansheets.blueprint.units_from import check_units
from plansheets.formula.ast import Text
from plansheets.source import Source, Span
from plansheets.words import Words


def read_table(
    shapes: ShapeReader,
    id_: str,
    found: Found,
    span: Span,
    folder: Folder,
    samples: dict[str, Source],
    lists: Sequence[model.ItemList],
) -> model.Table:
    """A table, whose columns repeat over *lists*; its sample file stands in *folder* and is added
    to *samples*.
    """
    columns = _columns(shapes, found["columns"], id_, found.spans["columns"])
    ids = repeated_ids(columns, lists)
    check_units(shapes, columns, found["columns"], ids, id_)
    table = model.Table(
        id=id_,
        title=found["title"],
        columns=columns,
        span=span,
        key=tuple(own_column(shapes, ref, ids, id_) for ref in found["key"]),
        sorted_by=tuple(own_column(shapes, ref, ids, id_) for ref in found["sorted"]),
        rows=_rows(shapes, found, id_),
        sample=_sample(shapes, found, columns, lists, id_, folder, samples),
        keep=found["keep"],
        titled=found["titled"],
        printed_to=own_column(shapes, found["print"], ids, id_) if found["print"] else None,
        rules=read_rules(found),
        help=found["help"],
        total_label=found["total_label"],
        wide=read_wide(shapes, found["wide"], columns, lists, id_),
        lines=read_lines(shapes, found, columns, lists, id_),
        was=found["was"],
    )
    _check_view(shapes, table)
    _check_items(shapes, table)
    _check_order(shapes, table, found)
    return table


def _check_items(shapes: ShapeReader, table: model.Table) -> None:
    """Where rows are the items of a list, they are named in the first column."""
    if table.row_list is None or not table.columns:
        return
    first, list_id = table.columns[0], table.row_list
    if first.list_id not in (None, list_id):
        said = Words(
            f"第一列放“{list_id}”的选项，“{first.id}”却从“{first.list_id}”里选",
            f"the first column holds the items of '{list_id}', not of '{first.list_id}'",
        )
        hint = Words(f"写成“list: {list_id}”", f"write 'list: {list_id}'")
        shapes.report("PS114", said, first.span, hint)
    if first.type.kind == "text":
        return
    column = f"{{id: item, type: choice, list: {list_id}, label: …}}"
    shapes.report(
        "PS114",
        Words(
            f"第一列放“{list_id}”的选项，“{first.id}”却是“{first.type.id}”",
            f"the first column holds the items of '{list_id}', and '{first.id}' is "
            f"'{first.type.id}'",
        ),
        first.span,
        Words(f"在它前面加一列：{column}", f"write a column before it: {column}"),
    )


def _rows(shapes: ShapeReader, found: Found, id_: str) -> RowSource:
    """Where the table's rows come from."""
    growing = Growing(found["expected_rows"])
    rows: Found | None = found["rows"]
    if rows is None:
        return growing
    if "expected_rows" in found and "by" not in rows:
        shapes.report(
            "PS114",
            Words(
                f"表“{id_}”的行数已给定，“expected_rows”不起作用",
                f"the rows of table '{id_}' are given, so 'expected_rows' has no effect",
            ),
            found.key_spans["expected_rows"],
            Words("删去“expected_rows”或“rows”", "delete 'expected_rows', or 'rows'"),
        )
    _check_beside_from(shapes, rows)
    if "top" in rows:
        return _top(shapes, rows["top"]) or growing
    if "from" in rows:
        table, spare = rows["from"].id, rows["spare"]
        if "by" in rows:
            expected = growing.expected if "expected_rows" in found else None
            return Groups(table, rows["by"], spare, expected, rows.spans["by"])
        return From(table, spare)
    if "each" in rows:
        return EachItem(rows["each"].id)
    return Count(rows["count"]) if "count" in rows else growing


def _top(shapes: ShapeReader, top: Found) -> Top | None:
    if "" in (top["of"], top["by"], top["count"]):
        shapes.lost.add("*")
        return None
    return Top(
        table=top["of"].id,
        by=top["by"],
        count=top["count"],
        span=top.spans["by"],
        ascending=top["order"] == "ascending",
    )


def _check_beside_from(shapes: ShapeReader, rows: Found) -> None:
    """Report keys that say more of another table's rows, where no table is named."""
    for key, does, example in (
        (
            "spare",
            Words("在另一张表的行数上再加行", "adds rows to those of another table"),
            Words("spare: 30", "spare: 30"),
        ),
        (
            "by",
            Words("取另一张表某列的值", "takes the values of another table's column"),
            Words("by: 列", "by: COLUMN"),
        ),
    ):
        if rows[key] and "from" not in rows:
            shapes.report(
                "PS114",
                Words(
                    f"“{key}”{does.zh}，而“from”没有写", f"'{key}' {does.en}, and 'from' names none"
                ),
                rows.key_spans[key],
                Words(
                    f"写成 rows: {{from: 表, {example.zh}}}，或删去“{key}”",
                    f"write rows: {{from: TABLE, {example.en}}}, or delete '{key}'",
                ),
            )


def _check_order(shapes: ShapeReader, table: model.Table, found: Found) -> None:
    """Report an order that rows cannot be brought into."""
    if table.sorted_by and not table.growing:
        shapes.report(
            "PS114",
            Words(
                f"表“{table.id}”的行已给定，“sorted”不起作用",
                f"the rows of table '{table.id}' are given, so 'sorted' has no effect",
            ),
            found.key_spans["sorted"],
            Words("删去“sorted”或“rows”", "delete 'sorted', or 'rows'"),
        )
    for id_ in table.sorted_by:
        column = table.column(id_)
        if column is not None and column.role == "formula":
            shapes.report(
                "PS114",
                Words(
                    f"表“{table.id}”不能按“{id_}”排序：它由公式计算",
                    f"table '{table.id}' cannot be sorted by '{id_}', which is computed",
                ),
                found.spans["sorted"],
                Words("按手工填写的列排序", "sort by columns that are typed in"),
            )


def _check_view(shapes: ShapeReader, table: model.Table) -> None:
    """Report columns that a view cannot have, and those that only a view can have."""
    for column in table.columns:
        if column.shows is not None and table.looks_at is None and not shapes.lost:
            shapes.report(
                "PS320",
                Words(
                    f"列“{column.id}”要显示“{column.shows.column}”，但表“{table.id}”没有取自别的表",
                    f"column '{column.id}' shows '{column.shows.column}', but table "
                    f"'{table.id}' looks at no other table",
                ),
                column.shows.span,
                Words(
                    "给表写上“rows: {from: 表}”或“rows: {top: …}”",
                    "give the table 'rows: {from: TABLE}' or 'rows: {top: …}'",
                ),
            )
        elif isinstance(table.rows, Top) and column.role != "formula":
            shapes.report(
                "PS320",
                Words(
                    f"列“{column.id}”要手工填写，而排名视图的行会换位置",
                    f"column '{column.id}' is typed in, and the rows of a ranked view "
                    "change places",
                ),
                column.span,
                Words(
                    "用“from”显示一列，或用“formula”计算",
                    "show a column with 'from', or compute it with 'formula'",
                ),
            )


def _columns(
    shapes: ShapeReader, found: tuple[Found, ...], table: str, span: Span
) -> tuple[model.Column, ...]:
    columns = tuple(_column(shapes, column) for column in found)
    if not columns and not shapes.lost:
        shapes.report(
            "PS107",
            Words(f"表“{table}”没有列", f"table '{table}' has no columns"),
            span,
            Words("用“columns:”写出它的列", "columns: what it holds"),
        )
    seen: dict[str, Span] = {}
    for column, as_found in zip(columns, found, strict=True):
        place = as_found.spans["id"]
        if column.id in seen:
            shapes.report(
                "PS110",
                Words(
                    f"表“{table}”里“{column.id}”这一列写了两次",
                    f"the column '{column.id}' stands in table '{table}' twice",
                ),
                place,
                Words(
                    f"第一次在第 {seen[column.id].line} 行",
                    f"it was first given on line {seen[column.id].line}",
                ),
            )
        seen.setdefault(column.id, place)
    return columns


def _column(shapes: ShapeReader, found: Found) -> model.Column:
    type_ = type_of(found)
    id_ = found["id"]
    shows = _shows(shapes, found)
    check_repeats(shapes, found, "column")
    check_list(shapes, found, type_, id_)
    check_numeric(shapes, found, type_, id_)
    check_options(shapes, found, type_, Words(f"列“{id_}”", f"column '{id_}'"))
    if "formula" in found and found["link"] is not True:
        check_typed_in(shapes, found, Words(f"列“{id_}”", f"column '{id_}'"))
    line = _sparkline(found)
    formula: model.Formula | None = found["formula"]
    if line is not None and formula is None and shows is None:
        formula = model.Formula('=""', Text(""), line.span, exact=False)
    role: model.Role = "formula" if formula or shows else "input"
    if found["link"]:
        role = "link"
    return model.Column(
        id=id_,
        type=type_,
        label=found["label"],
        span=found.spans["id"],
        role=role,
        linkable=found["linkable"],
        formula=formula,
        total=total_of(found, id_),
        list_id=id_of(found["list"]),
        options=found["options"],
        unit=found["unit"],
        unit_from=id_of(found["unit_from"]),
        comparator_from=id_of(found["comparator_from"]),
        help=found["help"],
        source=found["source"],
        how=found["how"],
        number_format=found["format"],
        minimum=bound(found, "min", type_.minimum),
        maximum=bound(found, "max", type_.maximum),
        required=found["required"],
        width=found["width"],
        show=found["show"],
        rules=read_rules(found),
        each=read_each(found),
        hidden=found["hidden"],
        example=found["example"],
        aliases=found["aliases"],
        field=found["field"],
        shows=shows,
        sparkline=line,
        was=found["was"],
    )


def _sparkline(found: Found) -> Sparkline | None:
    line: Found | None = found["sparkline"]
    if line is None:
        return None
    return Sparkline(line["from"], line["to"], line.spans["from"])


_INHERITED = {
    "label": "label",
    "unit": "unit",
    "help": "help",
    "source": "source",
    "width": "width",
    "rules": "when",
}
"""Fields that a column takes over from the one it shows, and the keys that say otherwise."""

_OF_TYPE = {
    "type": "type",
    "list_id": "list",
    "number_format": "format",
    "unit_from": "unit_from",
    "comparator_from": "comparator_from",
}
"""The same for fields that go with the type: a column with another type takes none of them."""


def _shows(shapes: ShapeReader, found: Found) -> Shown | None:
    if "from" not in found:
        return None
    for key in ("formula", "link", "required", "example", "min", "max", "options"):
        if key in found:
            shapes.report(
                "PS114",
                Words(
                    f"列“{found['id']}”显示别的列，“{key}”不起作用",
                    f"column '{found['id']}' shows another, so '{key}' has no effect",
                ),
                found.key_spans[key],
                Words(f"删去“{key}”或“from”", f"delete '{key}', or delete 'from'"),
            )
    fields = _INHERITED if "type" in found.key_spans else _INHERITED | _OF_TYPE
    inherited = frozenset(field for field, key in fields.items() if key not in found.key_spans)
    return Shown(found["from"], found.spans["from"], inherited)


def _sample(
    shapes: ShapeReader,
    found: Found,
    columns: tuple[model.Column, ...],
    lists: Sequence[model.ItemList],
    table: str,
    folder: Folder,
    samples: dict[str, Source],
) -> tuple[model.SampleRow, ...]:
    sample: Found | None = found["sample"]
    known = {list_.id for list_ in lists}
    if sample is None or any(one.each and one.each.list_id not in known for one in columns):
        return ()  # what a column repeats over is not known, which is reported
    ids = repeated_ids(columns, lists)
    is_left_out = partial(shapes.left_out.column, table)
    if "file" in sample:
        asked = sample.spans["file"]
        path = folder.beside(
            sample["file"], Words("示例文件", "sample file"), asked, shapes.problems
        )
        if path is None:
            return ()
        rows, source = read_sample_file(folder, path, ids, is_left_out, shapes.problems, asked)
        if source is not None:
            samples[table] = source
        return rows
    written = tuple(
        {id_: cell for id_, cell in row.items() if id_ in ids or not _unread(id_, shapes)}
        for row in sample["rows"]
    )
    return read_sample_rows(written, ids, is_left_out, table, shapes.problems.append)


def _unread(column: str, shapes: ShapeReader) -> bool:
    """Whether *column* may be one that could not be read, or repeat over what could not."""
    return "*" in shapes.lost or any(one in column for one in shapes.lost)
