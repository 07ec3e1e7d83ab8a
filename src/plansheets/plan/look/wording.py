"""The words of what every workbook gets without asking, in each language."""

from __future__ import annotations

from plansheets.words import Words

_WORDS: dict[str, tuple[str, str]] = {
    "about": ("说明", "About"),
    "about subtitle": (
        "从这里开始：怎么用，看哪里",
        "Start here: how to use it, where to look",
    ),
    "parameters": ("参数", "Parameters"),
    "checks": ("检查", "Checks"),
    "dictionary": ("字典", "Dictionary"),
    "purpose": ("用途", "Purpose"),
    "steps": ("使用步骤", "How to use it"),
    "legend": ("颜色说明", "Colours"),
    "sheets": ("工作表", "Sheets"),
    "made by": ("版本信息", "Version"),
    "input": ("填写", "Input"),
    "input help": ("黄底蓝字：请在这里填写", "Blue on yellow: type here"),
    "formula": ("公式", "Formula"),
    "formula help": (
        "白底黑字：自动计算，请勿改写",
        "Black on white: computed, please do not overwrite",
    ),
    "link": ("引用", "Link"),
    "link help": (
        "黄底绿字：单独使用时填写，并入年度计划后自动带出",
        "Green on yellow: typed in here, filled by itself inside an annual plan",
    ),
    "linked": ("引用", "Link"),
    "linked help": (
        "白底绿字：自动取自其他工作表，请勿改写",
        "Green on white: brought from another sheet, please do not overwrite",
    ),
    "shared": ("各部分共用", "Shared by all parts"),
    "good": ("● 正常", "● Fine"),
    "good help": ("达到或好于目标，不用管", "On target or better: nothing to do"),
    "warn": ("▲ 关注", "▲ Look"),
    "warn help": ("还能接受，请留意", "Still acceptable: keep an eye on it"),
    "bad": ("▼ 异常", "▼ Wrong"),
    "bad help": (
        "需要处理；颜色之外都有符号，黑白打印也分得清",
        "Act on it; the marks tell the three apart in black and white, too",
    ),
    "checks note": (
        "▼ 异常先处理，▲ 关注看一眼；点“定位”直接到出错的地方。",
        "Mend what is ▼ wrong first, then look at ▲; “Go to” leads to the place.",
    ),
    "blueprint": ("蓝图", "Blueprint"),
    "version": ("蓝图版本", "Blueprint version"),
    "digest": ("蓝图指纹", "Blueprint digest"),
    "program": ("生成程序", "Made with"),
    "profile": ("兼容级别", "Compatibility"),
    "sample note": (
        "本表为示例数据，仅供参考；加 --blank 可生成空白模板",
        "Holds sample data; build with --blank for an empty template",
    ),
    "verdict": ("检查结论", "Checks"),
    "all good": ("✓ 检查全部通过", "✓ All checks passed"),
    "not filled": ("○ 尚未填写", "○ Not filled in yet"),
    "to fill": ("填写清单", "What to fill in"),
    "to fill note": (
        "填好一张勾一张；灰色的还没有填，点名称直接过去。",
        "Ticks itself as you go; what is grey is still to be filled. A click leads there.",
    ),
    "rows filled": (
        '"已填 "#,##0" 行";;"尚未填写"',
        '[=0]"not filled in yet";[=1]0" row filled";#,##0" rows filled"',
    ),
    "fill first": ("待填：", "Fill in: "),
    "errors found": ("错误 ", "Errors: "),
    "warnings found": ("提醒 ", "Warnings: "),
    "parameter": ("参数", "Parameter"),
    "typed": ("填写值", "Your value"),
    "default": ("默认值", "Default"),
    "used": ("采用值", "In use"),
    "unit": ("单位", "Unit"),
    "explanation": ("说明", "What it does"),
    "parameters note": (
        "在“填写值”中输入即可生效；清空后自动恢复为默认值。",
        "Type into “Your value” and the workbook follows; clear it to go back to the default.",
    ),
    "check": ("检查项", "Check"),
    "level": ("级别", "Level"),
    "result": ("结果", "Result"),
    "count": ("数量", "Count"),
    "what to do": ("处理建议", "What to do"),
    "go": ("定位", "Go to"),
    "first row": ("首个问题行", "First row"),
    "row link": ('"第 "&row&" 行"', '"Row "&row'),
    "error": ("错误", "Error"),
    "warning": ("提醒", "Warning"),
    "passed": ("● 通过", "● OK"),
    "failed": ("▼ 异常", "▼ Wrong"),
    "noticed": ("▲ 关注", "▲ Look"),
    "name": ("名称", "Name"),
    "id": ("编号", "Id"),
    "where": ("所在位置", "Where"),
    "meaning": ("口径", "Definition"),
    "how": ("计算方式", "How it is computed"),
    "source": ("数据来源", "Source"),
    "value now": ("当前值", "Value now"),
    "metrics": ("指标", "Metrics"),
    "columns": ("字段", "Columns"),
    "back": ("← 说明", "← About"),
    "total": ("合计", "Total"),
    "page": ("第 &P 页，共 &N 页", "Page &P of &N"),
    "computed": ("由公式计算", "Computed"),
    "no typing title": ("公式列", "A formula"),
    "no typing": (
        "此列由公式自动计算，请修改左侧的填写列。",
        "This column is computed; change the inputs it is made from.",
    ),
    "clipped": (
        "有的文字比行高长：选中单元格，在编辑栏中可看到全文。",
        "Some texts are longer than their rows: select the cell to read all of it above the sheet.",
    ),
    "number wanted": ("请输入数字", "Please type a number"),
    "whole wanted": ("请输入整数", "Please type a whole number"),
    "date wanted": ("请输入日期，如 2024-06-18", "Please type a day, such as 2024-06-18"),
    "item wanted": ("请从下拉列表中选择", "Please pick from the list"),
    "unique wanted": ("该值已存在，每行必须不同", "This value stands in another row already"),
    "between": ("（{low} 至 {high}）", " (from {low} to {high})"),
    "at least": ("（不小于 {low}）", " (at least {low})"),
    "at most": ("（不大于 {high}）", " (at most {high})"),
    "example": ("例：", "Example: "),
    "invalid": ("输入有误", "Not possible"),
    "missing key": ("{table}：必填项为空", "{table}: required cells are blank"),
    "missing key hint": ("补全标题为蓝色的必填列", "Fill in the required columns"),
    "duplicate key": ("{table}：{key}重复", "{table}: {key} is not unique"),
    "duplicate key hint": ("每个{key}只保留一行", "Keep one row for each {key}"),
    "lists": ("_lists", "_lists"),
    "parameters help": (
        "阈值、日期等可调数值",
        "Thresholds, dates and other values you can change",
    ),
    "checks help": ("数据与逻辑检查，一眼看出哪里不对", "What is wrong or missing, and where"),
    "dictionary help": (
        "指标口径、计算方式与来源",
        "What every figure means and how it is computed",
    ),
    "lists note": ("下拉列表的选项", "Items of the drop-down lists"),
    "month label": (
        'MONTH(day)&"月"',
        'MID("JanFebMarAprMayJunJulAugSepOctNovDec", MONTH(day)*3-2, 3)',
    ),
    "weekday letters": ("一二三四五六日", "MTWTFSS"),
    "bar done": ("已完成", "Done"),
    "bar planned": ("计划中", "Planned"),
    "bar shades": ("深色已完成，浅色计划中", "dark is done, pale is planned"),
    "bar late": ("逾期未完成", "Late"),
    "milestone": ("里程碑", "Milestone"),
    "today": ("统计日", "Today"),
    "day off": ("休息日", "Day off"),
    "sample": ("示例", "Sample"),
    "ranking": ("{table}：按{column}排序", "{table} by {column}"),
    "ranked value": ("数值", "Value"),
    "ranked row": ("所在行", "Row"),
    "shown column": ("取自「{table}」的「{column}」", "{column} of {table}"),
    "outgrown": ("{view}：没有显示{table}的全部行", "{view}: not all rows of {table} are shown"),
    "outgrown hint": (
        "这里只显示前面的行；用新数据重新生成工作簿即可全部显示",
        "It shows the first rows only; build the workbook again with the new data to show all",
    ),
    "unsorted": ("{table}：没有按{columns}排序", "{table}: not sorted by {columns}"),
    "unsorted hint": (
        "选中整张表，依次按{columns}升序排序（数据 → 排序）",
        "Sort the whole table by {columns}, ascending (Data → Sort)",
    ),
    "and then": ("、", ", then "),
    "more groups": (
        "{view}：行数不够，有{column}没有列出",
        "{view}: too few rows, not every {column} is listed",
    ),
    "more groups hint": (
        "把“{view}”的最后一行向下拖动填充，或用新数据重新生成工作簿",
        "Fill the last row of {view} further down, or build the workbook again with the new data",
    ),
    "groups": ("{table}：分组", "{table}: groups"),
    "group head": ("组首", "Group begins"),
    "group head how": (
        "{column}与上一行不同为 1，相同为 0，顺序颠倒为 −1",
        "1 where {column} differs from the row above, 0 where it is the same, −1 out of order",
    ),
    "group head apart": ("{column}首次出现", "First of {column}"),
    "group head apart how": (
        "{column}第一次出现为 1，再出现为 0",
        "1 where {column} stands for the first time, 0 where it does again",
    ),
    "group group apart": ("{column}序号", "Number of {column}"),
    "group group apart how": (
        "到这一行为止出现过几个不同的{column}",
        "How many different values of {column} have stood so far",
    ),
    "probes": ("{table}：抽查排序", "{table}: order"),
    "group row": ("抽查行", "Row looked at"),
    "group row how": ("抽查第几行", "The row that is looked at"),
    "group again": ("重复出现", "Begins again"),
    "group again how": (
        "同一组在上面已经出现过为 1",
        "1 where the same group began before",
    ),
    "group group": ("组号", "Group number"),
    "group group how": ("第几组", "The number of the row's group"),
    "group heads": ("组数", "Groups"),
    "group heads how": ("这一段里有几组开始", "Groups that begin in this part of the rows"),
    "group before": ("之前组数", "Groups before"),
    "group before how": ("前面各段的组数", "Groups that begin in the parts before"),
    "group first": ("起始行", "First row"),
    "group first how": ("该组第一行是第几行", "The row in which the group begins"),
    "group last": ("结束行", "Last row"),
    "group last how": ("该组最后一行是第几行", "The row in which the group ends"),
}


def say(key: str, locale: str) -> str:
    """The words for *key* in *locale*."""
    chinese, english = _WORDS[key]
    return chinese if locale == "zh-CN" else english


def said(key: str, /, **words: Words) -> Words:
    """The words for *key* in every language, filled with *words*."""
    return Words.told(
        lambda locale: say(key, locale).format(
            **{name: text(locale) for name, text in words.items()}
        )
    )
