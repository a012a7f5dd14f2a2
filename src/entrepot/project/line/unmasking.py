"""Who a person is: shown to those who have to know, kept in the audit; given to the person; erased when it may be.

Rows are read as their reader, so whoever does not see a document learns nothing of it here either.
"""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import psycopg

from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties
from entrepot.project.line.retention import period_on
from entrepot.store import identity

LEAST_WHY, MOST_WHY = 5, 300
_ID_CARD = "1"  # type of identity document: a citizen's card, the only one that the interface allows

# reason → (English, Chinese)
SENTENCES: dict[str, tuple[str, str]] = {
    "no_document": (
        "Expected a document of {kind} with the number {number} that you may see, found none. Check kind and number.",
        "未找到您可查看的 {kind} 单证 {number}。请检查种类和编号。",
    ),
    "kind_unknown": (
        "Expected one of {kinds}, found “{kind}”.",
        "应为 {kinds} 之一，实为“{kind}”。",
    ),
    "not_yours": (
        "Expected an officer of the station that decides, or who sent {number}, found {found}. Ask the sender.",
        "应为审核站业务人员或 {number} 的发送企业，实为 {found}。其他人只能查看掩码；请询问发送方。",
    ),
    "why_missing": (
        "Expected why you need to know, in {least} to {most} characters, found {length}. Write the reason; it is kept.",
        "应填写查看原因（{least} 至 {most} 字），实为 {length} 字。请写明原因，系统将予以记录。",
    ),
    "shut": (
        "What {number} says of persons no longer opens: {why}",
        "{number} 中的个人信息已无法开启：{why}",
    ),
    "still_kept": (
        "Expected data no longer kept, found some of {month}, kept until {until} ({source}). Ask again after that day.",
        "应为保存期限已满的数据，实有 {month} 的数据，保存至 {until}（{source}）。未删除任何内容；请在该日之后再申请。",
    ),
    "months_kept": (
        "Months before {before} are kept until {until}: {years} years, source: {source} Nothing was destroyed.",
        "{before} 之前的月份须保存至 {until}：{years} 年，依据：{source}未销毁任何密钥。",
    ),
    "nobody": (
        "Expected documents that name this person, found none.",
        "没有单证涉及此人。",
    ),
}  # fmt: skip


class UnableToUnmask(parties.Unable):
    """Nothing was shown, given out or erased."""

    sentences = SENTENCES


@dataclass(frozen=True)
class Asking:
    """Who asks, and why. is_officer: of the authority whose station this is, where lists are decided."""

    acting: parties.Acting
    is_officer: bool
    why: str


def masked(connection: psycopg.Connection, kind: str, number: str) -> list[dict[str, str | None]]:
    """Each version of the document with its persons masked: number, id, and the fields of its kind."""
    holding = _holding(kind)
    rows = _opened(connection, holding, identity.numbered(connection, holding, number), number)
    shown = identity.masked(rows, holding.fields)
    return shown.select("number", "id", *holding.fields).to_dicts()


def of_record(connection: psycopg.Connection, order_no: str, marketplace_id: int) -> dict[str, pl.DataFrame]:
    """The documents of this record that name persons, by kind, masked; what no longer opens has null fields."""
    found = {}
    for kind, holding in identity.holdings().items():
        rows = identity.of_order(connection, holding, order_no, marketplace_id)
        if rows.height:
            found[kind] = identity.masked(_left(connection, holding, rows), holding.fields)
    return found


def unmask(
    connection: psycopg.Connection, kind: str, number: str, *, by: Asking, now: datetime, using: str = "default"
) -> list[dict[str, str | None]]:
    """The same in full, for who has to know; kept in the audit with the reason, before anything is shown.

    connection: of the reader, under the policies; using: where the audit is written. Raises UnableToUnmask.
    """
    holding, why = _holding(kind), by.why.strip()
    if not LEAST_WHY <= len(why) <= MOST_WHY:
        raise UnableToUnmask("why_missing", least=LEAST_WHY, most=MOST_WHY, length=len(why))
    rows = identity.numbered(connection, holding, number)
    if rows.is_empty():
        raise UnableToUnmask("no_document", kind=kind, number=number)
    if not by.is_officer:
        rows = rows.filter([_sent(connection, message) for message in rows["message_id"]])
    if rows.is_empty():
        raise UnableToUnmask("not_yours", number=number, found=("another firm", "其他企业"))
    shown = _opened(connection, holding, rows, number)
    document = f"{kind}:{number}"
    parties.unmasked(acting=by.acting, subject=document, fields=holding.fields, now=now, using=using, why=why)
    return shown.select("number", "id", *holding.fields).to_dicts()


def _sent(connection: psycopg.Connection, message_id: int) -> bool:
    """Whether the reader's firm brought the message: the policies show a message to nobody else."""
    row = exchange.seen(connection, message_id)
    return row is not None and row.direction == "in"


# ---- what is held of one person -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """Documents of one kind that name the person: number, id, order_no, message_id, the fields, and month."""

    holding: identity.Holding
    rows: pl.DataFrame


