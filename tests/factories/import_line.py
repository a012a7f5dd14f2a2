"""Import sets in a test: made, written as messages, sent in through a line."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

import polars as pl

from entrepot.engines.clearance import Edition, References
from entrepot.gateways import ceb
from entrepot.gateways.ceb.software_keys import RsaSigner
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.project.practice import wares
from entrepot.project.practice.firms import MARKETPLACE, SELLERS
from entrepot.project.practice.import_faults import plant
from entrepot.project.practice.import_sets import FRAMES, SENDER, ImportSets, import_sets
from entrepot.project.practice.messages import import_messages as written
from tests.factories.line import NOW, Line

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


def import_messages(sets: ImportSets, kind: str, *, sender: str = "", **changed: object) -> list[tuple[str, bytes]]:
    """(sender's code, message) of the documents of one kind; `changed` sets columns of the heads, `sender` sends."""
    heads_name, lines_name = FRAMES[kind]
    values = {name: value if isinstance(value, pl.Expr) else pl.lit(value) for name, value in changed.items()}
    heads = getattr(sets, heads_name).with_columns(**values)
    found: list[tuple[str, bytes]] = []
    for (named,), part in heads.group_by(SENDER[kind], maintain_order=True):
        code = sender or named
        envelope = ceb.Envelope(str(uuid.uuid4()).upper(), str(code), "练习", "DXPTEST", practice=True)
        lines = getattr(sets, lines_name) if lines_name else None
        own = lines.join(part, on=["message_no", "document_no"], how="semi") if lines is not None else None
        guids = (str(uuid.uuid4()).upper() for _ in range(part.height))
        by = signer() if kind == "import_list" else None
        written = ceb.write_all(kind, part, own, envelope, guids, signer=by)  # type: ignore[arg-type]
        found += [(str(code), body) for body in written]
    return found


def all_messages(sets: ImportSets, kinds: tuple[str, ...] = KINDS) -> list[tuple[str, bytes]]:
    """Messages of these kinds."""
    return [message for kind in kinds for message in import_messages(sets, kind)]


def editions_for_imports() -> References:
    """Complete editions of the codes that some_imports uses, good for every day."""
    kinds = wares.frame()
    units = pl.concat([kinds["unit"], kinds["unit1"], kinds["unit2"].drop_nulls()]).unique()
    codes = kinds["hs_code"].unique()
    day = pl.lit(date(2020, 1, 1))
    rows = {
        "units": pl.DataFrame({"code": units}),
        "countries": pl.DataFrame({"code": ["502", "303", "304", "305", "116", "601", "142"]}),
        "hs_codes": pl.DataFrame({"code": codes}),
        "positive_list": pl.DataFrame({"code": codes.str.slice(0, 8).unique()}).select(
            "code", day.alias("from"), pl.lit(None, pl.Date).alias("until"), pl.lit(None, pl.String).alias("note")
        ),
    }
    made = {kind: Edition(kind, "test", "made for this test", "00", frame) for kind, frame in rows.items()}
    return References({**made, "import_rates": rates()})


@cache
def signer() -> RsaSigner:
    """Who signs lists in tests."""
    return RsaSigner.generate("练习", "TEST", NOW)


def guarantee(line: Line, code: str, amount: str) -> int:
    """A guarantee of the firm with this code, opened or filled up; its account."""
    holder = parties.resolve(line.setting.lookups, [(code, code, "")])[code]
    return ledgers.open_account(
        line.setting.lookups, kind="guarantee", key=code, unit="CNY", holder_id=holder, now=NOW, amount=Decimal(amount)
    )


def signed_sets(line: Line, *, first_no: int, faults: tuple[str, ...] = (), at: datetime = NOW) -> dict[str, str]:
    """A clean set and one with each of `faults`, sold by the first practice seller, sent and judged; fault → order.

    Under "" stands the clean one. The guarantee of the marketplace is filled up.
    """
    sets = import_sets(1 + len(faults), 7, rates(), first_no=first_no, at=at - timedelta(hours=1))
    seller = {"seller_code": pl.lit(SELLERS[0].customs_code), "seller_name": pl.lit(SELLERS[0].filed_name)}
    sold = replace(sets, orders=sets.orders.with_columns(**seller), lists=sets.lists.with_columns(**seller))
    planted = plant(sold, Decimal(len(faults)) / Decimal(1 + len(faults)), 1, faults or ("M01",))
    guarantee(line, MARKETPLACE.customs_code, "5000")
    references, line.references = line.references, editions_for_imports()
    line.send(list(written(planted.sets, signer=signer())))
    line.judge()
    line.references = references
    return {"": str(sold.orders["order_no"][0]), **{rule: number for number, rule in planted.plan.rows()}}
