"""Who chose which HS code for a ware and why, for a record's page; as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.store.select import select


@dataclass(frozen=True)
class ChosenCode:
    """One version of a ware that has an HS code."""

    seller_id: int
    item_no: str
    version: int
    declared_name: str | None
    hs_code: str
    hs_chosen_by: str | None
    hs_reason: str | None
    changed_by: str
    at: datetime


def chosen_codes(seller_ids: Sequence[int], item_nos: Sequence[str]) -> list[ChosenCode]:
    """Every version of these wares of these sellers that has an HS code, in the order in which they were kept."""
    return select(
        ChosenCode,
        'SELECT g.FIELDS FROM unnest(%s::bigint[]) AS s (seller_id), unnest(%s::text[] COLLATE "C") AS i (item_no),'
        " catalogue_goods g WHERE g.seller_id = s.seller_id AND g.item_no = i.item_no AND g.hs_code IS NOT NULL"
        " ORDER BY g.at, g.seller_id, g.item_no, g.version",
        (list(seller_ids), list(item_nos)),
    )
