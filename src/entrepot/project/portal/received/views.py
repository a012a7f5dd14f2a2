"""What others handed over: who says it, with which key, and what it says, as it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Received
from entrepot.modules.parties import api as parties
from entrepot.shell import paging
from entrepot.shell.badges import Badge
from entrepot.store import identity

PAGE = 50
MOST_ROWS = 200  # rows of one kind that the page shows; the file has all
STANDINGS = {
    "first": Badge("wait", "information", _("Key not compared")),
    "seen": Badge("wait", "information", _("Key seen before")),
    "confirmed": Badge("good", "ready", _("Key compared")),
    "other_key": Badge("bad", "refused", _("Another key than before")),
}
_MORE_LABELS = {"order_no": _("Order"), "seller_name": _("Seller"), "marketplace_name": _("Marketplace")}
CHANGED = Badge("bad", "refused", _("Changed since it came"))
GONE = Badge("wait", "information", _("No longer opens"))
_GONE = _("The bytes can no longer be opened: their retention has ended. What was decided remains.")


@dataclass(frozen=True)
class Line:
    """A received record in the table."""

    row: Received
    issuer: str
    parts: str
    badge: Badge


@dataclass(frozen=True)
class Rows:
    """Rows of one kind, as they came: what each column is called, and the values as texts. hidden: how many more."""

    headings: Sequence[str | Promise]
    rows: Sequence[Sequence[str]]
    hidden: int

    @property
    def facts(self) -> Sequence[tuple[str | Promise, str]]:
        """The only row, label by label."""
        return list(zip(self.headings, self.rows[0], strict=True))


def _own(request: HttpRequest) -> tuple[int, ...]:
    reader = parties.reader_in(request)
    return reader.party_ids if reader else ()


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    found = exchange.received_of(_own(request), below=paging.after(request), limit=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "lines": [_line(row) for row in shown],
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=shown[-1].pk) if len(found) > PAGE else "",
    }
    return render(request, "portal/received/records.html", context)


@require_safe
def record(request: HttpRequest, number: int) -> HttpResponse:
    """One of them, verified again in this moment."""
    row = _of(request, number)
    language = get_language() or "en"
    try:
        payload: Mapping[str, Any] = exchange.verified_again(row).payload
        badge = STANDINGS[row.standing]
    except identity.KeyDestroyed:
        payload, badge = {"parts": {}}, GONE
    except (parties.UnableToVerify, identity.UnableToOpen):  # not what came: none of it is shown as anybody's word
        payload, badge = {"parts": {}}, CHANGED
    context = {
        "row": row,
        "issuer": _issuer(row),
        "badge": badge,
        "changed": badge is CHANGED,
        "gone": badge is GONE,
        "practice_package": row.station == "practice",
        "station": parties.said(parties.STATIONS, [row.station], language),
        "fingerprint": " ".join(row.fingerprint[place : place + 8] for place in range(0, len(row.fingerprint), 8)),
        "parts": [
            (_part_name(part, language), _one_thing_first([_rows(part, *each) for each in named.items() if each[1]]))
            for part, named in payload["parts"].items()
        ],
    }
    return render(request, "portal/received/record.html", context)


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    """The file as it came, to be verified anywhere."""
    row = _of(request, number)
    name = f"received-{row.pk}.json"
    try:
        package = exchange.package_of(row)
    except identity.UnableToOpen:
        return HttpResponse(_GONE, status=410, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        package,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _of(request: HttpRequest, number: int) -> Received:
    row = exchange.received(_own(request), number)
    if row is None:
        raise Http404
    return row


def _line(row: Received) -> Line:
    language = get_language() or "en"
    comma = "、" if language.startswith("zh") else ", "
    return Line(
        row, _issuer(row), comma.join(_part_name(part, language) for part in row.parts), STANDINGS[row.standing]
    )


def _issuer(row: Received) -> str:
    return parties.named(row.issuer_zh, row.issuer_en, get_language() or "en")


def _part_name(part: str, language: str) -> str:
    """As grants name it; the other station may know parts that this one does not."""
    return parties.said(parties.PARTS, [part], language) if part in parties.PARTS else part


def _rows(part: str, name: str, rows: Sequence[Mapping[str, object]]) -> Rows:
    labels = _MORE_LABELS | declarations.part_labels(part, name)
    shown = rows[:MOST_ROWS]
    used = {column for row in shown for column, value in row.items() if value not in (None, "")}
    columns = [column for column in labels if column in used] + sorted(used - set(labels))
    texts = [[_text(row.get(column)) for column in columns] for row in shown]
    return Rows([labels.get(column, column) for column in columns], texts, len(rows) - len(shown))


def _one_thing_first(kinds: list[Rows]) -> list[Rows]:
    """Facts of one thing before tables of several."""
    return sorted(kinds, key=lambda kind: len(kind.rows) > 1)


def _text(value: object) -> str:
    """As it came; instants, which packages hold in ISO 8601, as times stand on other pages."""
    text = "" if value is None else str(value)
    if len(text) < len("2026-01-31T00:00:00Z") or "T" not in text:
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at.tzinfo else text
