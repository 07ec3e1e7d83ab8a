"""plansheets: blueprints in YAML, compiled into formula-driven Excel planning workbooks."""

from __future__ import annotations

__version__ = "0.1.0"
