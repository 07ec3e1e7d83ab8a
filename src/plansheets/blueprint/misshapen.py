"""What to say of a value that is not what the grammar wants there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from plansheets.blueprint.found import Failed
from plansheets.blueprint.grammar.kinds import TOTALS, Atom, Key, ListOf, MapOf
from plansheets.blueprint.grammar.objects import OBJECTS
from plansheets.blueprint.kinds import kind_named
from plansheets.blueprint.tree import Mapping, Scalar, Sequence, Tree
from plansheets.blueprint.types import CALLED_ELSEWHERE, TYPES
from plansheets.blueprint.yaml_troubles import wide_key
from plansheets.errors import Problem, nearest
from plansheets.values.number_formats import number_format_fault
from plansheets.words import LOCALES, Locale, Words, all_quoted, quoted, write

_READ: Final = {("check", "message"), ("table", "title"), ("metric", "label")}
"""Words that stand alone where people look, by their object and key."""
LIST: Final = Words("一个列表", "a list")
IDS: Final = Words(" id 和它们的值", "ids and their values")
ONE_WORD: Final = Words("一个词", "one word")
ONE_VALUE: Final = Words("一个值", "a single value")
TEXT: Final = Words("文字", "a text")
EACH_AN_ITEM = Words(
    "每块各写一项，前面各有“- ”", "write each block as an item, behind a '- ' of its own"
)
AS_LIST: Final = Words(
    "每项以“- ”开头，或写成 [a, b]", "begin each item with '- ', or write [a, b]"
)


def takes(what: Words, wanted: Words, tree: Tree) -> Words:
    """*what* takes something else than *tree*."""
    seen = _seen(tree)
    return Words(
        f"{what.zh}要写{wanted.zh}，这里{seen.zh}", f"{what.en} takes {wanted.en}; {seen.en}"
    )


def _seen(tree: Tree) -> Words:
    match tree:
        case Scalar(text="") | Mapping(items=()):
            return Words("什么也没有", "nothing was found")
        case Scalar():
            word = tree.text[:40]
            return Words(f"却是“{word}”", f"'{word}' was found")
        case Sequence():
            return Words("却是列表", "a list was found")
        case Mapping():
            key = tree.items[0][0].text[:40]
            return Words(f"却是带“{key}”的映射", f"a mapping with '{key}' was found")


def keys_such_as(names: list[str]) -> Words:
    listed = all_quoted(names)
    return Words(f"{listed.zh}这样的键", f"keys such as {listed.en}")


def one_in(block: Mapping, key: str) -> Words | None:
    """Where *key* stands that was written beside what a block shows, and belongs into that."""
    for name, value in block.items:
        grammar = OBJECTS.get(name.text)
        if grammar is None or grammar.key(key) is None or OBJECTS["block"].key(name.text) is None:
            continue
        if isinstance(value, Mapping):
            return Words(
                f"移进花括号：{name.text}: {{…, {key}: …}}",
                f"move it into the braces: {name.text}: {{…, {key}: …}}",
            )
        if name.text == "table" and isinstance(value, Scalar):
            return Words(
                f"写在“tables”里“{value.text}”的下面",
                f"write it below '{value.text}' in 'tables'",
            )
    return None


def instead_of(name: str, tree: Tree) -> Words | None:
    """What to write where people write a list, as other tools have it."""
    if name == "metric" and isinstance(tree, Mapping):
        return Words(
            "只写指标的 id，如 [gmv, roi]；它的公式、target 等写在“metrics”里",
            "write the metric's id alone, as in [gmv, roi]; its formula, target and all else stand"
            " in 'metrics'",
        )
    if not isinstance(tree, Sequence):
        return None
    match name:
        case "formula" if any(isinstance(one, Mapping) for one in tree.items):
            return Words(
                "阶梯写成 {first: [{when: …, then: …}, {else: …}]}",
                "write a ladder as {first: [{when: …, then: …}, {else: …}]}",
            )
        case "list":
            return Words(
                "每项写 id 和名称：{jan: 1月, feb: 2月}",
                "write an id and the words of each item: {jan: January, feb: February}",
            )
        case "column of a table":
            return Words(
                "写成 表[列]；固定的几项放进 lists，这一列写 type: choice, list: …",
                "write table[column]; fixed items belong into a list: type: choice, list: …",
            )
        case _:
            return None


def as_list(tree: Tree) -> Words:
    """What to write where something else than a list was found: the ids may stand as its keys."""
    if isinstance(tree, Mapping) and tree.items and isinstance(tree.items[0][1], Mapping):
        id_ = tree.items[0][0].text[:40]
        return Words(
            f"每个写成一项，id 写在里面：- {{id: {id_}, …}}",
            f"write each as an item, with its id inside: - {{id: {id_}, …}}",
        )
    return AS_LIST


def by_item(tree: Tree) -> Words | None:
    """What to write where a list alone was named, as the one to repeat something over."""
    if not isinstance(tree, Scalar) or not tree.text:
        return None
    return Words(
        f"给变量起个名字：{{item: {tree.text}}}，id 和 label 里写 {{item}}",
        f"name the variable, too: {{item: {tree.text}}}, and write {{item}} in the id and label",
    )


def by_key(keys: tuple[str, ...]) -> Words | None:
    """What to write where one of *keys* was to say what the value is for."""
    if not keys:
        return None
    listed = ", ".join(keys)
    return Words(
        f"写成 {{{keys[0]}: …}}；可用：{listed}", f"write {{{keys[0]}: …}}; known here: {listed}"
    )


def no_column(what: Words) -> tuple[Words, Words]:
    """A text that is to name a column of a table, and how one does."""
    message = Words(f"{what.zh}不是某张表的列", f"{what.en} is no column of a table")
    return message, Words("写成 表[列]，如 people[post]", "write table[column], as in people[post]")


def empty(what: Words) -> tuple[Words, None]:
    """Nothing stands where something should."""
    return Words(f"{what.zh}是空的", f"{what.en} is empty"), None


def no_key(what: Words, key: str) -> Words:
    return Words(f"{what.zh}没有“{key}”这个键", f"{what.en} has no key '{key}'")


def not_one_of(what: Words, word: str, known: tuple[str, ...]) -> tuple[Words, Words | None]:
    """*word* is none of those that *what* takes; a type may have another name elsewhere."""
    message = Words(f"{what.zh}不能是“{word}”", f"{what.en} cannot be '{word}'")
    other = CALLED_ELSEWHERE.get(word.lower())
    if other not in known:
        return message, nearest(word, known, listed=20)
    meaning = TYPES[other].meaning
    if not meaning[1:2].isupper():
        meaning = f"{meaning[0].lower()}{meaning[1:]}"
    return message, Words(f"写成“{other}”", f"write '{other}': {meaning}")


def not_in_bounds(what: Words, number: int, shape: Atom) -> Words:
    return Words(
        f"{what.zh}不能是 {number:,}：只能是 {shape.least:,} 到 {shape.most:,}",
        f"{what.en} cannot be {number:,}: it takes {shape.least:,} to {shape.most:,}",
    )


def no_language(what: Words, key: str, value: Tree) -> tuple[Words, Words | None]:
    """*key* stands where a text has its languages."""
    message = Words(f"“{key}”不是{what.zh}的语言", f"'{key}' is no language of {what.en}")
    if isinstance(value, Scalar) and not value.text:
        return message, Words(
            "在 { } 里，逗号就是文字的结尾；把文字放进引号",
            "inside { } a comma ends the text; put the text in quotes",
        )
    meant = language_meant(key)
    return message, write(meant) if meant else wide_key(key) or nearest(key, LOCALES)


def language_meant(key: str) -> Locale | None:
    """The language that other programs call *key*.

    >>> [language_meant(key) for key in ("zh", "zh_CN", "en-US", "de")]
    ['zh-CN', 'zh-CN', 'en', None]
    """
    first = key.lower().replace("_", "-").partition("-")[0]
    if first in ("zh", "cn", "chinese", "中文"):
        return "zh-CN"
    return "en" if first in ("en", "english", "英文") else None


def lacks_language(what: Words, locale: str) -> tuple[Words, Words]:
    return (
        Words(f"{what.zh}没有“{locale}”的文字", f"{what.en} has no text in '{locale}'"),
        Words(
            f"加上“{locale}: …”，或只写一个各语言通用的文字",
            f"add {locale}: …, or write one text that serves every language",
        ),
    )


def no_formula(what: Words, text: str) -> tuple[Words, Words]:
    return (
        Words(
            f"{what.zh}不是公式：没有以“=”开头",
            f"{what.en} is not a formula: it does not begin with '='",
        ),
        Words(f"写成 '={text}'，带引号", f"write '={text}' in quotes"),
    )


def no_number_format(what: Words, written: Words | Failed) -> tuple[Words, Words] | None:
    """What Excel would refuse in the number format of a language, if anything."""
    for text in () if isinstance(written, Failed) else (written.zh, written.en):
        if fault := number_format_fault(text):
            return (
                Words(
                    f"{what.zh}不是 Excel 的数字格式：“{text[:60]}”{fault.zh}",
                    f"{what.en} is no number format of Excel: '{text[:60]}' {fault.en}",
                ),
                Words("""文字放在引号里：'0.0" 件"'""", """put words in quotes: '0.0" pcs"'"""),
            )
    return None


def unusable(object_: str, key: str, written: Any) -> tuple[Words, Words | None] | None:
    """What is wrong with words that can be read: no number format, or nothing where people read."""
    if key == "format":
        return no_number_format(quoted(key), written)
    read = (object_, key) in _READ and isinstance(written, Words)
    if read and not (written.zh.strip() and written.en.strip()):
        return Words(f"“{key}”是空的", f"'{key}' is empty"), None
    return None


def no_total(what: Words, text: str) -> tuple[Words, Words]:
    words = [*TOTALS]
    return (
        Words(
            f"{what.zh}既不是公式，也不是 {'、'.join(words)}：“{text}”",
            f"{what.en} is neither a formula nor one of {', '.join(words)}: '{text}'",
        ),
        nearest(text, words, listed=0)
        or Words(
            "写 sum，或以“=”开头、带引号的公式", "write sum, or a formula in quotes, with its '='"
        ),
    )


def object_named(name: str, what: Words) -> Words:
    """How messages call an object: «column 'stock'» where its id is known.

    >>> object_named("column", Words("“stock”", "'stock'")).en
    "column 'stock'"
    """
    label = kind_named(name)
    if what.en.startswith("an item of"):
        return Words(what.zh, f"a {label.en}")
    return Words(f"{label.zh}{what.zh}", f"{label.en} {what.en}")


def listed_for_nothing(tree: Sequence, shape: Atom, what: Words) -> Iterator[Problem]:
    """A list of words without any, and each word that stands in one twice."""
    # a list that a variant leaves empty was written with items
    if not tree.items and not tree.span.text.strip("[] "):
        message = Words(f"{what.zh}的列表是空的", f"the list of {what.en} is empty")
        hint = Words("写上内容，或删去这个键", "fill it, or delete the key")
        yield Problem.told("PS107", message, tree.span, hint)
    known: set[str] = set()
    for one in tree.items:
        if not isinstance(one, Scalar) or shape.to != "column":
            continue
        if one.text in known:
            message = Words(
                f"{what.zh}里“{one.text}”写了两次", f"'{one.text}' stands in {what.en} twice"
            )
            hint = Words("删去一个", "delete one of them")
            yield Problem.told("PS110", message, one.inner, hint)
        known.add(one.text)


def stands_alone(tree: Tree, key: Key) -> bool:
    """Whether *tree* is the value of *key* in place of the whole object."""
    match key.shape, tree:
        case Atom(name="words"), Mapping(items=items):
            return any(name.text in LOCALES for name, _ in items)
        case (Atom(), Scalar()) | (ListOf(), Sequence()):
            return True
        case MapOf(), Mapping():
            return tree.get(key.name) is None
        case _:
            return False
