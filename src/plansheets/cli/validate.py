"""``plansheets validate``: every problem of blueprints."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from plansheets.cli.options import (
    ALLOW_NETWORK,
    AS_JSON,
    MESSAGES,
    OLDEST,
    TIMINGS,
    complete_blueprints,
)
from plansheets.cli.speaking import SpeakingCommand

if TYPE_CHECKING:
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.timings import Timings
    from plansheets.errors import Problem
    from plansheets.plan.model import Profile
    from plansheets.words import Locale


def _judged(name: str, spent: Timings, shown: ProgressLine, done: int, every: int) -> None:
    if not done:
        spent.stage("planning")
    shown(f"{name} ({done}/{every})")


@click.command(
    cls=SpeakingCommand,
    chinese="""一次找出每份蓝图里的全部问题。

有问题时退出码为 1；只有警告不算失败。
""",
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
@OLDEST
@MESSAGES
@ALLOW_NETWORK
@TIMINGS
@AS_JSON
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
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.timings import Timings
    from plansheets.cli.words import counted, failed, in_text, say_problems_json, tell
    from plansheets.validation import validate

    ctx.meta["plansheets.locale"] = language = locale or default_locale()
    found: dict[str, tuple[Problem, ...]] = {}
    for name in names:
        spent = Timings()
        spent.stage("reading")
        with ProgressLine("validate") as shown:
            problems = found[name] = validate(
                name,
                profile,
                allow_network=allow_network,
                jobs=1 if timings else None,
                progress=partial(_judged, name, spent, shown),
                timed=spent.timed,
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
