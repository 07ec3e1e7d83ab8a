"""What the site itself says, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from website.contents import Language


@dataclass(frozen=True, slots=True)
class Words:
    """The site's own words in one language."""

    language: str
    other: str
    """What leads to the page in the other language, in that language."""
    headline: str
    choose: str
    make: str
    templates: str
    opens: str
    tell: str
    download: str
    kind: Mapping[str, str]
    suffix: Mapping[str, str]
    kinds: str
    sheets: str
    yours: str
    command: str
    gallery: str
    gallery_lead: str
    themes: str
    search: str
    nothing: str
    menu: str
    contents: str
    light: str
    skip: str
    copy: str
    copied: str
    problems: str
    problems_lead: str
    english_only: str
    about: str


WORDS: Mapping[Language, Words] = MappingProxyType(
    {
        "en": Words(
            language="English",
            other="中文",
            headline="Planning workbooks that calculate by themselves",
            choose="Choose a template",
            make="Make your own in Python",
            templates="Templates",
            opens="Made for Excel 2016 and later, WPS and LibreOffice. Every workbook is "
            "recalculated in LibreOffice in each test run; nobody has opened them in Excel or WPS "
            "yet.",
            tell="What to try, and tell us",
            download="Download",
            kind={"sample": "Sample", "blank": "Blank"},
            suffix={"sample": "", "blank": " (blank)"},
            kinds="The sample holds figures from real planning documents; the blank one has rows "
            "ready to type into.",
            sheets="Every sheet",
            yours="With your own data",
            command="With Python the same workbook is made from your export, in your colours:",
            gallery="Gallery",
            gallery_lead="Every sheet of every workbook with its sample, as LibreOffice prints its "
            "first page.",
            themes="Themes",
            search="Search",
            nothing="Nothing found for",
            menu="Menu",
            contents="On this page",
            light="Light or dark",
            skip="To the text",
            copy="Copy",
            copied="Copied",
            problems="Problems by code",
            problems_lead="Every message has a code. Its page says what is checked, why it "
            "matters, and what to write instead.",
            english_only="",
            about="MIT licence. This site loads nothing from elsewhere, and records nothing.",
        ),
        "zh-CN": Words(
            language="中文",
            other="English",
            headline="会自己算数的<wbr>运营工作簿",
            choose="选一个模板",
            make="用 Python 自己生成",
            templates="模板",
            opens="适用于 Excel 2016 及以上、WPS 与 LibreOffice。"
            "每次测试都在 LibreOffice 里重新计算全部工作簿；还没有人在 Excel 或 WPS 里实际打开过。",
            tell="试用清单，欢迎反馈（英文）",
            download="下载",
            kind={"sample": "示例", "blank": "空白"},
            suffix={"sample": "", "blank": "（空白）"},
            kinds="示例数据取自真实的运营方案；空白模板预留了行，直接往里填。",
            sheets="每一张表",
            yours="换成自己的数据",
            command="装上 Python，可以直接用后台导出的数据、按品牌颜色生成同一本工作簿：",
            gallery="图集",
            gallery_lead="每本工作簿的每一张表（示例数据），按 LibreOffice 打印的第一页截取。",
            themes="主题",
            search="搜索",
            nothing="没有找到",
            menu="目录",
            contents="本页内容",
            light="浅色或深色",
            skip="跳到正文",
            copy="复制",
            copied="已复制",
            problems="问题编号",
            problems_lead="",
            english_only="英文",
            about="MIT 许可。本站不加载任何外部内容，也不做任何记录。",
        ),
    }
)
