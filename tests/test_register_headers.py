"""Lists that teams keep already go into the registers by the headings that they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.read import read_blueprint
from plansheets.given import read_given


@pytest.mark.parametrize(
    ("blueprint", "table", "text", "columns"),
    [
        (
            "strategy-execution",
            "measures",
            (
                "任务编号,类型,任务名称,季度,责任人,完成度,预算金额,实际支出|"
                'T1,转化提升-促销,满减测试,2024Q2,林萧,40%,"20,000",8000'
            ),
            {"code": "T1", "measure": "满减测试", "owner": "林萧", "done": 0.4, "budget": 20_000.0,
             "spent": 8_000.0},
        ),
        (
            "team-roles",
            "roles",
            "职位,员工姓名,代理人,工作内容,直接上级|主播,谢婷,林萧,直播,运营经理",
            {"role": "主播", "holder": "谢婷", "backup": "林萧", "duties": "直播",
             "reports_to": "运营经理"},
        ),
        (
            "risk-register",
            "risks",
            (
                "风险编号,风险描述,风险类别,可能性,影响程度,应对措施,负责人,下次复查,状态|"
                "R1,仓库漏水,供应链,2,4,换库,马成,2024-07-01,跟踪中"
            ),
            {"code": "R1", "risk": "仓库漏水", "probability": 2, "impact": 4, "plan": "换库",
             "owner": "马成"},
        ),
    ],
)  # fmt: skip
def test_a_list_goes_in_as_its_team_has_headed_it(
    blueprint: str, table: str, text: str, columns: dict[str, object], tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text.replace("|", "\n"), "utf-8")
    _, loaded = read_given(read_blueprint(shipped()[blueprint]), {}, {table: file}, "zh-CN")
    found = loaded.rows[table].columns
    assert {id_: found[id_][0] for id_ in columns} == columns
