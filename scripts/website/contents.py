"""What the site is made of: which document becomes which page, and where it is listed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

ROOT = Path(__file__).resolve().parents[2]
Language = Literal["en", "zh-CN"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Said = dict[Language, str]


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file of the checkout that becomes a page."""

    source: str
    page: str
    """Its path on the site, in English; in Chinese ``.zh-CN`` stands before the ending."""
    title: Said
    """What lists call it; the page has a title of its own."""
    chinese: str | None = None
    """The file of the same in Chinese, where there is one."""

    def sources(self) -> dict[Language, str]:
        """The file of each language in which there is one."""
        found: dict[Language, str] = {"en": self.source}
        if self.chinese is not None:
            found["zh-CN"] = self.chinese
        return found


GUIDE = Document("README.md", "guide.html", {"en": "Guide", "zh-CN": "使用说明"}, "README.zh-CN.md")
BLUEPRINTS = Document(
    "docs/blueprints.md", "blueprints.html", {"en": "Blueprint language", "zh-CN": "蓝图语言"}
)
FUNCTIONS = Document(
    "docs/functions.md",
    "functions.html",
    {"en": "Functions", "zh-CN": "函数"},
    "docs/functions.zh-CN.md",
)
TRY = Document(
    "docs/try-in-excel.md",
    "try-in-excel.html",
    {"en": "Fifteen minutes with Excel", "zh-CN": "十五分钟试用清单"},
)
WORKBOOKS = Document(
    "docs/workbooks.md",
    "workbooks.html",
    {"en": "Which, who, when", "zh-CN": "哪一本，谁用"},
    "docs/workbooks.zh-CN.md",
)
EXPORTS = Document("docs/exports.md", "exports.html", {"en": "Data", "zh-CN": "数据导入"})
MANY = Document(
    "docs/many.md", "many.html", {"en": "A workbook for each shop", "zh-CN": "一店一表"}
)
LIFE = Document(
    "docs/life-cycle.md",
    "life-cycle.html",
    {"en": "The life of a workbook", "zh-CN": "工作簿的一年"},
)
JSON = Document("docs/json.md", "json.html", {"en": "JSON output", "zh-CN": "JSON 输出"})
PROBLEMS = tuple(
    Document(f"docs/problems/{name}.md", f"problems/{name}.html", {"en": en, "zh-CN": zh})
    for name, en, zh in (
        ("1xx-blueprint", "Blueprints", "蓝图"),
        ("2xx-formula", "Formulas", "公式"),
        ("22x-names", "Names in formulas", "公式里的名称"),
        ("25x-types", "Types and units", "类型与单位"),
        ("3xx-plan", "Plans", "排布"),
        ("33x-values", "Values", "数值"),
        ("3xx-writing", "Writing", "写出"),
        ("4xx-data", "Data", "数据"),
        ("5xx-workbook", "Workbooks", "工作簿"),
        ("6xx-addin", "Add-ins", "加载项"),
        ("7xx-life", "Filled workbooks", "填过的工作簿"),
    )
)
PROJECT = (
    Document("CONTRIBUTING.md", "contributing.html", {"en": "Contributing", "zh-CN": "怎样参与"}),
    Document("CHANGELOG.md", "changes.html", {"en": "Changes", "zh-CN": "更新记录"}),
    Document(
        "docs/architecture.md",
        "architecture.html",
        {"en": "How it is built", "zh-CN": "程序怎么搭"},
    ),
    Document("docs/decisions.md", "decisions.html", {"en": "Decisions", "zh-CN": "为什么这样搭"}),
    Document("docs/engines.md", "engines.html", {"en": "Engines", "zh-CN": "数值怎么算"}),
    Document(
        "docs/function-proofs.md",
        "function-proofs.html",
        {"en": "Proofs of functions", "zh-CN": "函数验证"},
    ),
    Document("docs/trust.md", "trust.html", {"en": "What can be trusted", "zh-CN": "可信到哪一步"}),
    Document("SECURITY.md", "security.html", {"en": "Security", "zh-CN": "安全问题"}),
    Document("bench/README.md", "benches.html", {"en": "What things cost", "zh-CN": "性能实测"}),
    Document("LICENSE", "license.html", {"en": "Licence", "zh-CN": "许可"}),
)
USING = (GUIDE, BLUEPRINTS, FUNCTIONS, EXPORTS, MANY, LIFE)
DOCUMENTS = (*USING, WORKBOOKS, TRY, JSON, *PROBLEMS, *PROJECT)

HOME, GALLERY, PROBLEM_INDEX = "index.html", "gallery.html", "problems.html"
API = MappingProxyType(
    {"api/plansheets.html": "plansheets", "api/functions.html": "plansheets.functions"}
)
GALLERY_SOURCE, PROBLEM_FOLDER = "docs/gallery/README.md", "docs/problems"


def in_language(page: str, language: Language) -> str:
    """The path of *page* in *language*."""
    return page if language == "en" else page.removesuffix(".html") + ".zh-CN.html"


def pages_of_sources() -> dict[str, str]:
    """The page that a link to a file of the checkout leads to."""
    found = {PROBLEM_FOLDER: PROBLEM_INDEX, GALLERY_SOURCE: GALLERY}
    for document in DOCUMENTS:
        for language, source in document.sources().items():
            found[source] = in_language(document.page, language)
    return found


def forgotten() -> list[str]:
    """Documents of the checkout that are on no page."""
    folders = (ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md"), (ROOT / "bench").glob("*.md"))
    files = sorted(path.relative_to(ROOT).as_posix() for folder in folders for path in folder)
    known = pages_of_sources()
    return [file for file in files if file not in known]


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the navigation."""

    page: str
    title: Said
    chinese: bool
    """Whether there is a Chinese page too."""


def navigation() -> list[tuple[Said, list[Listed]]]:
    """The sections of the navigation with their pages, in order."""

    def listed(document: Document) -> Listed:
        return Listed(document.page, document.title, chinese=document.chinese is not None)

    return [
        (
            {"en": "Templates", "zh-CN": "模板"},
            [
                Listed(HOME, {"en": "All templates", "zh-CN": "全部模板"}, chinese=True),
                Listed(GALLERY, {"en": "Gallery", "zh-CN": "图集"}, chinese=True),
                listed(WORKBOOKS),
                listed(TRY),
            ],
        ),
        (
            {"en": "Using it", "zh-CN": "使用"},
            [
                *map(listed, USING),
                Listed(
                    PROBLEM_INDEX, {"en": "Problems by code", "zh-CN": "问题编号"}, chinese=False
                ),
                listed(JSON),
            ],
        ),
        (
            {"en": "In Python", "zh-CN": "Python 接口"},
            [
                Listed(page, {"en": name, "zh-CN": name}, chinese=False)
                for page, name in API.items()
            ],
        ),
        ({"en": "The project", "zh-CN": "项目"}, [listed(each) for each in PROJECT]),
    ]
