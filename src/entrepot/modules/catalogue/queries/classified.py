"""What the goods of sellers were called and which HS code was chosen for them: evidence for the next choice."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

_NEWEST = """
    SELECT item_no, concat_ws(' ', declared_name, item_name), hs_code, coalesce(hs_chosen_by, changed_by)
      FROM catalogue_goods
     WHERE seller_id = ANY (%s::bigint[]) AND NOT superseded AND hs_code IS NOT NULL
       AND coalesce(declared_name, item_name) IS NOT NULL
     ORDER BY at DESC, seller_id, item_no LIMIT %s"""


@dataclass(frozen=True)
class ClassifiedGoods:
    """One ware as it stands: its names, its ten-digit code and who chose it."""

    item_no: str
    names: str
    hs_code: str
    chosen_by: str


def classified_goods(connection: psycopg.Connection, seller_ids: Sequence[int], *, limit: int) -> list[ClassifiedGoods]:
    """The latest wares of these sellers that have a name and an HS code."""
    rows = connection.execute(_NEWEST, (list(seller_ids), limit)).fetchall()
    return [ClassifiedGoods(*map(str, row)) for row in rows]
