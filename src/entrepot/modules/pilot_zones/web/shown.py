"""Figures and firms as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import get_language

from entrepot.modules.declarations import api as declarations
from entrepot.modules.pilot_zones.models import Lease, Member
from entrepot.modules.pilot_zones.queries.statistics import Line


@dataclass(frozen=True)
class ShownLine:
    """A line of a table: its key in words, and values with their currencies in words, one a currency."""

    key: str
    line: Line
    values: Sequence[tuple[str, Decimal]]


class Names:
    """Codes in the reader's language, by the editions of this station."""

    def __init__(self, now: datetime) -> None:
        self.language = get_language() or "en"
        self._codes = declarations.codes_in_language(self.language, now=now)

    def currency(self, code: str) -> str:
        """A currency with its name, as far as that is known."""
        return self._codes.said("currency", code)

    def country(self, code: str) -> str:
        """A country/region with its name, as far as that is known."""
        return self._codes.said("country", code)

    def shown(self, line: Line, key: str) -> ShownLine:
        """A line under this name."""
        return ShownLine(key, line, [(self.currency(code), value) for code, value in line.values])


def firm_name(row: Member, *, chinese: bool) -> str:
    """A member's name, or its code where nobody has told the name yet."""
    return (row.firm_zh or row.firm_en if chinese else row.firm_en or row.firm_zh) or row.firm_code


def tenant_name(row: Lease, *, chinese: bool) -> str:
    """The name of a tenant."""
    return row.tenant_zh if chinese else row.tenant_en
