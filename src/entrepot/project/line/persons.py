"""Persons in import documents: hashed and sealed before anything is stored, masked in what is said of a fault."""

import json
from datetime import datetime
from functools import cache

import polars as pl

from entrepot.gateways.ceb.tables import MESSAGES
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
# Weights of the 17 digits of an identity number; the remainder by 11 says the last character (GB 11643-1999).
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LAST = ("1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2")
_FORM = r"^[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$"


def last_character(first_17: pl.Expr) -> pl.Expr:
    """The 18th character of an identity number by its first 17, a text of digits; null for other texts."""
    number = first_17.cast(pl.Int64, strict=False)
    weighed = [(number // 10 ** (16 - place)) % 10 * weight for place, weight in enumerate(_WEIGHTS)]
    remainder = pl.sum_horizontal(weighed, ignore_nulls=False) % 11
    return remainder.replace_strict(list(range(11)), list(_LAST), default=None, return_dtype=pl.String)


def number_is_right(number: pl.Expr) -> pl.Expr:
    """Whether an identity number has the form of one, a day that can be, and the right last character; never null."""
    squashed = number.str.normalize("NFKC").str.strip_chars()
    formed = squashed.str.contains(_FORM)
    last = last_character(squashed.str.slice(0, 17))
    day = squashed.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null()
    return (formed & day & (squashed.str.slice(17).str.to_uppercase() == last)).fill_null(value=False)


def with_persons_sealed(setting: Setting, kind: str, heads: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """The heads with keyed hashes and one sealed block a row instead of what says who somebody is."""
    hashes = [identity.hash_of(heads, what, fields) for what, fields in PERSONAL[kind].items()]
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
    return frozenset(field.element for field in fields if field.column not in {*identity.COLUMNS, *beside})


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
