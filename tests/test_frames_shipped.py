"""The source documents' tables, typed as their authors typed them, into the shipped blueprints."""

from __future__ import annotations

from pathlib import Path

from plansheets.blueprint.read import read_blueprint
from plansheets.frames.load import load_table
from plansheets.frames.table_data import TableData

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"


def load(folder: Path, name: str, table: str, text: str) -> TableData:
    file = folder / "data.csv"
    file.write_text(text, encoding="gb18030")
    blueprint = read_blueprint(BLUEPRINTS / f"{name}.yaml")
    found = blueprint.table(table)
    assert found is not None
    return load_table(file, found, blueprint)


def test_the_goods_table_is_read(tmp_path: Path) -> None:
    data = load(
        tmp_path,
        "sku-management",
        "skus",
        "商品SKU,商品名称,类别,进货价（元）,售价（元）,库存量,30天销量,动销率,运营动作\n"
        "MB001,婴儿有机棉连体衣,服装服饰,50,99,200,120,60%,加推第二件半价活动\n"
        "MB002,智能温奶器,母婴用品,180,299,80,15,18.75%,联合主播带货清库存\n"
        "MB003,纸尿裤M码包,日用品,120,199,500,350,70%,保持现有策略\n",
    )
    assert data.columns["sku"] == ("MB001", "MB002", "MB003")
    assert data.columns["cost"] == (50, 180, 120)
    assert data.columns["stock"] == (200, 80, 500)
    assert data.columns["sales_30d"] == (120, 15, 350)
    assert [notice.code for notice in data.notices] == ["PS409"]


def test_the_scorecard_is_read_with_comparators_and_units(tmp_path: Path) -> None:
    data = load(
        tmp_path,
        "performance-scoring",
        "scores",
        "考核维度,考核指标,权重,目标值,实际值,评分方法,得分,考核等级\n"
        "业绩达成,GMV达成率,40%,100%,95%,比率法,38,良好\n运营效率,活动ROI,30%,3:1,3.2:1,比率法,32,优秀\n"
        "团队管理,团队成员流失率,15%,≤5%,3%,反比法,15,优秀\n创新能力,新策略落地数量,15%,≥2个,1个,减分法,10,待改进\n"
        "综合得分,–,100%,–,–,–,95,良好\n",
    )
    assert data.columns["weight"] == (0.4, 0.3, 0.15, 0.15)
    assert data.columns["target"] == (1, 3, 0.05, 2)
    assert data.columns["actual"] == (0.95, 3.2, 0.03, 1)
    assert data.columns["comparator"] == (None, None, "at_most", "at_least")
    assert data.columns["unit"] == ("percent", "ratio", "percent", "pieces")
    assert [notice.code for notice in data.notices] == ["PS409", "PS411"]
