"""Ladders: the first rung whose condition holds says the value, in place of IF inside IF inside IF.

A ladder becomes one formula at once, so that everything after it reads, checks and spells an IF;
the formula knows which of its stretches were written in which rung.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plansheets.blueprint.found import Failed, Found
from plansheets.blueprint.model import Formula, Piece
from plansheets.errors import Problem
from plansheets.formula.ast import Missing
from plansheets.formula.parse import parse
from plansheets.source import Span

_NO_ELSE = "add {else: …} as the last rung; {else: '=\"\"'} shows nothing"


def read_ladder(found: Found, what: str, report: Callable[..., Failed]) -> Formula:
    """The formula of ``first: [{when: …, then: …}, …, {else: …}]``; *what* names it in messages."""
    rungs: tuple[Found, ...] = found["first"] or ()
    faults = list(_faults(rungs, what))
    for fault in faults:
        report(fault.code, fault.message, fault.span, fault.hint)
    if faults or not rungs or "else" not in rungs[-1]:
        words = " ".join(part.text for rung in rungs for part in rung.values.values())
        return Formula(words, Missing(), found.span, exact=False)
    *upper, last = rungs
    return _formula([(rung["when"], rung["then"]) for rung in upper], last["else"], found.span)


def _faults(rungs: tuple[Found, ...], what: str) -> Iterator[Problem]:
    for rung in rungs:
        place = rung.key_spans.get("else", rung.span)
        beside = " and ".join(f"'{key}'" for key in ("when", "then") if key in rung.key_spans)
        if "else" in rung and beside:
            hint = "make it two: {when: …, then: …}, and {else: …} as the last"
            yield Problem("PS114", f"a rung has {beside} beside 'else'", place, hint)
        elif "else" in rung and rung is not rungs[-1]:
            message = f"nothing below this 'else' of {what} can ever hold"
            yield Problem("PS114", message, place, "put {else: …} last")
    if rungs and rungs[-1].key_spans.keys() & {"when", "then"} and "else" not in rungs[-1]:
        message = f"{what} does not say what it is where none of its conditions holds"
        yield Problem("PS106", message, rungs[-1].span, _NO_ELSE)


def _formula(upper: list[tuple[Formula, Formula]], otherwise: Formula, span: Span) -> Formula:
    text, pieces = "=", []
    for when, then in upper:
        for opening, part in (("IF(", when), (", ", then)):
            text += opening
            pieces.append(Piece(len(text), part))
            text += part.text.removeprefix("=")
        text += ", "
    pieces.append(Piece(len(text), otherwise))
    text += otherwise.text.removeprefix("=") + ")" * len(upper)
    unread = any(isinstance(piece.formula.tree, Missing) for piece in pieces)
    return Formula(text, Missing() if unread else parse(text), span, pieces=tuple(pieces))
