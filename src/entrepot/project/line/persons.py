"""Persons in import documents: hashed and sealed before anything is stored, masked in what is said of a fault."""

import json
from datetime import datetime
from functools import cache

import polars as pl

from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.kernel.person_numbers import number_is_right
from entrepot.project.line.remarks import FREE
from entrepot.project.line.setting import Setting
from entrepot.store import identity
from entrepot.store.identity.masking import HIDDEN

_BUYER = ("buyer_name", "buyer_id_type", "buyer_id_number")
_PERSON = ("buyer_id_type", "buyer_id_number")
_CONSIGNEE: dict[str, tuple[str, ...]] = {
    "consignee_hash": ("consignee",),
    "consignee_telephone_hash": ("consignee_telephone",),
    "consignee_address_hash": ("consignee_address",),
}
# kind of document → hash column → the columns of which it is made
PERSONAL: dict[str, dict[str, tuple[str, ...]]] = {
    "import_order": {"buyer_hash": _BUYER, "person_hash": _PERSON, **_CONSIGNEE},
    "payment": {"payer_hash": ("payer_name", "payer_id_type", "payer_id_number")},
    "import_waybill": _CONSIGNEE,
    "import_list": {
        "buyer_hash": _BUYER, "person_hash": _PERSON, "consignee_address_hash": ("consignee_address",)
    },
    "import_cancel": {"buyer_hash": _BUYER, "person_hash": _PERSON},
    "import_return": {"buyer_hash": _BUYER, "person_hash": _PERSON},
}  # fmt: skip


def with_persons_sealed(
    setting: Setting, kind: str, heads: pl.DataFrame, *, now: datetime, known: identity.Hashes | None = None
) -> pl.DataFrame:
    """The heads with one sealed block a row instead of what says who somebody is, and keyed hashes: of persons, and of
    the content.

    known: hashes of the other kinds of the same batch.
    """
    hashes = [identity.hash_of(heads, what, fields, known) for what, fields in PERSONAL[kind].items()]
    hashes.append(identity.keyed_contents(heads["content_hash"]))
    if kind == "import_list":
        heads = heads.with_columns(person_valid=number_is_right(pl.col("buyer_id_number")))
    clear = [column for column in heads.columns if column in identity.COLUMNS]
    return identity.seal(setting.connection, heads.with_columns(hashes), kind, clear, now=now)


@cache
def _impersonal_elements() -> frozenset[str]:
    """Elements of import messages that say nothing of a person, nor stand where one slips to."""
    sections = (part for kind in PERSONAL for part in (MESSAGES[kind].head, MESSAGES[kind].line) if part)  # type: ignore[index]
    fields = (field for part in sections for field in part.fields)
    beside = ("buyer_id_type", "payer_id_type")
    return frozenset(field.element for field in fields if field.column not in {*identity.COLUMNS, *beside, *FREE})


@cache
def _roots() -> str:
    return "^/(" + "|".join(MESSAGES[kind].root for kind in PERSONAL) + ")(/|$)"  # type: ignore[index]


def masked_faults(faults: pl.DataFrame) -> pl.DataFrame:
    """Faults (path, value, rule, facts) without what stood where a person is named in import messages, in an element
    that no table knows, before the message began, and without any identity number: the sender knows what it wrote.
    """
    if faults.is_empty():
        return faults
    element = pl.col("path").str.extract(r"([^/]*)$")
    named = pl.col("path").str.contains(_roots()) & ~element.is_in(list(_impersonal_elements()))
    hits = named | (pl.col("rule") == "ceb.doctype") | _holds_number("value") | _holds_number("facts")
    if not faults.select(hits.any()).item():
        return faults
    hidden = pl.col("facts").map_elements(_without_found, return_dtype=pl.String)
    return faults.with_columns(
        value=pl.when(hits & (pl.col("value") != "")).then(pl.lit(HIDDEN)).otherwise("value"),
        facts=pl.when(hits).then(hidden).otherwise("facts"),
    )


def _holds_number(column: str) -> pl.Expr:
    return number_is_right(pl.col(column).str.extract(r"([0-9]{17}[0-9Xx])"))


def _without_found(facts: str) -> str:
    """Facts of a fault without the text that was found; lengths, and what was expected, stay."""
    told = {name: HIDDEN if name == "found" and isinstance(fact, str) else fact
            for name, fact in json.loads(facts).items()}  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
