"""Order histories through DuckDB: the same customers as the kernel finds, or one clear message."""

from __future__ import annotations

import gzip
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner

from plansheets import DataError, GatheredCustomers, gather_customers
from plansheets.blueprint.read import read_blueprint
from plansheets.cli import cli
from plansheets.frames.load import load_table
from plansheets.frames.orders import customers_csv
from plansheets.functions import rfm

LINES = """\
客户,下单日期,实付,状态
李,2024-06-01,300,已完成
王,2024/1/10,80,已完成
李,2024-06-20 11:00:00,"1,200.50",已完成
赵,20240501,50.25,已完成
王,2024年3月1日,-80,已完成
钱,,90,待付款
,2024-06-01,70,已完成
孙,2024.6.2,¥5,已取消
周,-,-,已取消
"""
NAMES = {"customer": "客户", "date": "下单日期", "amount": "实付"}
WITH_STATUS = {**NAMES, "status": "状态", "leave_out": ["已取消"]}
EXPECTED = """\
order,customer,last_order,recency,frequency,monetary
李,李,2024-06-20,10,2,1500.50
赵,赵,2024-05-01,60,1,50.25
"""
DAY = date(2024, 6, 30)
BLUEPRINTS = Path(__file__).parent.parent / "blueprints"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_of_exports(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(LINES, encoding=encoding)
    found = gather_customers(path, **WITH_STATUS, as_of=DAY)
    assert customers_csv(found) == EXPECTED
    assert (found.rows, found.as_of, found.notices) == (9, DAY, ())


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(LINES.encode()))
    assert customers_csv(gather_customers(path, **WITH_STATUS, as_of=DAY)) == EXPECTED


def generated(rows: int) -> dict[str, Any]:
    chance = np.random.default_rng(5)
    return {
        "buyer": chance.integers(1, 300, rows),
        "day": np.datetime64("2023-01-01") + chance.integers(0, 600, rows),
        "paid": np.round(chance.normal(60, 50, rows), 2),
    }


def parquet(path: Path, select: str, columns: dict[str, Any]) -> Path:
    """A Parquet file of what *select* makes of the columns."""
    rows = ", ".join(
        f"({buyer}, DATE '{day}', {paid})"
        for buyer, day, paid in zip(*(one.tolist() for one in columns.values()), strict=True)
    )
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE given AS FROM (VALUES {rows}) AS t(buyer, day, paid)")
        base.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize(
    "select",
    [
        "FROM given",
        "SELECT buyer, CAST(day AS TIMESTAMP) AS day, CAST(paid AS DOUBLE) AS paid FROM given",
        "SELECT CAST(buyer AS DOUBLE) AS buyer, day - DATE '1899-12-30' AS day, paid FROM given",
        "SELECT buyer, CAST(strftime(day, '%Y%m%d') AS INTEGER) AS day, paid FROM given",
        """FROM given UNION ALL SELECT NULL, DATE '2024-05-01', 1.0
        UNION ALL SELECT 1, NULL, 1.0 UNION ALL SELECT 1, DATE '2024-05-01', NULL""",
        """SELECT buyer, day, CAST(paid AS DOUBLE) AS paid FROM given
        UNION ALL SELECT 1, DATE '2024-05-01', CAST('NaN' AS DOUBLE)""",
    ],
)
def test_parquet_gives_what_the_kernel_gives(select: str, tmp_path: Path) -> None:
    columns = generated(2_000)
    names = {"customer": "buyer", "date": "day", "amount": "paid"}
    path = parquet(tmp_path / "orders.parquet", select, columns)
    found = gather_customers(path, **names, as_of=DAY, window_days=200).customers
    expected = rfm(columns["buyer"], columns["day"], columns["paid"], DAY, 200)
    assert 0 < len(expected) < 300
    order = np.argsort(expected.customer.astype(str))
    assert found.customer.tolist() == expected.customer[order].astype(str).tolist()
    assert found.recency.tolist() == expected.recency[order].tolist()
    assert found.frequency.tolist() == expected.frequency[order].tolist()
    assert np.round(expected.monetary[order] - found.monetary, 9).tolist() == [0] * len(found)


