"""Original payment data: what customs asks, what is uploaded and signed, and every refusal with its place."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.gateways.ceb import Signer
from entrepot.gateways.original_payment import (
    BYTES_A_BODY,
    Goods,
    Paid,
    Refused,
    answer_request,
    read_answer,
    read_original,
    read_request,
    read_upload,
    sentence,
    text_to_sign,
    write_original,
    write_request,
    write_upload,
)
from entrepot.gateways.original_payment.rules import RULES
from tests.unit.original_payment.making import NOW, ORIGINAL, PAID, PAYMENT, REQUEST, RSA, SESSION, SIGNERS, received

each_signer = pytest.mark.parametrize("signer", SIGNERS.values(), ids=SIGNERS)
# Form and content of the interface's own example, with invented values.
SIGNED_TEXT = (
    '"sessionID":"ad2254-8hewyf32-55616249"||"payExchangeInfoHead":"{"guid":"9D55BA71-22DE-41F4-8B50-C36C83B3B530",'
    '"initalRequest":"{\\"payer\\":\\"练习人\\",\\"amount\\":\\"112.30\\"}","initalResponse":"ok",'
    '"ebpCode":"9999960001","payCode":"9999960009","payTransactionId":"P-1","totalAmount":112.3,"currency":"142",'
    '"verDept":"2","payType":"1","tradingTime":"20261123003000"}"||"payExchangeInfoLists":"[{"orderNo":"W-1001",'
    '"goodsInfo":[{"gname":"杯子","itemLink":"https://wangtang.example/a?x=1&y=2"}],"recpAccount":"6222000000000000",'
    '"recpCode":"","recpName":"望塘"},{"orderNo":"W-1002","goodsInfo":[{"gname":"杯子",'
    '"itemLink":"https://wangtang.example/a?x=1&y=2"}],"recpAccount":"6222000000000000","recpCode":"",'
    '"recpName":"望塘"}]"||"serviceTime":"1795406400123"'
)


def node_of(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(parse_qs(body.decode(), keep_blank_values=True)["payExInfoStr"][0])
    return found


def form(node: object) -> bytes:
    return urlencode({"payExInfoStr": json.dumps(node, ensure_ascii=False)}).encode()


def faults(body: bytes, read: Callable[[bytes], object] = read_upload) -> list[tuple[str, str, str]]:
    """Path, value and rule of each fault."""
    with pytest.raises(Refused) as refused:
        read(body)
    for fault in refused.value.faults:
        assert sentence(fault.rule, fault.facts, "zh") != sentence(fault.rule, fault.facts, "en")
    return [(fault.path, fault.value, fault.rule) for fault in refused.value.faults]


def test_customs_question_is_read_as_it_was_asked() -> None:
    assert read_request(write_request(REQUEST)) == REQUEST
    bare = b'{"orderNo":"W-1001","sessionID":"ad2254-8hewyf32-55616249","serviceTime":"1795406400123"}'
    assert read_request(bare) == REQUEST


def test_a_known_order_is_answered_at_once() -> None:
    request, wrong, answer = answer_request(write_request(REQUEST), known={"W-1001"}.__contains__, now=NOW)
    assert (request, wrong) == (REQUEST, ())
    assert json.loads(answer) == {"code": "10000", "message": "", "serviceTime": 1795406400123}
    assert read_answer(answer).is_good


def test_an_unknown_order_is_refused_with_its_number() -> None:
    request, [fault], answer = answer_request(write_request(REQUEST), known=lambda _: False, now=NOW)
    assert request is None
    assert (fault.path, fault.value, fault.rule) == ("/orderNo", "W-1001", "original.unknown_order")
    said = read_answer(answer)
    assert (said.code, said.is_good, said.answered_at) == ("20000", False, NOW)
    assert said.message == "/orderNo 应为本平台已支付的订单，实为 W-1001；请按订单所载编号查询。"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", ("", "", "original.no_form")),
        (b"payExInfoStr=%7B%7D", ("", "", "original.no_form")),
        (b"openReq=1&openReq=2", ("", "", "original.no_form")),
        (b"openReq=%FF", ("", "", "original.no_form")),
        (b"\xff\xfe", ("", "", "original.no_form")),
        (b"openReq=%7B", ("", "", "items.not_json")),
        (b"openReq=[]", ("", "", "original.no_object")),
        (b"{" + b" " * BYTES_A_BODY, ("", "", "original.too_large")),
        (b'{"orderNo":NaN}', ("", "", "items.not_a_value")),
        (b"openReq=" + b"[" * 100_000, ("", "", "items.too_deep")),
    ],
)
def test_a_question_in_another_form_is_refused(body: bytes, fault: tuple[str, str, str]) -> None:
    assert faults(body, read_request) == [fault]
    request, _, answer = answer_request(body, known=lambda _: True, now=NOW)
    assert (request, read_answer(answer).code) == (None, "20000")


def test_every_fault_of_a_question_is_named() -> None:
    body = b'{"orderNo":" W","sessionID":7,"serviceTime":"x","more":1}'
    assert faults(body, read_request) == [
        ("", "", "original.unknown_field"),
        ("/orderNo", " W", "ceb.not_a_key"),
        ("/sessionID", "", "items.not_text"),
        ("/serviceTime", "x", "ceb.not_digits"),
    ]
    assert faults(b'{"orderNo":"W","sessionID":"s","serviceTime":999999999999999}', read_request) == [
        ("/serviceTime", "999999999999999", "ceb.wrong_length")
    ]


def test_the_text_that_is_signed_is_that_of_the_interface() -> None:
    assert text_to_sign(SESSION, ORIGINAL, NOW).decode() == SIGNED_TEXT


@each_signer
def test_an_upload_is_taken_as_it_was_sent(signer: Signer) -> None:
    body = write_upload(SESSION, ORIGINAL, signer, now=NOW)
    outcome = received(body)
    assert outcome.faults == ()
    assert outcome.upload is not None
    assert outcome.upload.original == ORIGINAL
    assert (outcome.upload.session_id, outcome.upload.sent_at) == (SESSION, NOW)
    assert (outcome.upload.cert_no, outcome.upload.text.decode()) == (signer.key_name, SIGNED_TEXT)
    assert json.loads(outcome.answer) == {"code": "10000", "message": "", "total": 0, "serviceTime": 1795406400123}


def test_what_may_be_absent_may_be_empty_or_not_there_and_is_signed_as_it_came() -> None:
    bare = replace(ORIGINAL, payment=replace(PAYMENT, pay_type=None, note=None))
    upload = received(write_upload(SESSION, bare, RSA, now=NOW)).upload
    assert upload is not None
    assert upload.original == bare
    assert b"payType" not in upload.text
    node = node_of(write_upload(SESSION, bare, RSA, now=NOW))
    node["payExchangeInfoHead"]["note"] = ""
    text = upload.text.replace(b'003000"}', b'003000","note":""}')
    outcome = received(form(node | {"signValue": _signed(RSA, text)}))
    assert (outcome.faults, outcome.upload and outcome.upload.original) == ((), bare)


def _signed(signer: Signer, text: bytes) -> str:
    return base64.b64encode(signer.sign(text)).decode()


def test_names_in_another_order_are_signed_in_that_of_the_tables() -> None:
    node = node_of(write_upload(SESSION, ORIGINAL, RSA, now=NOW))
    node["payExchangeInfoHead"] = dict(reversed(node["payExchangeInfoHead"].items()))
    assert received(form(dict(reversed(node.items())))).faults == ()


@each_signer
@pytest.mark.parametrize(
    ("before", "after"),
    [("112.3", "112.4"), ("W-1002", "W-1003"), ("杯子", "桌子"), ("1795406400123", "1795406400124")],
)
def test_whatever_is_changed_after_signing_is_noticed(signer: Signer, before: str, after: str) -> None:
    text = parse_qs(write_upload(SESSION, ORIGINAL, signer, now=NOW).decode())["payExInfoStr"][0]
    assert before in text
    outcome = received(urlencode({"payExInfoStr": text.replace(before, after)}).encode())
    assert outcome.upload is None
    assert [(fault.path, fault.rule) for fault in outcome.faults] == [("/signValue", "original.signature")]
    assert read_answer(outcome.answer).code == "20000"


def test_a_certificate_that_is_not_on_file_is_refused() -> None:
    body = write_upload(SESSION, ORIGINAL, RSA, now=NOW)
    [fault] = received(body, on_file=()).faults
    assert (fault.path, fault.value, fault.rule) == ("/certNo", "01A2B3", "original.certificate")
    other = replace(RSA, certificate=SIGNERS["SM2"].certificate)
    [fault] = received(body, on_file=(other,)).faults
    assert fault.rule == "original.signature"


def test_a_session_that_customs_never_opened_or_opened_for_another_order_is_refused() -> None:
    [fault] = received(write_upload("another", ORIGINAL, RSA, now=NOW)).faults
    assert (fault.path, fault.value, fault.rule) == ("/sessionID", "another", "original.unknown_session")
    [fault] = received(write_upload(SESSION, ORIGINAL, RSA, now=NOW), order_no="W-7").faults
    assert (fault.path, fault.rule) == ("/payExchangeInfoLists", "original.other_order")
    assert sentence(fault.rule, fault.facts).startswith("Expected the order W-7, for which this session was opened")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"payExchangeInfoHead": []}, ("/payExchangeInfoHead", "", "original.no_object")),
        ({"payExchangeInfoLists": []}, ("/payExchangeInfoLists", "", "original.how_many")),
        ({"payExchangeInfoLists": {}}, ("/payExchangeInfoLists", "", "original.no_object")),
        ({"payExchangeInfoList": []}, ("", "", "original.unknown_field")),
        ({"signValue": "…"}, ("/signValue", "", "original.no_base64")),
        ({"certNo": ""}, ("/certNo", "", "ceb.required")),
    ],
)
def test_names_what_is_wrong_with_an_upload(changes: dict[str, object], fault: tuple[str, str, str]) -> None:
    node = node_of(write_upload(SESSION, ORIGINAL, RSA, now=NOW))
    assert fault in faults(form(node | changes))


@pytest.mark.parametrize(
    ("name", "value", "shown", "rule"),
    [
        ("totalAmount", "1e3", "1e3", "ceb.not_a_number"),
        ("totalAmount", 1e22, "1e+22", "ceb.not_a_number"),
        ("totalAmount", 0.0000001, "1e-07", "ceb.not_a_number"),
        ("totalAmount", None, "", "ceb.required"),
        ("verDept", "4", "4", "ceb.not_among"),
        ("payType", "0", "0", "ceb.not_among"),
        ("tradingTime", "20260230000000", "20260230000000", "ceb.not_a_time"),
        ("currency", "CNY", "CNY", "ceb.not_digits"),
        ("note", True, "", "items.not_text"),
        ("initalRequest", "护照 E1234" * 1001, "", "ceb.wrong_length"),
        ("initalResponse", 999999190001010014, "", "items.not_text"),
        ("unheardOf", "x", "", "original.unknown_field"),
    ],
)
def test_names_the_field_of_the_head_that_does_not_fit(name: str, value: object, shown: str, rule: str) -> None:
    node = node_of(write_upload(SESSION, ORIGINAL, RSA, now=NOW))
    node["payExchangeInfoHead"][name] = value
    path = "/payExchangeInfoHead" + ("" if rule == "original.unknown_field" else f"/{name}")
    assert faults(form(node)) == [(path, shown, rule)]


def test_no_fault_repeats_what_may_name_the_payer() -> None:
    node = node_of(write_upload(SESSION, ORIGINAL, RSA, now=NOW))
    node["payExchangeInfoHead"]["initalRequest"] = "999999190001010014" * 1000
    node["payExchangeInfoHead"]["initalResponse"] = 999999190001010014
    broken = json.dumps(node).replace('"ebpCode"', '999999190001010014"ebpCode"')
    for body in (
        form(node),
        urlencode({"payExInfoStr": broken}).encode(),
        b"999999190001010014=1&x",
        b"999999190001010014",
    ):
        outcome = received(body)
        assert outcome.upload is None
        said = [repr(fault) + sentence(fault.rule, fault.facts) for fault in outcome.faults]
        assert not any("999999190001010014" in text for text in [*said, outcome.answer.decode()])


def test_names_the_order_and_the_goods_that_do_not_fit() -> None:
    node = node_of(write_upload(SESSION, ORIGINAL, RSA, now=NOW))
    node["payExchangeInfoLists"][0]["goodsInfo"][0]["itemLink"] = "x" * 3001
    node["payExchangeInfoLists"][1] |= {"recpName": "", "goodsInfo": []}
    assert faults(form(node)) == [
        ("/payExchangeInfoLists/0/goodsInfo/0/itemLink", "x" * 80, "ceb.wrong_length"),
        ("/payExchangeInfoLists/1/recpName", "", "ceb.required"),
        ("/payExchangeInfoLists/1/goodsInfo", "", "original.how_many"),
    ]
    twice = json.dumps(node_of(write_upload(SESSION, ORIGINAL, RSA, now=NOW))).replace(
        '{"guid"', '{"note":"","note":"","guid"'
    )
    assert faults(twice.encode()) == [("/payExchangeInfoHead", "", "original.repeated")]


def test_nothing_is_written_that_the_other_side_would_refuse() -> None:
    too_long = replace(ORIGINAL, payment=replace(PAYMENT, request="x" * 8001))
    with pytest.raises(Refused, match=r"^/payExchangeInfoHead/initalRequest ceb\.wrong_length$"):
        write_upload(SESSION, too_long, RSA, now=NOW)
    with pytest.raises(Refused, match=r"^/orderNo ceb\.required$"):
        write_request(replace(REQUEST, order_no=""))
    with pytest.raises(Refused, match=r"original\.too_large"):
        write_upload(SESSION, replace(ORIGINAL, orders=(_many_goods(),) * 20), RSA, now=NOW)


def _many_goods() -> Paid:
    return replace(PAID, goods=(Goods("杯" * 200, "x" * 2000),) * 99)


@each_signer
@given(
    amount=st.decimals(0, 10**14 - 1, places=5),
    texts=st.tuples(*[st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50)] * 3),
    paid_at=st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_any_payment_is_read_back_as_it_was_written(
    signer: Signer, amount: Decimal, texts: tuple[str, str, str], paid_at: datetime
) -> None:
    request, name, link = (f"x{text}" for text in texts)
    payment = replace(PAYMENT, total_amount=amount, request=request, paid_at=paid_at.replace(microsecond=0))
    original = replace(ORIGINAL, payment=payment, orders=(replace(PAID, goods=(Goods(name, link),)),))
    outcome = received(write_upload(SESSION, original, signer, now=NOW + timedelta(days=1)))
    assert outcome.upload is not None
    assert outcome.upload.original == original


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: urlencode({"payExInfoStr": text}).encode()))
def test_any_bytes_are_refused_without_an_exception(body: bytes) -> None:
    outcome = received(body)
    assert (outcome.upload, read_answer(outcome.answer).code) == (None, "20000")
    assert outcome.faults


def test_a_payment_is_kept_without_session_and_signature() -> None:
    assert read_original(write_original(ORIGINAL).encode()) == ORIGINAL
    more = json.loads(write_original(ORIGINAL)) | {"sessionID": SESSION}
    assert faults(json.dumps(more).encode(), read_original) == [("", "", "original.unknown_field")]
    assert faults(b"[]", read_original) == [("", "", "original.no_object")]
    assert faults(b" " * (BYTES_A_BODY + 1), read_original) == [("", "", "original.too_large")]


def test_every_rule_has_the_same_placeholders_in_both_languages() -> None:
    for rule in RULES.values():
        assert set(re.findall(r"{\w+}", rule.en)) == set(re.findall(r"{\w+}", rule.zh))
