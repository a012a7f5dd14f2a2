"""Reading well-made messages, by learned shapes and as trees."""

from importlib import import_module

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from entrepot.gateways.ceb import Decoded, decode, shapes
from entrepot.gateways.ceb.batch import text_schema
from entrepot.gateways.ceb.fields import Kind
from entrepot.gateways.ceb.tables import MESSAGES
from tests.unit.ceb.making import EVERY, EXPORT, GUID, SCHEMA, document, element, message, root, transfer

SAMPLES = SCHEMA.parents[1] / "samples"


def read_both_ways(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Decoded, Decoded]:
    by_shape = decode([data])
    with monkeypatch.context() as patch:
        patch.setattr(import_module("entrepot.gateways.ceb.decode"), "documents_of", lambda _: None)
        as_tree = decode([data])
    return by_shape, as_tree


@pytest.mark.parametrize("kind", EVERY)
def test_reads_every_field_into_its_column(kind: Kind) -> None:
    decoded = decode([message(kind, [document(kind), document(kind)])])
    assert decoded.faults.is_empty()
    heads = decoded.heads[kind]
    assert dict(heads.schema) == text_schema(MESSAGES[kind].head)
    assert heads.select("message_no", "document_no").rows() == [(0, 1), (0, 2)]
    assert heads.null_count().sum_horizontal()[0] == 0
    assert heads["guid"].to_list() == [GUID, GUID]


def test_says_what_a_message_says_of_itself() -> None:
    decoded = decode([message("slip", after=transfer("PRACTICE · 练习"))])
    assert decoded.messages.rows(named=True) == [
        {
            "message_no": 0,
            "kind": "slip",
            "code": "403",
            "guid": GUID,
            "version": "1.0",
            "cop_code": "999999A001",
            "cop_name": "测试企业",
            "dxp_mode": "DXP",
            "dxp_id": "DXPENT0000000001",
            "transfer_note": "PRACTICE · 练习",
            "practice": True,
            "signed": False,
            "documents": 1,
            "refused": False,
        }
    ]


def test_lines_stand_in_their_order_under_the_number_of_their_document() -> None:
    decoded = decode(
        [message("order", [document("order", lines=[{}, {}]), document("order", lines=[{"itemNo": "Z"}])])]
    )
    lines = decoded.lines["order"].select("document_no", "gnum", "item_no").rows()
    assert lines == [(1, "1", "文 & x1"), (1, "2", "文 & x1"), (2, "1", "Z")]


def test_messages_of_all_kinds_are_read_in_one_batch() -> None:
    decoded = decode([message(kind) for kind in EVERY])
    assert decoded.messages["kind"].to_list() == list(EVERY)
    assert [decoded.heads[kind]["message_no"].to_list() for kind in EVERY] == [[number] for number in range(len(EVERY))]


def test_an_absent_and_an_empty_element_are_both_null() -> None:
    written = [document("order", {"note": None}), document("order", {"note": ""})]
    assert decode([message("order", written)]).heads["order"]["note"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        ("A &amp; B &lt;C&gt; &quot;D&quot; &apos;E&apos;", "A & B <C> \"D\" 'E'"),
        ("&amp;lt;", "&lt;"),
        ("&#20013;&#x6587;", "中文"),
        ("<![CDATA[<b> & ]]>", "<b> & "),
        ("a<!-- not this -->b", "ab"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one&#13;two&#10;three", "one\rtwo\nthree"),
        ("a > b", "a > b"),
        (" blanks kept ", " blanks kept "),
        ("𠮷 😀", "𠮷 😀"),
    ],
)
def test_a_value_is_what_xml_says_it_is(spelling: str, value: str) -> None:
    decoded = decode([message("order", [document("order", {"note": spelling}), document("order", {"note": "x"})])])
    assert decoded.faults.is_empty()
    assert decoded.heads["order"]["note"].to_list() == [value, "x"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"ceb:", b""),
        (b"ceb:", b"x-1.y:"),
        (b"><ceb:", b">\r\n\t<ceb:"),
        (b"</ceb:note>", b"</ceb:note\t>"),
        (b'encoding="UTF-8"', b"encoding='utf-8' standalone=\"yes\""),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n', b""),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n', b'\xef\xbb\xbf<?xml version="1.0"?><!-- a comment -->'),
    ],
)
def test_the_same_message_in_another_dress_is_read_alike(before: bytes, after: bytes) -> None:
    plain = message("list", [document("list", lines=[{}, {}])])
    dressed = plain.replace(before, after)
    if before == b"ceb:":
        dressed = dressed.replace(b"xmlns:ceb", b"xmlns" + (b":" + after[:-1] if after else b""))
    assert dressed != plain
    first, second = decode([plain]), decode([dressed])
    assert second.faults.is_empty()
    assert_frame_equal(second.heads["list"], first.heads["list"])
    assert_frame_equal(second.lines["list"], first.lines["list"])


