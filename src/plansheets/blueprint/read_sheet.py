"""A sheet as found, block by block, into the model."""

from __future__ import annotations

from plansheets.blueprint import model
from plansheets.blueprint.fields import ids_of, read_each, read_rules, type_of
from plansheets.blueprint.shapes import Found, ShapeReader
from plansheets.formula.ast import Missing, Structured
from plansheets.source import Span


def read_sheet(shapes: ShapeReader, found: Found) -> model.Sheet:
    """A sheet with those of its blocks that could be read."""
    blocks = [_block(shapes, block) for block in found["blocks"]]
    return model.Sheet(
        id=found["id"],
        title=found["title"],
        span=found.spans["id"],
        blocks=tuple(block for block in blocks if block is not None),
        hidden=found.get("hidden", False),
        landscape=not found.get("portrait", False),
        one_page=found.get("page") == "one",
        subtitle=found.get("subtitle"),
    )


def _block(shapes: ShapeReader, found: Found) -> model.Block | None:
    if len(found.values) != 1:
        shapes.lost.add("*")
        return None
    ((kind, value),) = found.values.items()
    span = found.key_spans[kind]
    match kind:
        case "heading":
            return model.Heading(value, span)
        case "note":
            return model.Note(value, span)
        case "table":
            return model.Place(value.id, value.span)
        case "form":
            return model.Form(ids_of(value["parameters"]), span, value.get("title"))
        case "cards":
            return model.Cards(ids_of(value), span)
        case "grid":
            return _grid(shapes, value, span)
        case "chart":
            return _chart(value)
        case "timeline":
            return _timeline(shapes, value)
        case _:
            return model.Checklist(span)


def _grid(shapes: ShapeReader, found: Found, span: Span) -> model.PeriodGrid | None:
    each = read_each(shapes, found)
    rows = tuple(
        model.GridRow(
            id=row["id"],
            label=row["label"],
            type=type_of(row),
            formula=row["formula"],
            span=row.spans["id"],
            total=row.get("total"),
            number_format=row.get("format"),
            rules=read_rules(shapes, row),
        )
        for row in found["rows"]
    )
    if not rows and not shapes.lost:
        shapes.report("PS107", f"grid '{found['id']}' has no rows", span, "rows: its formulas")
    if each is None or not rows:
        return None
    return model.PeriodGrid(found["id"], each, rows, span, found.get("title"), found.get("total"))


def _chart(found: Found) -> model.Chart | None:
    series = tuple(
        model.ChartSeries(
            column=one["column"],
            span=one.spans["column"],
            label=one.get("label"),
            kind=one.get("type"),
            secondary=one.get("second_axis", False),
            mean=one.get("mean"),
            labels=one.get("labels", False),
            target=one.get("target", False),
            dots=one.get("dots", False),
        )
        for one in found["series"]
        if one["column"]
    )
    if not found["over"]:
        return None
    return model.Chart(
        kind=found["type"],
        title=found["title"],
        over=found["over"],
        series=series,
        span=found.spans["over"],
        category=found.get("category"),
        x_title=found.get("x_title"),
        y_title=found.get("y_title"),
        y_minimum=found.get("y_min"),
        y_maximum=found.get("y_max"),
        y2_title=found.get("y2_title"),
        y2_minimum=found.get("y2_min"),
        y2_maximum=found.get("y2_max"),
        height=found.get("height", 280),
        stack=found.get("stack"),
    )


_AXIS_COLUMNS = range(7, 106)


def _timeline(shapes: ShapeReader, found: Found) -> model.Timeline | None:
    table, start, end = found["table"], found["start"], found["end"]
    columns = found.get("columns", 56)
    if columns not in _AXIS_COLUMNS:
        least, most = _AXIS_COLUMNS[0], _AXIS_COLUMNS[-1]
        shapes.report(
            "PS108",
            f"an axis of {columns} columns",
            found.spans["columns"],
            f"write {least} to {most}; whole weeks look best",
        )
    for key in ("holidays", "make_up_days"):
        formula: model.Formula | None = found.get(key)
        if formula is not None and not isinstance(formula.tree, Structured | Missing):
            shapes.report(
                "PS108",
                f"'{key}' takes a column of days",
                formula.span,
                "write a table and its column, as in '=holidays[date]'",
            )
    if not (table and start and end):
        return None
    return model.Timeline(
        table=table.id,
        start=start,
        end=end,
        span=table.span,
        done=found.get("done"),
        phase=found.get("phase"),
        milestone=found.get("milestone"),
        today=found.get("today"),
        begin=found.get("from"),
        step=found.get("step"),
        holidays=found.get("holidays"),
        make_up_days=found.get("make_up_days"),
        columns=columns,
        controls=ids_of(found["controls"]) if "controls" in found else (),
    )