def person_of(id_number: str) -> str:
    """The hash under which the holder of this identity number stands in documents and in the ledgers."""
    card = pl.DataFrame({"type": [_ID_CARD], "number": [id_number]})
    return str(identity.hash_of(card, "person_hash", ("type", "number"))[0])


def held_of(connection: psycopg.Connection, id_number: str) -> list[Held]:
    """Everything that names the holder of this identity number, by kind; as the connection's reader sees it.

    Orders, lists and what is asked of them are found by the number; payments and waybills by the names under which the
    person stands there. Rows whose key was destroyed have no values left, and are named all the same.
    """
    person = [person_of(id_number)]
    found, names = [], set[str]()
    for holding in identity.holdings().values():
        if "person_hash" in holding.hashes:
            rows = _left(connection, holding, identity.of_hashes(connection, holding, "person_hash", person))
            found.append(Held(holding, rows))
            names |= set(rows["buyer_name"].drop_nulls())
    for holding in identity.holdings().values():
        if "person_hash" not in holding.hashes and names:
            column, hashes = _by_name(holding, sorted(names), id_number)
            rows = _left(connection, holding, identity.of_hashes(connection, holding, column, hashes))
            orders = pl.concat([one.rows["order_no"] for one in found])
            found.append(Held(holding, rows.filter(pl.col("order_no").is_in(orders.implode()))))
    return [one for one in found if one.rows.height]


def _by_name(holding: identity.Holding, names: list[str], id_number: str) -> tuple[str, list[str]]:
    persons = pl.DataFrame({"name": names}).with_columns(type=pl.lit(_ID_CARD), number=pl.lit(id_number))
    column = holding.hashes[0]
    fields = ("name", "type", "number") if column == "payer_hash" else ("name",)
    return column, identity.hash_of(persons, column, fields).to_list()


def erase(connection: psycopg.Connection, id_number: str, *, by: parties.Acting, now: datetime) -> dict[str, int]:
    """Empty every block that names this person; kind → number of documents. As owner, in a transaction.

    Raises UnableToUnmask("still_kept") with the day, while retention runs on any of them: nothing is erased then.
    """
    found = held_of(connection, id_number)
    if not found:
        raise UnableToUnmask("nobody")
    period = period_on(parties.china_day(now))
    months = sorted({month for one in found for month in one.rows["month"].drop_nulls()})
    if months and identity.kept_until(months[-1], period.years) >= parties.china_day(now):
        until: date = identity.kept_until(months[-1], period.years)
        source = (period.source_en, period.source_zh)
        raise UnableToUnmask("still_kept", month=months[-1], until=until.isoformat(), source=source)
    erased = {one.holding.kind: identity.erase(connection, one.holding, one.rows) for one in found}
    parties.record("person_erased", now=now, using="owner", acting=by, documents=erased)
    return erased


def retire(connection: psycopg.Connection, before: str, *, by: parties.Acting, now: datetime) -> list[tuple[str, str]]:
    """Destroy the keys of the months before `before`; (kind, month) of each. As owner, in a transaction.

    Raises UnableToUnmask("months_kept"), ValueError for no month.
    """
    period = period_on(parties.china_day(now))
    try:
        gone = identity.retire(connection, before, years=period.years, now=now)
    except identity.UnableToRetire as error:
        source, until = (period.source_en, period.source_zh), error.until.isoformat()
        raise UnableToUnmask("months_kept", before=before, until=until, years=period.years, source=source) from error
    parties.record("keys_destroyed", now=now, using="owner", acting=by, before=before, keys=len(gone))
    return gone


# ---- opening --------------------------------------------------------------------------------------------------------


def _holding(kind: str) -> identity.Holding:
    known = identity.holdings()
    if kind not in known:
        raise UnableToUnmask("kind_unknown", kinds=", ".join(known), kind=kind)
    return known[kind]


def _opened(connection: psycopg.Connection, holding: identity.Holding, rows: pl.DataFrame, number: str) -> pl.DataFrame:
    try:
        return identity.opened(connection, rows, holding.fields)
    except identity.UnableToOpen as shut:
        raise UnableToUnmask("shut", number=number, why=str(shut)) from shut


def _left(connection: psycopg.Connection, holding: identity.Holding, rows: pl.DataFrame) -> pl.DataFrame:
    """What still opens of these rows, and the month of each; null where it no longer does."""
    keys = identity.keys_left(connection, rows[identity.KEY].drop_nulls().to_list())
    months = {number: key.month for number, key in keys.items() if isinstance(key, identity.Key)}
    opens = pl.col(identity.KEY).is_in(list(months))
    kept = rows.with_columns(pl.when(opens).then(column).alias(column) for column in (identity.BLOCK, identity.KEY))
    month = pl.Series("month", [months.get(number) for number in rows[identity.KEY]], dtype=pl.String)
    return identity.opened(connection, kept.with_columns(month), holding.fields)
