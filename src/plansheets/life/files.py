"""What was extracted as files: CSV for anyone, Parquet for tools, JSON with everything."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from plansheets.errors import DataError, Problem
from plansheets.life.extracted import CLEAN, Extracted, ExtractedTable, plain
from plansheets.words import Words

Format = Literal["csv", "parquet", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet that opens a CSV would run as a formula."""
CELLS = "_cells"
PARAMETERS = "_parameters"
BOOK = "_book.json"


def files_of(extracted: Extracted, format_: Format) -> dict[str, bytes]:
    """The files of *extracted* by name.

    A file a table, and one of parameters; ``_cells`` lists what is more than a value: values over
    formulas, texts in place of numbers; ``_book.json`` says what the workbook is. As JSON all is
    one file.
    """
    if format_ == "json":
        return {"book.json": _json(extracted.as_json())}
    told = extracted.as_json()
    about = {
        name: told[name] for name in ("book", "blueprint", "version", "digest", "locale", "sure")
    }
    write = _csv if format_ == "csv" else _parquet_writer()
    files = {f"{table.id}.{format_}": write(*_table(table)) for table in extracted.tables.values()}
    files[f"{PARAMETERS}.{format_}"] = write(*_parameters(extracted))
    files[f"{CELLS}.{format_}"] = write(*_cells(extracted))
    files[BOOK] = _json(about)
    return files


FileRows = Iterable[list[Any]]


def _table(table: ExtractedTable) -> tuple[list[str], FileRows]:
    header = ["_row", "_inside", *table.columns]
    return header, (
        [row.row, row.inside, *(plain(row.cells[id_].value) for id_ in table.columns)]
        for row in table.rows
    )


def _parameters(extracted: Extracted) -> tuple[list[str], FileRows]:
    header = ["id", "label", "cell", "value", "default", "state", "text"]
    return header, (
        [one.id, one.label, one.cell, _word(one.value), _word(one.default), one.state, one.text]
        for one in extracted.parameters.values()
    )


def _cells(extracted: Extracted) -> tuple[list[str], FileRows]:
    header = ["table", "row", "column", "cell", "state", "value", "text"]
    return header, (
        [table.id, row.row, id_, cell.cell, state, _word(cell.value), cell.text]
        for table in extracted.tables.values()
        for row in table.rows
        for id_, cell in row.cells.items()
        if (state := cell.state if row.inside else _outside(cell.state)) not in CLEAN
    )


def _outside(state: str) -> str:
    """What a cell of a row below the table is: worth telling unless it is blank."""
    return "outside" if state == "input" else state


def _word(value: Any) -> str | None:
    """A value of any type in a column of texts."""
    told = plain(value)
    if isinstance(told, bool):
        return "TRUE" if told else "FALSE"
    return None if told is None else str(told)


def _csv(header: list[str], rows: FileRows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def safe_cell(value: Any) -> Any:
    """A text that a spreadsheet does not take for a formula."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return value


def _json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _parquet_writer() -> Callable[[list[str], FileRows], bytes]:
    try:
        import duckdb  # noqa: PLC0415  # an extra that only this format needs
    except ImportError:
        message = Words("写 Parquet 需要 DuckDB", "Parquet files need DuckDB")
        hint = Words("pip install 'plansheets[duckdb]'，或用 --format csv",
                     "pip install 'plansheets[duckdb]', or take --format csv")  # fmt: skip
        raise DataError([Problem.told("PS446", message, hint=hint)]) from None
    import pandas as pd  # noqa: PLC0415

    def write(header: list[str], rows: FileRows) -> bytes:
        frame = pd.DataFrame(list(rows), columns=header)
        for name in header:
            kinds = {type(value) for value in frame[name] if value is not None}
            if len(kinds) > 1 and not kinds <= {int, float}:
                frame[name] = [_word(value) for value in frame[name]]
        with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
            path = Path(folder) / "table.parquet"
            connection.register("extracted", frame)
            quoted = str(path).replace("'", "''")
            connection.execute(f"COPY extracted TO '{quoted}' (FORMAT parquet)")
            return path.read_bytes()

    return write
