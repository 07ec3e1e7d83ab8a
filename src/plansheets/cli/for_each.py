"""Options of ``plansheets build --each``."""

from __future__ import annotations

from pathlib import Path

import click

from plansheets.cli.misuse import WholeType
from plansheets.cli.options import complete_list_columns, complete_tables, sources
from plansheets.cli.speaking import HelpLine, option, several

each_options = several(
    option(
        "--each",
        type=click.Path(path_type=Path),
        metavar="LIST",
        help=HelpLine(
            "清单（CSV 或 xlsx）里每一行生成一个工作簿，放进 -o DIR；"
            "各列设定同名的参数，--data 的各行归到它写明的那一个。",
            "Build one workbook for each row of a CSV or xlsx file, into -o DIR; its columns set"
            " the parameters that they are called after. Rows of --data go to the one that they"
            " name.",
        ),
    ),
    option(
        "--by",
        metavar="COLUMN",
        shell_complete=complete_list_columns,
        help=HelpLine(
            "清单和数据里写明归谁的那一列。",
            "The column of the list, and of the data, that names each.",
        ),
    ),
    option(
        "--shared",
        metavar="TABLE=FILE",
        multiple=True,
        callback=sources,
        shell_complete=complete_tables,
        help=HelpLine(
            "与 --each 同用：每个工作簿都整份得到的文件。可重复。",
            "With --each: a file that every workbook gets whole. Repeatable.",
        ),
    ),
    option(
        "--jobs",
        type=WholeType(min=1),
        metavar="N",
        help=HelpLine(
            "与 --each 同用：几个进程同时做。  [默认：每核一个]",
            "With --each: how many processes work.  [default: one a core]",
        ),
    ),
    option(
        "--dry-run",
        is_flag=True,
        help=HelpLine(
            "与 --each 同用：全部读入并检查，什么也不写。",
            "With --each: read and check everything, write nothing.",
        ),
    ),
)
"""The options for a workbook for each row of a list."""
