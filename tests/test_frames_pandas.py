from __future__ import annotations

import datetime
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frame_tables import BLUEPRINT, SKUS
from plansheets.errors import DataError
from plansheets.frames.load import load_frame
from plansheets.frames.pandas import to_frame
from plansheets.frames.table_data import TableData

DAY = datetime.date(2024, 5, 1)


def test_a_frame_fills_a_table_like_a_file() -> None:
    frame = pd.DataFrame(
        {
            "商品SKU": ["00123", "MB002"],
            "Stock": [200, None],
            "listed": pd.to_datetime(["2024-05-01", None]),
            "status": pd.Categorical(["在售", "On sale"]),
            "promoted": pd.array([True, None], dtype="boolean"),
            "returns": [0.125, float("nan")],
            "售价(元)": ["8.5万", pd.NA],
        }
    )
    data = load_frame(frame, SKUS, BLUEPRINT)
    assert data.columns["sku"] == ("00123", "MB002")
    assert data.columns["stock"] == (200, None)
    assert data.columns["listed"] == (DAY, None)
    assert data.columns["status"] == ("on_sale", "on_sale")
    assert data.columns["promoted"] == (True, None)
    assert data.columns["returns"] == (0.125, None)
    assert data.columns["price"] == (85000, None)
    assert {type(value) for value in data.columns["stock"]} == {int, type(None)}


@pytest.mark.parametrize("dtype", ["float32", "Float32", "float64", "Float64"])
def test_a_short_float_is_the_decimal_that_a_person_sees(dtype: str) -> None:
    frame = pd.DataFrame({"sku": ["a", "b"], "cost": pd.Series([12.1, None], dtype=dtype)})
    assert load_frame(frame, SKUS, BLUEPRINT).columns["cost"] == (12.1, None)


def test_a_named_index_is_a_column() -> None:
    frame = pd.DataFrame({"sku": ["a", "b"], "stock": [1, 2]}).set_index("sku")
    assert load_frame(frame, SKUS, BLUEPRINT).columns["sku"] == ("a", "b")


def test_a_zoned_moment_keeps_its_wall_clock() -> None:
    moments = pd.to_datetime(["2024-05-01 00:00"]).tz_localize("Asia/Shanghai")
    frame = pd.DataFrame({"sku": ["a"], "listed": moments})
    assert load_frame(frame, SKUS, BLUEPRINT).columns["listed"] == (DAY,)


def test_bad_values_are_reported_by_row() -> None:
    frame = pd.DataFrame({"sku": ["a", "a", None], "stock": [1.5, float("inf"), 3]})
    with pytest.raises(DataError) as caught:
        load_frame(frame, SKUS, BLUEPRINT)
    assert [(p.where, p.code) for p in caught.value.problems] == [
        ("the frame row 1, 'stock'", "PS422"),
        ("the frame row 2, 'sku'", "PS434"),
        ("the frame row 2, 'stock'", "PS435"),
        ("the frame row 3, 'sku'", "PS433"),
    ]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ([{"sku": "a"}], "PS401"),
        (pd.DataFrame(), "PS405"),
        (pd.DataFrame({"x": [1], "y": [2]}), "PS405"),
        (pd.DataFrame({("a", "sku"): ["x"]}), "PS405"),
    ],
)
def test_what_is_no_frame_for_the_table_is_refused(frame: pd.DataFrame, code: str) -> None:
    with pytest.raises(DataError) as caught:
        load_frame(frame, SKUS, BLUEPRINT)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_columns_of_the_same_name_are_a_problem() -> None:
    frame = pd.DataFrame([["a", 1, 2]], columns=["sku", "stock", "stock"])
    with pytest.raises(DataError) as caught:
        load_frame(frame, SKUS, BLUEPRINT)
    assert [problem.code for problem in caught.value.problems] == ["PS407"]


texts = st.text("abc甲乙 0=+-", min_size=1, max_size=8).map(lambda text: f"x{text}x")
rows = st.lists(
    st.tuples(
        texts,
        st.none() | texts,
        st.none() | st.sampled_from(["on_sale", "presale"]),
        st.none() | st.dates(datetime.date(1900, 3, 1), datetime.date(2200, 1, 1)),
        st.none() | st.floats(0, 1e9).map(lambda x: round(x, 2)),
        st.none() | st.integers(0, 10**12),
        st.none() | st.booleans(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)


@given(rows)
def test_a_frame_made_from_data_gives_the_data_back(rows: list[tuple[object, ...]]) -> None:
    ids = ("sku", "name", "status", "listed", "price", "stock", "promoted")
    frame = pd.DataFrame(rows, columns=ids, dtype="object")
    data = load_frame(frame, SKUS, BLUEPRINT)
    again: TableData = load_frame(to_frame(data, SKUS), SKUS, BLUEPRINT)
    assert again.columns == data.columns
    assert [data.columns["price"][i] for i in range(len(rows))] == [row[4] for row in rows]


def test_frames_are_loaded_without_pandas_until_one_is_handed_in() -> None:
    program = (
        "import sys, plansheets.frames.load;"
        "print([m for m in ('pandas', 'numpy', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