def test_a_pattern_stands_for_its_files_and_without_a_day_the_last_counts(tmp_path: Path) -> None:
    for month in (1, 2):
        text = f"c,d,a\nx,2024-0{month}-15,{month}\n"
        (tmp_path / f"m[{month}].csv").write_text(text, encoding="utf-8")
    names = {"customer": "c", "date": "d", "amount": "a"}
    found = gather_customers(str(tmp_path / "*.csv"), **names)
    assert (found.as_of, found.customers.monetary.tolist()) == (date(2024, 2, 15), [3])
    assert gather_customers(tmp_path / "m[1].csv", **names).customers.monetary.tolist() == [1]


def test_the_window_has_both_its_ends(tmp_path: Path) -> None:
    days = [DAY - timedelta(9), DAY - timedelta(10), DAY, DAY + timedelta(1)]
    text = "c,d,a\n" + "".join(f"{name},{day},1\n" for name, day in zip("abcd", days, strict=True))
    (tmp_path / "o.csv").write_text(text, encoding="utf-8")
    found = gather_customers(
        tmp_path / "o.csv", customer="c", date="d", amount="a", as_of=DAY, window_days=10
    )
    assert found.customers.customer.tolist() == ["a", "c"]


def refused(path: Path, **changes: Any) -> list[str]:
    with pytest.raises(DataError) as caught:
        gather_customers(path, **{**NAMES, **changes})
    return [str(problem) for problem in caught.value.problems]


def test_bad_cells_are_told_together_and_counted(orders: Path) -> None:
    said = refused(orders, date="状态", amount="客户")
    assert "orders.csv, '状态': PS424 '已取消' is not a day, nor are 8 others" in said[0]
    assert "orders.csv, '客户': PS420 '周' is not a number, nor are 7 others" in said[1]


@pytest.mark.parametrize("amount", ["1,2,3", "inf", "1 00", "1.04,9,00", "x"])
def test_an_amount_is_never_guessed(amount: str, tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text(f'客户,下单日期,实付\nx,2024-01-01,"{amount}"\n', encoding="utf-8")
    assert f"PS420 '{amount}' is not a number" in refused(path)[0]


@pytest.mark.parametrize("day", ["2024-02-30", "45000", "5月1日", "1899-01-01"])
def test_a_day_is_never_guessed(day: str, tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text(f"客户,下单日期,实付\nx,{day},1\n", encoding="utf-8")
    assert f"PS424 '{day}' is not a day" in refused(path)[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("客户\t下单日期\t实付\nx\t2024-01-01\t2.500\n", "PS441"),
        ("客户;下单日期;实付\nx;2024-01-01;2,5\nx;2024-01-01;2.5\n", "PS441"),
        ("客户,下单日期,实付\nx,05/01/2024,1\n", "PS442"),
    ],
)
def test_what_reads_in_two_ways_is_asked_about(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text(text, encoding="utf-8")
    (said,) = refused(path)
    assert code in said


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("客户;下单日期;实付\nx;13.05.2024;1.200,50\n", {}, 1200.5),
        ("客户;下单日期;实付\nx;13.05.2024;2.500\n", {}, 2500),
        ("客户,下单日期,实付\nx,2024-05-13,2.500\n", {}, 2.5),
        (
            "客户\t下单日期\t实付\nx\t05/06/2024\t2.500\n",
            {"decimal": ",", "dates": "day-first"},
            2500,
        ),
        ("客户,下单日期,实付\nx,5月1日,3\n", {"year": 2024}, 3),
    ],
)
def test_an_order_list_is_read_as_data_of_a_table_is(
    text: str, more: dict[str, Any], expected: float, tmp_path: Path
) -> None:
    path = tmp_path / "o.csv"
    path.write_text(text, encoding="utf-8")
    found = gather_customers(path, customer="客户", date="下单日期", amount="实付", **more)
    assert found.customers.monetary.tolist() == [expected]


