from pathlib import Path

import pytest

from entrepot.gateways.sheets.mapping import read_mapping
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from tests.unit.sheets.sheet import MAPPING


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('order_no = "order"\n', "", r"TOML, columns\.order_no: expected order_no = "),
        ('order_no = "order"', "order_no = 3", "order_no: expected"),
        ("[columns]", '[columns]\ncolour = "c"', r"columns\.colour"),
        ('seller_code = "9999961001"', "", r"constants\.seller_code"),
        ('currency = "303"', 'currency = "GBP"', r"constants\.currency: expected 3-digit customs code"),
        ('currency = "303"', "", r"columns\.currency: expected columns\.currency \| constants\.currency"),
        ('"Japan" = "116"', '"Japan" = "JP"', r"codes\.destination\.Japan"),
        ("[codes.destination]", "[codes.buyer]", r"codes\.buyer"),
        ('time_zone = "Europe/London"', 'time_zone = "Mars/Base"', r"file\.time_zone"),
        ("[file]", '[file]\nencoding = "utf-7"', r"file\.encoding"),
        ("[file]", '[file]\ndelimiter = "--"', r"file\.delimiter"),
        ("[file]", '[file]\nthousands = "."', r"file\.thousands"),
        ("[file]", '[file]\nsheet = "1"', r"file\.sheet"),
        ("%Y-%m-%d %H:%M", "noon", r"file\.time_format"),
        ("[cancellation]", "[returns]", "returns"),
        ("[file]", "[file", "expected TOML"),
    ],
)
def test_a_mapping_that_cannot_be_followed_names_the_key(before: str, after: str, message: str) -> None:
    assert before in MAPPING
    with pytest.raises(UnableToReadSheet, match=message):
        read_mapping(MAPPING.replace(before, after))


def test_a_mapping_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnableToReadSheet, match=r"m\.toml"):
        read_mapping(tmp_path / "m.toml")


def test_the_mapping_in_the_demo_folder_can_be_followed() -> None:
    found = read_mapping(Path(__file__).resolve().parents[3] / "demo/online_retail.toml")
    assert (found.cancellation_prefix, found.constants["currency"], found.freight_items) == ("C", "303", ())
    assert len(found.codes["destination"]) == 38
