"""``plansheets new``: a commented starter blueprint, or a copy of a shipped one to change."""

from __future__ import annotations

import click

from plansheets.cli.options import complete_blueprints
from plansheets.cli.speaking import SpeakingCommand


@click.command(
    cls=SpeakingCommand,
    epilog="""\b
Examples:
  plansheets new autumn-launch
  plansheets build autumn-launch.yaml
  plansheets new our-skus --from sku-management
""",
)
@click.argument("name")
@click.option(
    "--from",
    "shipped",
    metavar="NAME",
    shell_complete=complete_blueprints,
    help="Copy a shipped blueprint, with its sample files, in place of the starter.",
)
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
def command(name: str, *, shipped: str | None, force: bool) -> None:
    """Write NAME.yaml, a commented blueprint that builds as it is, and print its path.

    NAME is the blueprint's id: lower-case words joined by '-'.
    """
    from plansheets.blueprint.starter import write_copy, write_starter

    if shipped is None:
        click.echo(write_starter(name, force=force))
        return
    for path in write_copy(name, shipped, force=force):
        click.echo(path)
