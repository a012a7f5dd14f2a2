"""Corrections of refused lists: what was typed and sent, and where their lists stand now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.store.select import by_index, rows, select


@dataclass(frozen=True)
class Draft:
    """What one person typed for a version of a list. answers: field of a document → text."""

    id: int
    order_no: str
    list_id: int
    filer_id: int
    cop_no: str
    party_id: int
    person_id: int
    answers: dict[str, str]
    changed_at: datetime


@dataclass(frozen=True)
class Sent:
    """A correction that went off."""

    list_id: int
    attempt: int
    party_id: int
    person_id: int
    message_ids: list[int]
    at: datetime


@dataclass(frozen=True)
class Standing:
    """Where a list stands now, whichever order its current version names."""

    order_no: str
    list_id: int
    state: str
    decision_no: int


_DRAFT = """SELECT c.id, c.order_no, c.list_id, c.filer_id, c.cop_no, c.party_id, c.person_id, c.answers::text,
       c.changed_at FROM declarations_correction c WHERE {}"""


def draft(number: int) -> Draft | None:
    """A correction of the reader's firms by its number; None where the reader has none of that number."""
    return next(iter(_drafts("c.id = %s", (number,))), None)


def drafts_of_list(filer_id: int, cop_no: str) -> list[Draft]:
    """The drafts of the reader's firms on any version of a list, the latest first."""
    return _drafts("c.filer_id = %s AND c.cop_no = %s ORDER BY c.changed_at DESC", (filer_id, cop_no))


def drafts_on(list_ids: Sequence[int]) -> list[Draft]:
    """The drafts of the reader's firms on these versions, the latest first."""
    return _drafts("c.list_id = ANY (%s) ORDER BY c.changed_at DESC", (list(list_ids),))


def _drafts(where: str, parameters: tuple[object, ...]) -> list[Draft]:
    return select(_draft, _DRAFT.format(where), parameters)


def _draft(*values: object) -> Draft:
    *first, answers, changed_at = values
    return Draft(*first, json.loads(str(answers)), changed_at)  # type: ignore[arg-type, call-arg] # columns in this order


def sent_of(list_ids: Sequence[int]) -> list[Sent]:
    """The corrections of these versions that went off, the first attempt first."""
    query = "SELECT s.FIELDS FROM declarations_correction_sent s WHERE s.list_id = ANY (%s) ORDER BY s.attempt"
    return select(Sent, query, (list(list_ids),))


def standing(filer_id: int, cop_no: str) -> Standing | None:
    """Where the list with this number of this filer stands; None where the reader does not see it."""
    query = "SELECT w.FIELDS FROM declarations_work w WHERE w.filer_id = %s AND w.cop_no = %s"
    return next(iter(select(Standing, query, (filer_id, cop_no))), None)


_LIST = "SELECT * FROM declarations_list l WHERE l.order_no = %s AND l.id = %s"
_LINES = "SELECT * FROM declarations_list_line i WHERE i.order_no = %s AND i.list_id = %s ORDER BY i.gnum"
# A list on the same waybill, of whichever order; only those that live and that the reader sees.
_USES = """
    SELECT l.id AS list_id, l.carrier_id, l.waybill_no, l.order_no, l.marketplace_id, l.seller_id, w.state, l.app_time,
           l.arrived_at
      FROM declarations_list l CROSS JOIN LATERAL (
           SELECT * FROM declarations_work w WHERE w.filer_id = l.filer_id AND w.cop_no = l.cop_no
              AND w.list_id = l.id OFFSET 0) w
     WHERE l.waybill_no = %s AND l.carrier_id = %s AND l.superseded_by IS NULL AND w.state = ANY (%s)
"""


def list_as_filed(order_no: str, list_id: int) -> tuple[dict[str, object], list[dict[str, object]]] | None:
    """Every column of one version of a list and of its lines; None where the reader sees none."""
    with by_index():
        head = rows(_LIST, (order_no, list_id))
        return (head[0], rows(_LINES, (order_no, list_id))) if head else None


def uses_of_waybill(waybill_no: str, carrier_id: int, states: Sequence[str]) -> list[dict[str, object]]:
    """Lists in one of `states` that name this waybill: the columns of the engine's frame waybill_uses."""
    with by_index():
        return rows(_USES, (waybill_no, carrier_id, list(states)))
