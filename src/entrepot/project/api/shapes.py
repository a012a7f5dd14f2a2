"""What the API answers, as it is described in OpenAPI. Amounts are text; times are UTC (ISO 8601)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from ninja import Schema
from pydantic import Field


class Posted(Schema):
    """A message that is kept: ask at `status` what became of it."""

    id: int
    status: str = Field(description="Address that tells what became of it")


class Fault(Schema):
    """Something wrong, and what to do about it."""

    document: int | None = Field(description="Number of the document or item, from 1; null: the message as a whole")
    path: str = Field(description="Where it stands: the path in the message, or a JSON pointer into the body")
    value: str = Field(description="What was found there, cut at 200 characters")
    rule: str
    sentence: str = Field(description="What was expected, what was found, what to do; see Accept-Language")


class Message(Schema):
    """A message that you sent, and what became of its documents."""

    id: int
    status: str
    state: Literal["stored", "read", "refused"]
    kind: str
    at: datetime
    bytes: int
    documents: int
    accepted: int
    duplicates: int
    refused: int
    signed_by: str = Field(description="Number of the certificate that signed it; empty: unsigned, or not taken")
    practice: bool


class MessageInFull(Message):
    """A message with the outcome of each document, its faults and the replies that were written with it."""

    outcomes: list[Literal["accepted", "duplicate", "refused"]] = Field(
        description="One for each document, in their order; empty until the message is read"
    )
    faults: list[Fault]
    faults_left_off: bool = Field(description="Whether there are more faults than are shown here")
    replies: list[str] = Field(description="Addresses of the replies that were written when it was read")


class Messages(Schema):
    """Messages of yours in the order in which they were read."""

    messages: list[Message]
    next: str = Field(description="Cursor: what comes after this page")
    more: bool = Field(description="Whether the next page has anything now")


class Reply(Schema):
    """A reply to you: a customs message 304, 404, 506 or 604 of up to 100 documents."""

    id: int
    kind: str
    at: datetime
    documents: int
    bytes: int
    body: str = Field(description="Address of the message itself")


class Replies(Schema):
    """Replies in the order in which they were written."""

    replies: list[Reply]
    next: str
    more: bool


class DecisionFinding(Schema):
    """One check that failed or could not be made: facts. The record has the sentences."""

    rule: str
    revision: int
    outcome: Literal["failed", "not_checked"]
    line: int | None
    field: str
    found: str | None
    expected: str | None


class Decision(Schema):
    """A pre-check, decision or reply on one declaration list."""

    order_no: str
    marketplace_code: str
    seller_code: str
    agent_code: str
    cop_no: str
    waybill_no: str
    decision_no: int = Field(description="Counts the decisions on one version of a list, from 1")
    kind: Literal["precheck", "decision", "reply"]
    verdict: str
    lane: str
    return_status: str = Field(description="Official code of the reply, empty where there is none")
    law_date: date
    at: datetime
    practice: bool
    decided_by: str = Field(description="The officer who decided on a held list, else empty")
    findings: list[DecisionFinding]
    record: str = Field(description="Address of the record")


class Decisions(Schema):
    """Decisions in the order in which they were made."""

    decisions: list[Decision]
    next: str
    more: bool


# ---- the record of one order -----------------------------------------------------------------------------------------


class Line(Schema):
    """One line of an order."""

    gnum: int
    item_no: str
    item_name: str
    barcode: str | None
    unit: str
    currency: str
    qty: Decimal
    price: Decimal
    total_price: Decimal
    note: str | None


class Version(Schema):
    """What all versions of documents have."""

    version: int
    current: bool
    deleted: bool
    app_type: str
    app_time: datetime
    app_status: str
    arrived_at: datetime


class Order(Version):
    """A version of the order."""

    goods_value: Decimal
    freight: Decimal
    currency: str
    note: str | None
    lines: list[Line]


class Slip(Version):
    """A version of a collection slip."""

    pay_code: str | None
    pay_name: str
    pay_no: str | None
    charge: Decimal
    currency: str
    accounting_date: datetime


class Waybill(Version):
    """A version of a waybill."""

    waybill_no: str
    carrier_code: str
    carrier_name: str
    freight: Decimal
    insured_fee: Decimal
    currency: str
    gross_weight_kg: Decimal
    pack_no: int
    goods_info: str


class Figure(Schema):
    """A figure that a rule used."""

    name: str
    value: str
    since: date
    source: str


class Explained(DecisionFinding):
    """A finding in words, with the figures in force; see Accept-Language."""

    title: str
    sentence: str = Field(description="What was expected, what was found, what to do")
    figures: list[Figure]


class ListDecision(Schema):
    """A pre-check, decision or reply, explained."""

    decision_no: int
    kind: Literal["precheck", "decision", "reply"]
    verdict: str
    lane: str
    return_status: str
    law_date: date
    at: datetime
    by: str = Field(description="Who says so: name of the party, empty where you may not see it")
    decided_by: str = Field(description="The officer who decided on a held list, else empty")
    findings: list[Explained]


class ListLine(Schema):
    """One line of a declaration list."""

    gnum: int
    item_no: str
    hs_code: str
    declared_name: str
    country: str
    currency: str
    qty: Decimal
    unit: str
    qty1: Decimal
    unit1: str
    price: Decimal
    total_price: Decimal


class DeclarationList(Version):
    """The current version of a declaration list, where it stands, and the decisions on it."""

    cop_no: str
    pre_no: str | None
    invt_no: str | None
    agent_code: str
    agent_name: str
    carrier_code: str
    waybill_no: str
    customs_code: str
    port_code: str
    trade_mode: str
    statistics_flag: str
    country: str
    gross_weight_kg: Decimal
    net_weight_kg: Decimal
    pack_no: int
    state: str
    waiting_for: list[str]
    lines: list[ListLine]
    decisions: list[ListDecision]


class Record(Schema):
    """All of one order that you may see. Versions oldest first; lists at their current version."""

    order_no: str
    marketplace_code: str
    marketplace_name: str
    seller_code: str
    seller_name: str
    practice: bool
    orders: list[Order]
    slips: list[Slip]
    waybills: list[Waybill]
    lists: list[DeclarationList]


# ---- webhooks --------------------------------------------------------------------------------------------------------


class WebhookWanted(Schema):
    """An address to be told at, and of what."""

    address: str = Field(
        max_length=2_000,
        description="http or https; told by POST",
        json_schema_extra={"pattern": r"^https?://[^\s@#]+$"},  # what is wrong with another one is told in words
    )
    events: list[Literal["messages", "replies", "decisions"]] = Field(min_length=1, max_length=3)

    model_config = {"extra": "forbid"}


class WebhookMade(Schema):
    """The secret signs what is sent; it is shown now and never again."""

    id: int
    address: str
    events: list[str]
    secret: str


class Webhook(Schema):
    """A webhook and how it fares."""

    id: int
    address: str
    events: list[str]
    created_at: datetime
    waiting: int = Field(description="Deliveries that are still to be taken")
    last_status: int | None
    last_failure: str


class Webhooks(Schema):
    """The webhooks of your firm."""

    webhooks: list[Webhook]


class ProblemOut(Schema):
    """What went wrong (RFC 9457), in the language of Accept-Language."""

    type: str
    title: str
    status: int
    detail: str = Field(description="What was expected, what was found, what to do")
    instance: str
    errors: list[dict[str, object]] | None = None
