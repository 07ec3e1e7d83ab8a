"""Options that say how data files are written, where their evidence is not enough."""

from __future__ import annotations

from pathlib import Path

import click

from plansheets.cli.misuse import ChoiceType, MisvaluedError, WholeType
from plansheets.cli.speaking import AnyCommand, HelpLine, option, several
from plansheets.words import Words

reading_options = several(
    option(
        "--encoding",
        metavar="NAME",
        help=HelpLine(
            "数据文件的编码，如 gb18030、big5、shift-jis、windows-1252。",
            "What data files are encoded in, such as gb18030, big5, shift-jis, windows-1252.",
        ),
    ),
    option(
        "--decimal",
        type=ChoiceType([".", ","]),
        help=HelpLine(
            "数据文件里的小数点是哪个符号。", "What stands before the decimals of their numbers."
        ),
    ),
    option(
        "--dates",
        type=ChoiceType(["day-first", "month-first"]),
        help=HelpLine("05/06/2024 是日在前还是月在前。", "How they write 05/06/2024."),
    ),
    option(
        "--year",
        type=WholeType(1900, 9999),
        help=HelpLine(
            "只写月日（如 5月1日）的日期属于哪一年。",
            "The year of days that they write without one, such as 5月1日.",
        ),
    ),
)
"""The options that say how data files are written."""


def duplicates_option(command: AnyCommand) -> AnyCommand:
    """*command* with the option for rows of a file that are one row of the table."""
    return option(
        "--duplicates",
        type=ChoiceType(["add", "refuse"]),
        default="add",
        help=HelpLine(
            "同一天、同一键、同一渠道的几行，或同一订单的几行：相加（add）还是拒绝（refuse）。",
            "Rows of one day, key and channel, lines of one order: add them up, or refuse them.",
        ),
    )(command)


def names_option(command: AnyCommand) -> AnyCommand:
    """*command* with the option for headers of the user's own."""
    return option(
        "--names",
        type=click.Path(path_type=Path),
        metavar="FILE.yaml",
        help=HelpLine(
            "自家导出文件里各字段和列的更多表头。",
            "More headers under which your exports bring fields and columns.",
        ),
    )(command)


def read_rates(
    ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> dict[str, float]:
    """Every ``UNIT=NUMBER`` as a mapping."""
    rates: dict[str, float] = {}
    for one in given:
        name, _, number = one.partition("=")
        try:
            rate = float(number)
        except ValueError:
            rate = 0.0
        if not name or not 0 < rate < float("inf"):
            refused = Words(
                f"“{one}”：写成 单位=一个单位是多少，如 USD=7.2",
                f"'{one}': write a unit and what one of it is, as in USD=7.2",
            )
            raise MisvaluedError(refused)
        rates[name.strip()] = rate
    return rates


def rates_option(command: AnyCommand) -> AnyCommand:
    """*command* with the option for files in another currency than the workbook's."""
    return option(
        "--rate",
        "rates",
        multiple=True,
        metavar="CURRENCY=NUMBER",
        callback=read_rates,
        help=HelpLine(
            "数据文件里另一种货币折合工作簿的多少：USD=7.1。",
            "What one of another currency in data files is in the workbook's: USD=7.1.",
        ),
    )(command)
