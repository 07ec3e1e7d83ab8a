"""Ids become the words of the file's language: headers, and the labels of list items."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.formulas import Context, renewed, rewrite_formulas
from plansheets.blueprint.model import Blueprint, Formula, Table
from plansheets.formula.ast import Name, Node, Structured, Text
from plansheets.formula.rewrite import with_leaves
from plansheets.plan.report import Report
from plansheets.records import dataclass
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What ids are called in one language."""

    headers: dict[tuple[str, str], str]
    items: dict[str, str]

    def localise(self, tree: Node) -> Node:
        """*tree* in the words of the file."""
        return with_leaves(tree, self.word)

    def word(self, node: Node) -> Node:
        """What has nothing below it, in the words of the file."""
        match node:
            case Name(name=name) if name in self.items:
                return Text(self.items[name], node.at)
            case Structured(table=str(table), first=str(first)) if (table, first) in self.headers:
                last = self.headers.get((table, node.last)) if node.last else None
                # not replace(): tens of thousands of references, at three times the time
                return Structured(table, node.rows, self.headers[table, first], last, node.at)
        return node


def dictionary(blueprint: Blueprint, locale: str) -> Dictionary:
    """The words of *blueprint* in *locale*."""
    return Dictionary(
        {
            (table.id, column.id): column.label(locale)
            for table in blueprint.tables
            for column in table.columns
        },
        {
            f"{list_.id}.{item.id}": item.label(locale)
            for list_ in blueprint.lists
            for item in list_.items
        },
    )


def optional_words(words: Words | None, locale: str) -> str | None:
    """*words* in *locale*, where there are any."""
    return words(locale) if words else None


def name_columns(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with columns called as people do who have renamed them."""
    headings = report.choices.headings
    if not headings:
        return blueprint

    def called(table: Table) -> Table:
        named = {id_: text for (of, id_), text in headings.items() if of == table.id}
        columns = (
            renewed(column, label=Words(named[column.id], named[column.id]))
            if column.id in named
            else column
            for column in table.columns
        )
        return renewed(table, columns=tuple(columns))

    return replace(blueprint, tables=tuple(map(called, blueprint.tables)))


def localise(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with every formula in the words of the chosen language."""
    words = dictionary(blueprint, report.choices.locale)

    def rewritten(formula: Formula, _: Context) -> Formula:
        return renewed(formula, tree=words.localise(formula.tree))

    return rewrite_formulas(blueprint, rewritten)
