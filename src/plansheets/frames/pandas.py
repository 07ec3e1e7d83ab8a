"""pandas frames in and out; the only place that decides how frames and values correspond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plansheets.frames.raw import RawRows, refuse
from plansheets.values.plain import plain
from plansheets.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from plansheets.blueprint.model import Table
    from plansheets.frames.table_data import TableData

NAME = "the frame"


def raw_rows(frame: pd.DataFrame) -> RawRows:
    """The rows of *frame* under its column names; a named index is a column like the others."""
    import pandas as pd  # noqa: PLC0415  # only where a frame is handed in

    kind = type(frame).__name__
    if not isinstance(frame, pd.DataFrame):
        raise refuse(
            "PS401",
            Words(f"{kind} 不是 pandas DataFrame", f"a {kind} is not a pandas DataFrame"),
            NAME,
        )
    if frame.columns.nlevels > 1:
        raise refuse(
            "PS405",
            Words(
                f"列名有 {frame.columns.nlevels} 层",
                f"the columns have {frame.columns.nlevels} levels",
            ),
            NAME,
            Words(
                "每列只用一个名字，如 frame.columns.map('_'.join)",
                "give every column one name, as in frame.columns.map('_'.join)",
            ),
        )
    named = [level for level in frame.index.names if level is not None]
    if named:
        frame = frame.reset_index(level=named)
    header = [str(name) for name in frame.columns]
    columns = [_plain(frame.iloc[:, place]) for place in range(frame.shape[1])]
    return RawRows(NAME, [header, *zip(*columns, strict=True)], first_row=0, headed=True)


def to_frame(data: TableData, table: Table) -> pd.DataFrame:
    """*data* as a frame by column id: texts, nullable whole numbers, floats, days as datetimes.

    Loading the frame again gives *data* back.
    """
    import pandas as pd  # noqa: PLC0415  # only where a frame is asked for

    series: dict[str, pd.Series[Any]] = {}
    for id_, values in data.columns.items():
        column = table.column(id_)
        plain = pd.Series(list(values), dtype="object")
        match column.type.kind if column else "text":
            case "number" if column and column.type.whole:
                series[id_] = plain.astype("Int64")
            case "number":
                series[id_] = plain.astype("Float64")
            case "boolean":
                series[id_] = plain.astype("boolean")
            case "date":
                series[id_] = pd.to_datetime(plain)
            case _:
                series[id_] = plain.astype("string")
    return pd.DataFrame(series)


def _plain(series: pd.Series[Any]) -> list[object]:
    """Python's own values, None where one is missing."""
    # as objects, numpy's shorter floats would lose how many digits they have
    held = series.array if series.dtype.kind == "f" else series.astype("object").tolist()
    return [plain(value) for value in held]
