"""Signatures of incoming messages: verified, and held against the certificates on file for their sender.

A message without signature costs nothing here; certificates are asked for once a batch, when something was signed.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import polars as pl

from entrepot.gateways import ceb
from entrepot.gateways.ceb.faults import Fault
from entrepot.gateways.ceb.faults import frame as faults_frame
from entrepot.modules.exchange.api import ToRead
from entrepot.modules.parties import api as parties
from entrepot.project.line.refusals import none_refused, refusal
from entrepot.project.line.setting import Setting, day_in_china

_DECLARED = "2"  # appStatus: formally declared, not parked
_LONGEST_NAME = 200


class Checked(NamedTuple):
    """barred: messages refused as a whole for their signature. key_names: number of the certificate by message_no."""

    barred: pl.DataFrame
    key_names: dict[int, str]


class _Valid(NamedTuple):
    """A message with a valid signature. own: a certificate of its sender is asked for."""

    message_no: int
    sender_id: int
    own: bool
    key_name: str
    digest: bytes


def check_signatures(
    setting: Setting, messages: pl.DataFrame, lists: pl.DataFrame, claimed: Sequence[ToRead], *, now: datetime
) -> Checked:
    """Check the messages that are not refused already; `lists`: the well-formed declaration lists among them."""
    unsigned = _unsigned(messages, lists) if setting.station == "deciding" and lists.height else none_refused()
    signed = messages.filter("signed")
    if signed.is_empty():
        return Checked(unsigned, {})
    valid, faults = _verified(setting, signed, claimed)
    key_names, strange = _held_against_the_file(setting, valid, now)
    return Checked(pl.concat([unsigned, faults_frame(faults), strange]), key_names)


def _unsigned(messages: pl.DataFrame, lists: pl.DataFrame) -> pl.DataFrame:
    """Messages without signature that declare a list formally: the interface asks for one on paper."""
    declared = lists.filter(pl.col("app_status") == _DECLARED)
    bare = messages.filter(~pl.col("signed")).join(declared, on="message_no", how="semi", maintain_order="left")
    return refusal(bare.with_columns(pl.col("cop_code").fill_null("JSON")), "/Signature", "cop_code", "line.unsigned")


def _verified(setting: Setting, signed: pl.DataFrame, claimed: Sequence[ToRead]) -> tuple[list[_Valid], list[Fault]]:
    valid, faults = [], []
    for message_no, sender_id, copy in signed.select("message_no", "sender_id", "copy").iter_rows():
        facts = ceb.read_signature(claimed[message_no].body, setting.verifier)
        faults += facts.faults(message_no)
        if facts.state == "valid":
            # copies brought into a filing station stand for nobody's word
            own = not (copy and setting.station == "filing")
            name, digest = (facts.key_name or "")[:_LONGEST_NAME], sha256(facts.certificate or b"").digest()
            valid.append(_Valid(message_no, sender_id, own, name, digest))
    return valid, faults


def _held_against_the_file(setting: Setting, valid: list[_Valid], now: datetime) -> tuple[dict[int, str], pl.DataFrame]:
    """Numbers of the certificates, and refusals of those that are not the sender's or not in force today.

    A sender that never had a certificate on file may sign with any, but at a deciding station.
    """
    senders = {one.sender_id for one in valid if one.own}
    on_file = parties.certificates_on_file(setting.lookups, senders, day_in_china(now)) if senders else []
    in_force = {(one.party_id, one.sha256): one.number for one in on_file if one.in_force}
    bound = senders if setting.station == "deciding" else {one.party_id for one in on_file}
    key_names, strange = {}, []
    for one in valid:
        number = in_force.get((one.sender_id, one.digest))
        if number is None and one.own and one.sender_id in bound:
            strange.append((one.message_no, one.key_name))
        else:
            key_names[one.message_no] = number or one.key_name
    rows = pl.DataFrame(strange, schema={"message_no": pl.Int64, "key_name": pl.String}, orient="row")
    return key_names, refusal(rows, "/Signature/KeyInfo/KeyName", "key_name", "line.certificate")
