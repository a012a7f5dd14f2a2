"""Programs of several firms at the API of a practice customs station, with workers at hand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from entrepot.engines.clearance import References
from entrepot.modules.declarations.api import Desk
from entrepot.modules.parties import api as parties
from entrepot.project.api import metrics, tokens
from entrepot.project.line.deciding import judge_some
from entrepot.project.line.intake import Took, read_stored
from entrepot.project.line.replies import answer_intake
from entrepot.project.practice import firms
from entrepot.project.practice.import_sets import FRAMES as IMPORT_FRAMES
from entrepot.project.practice.import_sets import ImportSets
from entrepot.project.practice.sets import Sets
from tests.factories.line import FRAMES, Line, messages_of, some_sets

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from tests.databases import Database

SINCE = date(2020, 1, 1)
MARKETPLACE = firms.MARKETPLACE.customs_code
SELLERS = [firm.customs_code for firm in firms.SELLERS]
BROKER = firms.BROKER.customs_code
CUSTOMS = firms.CUSTOMS.customs_code
EVERY_SCOPE = ("messages:write", "records:read", "decisions:read")
XML = "application/xml"
NONE: Mapping[str, str] = {}
JSON = "application/json"


@dataclass
class _FixedDesk:
    """The desk of a test at any time of the day."""

    desk: Desk

    def at(self, _now: datetime) -> Desk:
        return self.desk


@dataclass
class Station:
    """A practice station, its firms by customs code, one person in each; requests carry the token of a firm."""

    client: "Client"
    line: Line
    parties: dict[str, int]
    people: dict[str, int]
    tokens: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    @classmethod
    def opened(cls, client: "Client", db: "Database") -> "Station":
        tokens.forget_tokens()
        metrics.forget_sums()
        client.defaults["HTTP_HOST"] = "localhost"
        now = datetime.now(UTC)
        numbers = {firm.customs_code: _register(firm, now) for firm in firms.FIRMS}
        line = Line.opened(db.owner, some_sets(40, at=now))
        line.now = now
        parties.create_station(kind="practice", owner_id=numbers[CUSTOMS], signing_key="0" * 64, now=now)
        people = {code: _member(code, party, now) for code, party in numbers.items()}
        return cls(client, line, numbers, people)

    def token(self, code: str, scopes: tuple[str, ...] = EVERY_SCOPE) -> str:
        """A token of that firm with these scopes."""
        if (code, scopes) not in self.tokens:
            now = datetime.now(UTC)
            made = parties.make_token(
                acting=parties.Acting(self.parties[code]),
                person_id=self.people[code],
                name="test",
                scopes=scopes,
                expires_at=now + timedelta(days=1),
                now=now,
                using="owner",
            )
            self.tokens[code, scopes] = made.token
        return self.tokens[code, scopes]

    def get(self, code: str, address: str, headers: Mapping[str, str] = NONE) -> "Answer":
        return self.client.get(address, headers={"Authorization": f"Bearer {self.token(code)}", **headers})

    def post(
        self, code: str, address: str, body: bytes, kind: str = XML, headers: Mapping[str, str] = NONE
    ) -> "Answer":
        every = {"Authorization": f"Bearer {self.token(code)}", **headers}
        return self.client.post(address, data=body, content_type=kind, headers=every)

    def post_json(self, code: str, address: str, content: object, headers: Mapping[str, str] = NONE) -> "Answer":
        return self.post(code, address, json.dumps(content).encode(), JSON, headers)

    def delete(self, code: str, address: str) -> "Answer":
        return self.client.delete(address, headers={"Authorization": f"Bearer {self.token(code)}"})

    def read(self) -> Took | None:
        """A worker reads what is stored."""
        now = datetime.now(UTC)
        return read_stored(self.line.setting, now=now, limit=100, after=answer_intake)

    def judge(self) -> int:
        """A worker judges all that has arrived; the number of lists decided."""
        decided = 0
        while True:
            desk: Any = _FixedDesk(self.line.desk())
            judged = judge_some(self.line.setting, desk, now=datetime.now(UTC))
            decided += judged.decided.height
            if not judged.arrivals:
                return decided

    def send_sets(self, sets: Sets, kinds: tuple[str, ...] = ("order", "slip", "waybill", "list")) -> list[int]:
        """Each message posted by the firm that may send it; their ids."""
        ids = []
        for kind in kinds:
            for code, body in messages_of(sets, kind):
                answer = self.post(code, "/api/v1/messages", body)
                assert answer.status_code == 202, answer.content
                ids.append(answer.json()["id"])
        return ids

    @property
    def references(self) -> References:
        return self.line.references


def sets_now(count: int, *, first_no: int = 1, lines: int = 2) -> Sets:
    """Clean sets submitted within the last hour."""
    return some_sets(count, first_no=first_no, at=datetime.now(UTC), lines=lines)


def items_of(sets: Sets | ImportSets, heads: str, lines: str = "") -> list[dict[str, Any]]:
    """Documents of a frame of sets as JSON items: `heads` and `lines` name the frames."""
    from entrepot.gateways.ceb.tables import MESSAGES

    frames = IMPORT_FRAMES if isinstance(sets, ImportSets) else FRAMES
    message = next(MESSAGES[kind] for kind in MESSAGES if frames.get(kind, ("",))[0] == heads)
    found = []
    for row in getattr(sets, heads).iter_rows(named=True):
        item: dict[str, Any] = {field.column: _text(row.get(field.column), field.sort) for field in message.head.fields}
        item = {name: value for name, value in item.items() if value is not None}
        if message.line is not None:
            own = getattr(sets, lines).filter(
                message_no=row["message_no"], document_no=row["document_no"]
            )  # fmt: skip
            item["lines"] = [
                {field.column: _text(line.get(field.column), field.sort) for field in message.line.fields
                 if line.get(field.column) is not None}
                for line in own.iter_rows(named=True)
            ]  # fmt: skip
        found.append(item)
    return found


def _text(value: object, sort: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        china = value.astimezone(UTC) + timedelta(hours=8)
        return china.strftime("%Y%m%d%H%M%S")
    if isinstance(value, date):
        return value.strftime("%Y%m%d")
    if sort == "decimal":
        return f"{value:.5f}"
    return str(value)


def _register(firm: firms.Firm, now: datetime) -> int:
    codes = [firm.customs_code, firm.credit_code]
    name = firm.filed_name
    return parties.register_enterprise(name_zh=name, codes=codes, roles=firm.roles, valid_from=SINCE, now=now)


def _member(code: str, party: int, now: datetime) -> int:
    person = parties.create_person(username=f"p{code}", name=code, now=now)
    acting = parties.Acting(party)
    parties.add_member(acting=acting, person_id=person, place="staff", valid_from=SINCE, now=now, using="owner")
    return person
