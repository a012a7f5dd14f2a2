"""Persons of a document are masked in its free text, and nothing else is."""

import polars as pl

from entrepot.kernel.person_numbers import last_character
from entrepot.project.line.remarks import without_persons

FIRST = "99999919010203001"
NUMBER = FIRST + str(pl.select(last_character(pl.lit(FIRST))).item())
WRONG = FIRST + ("1" if NUMBER[-1] != "1" else "2")
ORDER = {
    "message_no": 1, "document_no": 1, "buyer_name": "练习甲", "buyer_telephone": "00000001234",
    "consignee": "练", "consignee_address": "练习省练习市1号练习甲收",
}  # fmt: skip


def heads(**changed: str | None) -> pl.DataFrame:
    return pl.DataFrame([{**ORDER, "note": None, "item_name": "杯", **changed}], schema_overrides={"note": pl.String})


def note(text: str | None) -> str | None:
    found = without_persons(heads(note=text), None)[0]["note"][0]
    assert found is None or isinstance(found, str)
    return found


def test_the_buyer_is_masked_wherever_the_remark_names_one() -> None:
    assert note("请电练习甲 00000001234，练习甲本人") == "请电*** ***，***本人"
    assert note("送到练习省练习市1号练习甲收") == "送到***"


def test_any_identity_number_is_masked_and_no_other_number() -> None:
    assert note(f"证件{NUMBER}") == "证件***"
    assert note(f"单号{WRONG}，箱号 123456789012345678") == f"单号{WRONG}，箱号 123456789012345678"


def test_one_character_and_an_empty_remark_stay_as_they_are() -> None:
    assert note("练习用品") == "练习用品"
    assert note(None) is None


def test_names_of_goods_are_no_remarks() -> None:
    found, _ = without_persons(heads(item_name="练习甲牌杯"), None)
    assert found["item_name"].to_list() == ["练习甲牌杯"]


def test_lines_are_masked_by_the_persons_of_their_own_document() -> None:
    two = pl.concat([heads(), heads(buyer_name="练习乙").with_columns(document_no=pl.lit(2, pl.Int64))])
    lines = pl.DataFrame({
        "message_no": [1, 1, 1], "document_no": [1, 2, 2], "gnum": [1, 1, 2], "note": ["给练习甲", "给练习甲", None],
        "item_describe": [None, "刻字：练习乙", None],
    })  # fmt: skip
    _, masked = without_persons(two, lines)
    assert masked is not None
    assert masked.columns == lines.columns
    assert masked["note"].to_list() == ["给***", "给练习甲", None]
    assert masked["item_describe"].to_list() == [None, "刻字：***", None]


def test_without_anything_to_hide_the_frames_are_those_that_came() -> None:
    plain, lines = heads(note="赠品"), pl.DataFrame({"message_no": [1], "document_no": [1], "note": ["红色"]})
    found = without_persons(plain, lines)
    assert found[0].equals(plain)
    assert found[1] is not None
    assert found[1].equals(lines)