def test_further_lines_go_out_with_the_state_of_their_order(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    lines = "1,a,2024-05-01,5,ok\n1,,,3,\n2,b,2024-05-01,9,已取消\n2,,,4,\n3,b,2024-05-02,1,ok\n"
    path.write_text(f"单号,客户,下单日期,实付,状态\n{lines}", encoding="utf-8")
    found = gather_customers(
        path,
        customer="客户",
        date="下单日期",
        amount="实付",
        order="单号",
        status="状态",
        leave_out=["已取消"],
    )
    assert found.customers.monetary.tolist() == [8, 1]


def test_a_missing_column_gets_a_suggestion(orders: Path) -> None:
    assert refused(orders, amount="实付金额") == [
        "orders.csv: PS406 no column '实付金额'\n  = help: did you mean '实付'?"
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", None, "PS401 no file"),
        ("a.csv", b"", "PS451 the file is empty"),
        ("a.xlsx", b"PK\x03\x04", "PS451 the file is a workbook"),
        ("a.parquet", b"PAR1 and no more", "PS451 not readable: "),
        ("a.csv", b"\x81\xff\xff", "PS402 the text is in none of the encodings known here"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    name: str, content: bytes | None, message: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert message in refused(tmp_path / name)[0]


def test_no_order_that_counts_is_told_with_the_days_there_are(orders: Path) -> None:
    said = refused(orders, as_of=date(2020, 1, 1), status="状态", leave_out=["已取消"])
    assert "PS453 no order counts from 2019-01-02 to 2020-01-01" in said[0]
    assert "9 rows have days from 2024-01-10 to 2024-06-20" in said[0]


@pytest.mark.parametrize(
    ("days", "held"),
    [
        (["2024-06-01"], "the only row is of 2024-06-01"),
        (["2024-06-01", "2024-06-01", ""], "all days are 2024-06-01"),
        (["2024-06-01", "2024-06-02"], "the 2 rows have days from 2024-06-01 to 2024-06-02"),
    ],
)
def test_few_days_are_told_as_a_person_would(days: list[str], held: str, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    lines = "".join(f"李,{day},5\n" for day in days)
    path.write_text(f"客户,下单日期,实付\n{lines}", encoding="utf-8")
    (said,) = refused(path, as_of=date(2020, 1, 1))
    assert f"no order counts from 2019-01-02 to 2020-01-01: {held}\n" in said


def test_a_word_that_no_order_has_is_a_warning(orders: Path) -> None:
    choices = {**WITH_STATUS, "leave_out": ["已取消", "待付"]}
    (notice,) = gather_customers(orders, **choices).notices
    assert (notice.code, notice.hint) == ("PS452", "did you mean '待付款'?")


WORDS = ["--customer", "客户", "--date", "下单日期", "--amount", "实付", "--as-of", "2024-06-30"]
LEAVE_OUT = ["--status", "状态", "--leave-out", "已取消"]


def invoke(*words: str | Path) -> Any:
    return CliRunner().invoke(cli, ["functions", "rfm", *map(str, words)])


def test_the_command_prints_or_writes_customers(orders: Path, tmp_path: Path) -> None:
    assert invoke(orders, *WORDS, *LEAVE_OUT).stdout == EXPECTED
    target = tmp_path / "customers.csv"
    assert invoke(orders, *WORDS, *LEAVE_OUT, "-o", target).stdout == f"{target}\n"
    assert target.read_text("utf-8-sig") == EXPECTED
    again = invoke(orders, *WORDS, *LEAVE_OUT, "-o", target)
    assert (again.exit_code, "PS309" in again.stderr) == (1, True)


def test_orders_are_never_overwritten(orders: Path) -> None:
    result = invoke(orders.parent / "*.csv", *WORDS, "-o", orders, "--force")
    assert "is read too, so it is not overwritten" in result.stderr
    assert orders.read_text("utf-8") == LINES


def test_without_duckdb_there_is_one_message(orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "plansheets.frames.orders.find_spec",
        lambda name: None if name == "duckdb" else find_spec(name),
    )
    result = invoke(orders, *WORDS)
    assert result.exit_code == 1
    assert "PS450 DuckDB is not installed" in result.stderr
    assert "pip install 'plansheets[duckdb]'" in result.stderr


def test_gathering_loads_no_pandas(orders: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, plansheets\n"
        f"plansheets.gather_customers({str(orders)!r}, **{WITH_STATUS!r})\n"
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_result_says_what_it_is(orders: Path) -> None:
    found = gather_customers(orders, **WITH_STATUS)
    assert isinstance(found, GatheredCustomers)
    assert found.as_of == date(2024, 6, 20)


def test_the_days_of_moments_are_the_same_on_every_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = {"buyer": np.array([1]), "day": np.array(["2024-06-05"]), "paid": np.array([5.0])}
    select = "SELECT buyer, paid, TIMESTAMPTZ '2024-06-05 17:00:00+00' AS day FROM given"
    path = parquet(tmp_path / "orders.parquet", select, columns)
    names = {"customer": "buyer", "date": "day", "amount": "paid"}
    for zone in ("Asia/Shanghai", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        found = gather_customers(path, **names, as_of=DAY)
        assert found.customers.recency.tolist() == [25]
        (notice,) = found.notices
        assert (notice.code, notice.level, notice.where) == ("PS454", "warning", path.name)


def test_every_decimal_of_an_amount_is_written(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "客户,下单日期,实付\n李,2024-06-01,150000000.001\n王,2024-06-01,0.1\n王,2024-06-01,0.2\n"
        "赵,2024-06-01,0.00000005\n",
        encoding="utf-8",
    )
    written = customers_csv(gather_customers(path, **NAMES, as_of=DAY))
    money = [line.split(",")[-1] for line in written.splitlines()[1:]]
    assert sorted(money) == ["0.00000005", "0.30", "150000000.001"]


def test_no_window_is_told_where_no_row_has_a_day(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("客户,下单日期,实付\n李,,5\n", encoding="utf-8")
    with pytest.raises(DataError, match="no order counts: no row has a day"):
        gather_customers(path, **NAMES)


@pytest.mark.parametrize(
    ("unit", "amounts", "expected"),
    [
        ("亿元", ["1.50", "0.00000000005", "-0.0707"], "142930000.005"),
        ("万元", ["1.15", '"1,234.5"', "0.07"], "12357200.00"),
        ("万元", ["1", "2万", "¥300", '"¥1,000"'], "31300.00"),
        ("元", ["1.15", "2"], "3.15"),
        ("含税", ["1.15", "2"], "3.15"),
    ],
)
def test_amounts_count_in_the_unit_of_their_header(
    unit: str, amounts: list[str], expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    lines = "".join(f"李,2024-06-0{day},{one}\n" for day, one in enumerate(amounts, 1))
    path.write_text(f"客户,下单日期,实付金额（{unit}）\n{lines}", encoding="utf-8")
    found = gather_customers(path, **{**NAMES, "amount": f"实付金额（{unit}）"})
    assert customers_csv(found).splitlines()[1].rpartition(",")[2] == expected
    told = [notice.message for notice in found.notices]
    scale = {"亿元": "100,000,000", "万元": "10,000"}.get(unit)
    words = f"numbers under '实付金额（{unit}）' were multiplied by {scale}, as its unit says"
    assert told == ([words] if scale else [])


def test_orders_and_a_workbook_read_one_header_alike(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    head = "订单号,客户,付款日期,实付金额(亿元),退款金额(万元)"
    path.write_text(f"{head}\n1,李,2024-06-01,1.50,70\n", encoding="utf-8")
    blueprint = read_blueprint(BLUEPRINTS / "rfm-segmentation.yaml")
    table = blueprint.table("orders")
    assert table
    loaded = load_table(path, table, blueprint)
    names = {"customer": "客户", "date": "付款日期", "amount": "实付金额(亿元)"}
    gathered = gather_customers(path, **names, refund="退款金额(万元)")
    assert loaded.columns["amount"] == (150000000,)
    assert gathered.customers.monetary.tolist() == [150000000 - 700000]
    messages = [[one.message for one in made.notices] for made in (loaded, gathered)]
    assert messages[0] == messages[1] != []


@pytest.mark.parametrize(
    ("type_", "header", "expected"),
    [
        ("FLOAT", "paid", "12.40"),
        ("DOUBLE", "paid", "12.40"),
        ("FLOAT", "paid(万元)", "124000.00"),
        ("DECIMAL(9, 2)", "paid(万元)", "124000.00"),
    ],
)
def test_fractions_of_parquet_are_the_decimals_that_people_see(
    type_: str, header: str, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "orders.parquet"
    select = f'SELECT buyer, day, CAST(paid AS {type_}) AS "{header}" FROM given'
    days = np.array(["2024-06-01", "2024-06-02"], dtype="datetime64[D]")
    paid = np.array([12.1, 0.3])
    parquet(path, select, {"buyer": np.array([1, 1]), "day": days, "paid": paid})
    found = gather_customers(path, customer="buyer", date="day", amount=header)
    assert customers_csv(found).splitlines()[1].rpartition(",")[2] == expected


def test_orders_in_two_currencies_are_not_added_up(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    head = "客户,下单日期,实付,Currency\n"
    path.write_text(f"{head}李,2024-06-01,10,USD\n李,2024-06-02,10,CAD\n", encoding="utf-8")
    (said,) = refused(path)
    assert "PS456 'CAD' and 'USD' are two currencies" in said
    path.write_text(f"{head}李,2024-06-01,10,USD\n李,2024-06-02,10,\n", encoding="utf-8")
    assert gather_customers(path, **NAMES).customers.monetary.tolist() == [20]
