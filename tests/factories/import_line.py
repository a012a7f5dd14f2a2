"""Import sets in a test: made, written as messages, sent in through a line."""

import uuid
from datetime import timedelta
from decimal import Decimal

import polars as pl

from entrepot.engines.clearance import Edition
from entrepot.gateways import ceb
from entrepot.project.practice import wares
from entrepot.project.practice.import_sets import FRAMES, SENDER, ImportSets, import_sets
from tests.factories.line import NOW

KINDS = ("import_order", "payment", "import_waybill", "import_list")
EXACT = pl.Decimal(38, 10)


def rates(vat: str = "0.13", consumption_tax: str = "0") -> Edition:
    """One rate for all wares."""
    rows = pl.DataFrame({"prefix": wares.frame()["hs_code"].unique()}).with_columns(
        vat=pl.lit(Decimal(vat), EXACT),
        consumption_tax=pl.lit(Decimal(consumption_tax), EXACT),
        duty=pl.lit(Decimal(0), EXACT),
        floor_gram=pl.lit(None, EXACT),
        floor_sheet=pl.lit(None, EXACT),
    )
    return Edition("import_rates", "test", "made for this test", "00", rows)


def some_imports(count: int, *, first_no: int = 1, lines: int = 2, buyers: int = 0) -> ImportSets:
    """Clean import sets submitted one a second from an hour before NOW."""
    return import_sets(
        count, 7, rates(), first_no=first_no, at=NOW - timedelta(hours=1), lines_per_order=lines, buyers=buyers
    )


def import_messages(sets: ImportSets, kind: str, **changed: object) -> list[tuple[str, bytes]]:
    """(sender's code, message) of the documents of one kind; `changed` sets columns of the heads."""
    heads_name, lines_name = FRAMES[kind]
    values = {name: value if isinstance(value, pl.Expr) else pl.lit(value) for name, value in changed.items()}
    heads = getattr(sets, heads_name).with_columns(**values)
    found: list[tuple[str, bytes]] = []
    for (code,), part in heads.group_by(SENDER[kind], maintain_order=True):
        envelope = ceb.Envelope(str(uuid.uuid4()).upper(), str(code), "练习", "DXPTEST", practice=True)
        lines = getattr(sets, lines_name) if lines_name else None
        own = lines.join(part, on=["message_no", "document_no"], how="semi") if lines is not None else None
        guids = (str(uuid.uuid4()).upper() for _ in range(part.height))
        found += [(str(code), body) for body in ceb.write_all(kind, part, own, envelope, guids)]  # type: ignore[arg-type]
    return found


def all_messages(sets: ImportSets, kinds: tuple[str, ...] = KINDS) -> list[tuple[str, bytes]]:
    """Messages of these kinds."""
    return [message for kind in kinds for message in import_messages(sets, kind)]
