"""A line in a test: sets made, written as messages, sent in, judged."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import polars as pl
import psycopg

from entrepot import rulebook
from entrepot.engines.clearance import Edition, References
from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Desk, Judged
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.project.line.intake import Took, read_stored
from entrepot.project.line.replies import answer_intake, answer_verdicts
from entrepot.project.line.setting import Setting
from entrepot.project.practice import firms
from entrepot.project.practice.sets import Sets, generate_sets

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
KINDS = ("order", "slip", "waybill", "list")
FRAMES = {
    "order": ("orders", "order_lines"),
    "slip": ("slips", ""),
    "waybill": ("waybills", ""),
    "list": ("lists", "list_lines"),
}
SENDER = {"order": "marketplace_code", "slip": "pay_code", "waybill": "carrier_code", "list": "agent_code"}


@cache
def rules() -> rulebook.Rulebook:
    """The rulebook, read once a run."""
    return rulebook.load()


def some_sets(count: int, *, first_no: int = 1, at: datetime = NOW, lines: int = 2) -> Sets:
    """Clean sets submitted one a second from an hour before `at`."""
    return generate_sets(count, 7, first_no=first_no, at=at - timedelta(hours=1), lines_per_order=lines)


def editions_for(sets: Sets) -> References:
    """Complete editions of just the codes that these sets use."""
    lines, lists = sets.list_lines, sets.lists
    units = pl.concat([lines["unit"], lines["unit1"], lines["unit2"].drop_nulls()])
    currencies = pl.concat([lines["currency"], lists["freight_currency"], lists["insured_currency"]])
    countries = pl.concat([lines["country"], lists["country"]])
    measures = pl.DataFrame({"prefix": lines["hs_code"].unique()}).with_columns(
        licence=pl.lit(value=False), export_duty=pl.lit(value=False), refund=pl.lit(value=False)
    )
    rows = {
        "units": pl.DataFrame({"code": units.unique()}),
        "currencies": pl.DataFrame({"code": currencies.unique()}),
        "countries": pl.DataFrame({"code": countries.unique()}),
        "hs_codes": pl.DataFrame({"code": lines["hs_code"].unique()}),
        "export_measures": measures,
    }
    return References({kind: Edition(kind, "test", "made for this test", "00", frame) for kind, frame in rows.items()})


def messages_of(sets: Sets, kind: str, **changed: object) -> list[tuple[str, bytes]]:
    """(sender's code, message) of the documents of one kind; `changed` sets columns of the heads."""
    heads_name, lines_name = FRAMES[kind]
    heads = getattr(sets, heads_name).with_columns(**{name: pl.lit(value) for name, value in changed.items()})
    lines = getattr(sets, lines_name) if lines_name else None
    found: list[tuple[str, bytes]] = []
    for (code,), part in heads.group_by(SENDER[kind], maintain_order=True):
        sender = part["seller_code"][0] if code == "无" else code
        envelope = ceb.Envelope(str(uuid.uuid4()).upper(), str(sender), "练习", "DXPTEST", practice=True)
        own = lines.join(part, on=["message_no", "document_no"], how="semi") if lines is not None else None
        guids = (str(uuid.uuid4()).upper() for _ in range(part.height))
        found += [(str(sender), body) for body in ceb.write_all(kind, part, own, envelope, guids)]  # type: ignore[arg-type]
    return found


@dataclass
class Line:
    """A practice customs station with one worker's connections."""

    setting: Setting
    references: References
    now: datetime = NOW
    seed: bytes = b"a seed that draws green for these sets"
    judged: list[Judged] = field(default_factory=list)

    @classmethod
    def opened(cls, conninfo: str, sets: Sets, *, station: str = "practice") -> "Line":
        """On a clean database; the owner is the practice customs house."""
        connection = psycopg.connect(conninfo)
        lookups = psycopg.connect(conninfo, autocommit=True)
        code = firms.CUSTOMS.customs_code
        owner = parties.resolve(lookups, [(code, firms.CUSTOMS.name_zh, "authority")])[code]
        return cls(Setting(connection, lookups, station, owner), editions_for(sets))

    def another(self, conninfo: str) -> "Line":
        """A second worker of the same station."""
        setting = replace(
            self.setting, connection=psycopg.connect(conninfo), lookups=psycopg.connect(conninfo, autocommit=True)
        )
        return replace(self, setting=setting, judged=[])

    def close(self) -> None:
        self.setting.connection.close()
        self.setting.lookups.close()

    def send(self, messages: list[tuple[str, bytes]]) -> Took:
        """Store the messages as their senders' and read them."""
        ids = parties.resolve(self.setting.lookups, [(code, code, "") for code, _ in messages])
        incoming = [Incoming("message", ids[code], body) for code, body in messages]
        with self.setting.connection.transaction():
            stored = exchange.store_messages(
                self.setting.connection, incoming, now=self.now, practice=self.setting.practice
            )
        new = [message.id for message in stored if message.is_new]
        took = read_stored(self.setting, now=self.now, limit=1000, only=new, after=answer_intake)
        assert took is not None or not new
        return took if took is not None else Took(pl.DataFrame(), {}, pl.DataFrame())

    def send_sets(self, sets: Sets, kinds: tuple[str, ...] = KINDS) -> Took:
        return self.send([message for kind in kinds for message in messages_of(sets, kind)])

    def desk(self) -> Desk:
        seed = None if self.setting.station == "filing" else self.seed
        return Desk(self.setting.station, self.setting.owner_id, rules(), self.references, seed)

    def judge(self) -> int:
        """Judge until no arrivals are left; the number of lists decided."""
        decided = 0
        while True:
            with self.setting.connection.transaction():
                judged = declarations.judge_arrivals(self.setting.connection, self.desk(), now=self.now)
                answer_verdicts(self.setting, judged.decided, judged.findings, now=self.now)
                if judged.decided.height:
                    declarations.publish(self.setting.connection, judged.decided, now=self.now)
            if not judged.arrivals:
                return decided
            self.judged.append(judged)
            decided += judged.decided.height

    def states(self) -> dict[str, int]:
        """How many lists are in which state."""
        rows = self.setting.lookups.execute("SELECT state, count(*) FROM declarations_work GROUP BY state ORDER BY 1")
        return dict(rows.fetchall())
