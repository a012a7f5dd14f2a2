"""Writing: every message is one the official schema accepts, and reading it gives back what was written."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from polars.testing import assert_frame_equal

from entrepot.gateways.ceb import UnableToWrite, decode, is_practice, validate, write, write_all, write_each
from entrepot.gateways.ceb.envelope import PRACTICE_MARK
from entrepot.gateways.ceb.fields import Field, Kind, Section
from entrepot.gateways.ceb.software_keys import RsaSigner
from entrepot.gateways.ceb.tables import MESSAGES
from tests.unit.ceb.making import (
    ENVELOPE,
    EVERY,
    EXPORT,
    GUID,
    IMPORT,
    NO_SCHEMA,
    TO_BE_SIGNED,
    document,
    message,
    official_schema,
)

Frames = tuple[pl.DataFrame, pl.DataFrame | None]
PRACTICE = replace(ENVELOPE, practice=True)
SIGNER = RsaSigner.generate("练习 PRACTICE", "0001", datetime(2026, 1, 1, tzinfo=UTC))

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", exclude_categories=["Cc", "Cs"])
    | st.sampled_from("<>&\"'\r\n\t]")
)
DECIMALS = st.integers(-(10**19) + 1, 10**19 - 1).map(lambda number: Decimal(number).scaleb(-5))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


def _is_marked(text: str) -> bool:
    return text.startswith(PRACTICE_MARK)


def values(field: Field) -> st.SearchStrategy[object]:
    """Right values of a field as a typed frame has them."""
    low, high = field.length
    of_sort: dict[str, st.SearchStrategy[object]] = {
        "decimal": DECIMALS,
        "whole": st.integers(1, 10**high - 1),
        "date": st.dates(date(1900, 1, 1), date(2099, 12, 31)),
        "time": MOMENTS.map(lambda moment: moment.replace(microsecond=0)),
        "stamp": MOMENTS.map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)),
    }
    of_form: dict[str, st.SearchStrategy[object]] = {
        "guid": st.uuids().map(lambda guid: str(guid).upper()),
        "key": st.text(
            st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=max(low, 1), max_size=high
        ),
        "digits": st.text("0123456789", min_size=max(low, 1), max_size=high),
        "alnum": st.text("0123456789ABCXYZ", min_size=max(low, 1), max_size=high),
        "status": st.integers(-999_999_999, 999_999_999).map(str),
    }
    if field.sort != "text":
        chosen = of_sort[field.sort]
    elif field.among:
        chosen = st.sampled_from(field.among)
    elif field.form:
        chosen = of_form[field.form]
    elif low == high:
        chosen = st.just("DXP")
    else:
        # a text of customs that begins with the mark is a practice message, which these are not
        chosen = TEXT.filter(lambda text: 0 < len(text) <= high and bool(text.strip()) and not _is_marked(text))
    return chosen if field.required else st.none() | chosen


def dtype(field: Field) -> pl.DataType:
    types: dict[str, pl.DataType] = {
        "decimal": pl.Decimal(38, 10),
        "whole": pl.Int32() if field.column == "gnum" else pl.Int64(),
        "date": pl.Date(),
        "time": pl.Datetime("us", "UTC"),
        "stamp": pl.Datetime("us", "UTC"),
    }
    return types.get(field.sort, pl.String())


def frame(section: Section, rows: list[tuple[object, ...]], addresses: list[int]) -> pl.DataFrame:
    schema = {"message_no": pl.Int64(), "document_no": pl.Int32()} | {one.column: dtype(one) for one in section.fields}
    return pl.DataFrame(
        [(0, address, *row) for address, row in zip(addresses, rows, strict=True)], schema, orient="row"
    )


@st.composite
def documents(draw: st.DrawFn, kind: Kind) -> Frames:
    table = MESSAGES[kind]
    count = draw(st.integers(1, 3))
    head_row = st.tuples(*(values(field) for field in table.head.fields))
    heads = frame(table.head, [draw(head_row) for _ in range(count)], list(range(1, count + 1)))
    if table.line is None:
        return heads, None
    fields = [st.none() if field.column == "gnum" else values(field) for field in table.line.fields]
    addresses = [address for address in range(1, count + 1) for _ in range(draw(st.integers(1, 3)))]
    rows = [draw(st.tuples(*fields)) for _ in addresses]
    numbers = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("document_no")
    return heads, frame(table.line, rows, addresses).with_columns(gnum=numbers)


@pytest.mark.parametrize("kind", EVERY)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_reading_gives_back_what_was_written(kind: Kind, data: st.DataObject) -> None:
    heads, lines = data.draw(documents(kind))
    typed = validate(decode([write(kind, heads, lines, ENVELOPE)]))
    assert typed.faults.is_empty()
    assert_frame_equal(typed.heads[kind].select(heads.columns), heads)
    if lines is not None:
        assert_frame_equal(typed.lines[kind], lines)
    assert typed.messages.select("guid", "practice").rows() == [(GUID, False)]


@pytest.mark.real_data
@pytest.mark.skipif(official_schema() is None, reason=NO_SCHEMA)
@pytest.mark.parametrize("kind", EVERY)
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_the_official_schema_accepts_what_is_written(kind: Kind, data: st.DataObject) -> None:
    schema = official_schema(kind)
    assert schema is not None
    heads, lines = data.draw(documents(kind))
    for envelope in (ENVELOPE, PRACTICE):
        signer = SIGNER if kind in TO_BE_SIGNED else None
        schema.assertValid(etree.fromstring(write(kind, heads, lines, envelope, signer=signer)))


def good(kind: Kind, count: int = 1, lines: int = 1) -> Frames:
    typed = validate(decode([message(kind, [document(kind, lines=[{}] * lines)] * count)]))
    assert typed.faults.is_empty()
    return typed.heads[kind], typed.lines.get(kind)


def test_writes_numbers_plainly_and_times_as_in_china() -> None:
    heads, lines = good("order")
    heads = heads.with_columns(
        goods_value=pl.lit(Decimal("0.00001")).cast(pl.Decimal(38, 10)),
        freight=pl.lit(Decimal("99999999999999.5")).cast(pl.Decimal(38, 10)),
        app_time=pl.lit(datetime(2026, 12, 31, 16, tzinfo=UTC)),
    )
    written = write("order", heads, lines, ENVELOPE).decode()
    assert "<ceb:goodsValue>0.00001</ceb:goodsValue><ceb:freight>99999999999999.5</ceb:freight>" in written
    assert "<ceb:appTime>20270101000000</ceb:appTime>" in written
    assert "<ceb:qty>12.5</ceb:qty>" in written


@pytest.mark.parametrize(("number", "text"), [("100", "100"), ("0", "0"), ("-0.10", "-0.1"), ("10.01000", "10.01")])
def test_writes_no_zeros_that_say_nothing(number: str, text: str) -> None:
    heads, lines = good("order")
    heads = heads.with_columns(goods_value=pl.lit(Decimal(number)).cast(pl.Decimal(38, 10)))
    assert f"<ceb:goodsValue>{text}</ceb:goodsValue>" in write("order", heads, lines, ENVELOPE).decode()


def test_leaves_out_what_is_not_there() -> None:
    heads, lines = good("order")
    written = write("order", heads.with_columns(note=pl.lit(None, pl.String)), lines, ENVELOPE)
    assert written.count(b"<ceb:note>") == 1  # the line's


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        (
            {"note": pl.lit("bell \x07")},
            r"OrderHead 1, note: expected characters that XML 1.0 can carry, found 'bell \\x07'",
        ),
        ({"note": pl.lit("\x00")}, "OrderHead 1, note: expected characters that XML 1.0 can carry"),
        ({"note": pl.lit("\uffff")}, "OrderHead 1, note: expected characters that XML 1.0 can carry"),
        ({"order_no": pl.lit(None, pl.String)}, "OrderHead 1, orderNo: Expected a value"),
        ({"order_no": pl.lit("x" * 61)}, "OrderHead 1, orderNo: Expected 1–60 characters, found 61"),
        (
            {"goods_value": pl.lit(Decimal("0.000001")).cast(pl.Decimal(38, 10))},
            "goodsValue: Expected at most 5 digits after",
        ),
        (
            {"goods_value": pl.lit(Decimal(10**14)).cast(pl.Decimal(38, 10))},
            "goodsValue: Expected at most 14 digits before",
        ),
        ({"app_type": pl.lit("4")}, "appType: Expected one of 1, 2, 3, found 4"),
    ],
)
def test_refuses_what_does_not_fit_the_field_table(changes: dict[str, pl.Expr], complaint: str) -> None:
    heads, lines = good("order")
    with pytest.raises(UnableToWrite, match=complaint):
        write("order", heads.with_columns(**changes), lines, ENVELOPE)


def test_names_the_row_that_does_not_fit() -> None:
    heads, lines = good("order", 3)
    spoilt = heads.with_columns(order_no=pl.when(pl.col("document_no") == 2).then(pl.lit("")).otherwise("order_no"))
    with pytest.raises(UnableToWrite, match="OrderHead 2, orderNo"):
        write("order", spoilt, lines, ENVELOPE)


def test_refuses_a_document_without_lines_and_a_frame_without_a_column() -> None:
    heads, lines = good("order", 2)
    assert lines is not None
    with pytest.raises(UnableToWrite, match=r"Order\[2\]: expected 1 to 100 lines, found 0"):
        write("order", heads, lines.filter(pl.col("document_no") == 1), ENVELOPE)
    with pytest.raises(UnableToWrite, match="OrderHead: expected the columns order_no, found none"):
        write("order", heads.drop("order_no"), lines, ENVELOPE)


def test_refuses_more_than_100_documents_in_one_message_and_writes_several() -> None:
    heads = pl.concat([good("slip", 100)[0], good("slip", 100)[0], good("slip", 1)[0]])
    with pytest.raises(UnableToWrite, match="expected 1 to 100 documents, found 201"):
        write("slip", heads, None, ENVELOPE)
    guids = [f"00000000-0000-4000-8000-{number:012d}" for number in range(5)]
    decoded = decode(list(write_all("slip", heads, None, ENVELOPE, guids)))
    assert decoded.messages["documents"].to_list() == [100, 100, 1]
    assert decoded.messages["guid"].to_list() == guids[:3]


def test_writes_for_many_addressees_at_once() -> None:
    heads = good("order_reply", 100)[0]
    replies = pl.concat([heads, heads]).with_columns(addressee=pl.int_range(200) % 3)
    guids = [f"00000000-0000-4000-8000-{number:012d}" for number in range(5)]
    written = list(write_each("order_reply", replies, None, ENVELOPE, guids, by="addressee"))
    assert [(addressee, count) for addressee, count, _ in written] == [(0, 67), (1, 67), (2, 66)]
    assert decode([data for _, _, data in written]).messages["documents"].to_list() == [67, 67, 66]


def test_refuses_to_write_with_too_few_guids() -> None:
    heads = pl.concat([good("slip", 100)[0]] * 2)
    with pytest.raises(UnableToWrite, match="expected a guid for each message, found too few"):
        list(write_all("slip", heads, None, ENVELOPE, [GUID]))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"guid": "x"}, "CEB403Message, guid: Expected 36 characters, found 1"),
        ({"cop_code": ""}, "BaseTransfer, copCode: Expected a value"),
        ({"cop_name": "名" * 101}, "BaseTransfer, copName: Expected 1–100 characters, found 101"),
        ({"cop_name": "a\x01"}, "BaseTransfer, copName: expected characters that XML 1.0 can carry"),
    ],
)
def test_refuses_an_envelope_that_does_not_fit(changes: dict[str, str], complaint: str) -> None:
    with pytest.raises(UnableToWrite, match=complaint):
        write("slip", good("slip")[0], None, replace(ENVELOPE, **changes))  # type: ignore[arg-type]


def test_escapes_what_stands_in_the_envelope() -> None:
    envelope = replace(ENVELOPE, cop_name="A & B <C>\r\n", note="]]>")
    read = decode([write("slip", good("slip")[0], None, envelope)])
    assert read.messages.select("cop_name", "transfer_note").rows() == [("A & B <C>\r\n", "]]>")]


def test_refuses_lines_of_other_documents() -> None:
    heads, lines = good("order", 2)
    with pytest.raises(UnableToWrite, match="Order: expected lines of these heads alone, found lines of 1 other"):
        write("order", heads.head(1), lines, ENVELOPE)
    with pytest.raises(UnableToWrite, match="Order: expected a frame of lines, found none"):
        write("order", heads, None, ENVELOPE)


def test_ties_lines_to_heads_by_the_columns_it_is_told() -> None:
    heads, lines = good("order", 2, 2)
    assert lines is not None
    number = pl.col("document_no") * 7
    by_id = write("order", heads.with_columns(id=number), lines.with_columns(id=number).reverse(), ENVELOPE, on=["id"])
    read = validate(decode([by_id]))
    assert_frame_equal(read.lines["order"], lines)


@pytest.mark.parametrize("kind", EVERY)
def test_the_practice_mark_is_found_in_every_message(kind: Kind) -> None:
    heads, lines = good(kind)
    assert is_practice(write(kind, heads, lines, PRACTICE))
    assert not is_practice(write(kind, heads, lines, ENVELOPE))


@pytest.mark.parametrize("kind", [*EXPORT, *IMPORT])
def test_the_practice_mark_begins_the_note_of_the_transfer(kind: Kind) -> None:
    heads, lines = good(kind)
    written = write(kind, heads, lines, replace(PRACTICE, note="second try"))
    assert decode([written]).messages["transfer_note"].to_list() == [f"{PRACTICE_MARK} second try"]


@pytest.mark.parametrize("info", ["[Code:1800;Desc:逻辑校验通过]", "x" * 1000, None])
def test_a_practice_reply_says_so_in_its_text_and_keeps_to_its_length(info: str | None) -> None:
    heads = good("list_reply")[0].with_columns(return_info=pl.lit(info, pl.String))
    [said] = validate(decode([write("list_reply", heads, None, PRACTICE)])).heads["list_reply"]["return_info"]
    expected = f"{PRACTICE_MARK} {info or ''}".strip()
    assert said == (expected if len(expected) <= 1000 else expected[:999] + "…")


def test_a_mark_spelt_in_character_references_is_found_too() -> None:
    written = write("slip", good("slip")[0], None, PRACTICE).decode().replace("练习", "&#32451;&#x4e60;")
    assert is_practice(written.encode())
