"""One file of orders gives the same customers down every path: Python, SQL, cells and workbook."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pandas as pd
import pytest

from filled import named, open_values, table_rows
from plansheets import build, gather_customers
from plansheets.functions import rfm
from plansheets.functions.kernels import KERNELS

DAY = datetime.date(2024, 6, 30)
Measures = dict[str, tuple[float, float, float]]

AS_PEOPLE_WRITE = """\
order,customer,paid_on,amount,refund
1,Ann,2024/5/1,"1,234.50",
2,ANN,2024年6月20日,8.5万,(0)
3,bob,2024-06-01 23:59,¥50,
4,bob,20240625,(20),
5,eve,2024-06-10,30,30
6,zed,2024.6.10,0.10,-
7,zed,2024-06-10,0.20,暂无
8,kim,2024-06-28,0,
9,lee,,99,
11,max,2023-06-30,5,
12,tom,2024-07-01,5,
"""

ZERO = """\
order,customer,paid_on,amount
1,ann,2024-05-01,100
2,ann,2024-06-20,0
3,bob,2024-06-01,50
4,bob,2024-06-25,-20
5,eve,2024-06-10,30
6,eve,2024-06-15,-30
7,zed,2024-06-10,0.10
8,zed,2024-06-10,0.20
"""

LINES = """\
Name,Customer ID,Paid at,Total,Lineitem name,Refunded Amount
#1001,ann@example.com,2024-06-01 09:15:22 -0400,65.00,Mug,0.00
#1001,ann@example.com,,,Plate,
#1002,bob@example.com,2024-06-02 23:50:00 -0400,25.00,Mug,25.00
#1003,ann@example.com,2024-06-20 10:00:00 -0400,40.00,Plate,0.00
"""

COLUMNS = {"customer": "customer", "date": "paid_on", "amount": "amount"}
LINE_COLUMNS = {
    "customer": "Customer ID",
    "date": "Paid at",
    "amount": "Total",
    "order": "Name",
    "refund": "Refunded Amount",
}
CASES = {
    "as people write": (AS_PEOPLE_WRITE, {**COLUMNS, "refund": "refund"}),
    "orders of nothing": (ZERO, COLUMNS),
    "lines of orders": (LINES, LINE_COLUMNS),
}


@pytest.fixture(params=CASES, ids=list(CASES))
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    text, columns = CASES[request.param]
    path = tmp_path / "orders.csv"
    path.write_text(text, encoding="utf-8")
    return path, columns


def in_python(path: Path, columns: dict[str, str]) -> Measures:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    given = [frame[columns[name]] for name in ("customer", "date", "amount")]
    more = {name: frame[columns[name]] for name in ("order", "refund") if name in columns}
    return measured(rfm(*given, as_of=DAY, **more))


def in_sql(path: Path, columns: dict[str, str]) -> Measures:
    return measured(gather_customers(path, **columns, as_of=DAY).customers)


def in_cells(path: Path, columns: dict[str, str]) -> Measures:
    """What Excel would hand over after it opened the file: numbers and days where it knows them."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    frame = pd.DataFrame(rows)
    days = [day and datetime.datetime.fromisoformat(day[:19]) for day in frame[columns["date"]]]
    amounts = [float(one) if one else None for one in frame[columns["amount"]]]
    more = {
        "orders": frame[columns["order"]].tolist() if "order" in columns else "",
        "refunds": [float(one) if one else None for one in frame[columns["refund"]]]
        if "refund" in columns
        else "",
    }
    customers = frame[columns["customer"]].tolist()
    table = KERNELS["rfm"].judge(customers, days, amounts, DAY, **more).in_cells()
    return {str(row[0]).lower(): tuple(row[1:4]) for row in table[1:]}


def in_workbook(path: Path, folder: Path) -> Measures:
    made = folder / "rfm.xlsx"
    build("rfm-segmentation", made, locale="en", as_of=DAY, data={"orders": path})
    heads = ("Days since R", "Orders F", "Spend M (CNY)")
    return {
        str(row["Customer"]).lower(): tuple(row[head] for head in heads)
        for row in table_rows(open_values(made), "customers")
        if row["Customer"] and row[heads[0]] is not None
    }


def measured(found: object) -> Measures:
    columns = (found.recency, found.frequency, found.monetary)
    names = [str(name).lower() for name in found.customer.tolist()]
    return dict(zip(names, zip(*(one.tolist() for one in columns), strict=True), strict=True))


def test_python_sql_and_workbook_count_alike(
    case: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    path, columns = case
    expected = in_sql(path, columns)
    assert len(expected) >= 1
    for found in (in_python(path, columns), in_workbook(path, tmp_path)):
        assert found.keys() == expected.keys()
        for name, measures in expected.items():
            assert found[name] == pytest.approx(measures, rel=1e-12)


@pytest.mark.parametrize("name", ["orders of nothing", "lines of orders"])
def test_cells_count_as_files_do(name: str, tmp_path: Path) -> None:
    text, columns = CASES[name]
    path = tmp_path / "orders.csv"
    path.write_text(text, encoding="utf-8")
    found, expected = in_cells(path, columns), in_sql(path, columns)
    assert found.keys() == expected.keys()
    assert all(found[one] == pytest.approx(expected[one], rel=1e-12) for one in expected)


def test_what_is_written_means_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(AS_PEOPLE_WRITE, encoding="utf-8")
    assert in_python(path, CASES["as people write"][1]) == {
        "ann": (10, 2, 86_234.5),
        "bob": (29, 1, 30),
        "zed": (20, 2, pytest.approx(0.3)),
    }


def test_where_everyone_bought_once_nobody_is_frequent(tmp_path: Path) -> None:
    rows = [f"{n},c{n:02},2024-0{n % 6 + 1}-15,{20 * (n % 4 + 1)}" for n in range(12)]
    path = tmp_path / "orders.csv"
    path.write_text("order,customer,paid_on,amount\n" + "\n".join(rows), encoding="utf-8")
    made = tmp_path / "rfm.xlsx"
    build("rfm-segmentation", made, locale="en", as_of=DAY, data={"orders": path})
    book = open_values(made)
    segments = {row["Segment"] for row in table_rows(book, "customers") if row["Customer"]}
    frequent = {"High value, active", "High value, to win back", "Active, low value"}
    assert segments & {*frequent, "Frequent but lapsing, low value"} == set()
    assert named(book, "rfm_lines") == "Means, orders fixed (most buy once)"
    assert named(book, "rfm_line_f") == 3
