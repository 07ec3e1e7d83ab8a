"""pandas frames in and out; the only place that decides how frames and values correspond."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from plansheets.frames.raw import RawRows, refuse

if TYPE_CHECKING:
    import pandas as pd

    from plansheets.blueprint.model import Table
    from plansheets.frames.table_data import TableData

NAME = "the frame"


def raw_rows(frame: pd.DataFrame) -> RawRows:
    """The rows of *frame* under its column names; a named index is a column like the others."""
    import pandas as pd  # noqa: PLC0415  # only where a frame is handed in

    if not isinstance(frame, pd.DataFrame):
        raise refuse("PS401", f"a {type(frame).__name__} is not a pandas DataFrame", NAME)
    if frame.columns.nlevels > 1:
        raise refuse(
            "PS405",
            f"the columns have {frame.columns.nlevels} levels",
            NAME,
            "give every column one name, as in frame.columns.map('_'.join)",
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
    values: list[object] = series.astype("object").tolist()
    return [
        None if gone else _own(value) for value, gone in zip(values, series.isna(), strict=True)
    ]


def _own(value: object) -> object:
    if isinstance(value, dt.datetime):
        to_pydatetime: Callable[..., object] | None = getattr(value, "to_pydatetime", None)
        return to_pydatetime(warn=False) if to_pydatetime else value
    item = getattr(value, "item", None)  # a numpy scalar in a column of objects
    return item() if item is not None and not isinstance(value, (str, int, float)) else value
