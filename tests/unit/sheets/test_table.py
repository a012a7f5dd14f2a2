import gzip
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.gateways.sheets import table as tables
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.table import Limits, read_table
from tests.unit.sheets.sheet import mapping, read

SMALL = Limits(unpacked_bytes=1000, columns=3, header_bytes=100)


def cells(data: bytes, **options: str) -> list[tuple[object, ...]]:
    table = read_table(data, **options)  # type: ignore[arg-type]
    return table.frame.with_columns(pl.col(pl.String).fill_null("")).rows()


@pytest.mark.parametrize(
    ("data", "reason", "place"),
    [
        (b"", "sheet_empty", "CSV"),
        (b"\n\n", "sheet_empty", "CSV"),
        (b",,\n1,2,3\n", "sheet_empty", "CSV"),
        (b"a,b\n", "header_only", "CSV"),
        (b"a,b,c,d\n1,2,3,4\n", "too_wide", "line 1: expected at most 3 columns"),
        (b"a" * 200, "too_wide", "line 1: expected at most 100 bytes"),
        (b"a,b\n" + b"1,2\n" * 400, "too_large", "at most 1000 bytes"),
        (gzip.compress(b"a,b\n" + b"1,2\n" * 4000), "too_large", "at most 1000 bytes"),
        (gzip.compress(b"a,b\n1,2\n")[:-6], "not_gzip", "CSV"),
        ("a,b\n1,2\n".encode("utf-16"), "not_text", "line 1"),
        (b"a,\xff\xfe\n1,2\n", "not_text", "line 1"),
    ],
)
def test_what_is_no_table_is_answered_with_one_error_that_names_the_place(data: bytes, reason: str, place: str) -> None:
    with pytest.raises(UnableToReadSheet) as caught:
        read_table(data, limits=SMALL)
    assert caught.value.reason == reason
    assert place in caught.value.en
    assert caught.value.zh != caught.value.en


def test_a_million_columns_are_refused_before_they_are_read() -> None:
    with pytest.raises(UnableToReadSheet, match="at most 65536 bytes"):
        read_table(b"column," * 1_000_000 + b"\n1\n")


def test_a_quotation_mark_that_never_closes_is_found_near_its_line() -> None:
    data = b'a,b\n1,"2\n' + b"x,y\n" * 60_000
    with pytest.raises(UnableToReadSheet, match="longer than 131072 characters"):
        read_table(data)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnableToReadSheet, match=r"orders\.csv: expected a file that can be read"):
        read_table(tmp_path / "orders.csv")


def test_a_mapped_column_that_is_absent_or_there_twice_is_named() -> None:
    with pytest.raises(UnableToReadSheet, match="a column named sku, found order, item"):
        read("A1,1", header="order,item")
    with pytest.raises(UnableToReadSheet, match="the column name order once, found it 2 times"):
        read("A1,1", header="order,order")


def test_gzip_the_mark_of_utf8_and_line_ends_of_every_kind_make_no_difference() -> None:
    plain = cells(b"a,b\n1,2\n3,4\n")
    assert cells(gzip.compress(b"a,b\n1,2\n3,4\n")) == plain
    assert cells(b"\xef\xbb\xbfa,b\r\n1,2\r\n3,4") == plain
    assert cells(b"a,b\r1,2\r3,4\r") == plain


def test_rows_keep_their_numbers_over_lines_that_are_no_rows() -> None:
    assert [row[0] for row in cells(b"a,b\n1,2\n\n\n3,4\n")] == [2, 5]


def test_bytes_that_do_not_decode_mark_their_cell_and_leave_the_other_rows() -> None:
    assert cells(b"a,b\n1,\xff2\n3,4\n") == [(2, 2, "1", "\ufffd2"), (3, 2, "3", "4")]


def test_other_encodings_are_read_when_they_are_named() -> None:
    data = "a,b\n杯,2\n".encode("gb18030")
    assert cells(data, encoding="gb18030") == [(2, 2, "杯", "2")]


TEXT = st.text(st.sampled_from('ab,"\n\r ;é杯'), max_size=6)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=8))
@settings(max_examples=400, deadline=None)
def test_the_quick_way_reads_what_the_careful_way_reads(rows: list[list[str]]) -> None:
    for data in (_quoted(rows), _bare(rows)):
        quick = tables._quick(data, 2, ",")
        careful = tables._Rows(data, "CSV", ",", "utf-8")
        careful.take(1)
        if quick is not None:
            slow = tables._careful(careful, 2)
            read = ["row_no", *(pl.col(name).fill_null("") for name in ("c0", "c1"))]
            assert quick.select(read).rows() == slow.select(read).rows()


def _bare(rows: list[list[str]]) -> bytes:
    return ("a,b\n" + "\n".join(",".join(row) for row in rows) + "\n").encode()


def _quoted(rows: list[list[str]]) -> bytes:
    texts = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return ("a,b\n" + "\n".join(texts) + "\n").encode()


def test_the_quick_way_is_taken_for_an_ordinary_file() -> None:
    assert tables._quick(b'a,b\n1,2\n"x, ""y""",3\n', 2, ",") is not None


def test_a_delimiter_inside_quotation_marks_parts_nothing() -> None:
    assert cells(b'a,b\n"1,5",2\n') == [(2, 2, "1,5", "2")]
    assert mapping().form.delimiter == ","
