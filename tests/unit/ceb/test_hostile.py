"""Broken and hostile messages: always a fault with its place, never an exception, never a good document lost."""

import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.gateways.ceb import decode, validate
from entrepot.gateways.ceb.fields import Kind
from entrepot.gateways.ceb.raw import BYTES_A_MESSAGE
from entrepot.gateways.ceb.tables import MESSAGES
from tests.unit.ceb.making import EXPORT, document, element, message, root, transfer

GOOD = message("order", [document("order")])
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def faults_of(data: bytes) -> list[tuple[int | None, str, str]]:
    """Document number, path and rule of each fault; a good message read with it must stay good."""
    decoded = decode([data, GOOD])
    assert decoded.heads["order"].filter(message_no=1).height == 1
    assert decoded.messages["refused"].to_list()[1] is False
    return decoded.faults.select("document_no", "path", "rule").rows()


def refused_whole(data: bytes, rule: str, path: str = "/") -> None:
    assert faults_of(data) == [(None, path, rule)]
    decoded = decode([data])
    assert decoded.messages["refused"].to_list() == [True]
    assert all(frame.is_empty() for frame in [*decoded.heads.values(), *decoded.lines.values()])


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE r [<!ATTLIST r version CDATA '2'>]>",
    ],
)
def test_refuses_any_document_type_declaration(declaration: str) -> None:
    body = root(MESSAGES["order"], document("order", {"note": "&l9;&x;"}) + transfer())
    refused_whole((HEAD + declaration + body).encode(), "ceb.doctype")


def test_refuses_an_entity_that_nobody_declared() -> None:
    refused_whole(message("order", [document("order", {"note": "&nbsp;"})]), "ceb.not_xml")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (GOOD.decode().encode("utf-16"), "ceb.encoding"),
        (GOOD.decode().encode("utf-16-le"), "ceb.encoding"),
        (GOOD.decode().encode("utf-16-be"), "ceb.encoding"),
        (GOOD.decode().encode("utf-32"), "ceb.encoding"),
        (GOOD.decode().encode("gbk"), "ceb.not_utf8"),
        (GOOD.decode().replace("UTF-8", "GBK").encode("gbk"), "ceb.encoding"),
        (GOOD.decode().replace("UTF-8", "GBK").encode(), "ceb.encoding"),
        (GOOD.replace(b"</ceb:note>", b"\xed\xa0\x80</ceb:note>"), "ceb.not_utf8"),
        (GOOD.replace(b"</ceb:note>", b"\xc0\xbc</ceb:note>"), "ceb.not_utf8"),
        (GOOD.replace(b"</ceb:note>", b"\x00</ceb:note>"), "ceb.forbidden_character"),
        (GOOD.replace(b"</ceb:note>", b"\x1f</ceb:note>"), "ceb.forbidden_character"),
        (GOOD.replace(b"</ceb:note>", "\uffff</ceb:note>".encode()), "ceb.forbidden_character"),
        (GOOD.replace(b"</ceb:note>", b"&#0;</ceb:note>"), "ceb.not_xml"),
        (GOOD.replace(b"</ceb:note>", b"]]></ceb:note>"), "ceb.not_xml"),
        (b"", "ceb.not_xml"),
        (b"\x00" * 1000, "ceb.forbidden_character"),
        (b"\xff" * 1000, "ceb.not_utf8"),
        (b"not xml at all", "ceb.not_xml"),
        (b'{"order_no": "1"}', "ceb.not_xml"),
        (GOOD[:-20], "ceb.not_xml"),
        (GOOD[: len(GOOD) // 2], "ceb.not_xml"),
        (GOOD + GOOD, "ceb.not_xml"),
        (GOOD + b"trailing", "ceb.not_xml"),
    ],
)
def test_refuses_bytes_that_are_no_xml_in_utf8(data: bytes, rule: str) -> None:
    refused_whole(data, rule)


def test_refuses_a_message_above_its_size_without_parsing_it() -> None:
    huge = message("order", [document("order", {"note": "x" * 100_000_000})])
    start = time.process_time()
    refused_whole(huge, "ceb.too_large")
    assert time.process_time() - start < 2


