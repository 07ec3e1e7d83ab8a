"""``plansheets validate``: every problem of blueprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from plansheets.cli.options import PROFILE, complete_blueprints

if TYPE_CHECKING:
    from plansheets.plan.model import Profile


@click.command(
    epilog="""\b
Examples:
  plansheets validate my-plan.yaml
  plansheets validate plans/*.yaml
  plansheets validate sku-management --profile excel365
"""
)
@click.argument(
    "names",
    nargs=-1,
    required=True,
    metavar="NAME|FILE.yaml...",
    shell_complete=complete_blueprints,
)
@click.option("--profile", type=PROFILE, default="excel2016", show_default=True)
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], *, profile: Profile) -> None:
    """Find every problem of every blueprint, in one go.

    Exit status 1 when there is one; warnings alone do not fail.
    """
    from plansheets.cli.words import counted, failed, tell
    from plansheets.flow import validate

    broken = False
    for name in names:
        problems = validate(name, profile)
        tell(problems)
        broken = broken or failed(problems)
        click.echo(f"{name}: {counted(problems)}")
    if broken:
        ctx.exit(1)
