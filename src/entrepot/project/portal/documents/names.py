"""Names of codes in both languages, by the reference editions in force that day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import psycopg

from entrepot.gateways.documents.values import Named
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

# column of a document → kind of reference that names its codes
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("currency", "freight_currency", "insured_currency"), "currencies"),
    **dict.fromkeys(("unit", "unit1", "unit2"), "units"),
    **dict.fromkeys(("country", "destination"), "countries"),
    **dict.fromkeys(("customs_code", "port_code"), "customs_offices"),
    "traf_mode": "transport_modes",
    "wrap_type": "packages",
}


@dataclass(frozen=True)
class Names:
    """Kind of reference → code → (English, Chinese) name; empty where no edition is loaded."""

    kinds: Mapping[str, Mapping[str, tuple[str, str]]]

    def of(self, column: str, code: str | None) -> Named | None:
        """The code of that column with its names, as far as they are known."""
        if not code:
            return None
        return Named(code, *self.kinds.get(KINDS[column], {}).get(code, ("", "")))


def in_force(*, now: datetime) -> Names:
    """The editions in force today, for the reader of the running transaction."""
    found = catalogue.editions(under_django(), parties.china_day(now))
    kinds = sorted(set(KINDS.values()) & set(found))
    return Names({kind: _names(under_django(), found[kind].id) for kind in kinds})


_kept: dict[int, Mapping[str, tuple[str, str]]] = {}  # an edition never changes


def _names(database: psycopg.Connection, edition_id: int) -> Mapping[str, tuple[str, str]]:
    if edition_id not in _kept:
        rows = catalogue.entries(database, edition_id).select("code", "name_en", "name_zh").rows()
        if not rows:
            return {}
        _kept[edition_id] = {code: (en or "", zh or "") for code, en, zh in rows}
    return _kept[edition_id]
