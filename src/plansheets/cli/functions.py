"""``plansheets functions``: the project's own functions, and what each does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plansheets.cli.misuse import MisuseError, WholeType, unknown
from plansheets.cli.options import AS_JSON, DAY, LOCALE, MESSAGES
from plansheets.cli.reading import reading_options
from plansheets.cli.speaking import HelpLine, SpeakingGroup, option
from plansheets.words import Words

if TYPE_CHECKING:
    import datetime

    from click.shell_completion import CompletionItem


@click.group(
    cls=SpeakingGroup,
    chinese="列出蓝图、单元格和 Python 都能调用的函数，并说明各自做什么。",
    epilog="""\b
Examples:
  plansheets functions list
  plansheets functions show deviation_rate
  plansheets functions rfm orders.csv --customer buyer --date paid --amount total -o customers.csv
""",
)
def command() -> None:
    """Name the functions that blueprints, cells and Python may call, and say what each does."""


@command.command(
    "list",
    chinese="列出每个函数及其中英文名称。",
    epilog="""\b
Examples:
  plansheets functions list
  plansheets functions list --category stock
  plansheets functions list --json
""",
)
@option(
    "--category",
    metavar="NAME",
    help=HelpLine("只列一类，如 stock。", "Only those of one category, such as stock."),
)
@AS_JSON
def list_(*, category: str | None, as_json: bool) -> None:
    """Name every function with its title in both languages."""
    from plansheets.cli.words import say_json, say_table
    from plansheets.functions.outline import list_functions

    found = list_functions()
    known = dict.fromkeys(one["category"] for one in found)
    if category is not None and category not in known:
        raise MisuseError(unknown(Words("类别", "category"), category, known))
    found = [one for one in found if category in (None, one["category"])]
    if as_json:
        say_json({"functions": found})
        return
    rows = [(one["name"], one["category"], *one["title"].values()) for one in found]
    say_table(("name", "category", "zh-CN", "en"), rows)


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from plansheets.functions.catalog import FUNCTIONS

    return [
        CompletionItem(function.name, help=function.title.en)
        for function in FUNCTIONS
        if function.name.startswith(incomplete)
    ]


@command.command(
    chinese="说明一个函数要什么、给什么、公式是什么，并举例。",
    epilog="""\b
Examples:
  plansheets functions show deviation_rate
  plansheets functions show PS_ROI --locale en
  plansheets functions show 客单价
""",
)
@click.argument("name", shell_complete=_complete)
@option(
    "--locale",
    type=LOCALE,
    help=HelpLine("文字的语言。  [默认：随系统]", "Language of texts.  [default: the system's]"),
)
@AS_JSON
def show(name: str, *, locale: str | None, as_json: bool) -> None:
    """Show what a function takes and gives, its formula, and examples."""
    from plansheets.cli.language import default_locale
    from plansheets.cli.words import say_json
    from plansheets.functions.catalog import CATALOG
    from plansheets.functions.outline import find_function, find_titled, outline_function

    titled = find_titled(name)
    function = find_function(name) or (titled[0] if len(titled) == 1 else None)
    if function is None:
        if titled:
            names = [one.name for one in titled]
            raise MisuseError(
                Words(
                    f"没有函数“{name}”；叫这个的有：{'、'.join(names)}",
                    f"no function '{name}'; so called: {', '.join(names)}",
                )
            )
        listed = Words("`plansheets functions list` 列出全部", "see: plansheets functions list")
        raise MisuseError(unknown(Words("函数", "function"), name, CATALOG, listed))
    found = outline_function(function)
    if as_json:
        say_json(found)
    else:
        _show(found, locale or default_locale())


@command.command(
    chinese="""统计历史订单：每位客户一行，列出最近一次购买、购买次数和金额。

FILE 是 CSV 或 Parquet，长短不限，也可以是加引号的通配名；一行一单，一单多行时用 --order。付
的多于退的才算一单。结果可作数据：`plansheets build rfm-segmentation --data
orders=OUT.csv`。需要 `pip install 'plansheets[duckdb]'`。
""",
    epilog="""\b
Examples:
  plansheets functions rfm orders.csv --customer buyer --date paid --amount total -o customers.csv
  plansheets functions rfm "2024-*.parquet" --customer buyer --date paid --amount total
  plansheets functions rfm 订单.csv --customer 买家 --date 付款时间 --amount 实付金额 \\
      --status 订单状态 --leave-out 已取消 --leave-out 已退款 --as-of 2024-06-30 -o 客户.csv
