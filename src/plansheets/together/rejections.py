"""The list of workbooks that are in no total, as a workbook: file, cell, reason, what to do."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

from plansheets.together.results import RejectedBook
from plansheets.words import Locale, Words

_CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a file's clock is local
_HEADERS = (
    (Words("文件", "File"), 44),
    (Words("单元格", "Cell"), 20),
    (Words("编号", "Code"), 8),
    (Words("原因", "Reason"), 60),
    (Words("怎么办", "What to do"), 46),
)


def rejections_workbook(rejected: Sequence[RejectedBook], locale: Locale) -> bytes:
    """*rejected* as a workbook of one table."""
    import xlsxwriter  # noqa: PLC0415  # only where there is something to write

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(Words("没有汇总的", "Rejected")(locale))
        for column, (_, width) in enumerate(_HEADERS):
            sheet.set_column(column, column, width, wrapped)
        for row, one in enumerate(rejected, 1):
            hint = one.hint(locale) if one.hint else ""
            for column, text in enumerate((one.file, one.cell, one.code, one.reason(locale), hint)):
                sheet.write_string(row, column, text[:32_000], wrapped)
        sheet.add_table(
            0,
            0,
            max(len(rejected), 1),
            len(_HEADERS) - 1,
            {
                "name": "rejected",
                "columns": [{"header": words(locale)} for words, _ in _HEADERS],
                "style": "Table Style Light 1",
            },
        )
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return stream.getvalue()
