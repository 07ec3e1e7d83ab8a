"""``plansheets validate``: every problem of blueprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from plansheets.cli.options import ALLOW_NETWORK, LOCALE, PROFILE, TIMINGS, complete_blueprints
from plansheets.cli.speaking import SpeakingCommand

if TYPE_CHECKING:
    from plansheets.errors import Problem
    from plansheets.plan.model import Profile
    from plansheets.words import Locale


@click.command(
    cls=SpeakingCommand,
    epilog="""\b
Examples:
  plansheets validate my-plan.yaml
  plansheets validate plans/*.yaml
  plansheets validate sku-management --profile excel365
  plansheets validate my-plan.yaml --json
""",
)
@click.argument(
    "names",
    nargs=-1,
    required=True,
    metavar="NAME|FILE.yaml...",
    shell_complete=complete_blueprints,
)
@click.option("--profile", type=PROFILE, default="excel2016", show_default=True)
@click.option("--locale", type=LOCALE, help="Language of messages.  [default: the system's]")
@ALLOW_NETWORK
@TIMINGS
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the keys of docs/json.md.")
@click.pass_context
def command(
    ctx: click.Context,
    names: tuple[str, ...],
    *,
    profile: Profile,
    locale: Locale | None,
    allow_network: bool,
    timings: bool,
    as_json: bool,
) -> None:
    """Find every problem of every blueprint, in one go.

    Exit status 1 when there is one; warnings alone do not fail.
    """
    from plansheets.cli.language import default_locale
    from plansheets.cli.timings import Timings
    from plansheets.cli.words import counted, failed, in_text, say_problems_json, tell
    from plansheets.flow import validate

    ctx.meta["plansheets.locale"] = language = locale or default_locale()
    found: dict[str, tuple[Problem, ...]] = {}
    for name in names:
        spent = Timings()
        problems = found[name] = validate(
            name, profile, allow_network=allow_network, progress=spent.stage, timed=spent.timed
        )
        if not as_json:
            tell(problems, language)
            click.echo(f"{name}: {counted(problems, language)}")
        if timings:
            spent.tell()
    if as_json:
        said = {name: [one.said(language) for one in problems] for name, problems in found.items()}
        say_problems_json(said, in_text)
    if any(map(failed, found.values())):
        ctx.exit(1)
