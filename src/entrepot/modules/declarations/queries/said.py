"""What went to customs, what customs said of it, and what was signed or answered, as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.store.select import select


@dataclass(frozen=True)
class FiledVersion:
    """A version of a list went to customs in a message."""

    list_id: int
    message_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ReplyVersion:
    """A reply of customs on a version of a list. decision_no: the decision it made; None: it only told of progress."""

    list_id: int
    message_id: int
    decision_no: int | None
    pre_no: str | None
    invt_no: str | None
    return_status: str
    return_time: datetime
    return_info: str
    by_id: int
    at: datetime


def filed(order_no: str, list_ids: Sequence[int]) -> list[FiledVersion]:
    """When these versions went to customs, the oldest first."""
    return select(
        FiledVersion,
        "SELECT f.FIELDS FROM declarations_filed f WHERE f.order_no = %s AND f.list_id = ANY(%s) ORDER BY f.at",
        (order_no, list(list_ids)),
    )


def replies(order_no: str, list_ids: Sequence[int]) -> list[ReplyVersion]:
    """What customs said of these versions, in the order in which it spoke."""
    return select(
        ReplyVersion,
        "SELECT r.FIELDS FROM declarations_reply r"
        " WHERE r.order_no = %s AND r.list_id = ANY(%s) ORDER BY r.return_time, r.at",
        (order_no, list(list_ids)),
    )


@dataclass(frozen=True)
class Answered:
    """The reply with a decision was written to who filed the list."""

    list_id: int
    decision_no: int
    filer_id: int
    by_id: int
    at: datetime


def answered(order_no: str, marketplace_id: int) -> list[Answered]:
    """Replies of this station to the lists of one order, the oldest first; a filing station writes none."""
    return select(
        Answered, "SELECT a.FIELDS FROM declarations_answered(%s, %s) a ORDER BY a.at", (order_no, marketplace_id)
    )


def signed(order_no: str, marketplace_id: int) -> dict[int, str]:
    """Message → number of the certificate whose signature fitted: of documents of one order."""
    sql = "SELECT s.message_id, s.key_name FROM declarations_signed(%s, %s) s"
    return dict(select(_signature, sql, (order_no, marketplace_id)))


def judge() -> int | None:
    """Whose station this is: who judges here."""
    found = select(int, "SELECT s.owner_id FROM parties_station_card() s")
    return found[0] if found else None


def _signature(message_id: int, key_name: str) -> tuple[int, str]:
    return message_id, key_name
