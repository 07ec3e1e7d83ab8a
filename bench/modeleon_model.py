"""The model of twelve.yaml for modeleon: ``python modeleon_model.py ITEMS.csv OUT.xlsx``.

Runs in a Python that has modeleon 0.2.3 and nothing of ours.
"""

import csv
import sys

import modeleon as mo

source, target = sys.argv[1:]
with open(source, encoding="utf-8", newline="") as file:  # noqa: PTH123
    rows = list(csv.DictReader(file))

book = mo.MultiVariable("Twelve formulas")
book.items = mo.MultiVariable("Items", excel_props={"tab": True})
with book.items as one:
    one.sku = mo.Variable([row["sku"] for row in rows])
    for name in ("cost", "price", "stock", "sold", "target"):
        setattr(one, name, mo.Variable([float(row[name]) for row in rows]))
    one.margin = one.price - one.cost
    one.margin_rate = mo.ROUND(one.margin / one.price, 4)
    one.sales_value = one.price * one.sold
    one.cost_value = one.cost * one.sold
    one.profit = one.sales_value - one.cost_value
    one.sell_through = mo.ROUND(one.sold / one.stock, 4)
    one.daily = one.sold / 30
    one.cover_days = mo.ROUND(one.stock / one.daily, 1)
    one.gap = one.target - one.sold
    one.attainment = mo.ROUND(one.sold / one.target, 4)
    one.reorder = mo.MAX(one.target * 1.5 - one.stock, 0)
    one.short = mo.IF(one.cover_days < 30, 1, 0)
book.to_excel(target)
