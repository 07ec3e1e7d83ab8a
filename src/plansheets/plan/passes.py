"""Passes: what each works on and is told, and one list of them after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TypeVar

from plansheets.blueprint.model import Blueprint
from plansheets.plan.model import Plan
from plansheets.plan.report import Report

RewritePass = Callable[[Blueprint, Report], Blueprint]
CheckPass = Callable[[Blueprint, Report], None]
PlanRewritePass = Callable[[Plan, Report], Plan]
PlanCheckPass = Callable[[Plan, Report], None]
_Thing = TypeVar("_Thing")
_Made = TypeVar("_Made")


def through(
    passes: Iterable[Callable[[_Thing, Report], _Thing | None]], thing: _Thing, report: Report
) -> _Thing:
    """What the *passes* make of *thing*, one after the other; one that only looks gives nothing."""
    for each in passes:
        made = in_time(each, thing, report)
        thing = thing if made is None else made
    return thing


def in_time(each: Callable[[_Thing, Report], _Made], thing: _Thing, report: Report) -> _Made:
    begun = perf_counter()
    made = each(thing, report)
    report.timed(each.__name__, perf_counter() - begun)
    return made
