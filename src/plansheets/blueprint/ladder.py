"""Ladders: the first rung whose condition holds says the value, in place of IF inside IF inside IF.

A ladder becomes one formula at once, so that everything after it reads, checks and spells an IF;
the formula knows which of its stretches were written in which rung.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plansheets.blueprint.found import Failed, Found
from plansheets.blueprint.model import Formula, Piece
from plansheets.formula.ast import Missing
from plansheets.formula.parse import parse
from plansheets.formula.tokens import FormulaError
from plansheets.source import Span
from plansheets.words import Words, quoted

_NO_ELSE = Words(
    "在最后加一级 {else: …}；{else: '=\"\"'} 什么也不显示",
    "add {else: …} as the last rung; {else: '=\"\"'} shows nothing",
)

_RUNGS = Words(
    "写成 {first: [{when: …, then: …}, {else: …}]}",
    "write {first: [{when: …, then: …}, {else: …}]}",
)


def read_ladder(found: Found, what: Words, report: Callable[..., Failed]) -> Formula:
    """The formula of ``first: [{when: …, then: …}, …, {else: …}]``; *what* names it in messages."""
    rungs: tuple[Found, ...] = found["first"] or ()
    faults = list(_faults(rungs, what, found))
    for fault in faults:
        report(*fault)
    if faults or not rungs or "else" not in rungs[-1]:
        return Formula(_words(rungs), Missing(), found.span, exact=False)
    *upper, last = rungs
    try:
        return _formula([(rung["when"], rung["then"]) for rung in upper], last["else"], found.span)
    except FormulaError as error:
        # Each rung can be read, all of them together cannot: IF in IF in IF, or the length.
        report(error.code, error.message, found.span, error.hint)
        return Formula(_words(rungs), Missing(), found.span, exact=False)


def _words(rungs: tuple[Found, ...]) -> str:
    """All that is written in them, so that what they name is not called unused."""
    return " ".join(part.text for rung in rungs for part in rung.values.values())


def _faults(
    rungs: tuple[Found, ...], what: Words, found: Found
) -> Iterator[tuple[str, Words, Span, Words]]:
    if not rungs and "first" in found:
        message = Words(f"{what.zh}一级也没有", f"{what.en} has no rung")
        yield "PS107", message, found.spans["first"], _RUNGS
    for rung in rungs:
        place = rung.key_spans.get("else", rung.span)
        keys = [quoted(key) for key in ("when", "then") if key in rung.key_spans]
        beside = Words("和".join(key.zh for key in keys), " and ".join(key.en for key in keys))
        if "else" in rung and keys:
            hint = Words(
                "拆成两级：{when: …, then: …}，最后 {else: …}",
                "make it two: {when: …, then: …}, and {else: …} as the last",
            )
            yield (
                "PS114",
                Words(
                    f"这一级在“else”之外还有{beside.zh}", f"a rung has {beside.en} beside 'else'"
                ),
                place,
                hint,
            )
        elif "else" in rung and rung is not rungs[-1]:
            message = Words(
                f"{what.zh}的这个“else”之后，再写的都不会成立",
                f"nothing below this 'else' of {what.en} can ever hold",
            )
            yield ("PS114", message, place, Words("把 {else: …} 放到最后", "put {else: …} last"))
    unended = not any("else" in rung for rung in rungs)
    if rungs and rungs[-1].key_spans.keys() >= {"when", "then"} and unended:
        message = Words(
            f"{what.zh}没有说：所有条件都不成立时是什么",
            f"{what.en} does not say what it is where none of its conditions holds",
        )
        yield ("PS106", message, rungs[-1].span, _NO_ELSE)


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
