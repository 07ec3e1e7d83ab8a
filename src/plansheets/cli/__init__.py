"""The command line: one command a file, words in, words out, no logic."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from plansheets import __version__
from plansheets.cli.language import asked_locale
from plansheets.cli.speaking import HelpLine, SpeakingOption, SpeakingRoot, spoken
from plansheets.collecting import ALLOCATIONS

if TYPE_CHECKING:
    from plansheets.errors import PlansheetsError

COMMANDS = {
    "list": HelpLine(
        "按要回答的问题列出自带的蓝图。", "Name the shipped blueprints by the question they answer."
    ),
    "show": HelpLine(
        "看蓝图里有什么、会放在哪里。", "Show what a blueprint holds and where it will stand."
    ),
    "build": HelpLine("由蓝图生成工作簿。", "Make a workbook from a blueprint."),
    "preview": HelpLine("把工作簿的页面画成图片。", "Draw the pages of a workbook as pictures."),
    "functions": HelpLine(
        "列出本项目的函数，并说明各自做什么。",
        "Name the project's own functions, and say what each does.",
    ),
    "addin": HelpLine(
        "让函数能在 Excel 单元格里直接调用。", "Make the functions callable from cells of Excel."
    ),
    "validate": HelpLine("找出蓝图里的全部问题。", "Find every problem of blueprints."),
    "new": HelpLine("写一份带注释的入门蓝图。", "Write a commented starter blueprint."),
    "schema": HelpLine(
        "输出蓝图语言的 JSON Schema。", "Print the JSON Schema of the blueprint language."
    ),
    "verify": HelpLine(
        "找出会让 Excel 修复或拒绝打开的地方。",
        "Find what makes Excel repair or refuse a workbook.",
    ),
    "extract": HelpLine(
        "把工作簿里填的内容读成数据。", "Read what people typed into a workbook, as data."
    ),
    "fill": HelpLine(
        "把新的行和参数写进正在使用的工作簿。",
        "Put new rows and parameters into a workbook that people work in.",
    ),
    "check": HelpLine(
        "找出已填工作簿里不该改动的改动。",
        "Find what was changed in filled workbooks that should not be.",
    ),
    "upgrade": HelpLine(
        "重新生成已填的工作簿，保留填入的一切。",
        "Build a filled workbook anew, with all that people typed into it.",
    ),
    "diff": HelpLine(
        "说明两份已填的工作簿有哪些不同。",
        "Tell what is otherwise in one filled workbook than in another.",
    ),
    "consolidate": HelpLine(
        "把许多已填工作簿的表合在一起。", "Put the tables of many filled workbooks together."
    ),
    "completion": HelpLine(
        "输出让终端自动补全命令的脚本。", "Print the script that completes commands in a shell."
    ),
}
"""Every command and its line of help, so that help loads none of them."""


class Commands(SpeakingRoot):
    """Loads a command's module when the command is run; tells problems as problems."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]  # list is also a command, and a module here once it has run

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"plansheets.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            locale = spoken(ctx)
            formatter.write_dl([(name, line(locale)) for name, line in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except _problems() as error:
            from plansheets.cli.words import tell

            tell(error.problems, spoken(ctx))
            ctx.exit(1)


def _problems() -> type[PlansheetsError]:
    """Imported only once something was raised, which help and most commands never do."""
    from plansheets.errors import PlansheetsError

    return PlansheetsError


@click.command(
    cls=Commands,
    chinese="""把 YAML 写的蓝图变成会自己计算的 Excel 计划工作簿。

工作簿只需要 Excel、WPS 或 LibreOffice；可以是中文，也可以是英文。
""",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  plansheets list
  plansheets build sku-management --locale zh-CN
  plansheets build sku-management --data skus=export.csv -o plan.xlsx
  plansheets build --all -o workbooks
""",
)
@click.version_option(
    __version__,
    "-V",
    "--version",
    message="plansheets %(version)s",
    cls=SpeakingOption,
    help=HelpLine("显示版本后退出。", "Show the version and exit."),
)
def cli() -> None:
    """Turn blueprints in YAML into Excel planning workbooks that calculate.

    A workbook needs nothing but Excel, WPS or LibreOffice; it is in Chinese or in English.
    """


_INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl+C while it is at work."""


def main() -> None:
    """Run the command line; a terminal that cannot show a character shows a question mark."""
    # Trees hold no cycles, and a command ends soon: looking for cycles often would find none.
    gc.set_threshold(ALLOCATIONS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        cli(prog_name="plansheets")
    except RuntimeError as error:
        if str(error) != _INTERRUPTED:
            raise
        raise KeyboardInterrupt from None
    except OSError as error:
        from plansheets.words import Words, reason

        why, name = reason(error), str(error.filename or "")
        told = Words(f"“{name}”：{why.zh}", f"'{name}': {why.en}") if name else why
        click.echo(f"plansheets: {told(asked_locale(sys.argv[1:]))}", err=True)
        sys.exit(1)
    finally:
        # A process that ends looks once more for what nobody holds, among all that it made.
        gc.freeze()