""",
)
@click.argument("orders", nargs=-1, required=True, metavar="FILE...")
@option("--customer", metavar="COLUMN", required=True, help=HelpLine("买家。", "Who bought."))
@option(
    "--date",
    metavar="COLUMN",
    required=True,
    help=HelpLine("付款日；空白：未付款。", "The day of payment; blank: unpaid."),
)
@option(
    "--amount",
    metavar="COLUMN",
    required=True,
    help=HelpLine("付了多少；小于 0：退款。", "What was paid; below 0: a refund."),
)
@option(
    "--order",
    metavar="COLUMN",
    help=HelpLine(
        "这一行属于哪张订单；一单多行时用。",
        "Which order a row belongs to, where one has several rows.",
    ),
)
@option(
    "--refund",
    metavar="COLUMN",
    help=HelpLine("其中退了多少。", "What of the amount was paid back."),
)
@option(
    "--status",
    metavar="COLUMN",
    help=HelpLine("订单状态；供 --leave-out 用。", "What became of the order, for --leave-out."),
)
@option(
    "--leave-out",
    metavar="WORD",
    multiple=True,
    help=HelpLine("此状态的订单不计。可重复。", "Orders of this status do not count. Repeatable."),
)
@option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help=HelpLine(
        "以哪一天为今天。  [默认：订单的最后一天]",
        "The day to look from.  [default: the last day of the orders]",
    ),
)
@option(
    "--window-days",
    type=WholeType(min=1),
    default=365,
    show_default=True,
    help=HelpLine("截至那一天（含）计多少天。", "Days up to and with it that count."),
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT.csv",
    help=HelpLine("要写的文件。  [默认：直接输出]", "The file to write.  [default: print it]"),
)
@option("--force", is_flag=True, help=HelpLine("覆盖已有的文件。", "Overwrite a file that exists."))
@reading_options
@MESSAGES
@click.pass_context
def rfm(
    ctx: click.Context,
    orders: tuple[str, ...],
    *,
    customer: str,
    date: str,
    amount: str,
    order: str | None,
    refund: str | None,
    status: str | None,
    leave_out: tuple[str, ...],
    as_of: datetime.date | None,
    window_days: int,
    output: Path | None,
    force: bool,
    encoding: str | None,
    decimal: str | None,
    dates: str | None,
    year: int | None,
    locale: str | None,
) -> None:
    """Count an order history: one row a customer, with recency, frequency and monetary value.

    FILE is CSV or Parquet, of any length, or a pattern in quotes; one row an order, or several with
    --order. An order counts where more was paid than refunded. What comes out
    is data for `plansheets build rfm-segmentation --data orders=OUT.csv`. Needs
    `pip install 'plansheets[duckdb]'`.
    """
    from plansheets.cli.language import default_locale
    from plansheets.cli.words import tell
    from plansheets.frames.orders import customers_csv, gather_customers, order_files
    from plansheets.target import check_target
    from plansheets.whole import write_whole

    locale = locale or default_locale()
    ctx.meta["plansheets.locale"] = locale
    if leave_out and status is None:
        raise MisuseError(
            Words(
                "--leave-out 要与 --status（写着状态的列）同用",
                "--leave-out needs --status, the column that says it",
            )
        )
    if output is not None:
        check_target(output, force=force, inputs=order_files(orders), suffix=".csv")
    gathered = gather_customers(
        orders,
        customer=customer,
        date=date,
        amount=amount,
        order=order,
        refund=refund,
        status=status,
        leave_out=leave_out,
        as_of=as_of,
        window_days=window_days,
        encoding=encoding,
        decimal=decimal,
        dates=dates,
        year=year,
    )
    tell(gathered.notices, locale)
    text = customers_csv(gathered)
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(text.encode("utf-8-sig"), output, force=force)
    click.echo(output)


def _show(found: dict[str, Any], locale: str) -> None:
    from plansheets.cli.words import say_table

    click.echo(f"{found['signature']}  {found['title'][locale]}")
    click.echo(f"{found['excel_name']}  {found['words'][locale]}\n")
    say_table(
        ("argument", "takes", "default", ""),
        [
            (
                one["name"],
                one["takes"] + (" range" if one["range"] else " column" if one["column"] else ""),
                one["default"] or "",
                one["help"][locale],
            )
            for one in found["arguments"]
        ],
    )
    why = found["why_no_formula"]
    click.echo(f"\n{why[locale]}\n" if why else f"\n={found['cell_formula']}\n")
    shown = ("function",) if why else ("cell", "function")
    titles = ("result",) if why else ("in a cell", "as a function")
    say_table(
        ("example", *titles),
        [
            (_list(one["arguments"]), *(_value(one[form]) for form in shown))
            for one in found["examples"]
        ],
    )


def _list(values: list[object]) -> str:
    return f"({', '.join(map(_value, values))})"


def _value(value: object) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return str(value).upper()
        case float() | int():
            return f"{value:.12g}"
        case list() if any(isinstance(row, list) for row in value):
            return "{" + "; ".join(", ".join(map(_value, row)) for row in value) + "}"
        case list():
            return "{" + "; ".join(map(_value, value)) + "}"
        case "":
            return '""'
        case _:
            return str(value)
