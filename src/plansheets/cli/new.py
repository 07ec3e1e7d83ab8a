"""``plansheets new``: a commented starter blueprint."""

from __future__ import annotations

import click


@click.command(
    epilog="""\b
Examples:
  plansheets new autumn-launch
  plansheets build autumn-launch.yaml
"""
)
@click.argument("name")
@click.option("--force", is_flag=True, help="Overwrite a blueprint that exists.")
def command(name: str, *, force: bool) -> None:
    """Write NAME.yaml, a commented blueprint that builds as it is, and print its path.

    NAME is the blueprint's id: lower-case words joined by '-'.
    """
    from plansheets.blueprint.starter import write_starter

    click.echo(write_starter(name, force=force))