def test_a_text_of_fifteen_megabytes_is_refused_and_quoted_short() -> None:
    data = message("order", [document("order", {"note": "x" * 15_000_000}), document("order")])
    assert len(data) < BYTES_A_MESSAGE
    typed = validate(decode([data]))
    assert typed.faults.select("document_no", "path", "rule").rows() == [
        (1, "/CEB303Message/Order[1]/OrderHead/note", "ceb.wrong_length")
    ]
    assert typed.faults["value"].str.len_chars().to_list() == [200]
    assert typed.heads["order"]["document_no"].to_list() == [2]
    # the parser of trees takes texts up to ten megabytes
    refused_whole(data.replace(b"<ceb:note>", b"<ceb:note ><!-- -->", 1), "ceb.not_xml")


def test_refuses_nesting_ten_thousand_deep() -> None:
    deep = "<ceb:a>" * 10_000 + "</ceb:a>" * 10_000
    refused_whole(message("order", [deep]), "ceb.too_deep")


@pytest.mark.parametrize(
    ("flood", "rule"),
    [
        ("<ceb:x/>" * 2_400_000, "ceb.too_many_elements"),
        (f"<x {' '.join(f'a{number}=0' for number in range(1_800_000))}/>", "ceb.too_many_attributes"),
    ],
    ids=["elements", "attributes"],
)
def test_memory_stays_bounded_under_a_flood_of_markup(flood: str, rule: str) -> None:
    data = message("order", [flood])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused_whole(data, rule)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes


def test_keeps_a_hundred_faults_of_a_document_and_says_that_there_are_more() -> None:
    spoilt = document("order").replace("<ceb:note>", "<ceb:odd>x</ceb:odd>" * 5000 + "<ceb:note>")
    rows = faults_of(message("order", [spoilt, document("order")]))
    assert [rule for _, _, rule in rows] == ["ceb.unknown_element"] * 100 + ["ceb.more_faults"]
    assert validate(decode([message("order", [spoilt, document("order")])])).heads["order"][
        "document_no"
    ].to_list() == [2]


def test_refuses_101_documents_and_none() -> None:
    refused_whole(message("order", [document("order")] * 101), "ceb.too_many_documents", "/CEB303Message")
    refused_whole(message("order", []), "ceb.no_documents", "/CEB303Message")
    assert decode([message("order", [document("order")] * 100)]).faults.is_empty()


@pytest.mark.parametrize(
    ("data", "rule", "path"),
    [
        (GOOD.replace(b"chinaport.gov.cn/ceb", b"example.org/x"), "ceb.namespace", "/CEB303Message"),
        (b"<CEB303Message/>", "ceb.namespace", "/CEB303Message"),
        (GOOD.replace(b"CEB303Message", b"CEB711Message"), "ceb.unknown_message", "/CEB711Message"),
        (GOOD.replace(b'version="1.0" xmlns', b"xmlns"), "ceb.message_attribute", "/CEB303Message/@version"),
        (GOOD.replace(b' guid="4C', b' guid="'), "ceb.message_attribute", "/CEB303Message/@guid"),
        (GOOD.replace(b' guid="', b' x="1" guid="'), "ceb.unknown_attribute", "/CEB303Message/@x"),
        (message("order", after=""), "ceb.missing_part", "/CEB303Message/BaseTransfer"),
        (message("order", after=transfer() * 2), "ceb.unknown_part", "/CEB303Message/BaseTransfer"),
        (message("order", after=transfer() + document("order")), "ceb.unknown_part", "/CEB303Message/Order"),
        (message("order_reply", after=transfer()), "ceb.unknown_part", "/CEB304Message/BaseTransfer"),
        (GOOD.replace(b">DXP<", b"><"), "ceb.part_value", "/CEB303Message/BaseTransfer/dxpMode"),
        (GOOD.replace(b"<ceb:Order>", b"text<ceb:Order>", 1), "ceb.unexpected_text", "/CEB303Message"),
        (GOOD.replace(b"</ceb:BaseTransfer>", b"</ceb:BaseTransfer>x"), "ceb.unexpected_text", "/CEB303Message"),
    ],
)
def test_names_what_is_wrong_with_the_message_around_its_documents(data: bytes, rule: str, path: str) -> None:
    rows = set(faults_of(data))
    assert (None, path, rule) in rows
    assert {document_no for document_no, _, _ in rows} == {None}
    assert all(frame.is_empty() for frame in decode([data]).heads.values())


ORDER = "/CEB303Message/Order[2]"
HEAD_OF_ORDER, LINE = f"{ORDER}/OrderHead", f"{ORDER}/OrderList[1]"


