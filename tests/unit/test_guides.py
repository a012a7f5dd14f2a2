"""What the guides show works: their files are read by the program."""

import re
from datetime import UTC, datetime
from pathlib import Path

from entrepot.gateways.sheets.mapping import read_mapping
from entrepot.gateways.sheets.order_lines import read_order_lines

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"


def _shown(guide: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", (GUIDES / guide).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_order_lines_of_the_guide_are_read_with_its_mapping(tmp_path: Path) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_text(_shown("import-order-lines.md", "csv"), "utf-8")
    mapping = read_mapping(_shown("import-order-lines.md", "toml"))
    read = read_order_lines(sheet, mapping, now=datetime(2026, 3, 2, tzinfo=UTC))
    assert read.problems.is_empty()
    assert sorted(read.orders.select("order_no", "line_count", "destination").rows()) == [
        ("A-1001", 2, "502"),
        ("A-1002", 1, "116"),
    ]
