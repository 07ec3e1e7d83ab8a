"""Which encoding a text is written in, by evidence; a question where nothing decides."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from plansheets.errors import DataError
from plansheets.frames.raw import refuse
from plansheets.records import dataclass
from plansheets.words import Words

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
}
"""Encodings that are told apart, as people call them."""

_EXAMINED = 1 << 20
_SURE = 0.75
_BETTER = 0.2
_MANY = 12
"""Characters among which a third of Chinese would not be missing by chance."""
_WESTERN = frozenset(
    "àâäáãåæçèéêëìíîïñòóôöõøúùûüýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜÝ€£°–—’‘“”„«»…·®©™½ª²º\xa0"
)
_CENTRAL = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰäöüßÄÖÜ–„”€\xa0")
_CENTRAL_ALONE = frozenset(b"\x8a\x8c\x8d\x8e\x8f\x9a\x9c\x9d\x9e\x9f\xa3\xa5\xaf\xb3\xb9\xbe\xbf")
"""Bytes that are letters there and hardly ever in the West; without them, nothing tells."""
_CYRILLIC_WORD = re.compile("[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_MIXED = re.compile(
    r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]|[^\x00-\x7f]\s?\d|\d\s?[^\x00-\x7f]", re.IGNORECASE
)
_RUNS = re.compile("[^\x00-\x7f]+")
_SAVE_AS_UTF8 = Words("另存为“CSV UTF-8”", "save it again as 'CSV UTF-8'")

_OTHER_NAMES = {"big5": "big5hkscs", "shift-jis": "cp932", "euc-kr": "cp949", "gbk": "gb18030"}
_OTHER_NAMES |= {"gb2312": "gb18030", "shift_jis": "cp932", "sjis": "cp932", "latin-1": "cp1252"}
_OTHER_NAMES |= {"iso-8859-1": "cp1252"}

Likeness = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Candidate:
    encoding: str
    text: str
    score: float
    likeness: int


HEAD_BYTES = 4_096
"""As much of a file tells whether it is a text."""


def decode(
    data: bytes, name: str, asked: str | None = None, likeness: Likeness = lambda _: 0
) -> tuple[str, str]:
    """*data* as text, and the encoding it is in.

    By what the user *asked* for; else its byte-order mark; else strict UTF-8; else by which
    decoding looks like a text that people write, and names the columns (*likeness*).

    Raises
    ------
    DataError
        Where nothing fits, or several do: the problem asks, and shows what each would read.
    """
    if asked:
        return _as_asked(data, name, asked), asked
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _undecodable(data, name, encoding, error) from None
    require_text(data[:HEAD_BYTES], name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise _undecodable(data, name, "utf-8", error) from None
    return _by_evidence(data, name, likeness)


def require_text(head: bytes, name: str, asked: str | None = None) -> None:
    """Refuse what begins with *head* and is no text, before gigabytes of it are read."""
    marked = any(head.startswith(mark) for mark, _ in BYTE_ORDER_MARKS)
    if b"\x00" in head and not marked and not asked:
        message = Words(
            "文件里有零字节：是没有标记的 UTF-16，或者不是文本",
            "the file holds zero bytes: it is UTF-16 without a mark, or not a text",
        )
        raise refuse("PS402", message, name, _SAVE_AS_UTF8)


def known_encoding(name: str) -> str | None:
    """The encoding that people call *name*; None where there is none."""
    wanted = _OTHER_NAMES.get(name.strip().lower(), name.strip())
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        return None
    text = getattr(found, "_is_text_encoding", True)
    return wanted if text else None


def encoding_of(data: bytes, name: str, likeness: Likeness = lambda _: 0) -> str:
    """The encoding of a text whose beginning is *data*, by the same evidence.

    The end of *data* may fall into a character.
    """
    whole = data[: data.rfind(b"\n") + 1] or data
    return decode(whole, name, None, likeness)[1]


def _as_asked(data: bytes, name: str, asked: str) -> str:
    try:
        return data.decode(asked).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _undecodable(data, name, asked, error) from None


def _undecodable(data: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> DataError:
    line = data.count(b"\n", 0, error.start) + 1
    called = NAMES.get(encoding, encoding)
    return refuse(
        "PS402",
        Words(
            f"文本不是完整的 {called}：第 {line} 行有一个字节不属于它",
            f"the text is not whole {called}: a byte in line {line} does not belong",
        ),
        name,
        _SAVE_AS_UTF8,
    )


def _mostly_utf8(data: bytes) -> bool:
    """Whether one bad byte spoils UTF-8, rather than another encoding standing there."""
    beyond_ascii = sum(byte > 0x7F for byte in data)
    valid = data.decode("utf-8", "ignore").encode()
    return 2 * sum(byte > 0x7F for byte in valid) > beyond_ascii


def _by_evidence(data: bytes, name: str, likeness: Likeness) -> tuple[str, str]:
    head = data[:_EXAMINED]
    if len(head) < len(data):
        head = head[: head.rfind(b"\n") + 1] or head
    candidates = sorted(_candidates(head, likeness), key=_rank, reverse=True)
    if not candidates:
        called = ", ".join(dict.fromkeys(NAMES.values()))
        message = Words(
            f"文本不属于任何认得的编码：{called}",
            f"the text is in none of the encodings known here: {called}",
        )
        raise refuse("PS402", message, name, _SAVE_AS_UTF8)
    best, *others = candidates
    rivals = [one for one in others if one.text != best.text]
    if rivals and not _beats(best, rivals[0]):
        raise _question(data, name, [best, *rivals[:3]])
    if not rivals and best.score < _SURE / 2 and not best.likeness:
        raise _question(data, name, [best])
    if len(head) == len(data):
        return best.text, best.encoding
    return _as_asked(data, name, best.encoding), best.encoding


def _rank(candidate: _Candidate) -> tuple[int, float]:
    return candidate.likeness, candidate.score


def _beats(best: _Candidate, other: _Candidate) -> bool:
    if best.likeness > other.likeness:
        return True
    return best.score >= _SURE and best.score >= other.score + _BETTER


def _candidates(data: bytes, likeness: Likeness) -> list[_Candidate]:
    found = []
    for encoding in NAMES:
        if encoding.startswith("utf"):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search("[\x80-\x9f\ue000-\uf8ff]", text):
            continue
        score = _familiar(text, encoding)
        found.append(_Candidate(encoding, text, score, likeness(text)))
    scores = {one.encoding: one.score for one in found}
    if scores.get("cp949") == 1 and len("".join(_RUNS.findall(found[0].text))) >= _MANY:
        return [one for one in found if one.score == 1 and one.encoding != "gb18030"]
    return [one for one in found if one.score or one.likeness]


def _familiar(text: str, encoding: str) -> float:
    """How much the characters beyond ASCII are those that texts in *encoding* are full of."""
    runs = _RUNS.findall(text)
    beyond = "".join(runs)
    if not beyond:
        return 0.0
    match encoding:
        case "cp1252" | "cp1250":
            known = _WESTERN if encoding == "cp1252" else _CENTRAL
            if encoding == "cp1250" and _CENTRAL_ALONE.isdisjoint(text.encode(encoding)):
                return 0.0
            usual = sum(character in known for character in beyond)
            short = sum(len(run) for run in runs if len(run) <= 2)
            beside = min(1.0, len(_MIXED.findall(text)) / len(runs))  # letters among letters
            return usual * short * beside / len(beyond) ** 2
        case "cp1251":
            words = re.findall(r"[^\W\d_]+", text)
            foreign = [word for word in words if not word.isascii()]
            sane = sum(len(w) for w in foreign if len(w) > 1 and _CYRILLIC_WORD.fullmatch(w))
            return sane / max(sum(map(len, foreign)), 1)
        case _:
            return sum(_commonness(one, encoding) for one in beyond) / len(beyond)


def _commonness(character: str, encoding: str) -> float:
    """1 for what a national standard lists first, less for what it lists later."""
    if encoding == "cp932" and "\u3041" <= character <= "\u30fe":
        return 1.0
    try:
        written = character.encode(encoding)
    except UnicodeEncodeError:
        return 0.0
    if len(written) == 4:  # two ideographs' worth of bytes that only GB18030 can hold
        return 1.0
    if len(written) != 2:
        return 0.0
    first, second = written
    match encoding:
        case "gb18030" if second >= 0xA1:
            listed = 0xB0 <= first <= 0xD7 or 0xA1 <= first <= 0xA3
            return 1.0 if listed else 0.6 if first >= 0xD8 else 0.0
        case "big5hkscs":
            return float(0xA4 <= first <= 0xC6 or first == 0xA1)
        case "cp932":
            return float(0x88 <= first <= 0x97 or first == 0x81)
        case "cp949" if second >= 0xA1:
            return float(0xB0 <= first <= 0xC8)
        case _:
            return 0.0


def _question(data: bytes, name: str, candidates: list[_Candidate]) -> DataError:
    line = next((one for one in data.split(b"\n") if not one.isascii()), b"")[:60]
    shown = [
        f"{NAMES[one.encoding]}: '{line.decode(one.encoding, 'ignore').strip()[:24]}'"
        for one in candidates
    ]
    options = " / ".join(f"--encoding {NAMES[one.encoding].lower()}" for one in candidates)
    return refuse(
        "PS402",
        Words(
            f"文本的编码判断不了：{'；'.join(shown)}",
            f"which encoding is the text in? {'; '.join(shown)}",
        ),
        name,
        Words(
            f"用 {options} 说明，或另存为“CSV UTF-8”",
            f"say which with {options}, or save it again as 'CSV UTF-8'",
        ),
    )
