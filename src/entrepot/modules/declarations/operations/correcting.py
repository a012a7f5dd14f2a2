"""Correct a refused list: keep what is typed, and let one of those who send at the same time through."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.modules.parties.api import Acting
from entrepot.store.select import select


@dataclass(frozen=True)
class Version:
    """One version of a list: its key, and the list that it is a version of."""

    order_no: str
    list_id: int
    filer_id: int
    cop_no: str


_KEEP = """
    INSERT INTO declarations_correction AS c
           (order_no, list_id, filer_id, cop_no, party_id, person_id, answers, begun_at, changed_at)
    VALUES (%(order_no)s, %(list_id)s, %(filer_id)s, %(cop_no)s, %(party)s, %(person)s, %(answers)s::jsonb, %(now)s,
            %(now)s)
    ON CONFLICT (list_id, person_id, party_id)
        DO UPDATE SET answers = excluded.answers, changed_at = excluded.changed_at
    RETURNING c.id
"""
_SENT = """
    INSERT INTO declarations_correction_sent (order_no, list_id, attempt, party_id, person_id, message_ids, at)
    VALUES (%(order_no)s, %(list_id)s, %(attempt)s, %(party)s, %(person)s, %(messages)s, %(now)s)
    ON CONFLICT (list_id, attempt) DO NOTHING RETURNING attempt
"""


def keep_draft(*, version: Version, acting: Acting, answers: Mapping[str, str], now: datetime) -> int:
    """Keep what this person typed so far; replaces what it typed before. Returns the number of the correction."""
    texts = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)
    values = {**vars(version), "party": acting.party_id, "person": acting.person_id, "answers": texts, "now": now}
    return select(int, _KEEP, values)[0]


def note_sent(*, version: Version, acting: Acting, attempt: int, message_ids: Sequence[int], now: datetime) -> bool:
    """Note that a correction of this version goes off in these messages; False where that attempt was made already.

    Two at the same time wait for each other here: the second learns that the first was through.
    """
    values = {"order_no": version.order_no, "list_id": version.list_id, "attempt": attempt, "now": now,
              "party": acting.party_id, "person": acting.person_id, "messages": list(message_ids)}  # fmt: skip
    return bool(select(int, _SENT, values))
