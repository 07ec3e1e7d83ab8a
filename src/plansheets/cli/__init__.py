"""The command line: one command a file, words in, words out, no logic."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from plansheets import __version__
from plansheets.collecting import ALLOCATIONS

if TYPE_CHECKING:
    from plansheets.errors import PlansheetsError

COMMANDS = {
    "list": "Name the shipped blueprints by the question they answer.",
    "show": "Show what a blueprint holds and where it will stand.",
    "build": "Make a workbook from a blueprint.",
    "preview": "Draw the pages of a workbook as pictures.",
    "functions": "Name the project's own functions, and say what each does.",
    "addin": "Make the functions callable from cells of Excel.",
    "validate": "Find every problem of blueprints.",
    "new": "Write a commented starter blueprint.",
    "schema": "Print the JSON Schema of the blueprint language.",
    "verify": "Find what makes Excel repair or refuse a workbook.",
    "extract": "Read what people typed into a workbook, as data.",
    "fill": "Put new rows and parameters into a workbook that people work in.",
    "check": "Find what was changed in filled workbooks that should not be.",
    "upgrade": "Build a filled workbook anew, with all that people typed into it.",
    "diff": "Tell what is otherwise in one filled workbook than in another.",
    "consolidate": "Put the tables of many filled workbooks together.",
    "completion": "Print the script that completes commands in a shell.",
}
"""Every command and its line of help, so that help loads none of them."""


class Commands(click.Group):
    """Loads a command's module when the command is run; tells problems as problems."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]  # list is also a command, and a module here once it has run

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"plansheets.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from plansheets.errors import did_you_mean

            hint = did_you_mean(args[0], COMMANDS)
            ctx.fail(f"no command '{args[0]}'" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except _problems() as error:
            from plansheets.cli.language import default_locale
            from plansheets.cli.words import tell

            tell(error.problems, ctx.meta.get("plansheets.locale") or default_locale())
            ctx.exit(1)


def _problems() -> type[PlansheetsError]:
    """Imported only once something was raised, which help and most commands never do."""
    from plansheets.errors import PlansheetsError

    return PlansheetsError


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  plansheets list
  plansheets build sku-management --locale zh-CN
  plansheets build sku-management --data skus=export.csv -o plan.xlsx
  plansheets build --all -o workbooks
""",
)
@click.version_option(__version__, "-V", "--version", message="plansheets %(version)s")
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
        name = f"'{error.filename}': " if error.filename else ""
        click.echo(f"plansheets: {name}{(error.strerror or str(error)).lower()}", err=True)
        sys.exit(1)