@pytest.mark.parametrize(
    ("before", "after", "rule", "path"),
    [
        ("<ceb:note>", "<ceb:odd/><ceb:note>", "ceb.unknown_element", f"{HEAD_OF_ORDER}/odd"),
        ("<ceb:note>", "<y xmlns='urn:y'/><ceb:note>", "ceb.unknown_element", f"{HEAD_OF_ORDER}/{{urn:y}}y"),
        ("<ceb:note>", "<ceb:guid>x</ceb:guid><ceb:note>", "ceb.repeated_element", f"{HEAD_OF_ORDER}/guid"),
        ("<ceb:guid>", "<ceb:appType>1</ceb:appType><ceb:guid>", "ceb.wrong_order", f"{HEAD_OF_ORDER}/guid"),
        ("<ceb:note>", "loose<ceb:note>", "ceb.unexpected_text", f"{HEAD_OF_ORDER}/currency"),
        ("<ceb:OrderHead>", "loose<ceb:OrderHead>", "ceb.unexpected_text", ORDER),
        ("<ceb:note>", "<ceb:note><ceb:b/>", "ceb.unexpected_content", f"{HEAD_OF_ORDER}/note"),
        ("<ceb:note>", "<ceb:note a='1'>", "ceb.unexpected_attribute", f"{HEAD_OF_ORDER}/note"),
        ("<ceb:OrderList>", "<ceb:OrderList a='1'>", "ceb.unexpected_attribute", LINE),
        ("<ceb:OrderHead>", "<ceb:odd/><ceb:OrderHead>", "ceb.missing_head", ORDER),
        ("<ceb:OrderList>", "<ceb:odd/><ceb:OrderList>", "ceb.unknown_element", f"{ORDER}/odd"),
    ],
)
def test_names_the_place_in_a_spoilt_document_and_keeps_the_others(
    before: str, after: str, rule: str, path: str
) -> None:
    data = message("order", [document("order"), document("order").replace(before, after, 1), document("order")])
    rows = faults_of(data)
    assert (2, path, rule) in rows
    assert {document_no for document_no, _, _ in rows} == {2}
    typed = validate(decode([data]))
    assert typed.heads["order"]["document_no"].to_list() == [1, 3]
    assert typed.lines["order"]["document_no"].to_list() == [1, 3]


def test_a_document_of_another_message_is_a_fault_at_its_number() -> None:
    data = message("order", [document("order"), document("slip"), document("order")])
    assert faults_of(data) == [(2, "/CEB303Message/Receipts", "ceb.unknown_element")]
    assert decode([data]).heads["order"]["document_no"].to_list() == [1, 3]


@pytest.mark.parametrize(("lines", "rule"), [(0, "ceb.no_lines"), (101, "ceb.too_many_lines")])
def test_refuses_a_document_without_lines_or_with_more_than_100(lines: int, rule: str) -> None:
    rows = faults_of(message("order", [document("order"), document("order", lines=[{}] * lines)]))
    assert rows == [(2, "/CEB303Message/Order[2]", rule)]


def test_cuts_what_it_quotes() -> None:
    decoded = decode([message("order", [document("order").replace("<ceb:note>", f"{'x' * 9000}<ceb:note>", 1)])])
    assert [len(value) for value in decoded.faults["value"]] == [200]
    assert len(decoded.faults["facts"][0]) < 200


@pytest.mark.parametrize("kind", EXPORT)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_damage_to_the_bytes_is_an_exception(kind: Kind, data: st.DataObject) -> None:
    good = message(kind, [document(kind, lines=[{}, {}]), document(kind, optional=False)])
    place = data.draw(st.integers(0, len(good)))
    damage = data.draw(
        st.one_of(st.binary(max_size=8), st.sampled_from([b"<", b">", b"&", b"</", b"<!", b"<![CDATA["]))
    )
    length = data.draw(st.integers(0, 40))
    damaged = good[:place] + damage + good[place + length :]
    typed = validate(decode([damaged, good]))
    assert typed.heads[kind].filter(message_no=1).height == 2
    assert typed.messages.height == 2


def test_text_between_tags_is_told_from_text_of_an_extension() -> None:
    extension = element(
        "ExtendMessage", element("name", "x") + element("version", "1") + element("Message", "free <b/> text")
    )
    assert decode([message("order", after=transfer() + extension)]).faults.is_empty()
