"""What was answered to a reader's messages since a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

from entrepot.modules.exchange.queries.messages import REPLY_KINDS

NEWEST = 200  # messages of each party that are looked at


@dataclass(frozen=True)
class Answers:
    """Documents that were answered; at: the latest reply, None where there is none."""

    documents: int
    at: datetime | None


_ANSWERS = """
    SELECT coalesce(sum(m.documents), 0), max(m.at)
      FROM unnest(%(parties)s::bigint[]) AS p (id) CROSS JOIN LATERAL (
           SELECT * FROM exchange_message m WHERE m.party_id = p.id
            ORDER BY m.transaction_id DESC, m.id DESC LIMIT %(newest)s) m
     WHERE m.at >= %(since)s AND m.direction = 'out' AND m.kind = ANY (%(kinds)s)
"""


def answers_since(connection: psycopg.Connection, parties: Sequence[int], since: datetime) -> Answers:
    """Replies written to these parties since then, among the newest of their messages."""
    values = {"parties": list(parties), "newest": NEWEST, "since": since, "kinds": list(REPLY_KINDS)}
    row = connection.execute(_ANSWERS, values).fetchone()
    assert row is not None
    return Answers(int(row[0]), row[1])
