"""Names of coded values, by the reference editions that this station has loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import psycopg

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

_KINDS = {"currency": "currencies", "unit": "units", "country": "countries"}


@dataclass(frozen=True)
class Codes:
    """Column ("currency", "unit", "country") → code → name; empty where no edition is loaded."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def said(self, column: str, code: str | None) -> str:
        """The code with its name behind it, as far as that is known."""
        name = self.names.get(column, {}).get(code or "", "")
        return f"{code} {name}" if name else code or ""


def in_language(language: str, *, now: datetime) -> Codes:
    """The editions in force today, for the reader of the request."""
    found = catalogue.editions(under_django(), parties.china_day(now))
    chinese = language.startswith("zh")
    return Codes(
        {
            column: _names(under_django(), found[kind].id, chinese=chinese)
            for column, kind in _KINDS.items()
            if kind in found
        }
    )


_kept: dict[int, tuple[dict[str, str], dict[str, str]]] = {}  # an edition never changes


def _names(database: psycopg.Connection, edition_id: int, *, chinese: bool) -> dict[str, str]:
    if edition_id not in _kept:
        rows = catalogue.entries(database, edition_id).select("code", "name_zh", "name_en").rows()
        if not rows:
            return {}
        _kept[edition_id] = ({code: zh for code, zh, _ in rows}, {code: en or zh for code, zh, en in rows})
    return _kept[edition_id][0 if chinese else 1]
