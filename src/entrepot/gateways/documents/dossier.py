"""The record dossier: who said what and when, where each list stands and why, and what was ordered and declared.

What of a record is shared with its reader stands in it part by part; a part that was not opened is not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.gateways.documents.paper import Case, Cases, Column, Facts, Grid, Head, Paper, Section, Sections
from entrepot.gateways.documents.values import Value, lines
from entrepot.gateways.documents.words import MARKETPLACE, SELLER, Language, Words

TITLE = Words("Record dossier", "单证档案汇编")
_STANDING = Words("Where the lists stand", "清单状态")
_SAID = Words("Who said what, and when", "各方申报与结论")
_COLUMNS = (
    Column(Words("Time", "时间"), "code", 20),
    Column(Words("By", "来源"), "text", 26),
    Column(Words("What", "内容"), "text", 54),
)
_STATE = (
    Column(Words("List", "清单"), "code", 20),
    Column(Words("Version", "版本"), "number", 8),
    Column(Words("State", "状态"), "text", 26),
    Column(Words("By", "来源"), "text", 24),
    Column(Words("Since", "自"), "code", 22),
)
_ORDERED = Words("As ordered", "订单所列")
_DECLARED = Words("As declared", "清单所列")
_NUMBER = Column(Words("No.", "序号"), "number", 4)
_ITEM = Column(Words("Item number", "货号"), "code", 12)
_AMOUNTS = (
    Column(Words("Quantity", "数量"), "number", 9),
    Column(Words("Unit", "单位"), "text", 10),
    Column(Words("Unit price", "单价"), "number", 11),
    Column(Words("Amount", "金额"), "number", 12),
    Column(Words("Currency", "币制"), "text", 13),
)
_GOODS = Column(Words("Description", "品名"), "text", 26)
_LIST = Column(Words("List", "清单"), "code", 14)
_CODE = Column(Words("HS code", "商品编码"), "code", 11)


@dataclass(frozen=True)
class Entry:
    """One thing that somebody said. details: labels with values, in the language of the document."""

    at: datetime
    by: str
    what: str
    details: Sequence[tuple[str, Value]]


@dataclass(frozen=True)
class Standing:
    """Where one list stands, by whose word, since when."""

    cop_no: str
    version: int
    state: str
    by: str
    since: datetime | None


@dataclass(frozen=True)
class Dossier:
    """What the reader may see of a record.

    ordered, declared: rows of goods as (number, item, name, quantity, unit, price, amount, currency) and (list, number,
    item, HS code, name, quantity, unit, price, amount, currency). shared: sections of parts that were opened.
    """

    head: Head
    marketplace: tuple[str, ...]
    seller: tuple[str, ...]
    standing: Sequence[Standing]
    cases: Sequence[Case]
    entries: Sequence[Entry]
    ordered: Sequence[Sequence[Value]]
    declared: Sequence[Sequence[Value]]
    shared: Sequence[Section]


def laid_out(dossier: Dossier) -> Paper:
    """The dossier as sections `parties`, `standing`, `cases`, `said`, `goods`, `shared`; empty ones are left out."""
    language = dossier.head.language
    standing = [(one.cop_no, one.version, one.state, one.by, one.since) for one in dossier.standing]
    goods = [
        Grid((_NUMBER, _ITEM, _GOODS, *_AMOUNTS), dossier.ordered, _ORDERED),
        Grid((_LIST, _NUMBER, _ITEM, _CODE, _GOODS, *_AMOUNTS), dossier.declared, _DECLARED),
    ]
    sections: Sections = {
        "parties": Facts(((MARKETPLACE, dossier.marketplace), (SELLER, dossier.seller))),
        "standing": [Grid(_STATE, standing, _STANDING)] if standing else [],
        "cases": Cases(dossier.cases),
        "said": [Grid(_COLUMNS, [_entry(one, language) for one in dossier.entries], _SAID)] if dossier.entries else [],
        "goods": [grid for grid in goods if grid.rows],
        "shared": list(dossier.shared),
    }
    return Paper("dossier", TITLE, dossier.head, sections, dossier.head.record_no)


def _entry(one: Entry, language: Language) -> Sequence[Value]:
    details = [f"{label}: {' '.join(lines(value, language))}" for label, value in one.details]
    return (one.at, one.by, (one.what, *details))
