"""The model of twelve.yaml for f8: ``python f8_model.py ITEMS.csv OUT.xlsx``.

Runs in a Python that has f8-engine 0.3.0 and nothing of ours.
"""

import csv
import sys

from f8 import Model

FORMULAS = {
    "margin": "{price} - {cost}",
    "margin_rate": "ROUND({margin} / {price}, 4)",
    "sales_value": "{price} * {sold}",
    "cost_value": "{cost} * {sold}",
    "profit": "{sales_value} - {cost_value}",
    "sell_through": "ROUND({sold} / {stock}, 4)",
    "daily": "{sold} / 30",
    "cover_days": "ROUND({stock} / {daily}, 1)",
    "gap": "{target} - {sold}",
    "attainment": "ROUND({sold} / {target}, 4)",
    "reorder": "MAX({target} * 1.5 - {stock}, 0)",
    "short": "IF({cover_days} < 30, 1, 0)",
}
INPUTS = ("cost", "price", "stock", "sold", "target")

source, target = sys.argv[1:]
with open(source, encoding="utf-8", newline="") as file:  # noqa: PTH123
    rows = list(csv.DictReader(file))

model = Model("Twelve formulas")
items = model.add_sheet("Items").add_table("Items", "Items", "rows")
items.add_column("sku", role="descriptor", header="SKU")
for name in INPUTS:
    items.add_column(name, header=name)
references = {name: f'Items[@row, "{name}"]' for name in (*INPUTS, *FORMULAS)}
for name, formula in FORMULAS.items():
    items.add_column(name, header=name, expr=formula.format(**references))
for row in rows:
    cells = {name: float(row[name]) for name in INPUTS}
    items.add_row(row["sku"], cells={"sku": row["sku"], **cells})
model.compile().save(target)
