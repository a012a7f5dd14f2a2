"""Import messages and tax bills: the official samples, the shapes that export does not have, and what is refused."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import etree
from polars.testing import assert_frame_equal

from entrepot.gateways.ceb import Envelope, Typed, decode, is_practice, read_signature, sentence, sign, validate, write
from entrepot.gateways.ceb.envelope import PRACTICE_MARK
from entrepot.gateways.ceb.fields import Kind
from entrepot.gateways.ceb.software_keys import RsaSigner, SoftwareVerifier
from entrepot.gateways.ceb.tables import MESSAGES
from tests.unit.ceb.making import (
    ENVELOPE,
    IMPORT,
    NAMESPACE,
    NO_SAMPLES,
    SAMPLES,
    TO_BE_SIGNED,
    document,
    element,
    is_import,
    message,
    official_schema,
    transfer,
)

SIGNER = RsaSigner.generate("练习 PRACTICE", "0001", datetime(2026, 1, 1, tzinfo=UTC))
EXTENSION = element("ExtendMessage", element("name", "x") + element("version", "1") + element("Message", ""))
SAMPLED: tuple[Kind, ...] = tuple(kind for kind in MESSAGES if is_import(kind) and not kind.startswith("tax_bill"))
PRACTICE = replace(ENVELOPE, practice=True)
samples = pytest.mark.skipif(not SAMPLES.exists(), reason=NO_SAMPLES)
each_sample = pytest.mark.parametrize("kind", SAMPLED)


def sample(kind: Kind) -> bytes:
    return (SAMPLES / f"{MESSAGES[kind].root}.xml").read_bytes()


def written(kind: Kind, typed: Typed) -> bytes:
    envelope = Envelope(typed.messages["guid"][0], "1101180326", "物流企业", "DXPLGS0000000001", practice=False)
    return write(kind, typed.heads[kind], typed.lines.get(kind), envelope, signer=SIGNER if kind in IMPORT else None)


def by_value(sort: str, text: str) -> str:
    """A sample writes numbers with needless zeros."""
    if sort == "decimal":
        return format(Decimal(text).normalize(), "f")
    return str(int(text)) if sort == "whole" else text


def values_of(data: bytes, kind: Kind) -> Counter[tuple[int, str, int, str, str]]:
    """Document, section, number of the section, element and value of everything filled in, read by nothing of ours."""
    table = MESSAGES[kind]
    sorts = {
        (section.element, field.element): field.sort
        for section in (table.head, table.line)
        if section
        for field in section.fields
    }
    found: Counter[tuple[int, str, int, str, str]] = Counter()
    documents = [child for child in etree.fromstring(data) if child.tag == f"{{{NAMESPACE}}}{table.document}"]
    for number, outer in enumerate(documents):
        for place, inner in enumerate(outer if table.wrapped else [outer]):
            for leaf in inner:
                section, name = etree.QName(inner).localname, etree.QName(leaf).localname
                if leaf.text:
                    found[number, section, place, name, by_value(sorts[section, name], leaf.text)] += 1
    return found


def faults_of(data: bytes) -> list[tuple[int | None, str, str, str]]:
    """Document number, path, value and rule of each fault."""
    return validate(decode([data])).faults.select("document_no", "path", "value", "rule").rows()


@pytest.mark.real_data
@samples
@each_sample
def test_an_official_sample_is_read_and_written_without_loss(kind: Kind) -> None:
    data = sample(kind)
    typed = validate(decode([data]))
    assert typed.faults.rows() == []
    again = written(kind, typed)
    assert values_of(again, kind) == values_of(data, kind)
    assert values_of(data, kind).total() > 50
    reread = validate(decode([again]))
    assert_frame_equal(reread.heads[kind], typed.heads[kind])
    if kind in typed.lines:
        assert_frame_equal(reread.lines[kind], typed.lines[kind])


@pytest.mark.real_data
@samples
@each_sample
def test_the_official_schema_accepts_a_sample_and_what_is_written_from_it(kind: Kind) -> None:
    schema = official_schema(kind)
    assert schema is not None
    data = sample(kind)
    schema.assertValid(etree.fromstring(data))
    schema.assertValid(etree.fromstring(written(kind, validate(decode([data])))))


@each_sample
def test_a_message_made_here_is_read_and_written_without_loss(kind: Kind) -> None:
    data = message(kind, [document(kind, lines=[{}, {}]), document(kind, optional=False)])
    typed = validate(decode([data]))
    assert typed.faults.rows() == []
    assert values_of(written(kind, typed), kind) == values_of(data, kind)


@pytest.mark.real_data
@samples
def test_what_the_samples_say_against_the_paper_is_read_as_it_stands() -> None:
    read = validate(decode([sample(kind) for kind in ("import_waybill", "waybill_state", "import_return")]))
    assert set(read.heads["import_waybill"]["pack_no"]) == {6000}
    assert set(read.heads["waybill_state"]["logistics_status"]) == {"R"}
    assert set(read.heads["import_return"]["invt_no"]) == {"15003213300400111"}
    assert set(validate(decode([sample("import_cancel_reply")])).heads["import_cancel_reply"]["cop_no"]) == {
        "cop2016032210052\t"
    }


def test_an_import_order_is_read_into_columns_with_their_types() -> None:
    typed = validate(decode([message("import_order", [document("import_order", lines=[{}, {"qty": "3"}])])]))
    [head] = typed.heads["import_order"].to_dicts()
    assert (head["actual_paid"], head["tax_total"]) == (Decimal("12.5"), Decimal("12.5"))
    assert (head["order_type"], head["currency"], head["buyer_id_type"]) == ("I", "142", "1")
    assert (head["app_time"], head["consignee_district"]) == (datetime(2026, 3, 15, 7, 35, 55, tzinfo=UTC), "440300")
    assert typed.lines["import_order"].select("gnum", "qty", "model").rows() == [
        (1, Decimal("12.5"), "文 & x1"),
        (2, Decimal(3), "文 & x1"),
    ]
    lists = validate(decode([message("import_list")])).heads["import_list"]
    assert lists.select("ie_flag", "decl_time", "ie_date").rows() == [("I", date(2026, 3, 15), date(2026, 3, 15))]


@pytest.mark.parametrize(
    ("kind", "changes", "fault"),
    [
        ("import_order", {"currency": "502"}, ("currency", "502", "ceb.not_yuan")),
        ("payment", {"currency": "502"}, ("currency", "502", "ceb.not_yuan")),
        ("payment", {"amountPaid": "100.123456"}, ("amountPaid", "100.123456", "ceb.too_many_decimals")),
        ("payment", {"payerIdType": "2"}, ("payerIdType", "2", "ceb.not_among")),
        ("payment", {"payTime": "20260230000000"}, ("payTime", "20260230000000", "ceb.not_a_time")),
        ("import_order", {"orderType": "E"}, ("orderType", "E", "ceb.not_among")),
        ("import_order", {"buyerIdNumber": " 1"}, ("buyerIdNumber", " 1", "ceb.not_a_key")),
        ("import_order", {"consigneeDistrict": "44030"}, ("consigneeDistrict", "44030", "ceb.wrong_length")),
        ("import_waybill", {"orderNo": None}, ("orderNo", "", "ceb.required")),
        ("import_waybill", {"freight": None}, ("freight", "", "ceb.required")),
        ("import_list", {"ieFlag": "E"}, ("ieFlag", "E", "ceb.not_among")),
        ("import_list", {"copNo": ""}, ("copNo", "", "ceb.required")),
        ("import_list", {"preNo": "B1"}, ("preNo", "B1", "ceb.wrong_length")),
        ("import_return", {"buyerIdNumber": "1" * 21}, ("buyerIdNumber", "1" * 21, "ceb.wrong_length")),
        ("import_cancel", {"invtNo": "1" * 19}, ("invtNo", "1" * 19, "ceb.wrong_length")),
        ("import_list_reply", {"returnInfo": ""}, ("returnInfo", "", "ceb.required")),
        ("tax_bill", {"status": "4"}, ("status", "4", "ceb.not_among")),
    ],
)
def test_names_place_value_and_rule_of_what_does_not_fit(
    kind: Kind, changes: dict[str, str | None], fault: tuple[str, str, str]
) -> None:
    typed = validate(decode([message(kind, [document(kind), document(kind, changes)])]))
    table = MESSAGES[kind]
    [(document_no, path, value, rule)] = typed.faults.select("document_no", "path", "value", "rule").rows()
    assert (document_no, path) == (2, f"{table.head_path(2)}/{fault[0]}")
    assert (value, rule) == fault[1:]
    assert typed.heads[kind]["document_no"].to_list() == [1]


def test_a_payment_in_dollars_is_refused_in_a_sentence() -> None:
    faults = validate(decode([message("payment", [document("payment", {"currency": "502"})])])).faults
    [(rule, facts)] = faults.select("rule", "facts").rows()
    assert rule == "ceb.not_yuan"
    assert sentence(rule, json.loads(facts)) == (
        "Expected the currency 142, the yuan: retail import is paid and declared in yuan alone (rules M06 and F13; "
        "message specification 202205, currency of messages 311, 411, 511 and 621), found 502; have the amount paid in "
        "yuan, state it in yuan and send the document again."
    )


@pytest.mark.parametrize(
    ("kind", "most"), [("import_order", 99), ("import_list", 99), ("import_return", 99), ("tax_bill", 99)]
)
def test_an_import_document_has_one_line_fewer_than_an_export_one(kind: Kind, most: int) -> None:
    full = validate(decode([message(kind, [document(kind, lines=[{}] * most)])]))
    assert (full.faults.rows(), full.heads[kind]["line_count"].to_list()) == ([], [most])
    place = f"/{MESSAGES[kind].root}/{MESSAGES[kind].document}[1]"
    over = message(kind, [document(kind, lines=[{}] * (most + 1))])
    assert faults_of(over) == [(1, place, "", "ceb.too_many_lines")]
    lines = full.lines[kind]
    with pytest.raises(ValueError, match=f"expected 1 to {most} lines, found {most + 1}"):
        write(kind, full.heads[kind], lines.vstack(lines.tail(1)), ENVELOPE)


@pytest.mark.parametrize("kind", ["payment", "import_waybill", "tax_bill_state"])
def test_a_wrapped_head_without_lines_is_read_by_shape_and_as_tree_alike(kind: Kind) -> None:
    plain = message(kind, [document(kind), document(kind, {"guid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12})])
    odd = plain.replace(b"</ceb:guid>", b"<!-- a comment --></ceb:guid>", 1)
    by_shape, as_tree = decode([plain]), decode([odd])
    assert (by_shape.faults.rows(), as_tree.faults.rows()) == ([], [])
    assert by_shape.heads[kind].height == 2
    assert_frame_equal(by_shape.heads[kind], as_tree.heads[kind])


def test_an_element_after_a_head_that_has_no_lines_is_named() -> None:
    data = message("payment", [document("payment").replace("</ceb:Payment>", "<ceb:PaymentList/></ceb:Payment>")])
    assert faults_of(data) == [(1, "/CEB411Message/Payment[1]/PaymentList", "", "ceb.unknown_element")]


def test_parts_follow_in_the_order_of_import_messages() -> None:
    signed = sign(message("import_list", after=transfer() + EXTENSION), SIGNER)
    assert faults_of(signed) == []
    assert signed.index(b"</ceb:ExtendMessage>") < signed.index(b"<ds:Signature")
    assert read_signature(signed, SoftwareVerifier()).state == "valid"
    out_of_order = sign(message("import_list"), SIGNER).replace(
        b"</ds:Signature>", b"</ds:Signature>" + EXTENSION.encode()
    )
    assert faults_of(out_of_order) == [(None, "/CEB621Message/ExtendMessage", "", "ceb.unknown_part")]


@pytest.mark.parametrize("kind", TO_BE_SIGNED)
def test_a_message_that_must_be_signed_is_read_unsigned_and_says_so(kind: Kind) -> None:
    read = decode([message(kind), sign(message(kind), SIGNER)])
    assert read.faults.rows() == []
    assert read.messages["signed"].to_list() == [False, True]
    if (schema := official_schema(kind)) is not None:
        assert [schema.validate(etree.fromstring(data)) for data in (message(kind), sign(message(kind), SIGNER))] == [
            False,
            True,
        ]


def test_a_message_of_customs_carries_no_transfer() -> None:
    assert faults_of(message("import_list_reply", after=transfer())) == [
        (None, "/CEB622Message/BaseTransfer", "", "ceb.unknown_part")
    ]
    assert faults_of(message("payment", after="")) == [(None, "/CEB411Message/BaseTransfer", "", "ceb.missing_part")]


def test_tax_bills_are_bound_to_no_hundred_but_the_others_are() -> None:
    bills = validate(decode([message("tax_bill", [document("tax_bill")] * 101)]))
    assert (bills.faults.rows(), bills.heads["tax_bill"].height) == ([], 101)
    refused = message("payment", [document("payment")] * 101)
    assert faults_of(refused) == [(None, "/CEB411Message", "", "ceb.too_many_documents")]


def test_practice_tax_bills_say_so_in_their_note_and_states_before_the_root() -> None:
    typed = validate(decode([message("tax_bill"), message("tax_bill_state")]))
    bill = write("tax_bill", typed.heads["tax_bill"], typed.lines["tax_bill"], PRACTICE)
    state = write("tax_bill_state", typed.heads["tax_bill_state"], None, PRACTICE)
    assert [is_practice(data) for data in (bill, state)] == [True, True]
    assert validate(decode([bill])).heads["tax_bill"]["note"].to_list() == [f"{PRACTICE_MARK} 文 & x1"]
    assert not is_practice(state.replace(f"<!-- {PRACTICE_MARK} -->".encode(), b""))
    hidden = state.replace(f"<!-- {PRACTICE_MARK} -->".encode(), b"").replace(
        b"<ceb:Tax>", b"<ceb:Tax><!-- PRACTICE -->"
    )
    assert not is_practice(hidden)