@pytest.mark.parametrize("kind", EXPORT)
def test_every_combination_of_optional_fields_is_read(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    optional = [field.element for field in MESSAGES[kind].head.fields if not field.required]
    heads: list[dict[str, str | None]] = [{name: None} for name in optional]
    data = message(kind, [document(kind, head) for head in heads])
    by_shape, as_tree = read_both_ways(data, monkeypatch)
    assert_frame_equal(by_shape.heads[kind], as_tree.heads[kind])
    nulls = by_shape.heads[kind].null_count().row(0, named=True)
    assert {name for name, count in nulls.items() if count == 1} == {
        field.column for field in MESSAGES[kind].head.fields if field.element in optional
    }


def test_a_message_written_like_others_is_read_without_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrepot.gateways.ceb.tree.Reader.read", lambda *_: pytest.fail("a tree was read"))
    data = message("list", [document("list", lines=[{}] * lines) for lines in (1, 3, 2)])
    assert decode([data]).lines["list"]["document_no"].to_list() == [1, 2, 2, 2, 3, 3]


def test_shapes_are_forgotten_when_there_are_too_many() -> None:
    known = shapes._Shapes(MESSAGES["order"].head, b"ceb:", b"ceb:Order")
    for blanks in range(100):
        sample = document("order").replace("<ceb:note>", " " * blanks + "<ceb:note>").encode()
        assert known.learn(sample, 0)
    assert len(known.known) == shapes._SHAPES_KEPT


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", exclude_categories=["Cc", "Cs"]))
PIECES = st.sampled_from(
    [
        "<ceb:note>",
        "</ceb:note>",
        "<ceb:Order>",
        "</ceb:Order>",
        "<!--",
        "-->",
        "]]>",
        "&",
        "&amp;",
        "<",
        ">",
        "\n",
        "<a/>",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(TEXTS, PIECES), max_size=4).map("".join), st.integers(0, 3000))
def test_shapes_never_read_what_a_tree_would_read_otherwise(inserted: str, at: int) -> None:
    plain = message("order", [document("order", lines=[{}, {}]), document("order")]).decode()
    place = at % len(plain)
    data = (plain[:place] + inserted + plain[place:]).encode()
    decode([plain.encode()])  # the shapes of the plain message are known
    with pytest.MonkeyPatch.context() as monkeypatch:
        by_shape, as_tree = read_both_ways(data, monkeypatch)
    assert_frame_equal(by_shape.heads["order"], as_tree.heads["order"])
    assert_frame_equal(by_shape.lines["order"], as_tree.lines["order"])
    assert_frame_equal(by_shape.faults, as_tree.faults)


def test_documents_in_a_comment_or_in_an_extension_are_none() -> None:
    order = document("order")
    table = MESSAGES["order"]
    commented = f"<!-- {root(table, order + transfer())} -->" + root(table, transfer())
    extended = element("name", "x") + element("version", "1") + element("Message", order)
    inside = root(table, transfer() + element("ExtendMessage", extended))
    decoded = decode([commented.encode(), inside.encode()])
    assert decoded.faults["rule"].to_list() == ["ceb.no_documents", "ceb.no_documents"]
    assert decoded.heads["order"].is_empty()


def test_an_empty_batch_has_empty_frames_of_the_right_form() -> None:
    decoded = decode([])
    assert decoded.messages.is_empty()
    assert decoded.faults.schema["document_no"] == pl.Int32
    assert {kind: dict(frame.schema) for kind, frame in decoded.heads.items()} == {
        kind: text_schema(table.head) for kind, table in MESSAGES.items()
    }


@pytest.mark.real_data
@pytest.mark.skipif(not SAMPLES.exists(), reason="left out: the official samples are not in ../shared/data/ceb/samples")
def test_official_messages_of_other_kinds_are_named_as_such() -> None:
    decoded = decode([path.read_bytes() for path in sorted(SAMPLES.glob("*.xml"))])
    assert decoded.faults["rule"].unique().to_list() == ["ceb.unknown_message"]
    assert decoded.faults["path"].to_list() == ["/CEB711Message", "/CEB712Message"]
