"""Health, queues and reference editions."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entrepot import __version__, rulebook
from entrepot.engines.clearance import REFERENCES
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties
from entrepot.project import health
from entrepot.project.portal.operator.operators import for_operators, is_operator
from entrepot.shell import needs
from entrepot.shell.navigation import Place, register
from entrepot.shell.needs import Need
from entrepot.shell.station import is_practice
from entrepot.store.connection import under_django

AGES: dict[timedelta, str | Promise] = {
    timedelta(0): _("under a minute"),
    timedelta(minutes=1): _("a minute to an hour"),
    timedelta(hours=1): _("an hour to a day"),
    timedelta(days=1): _("longer than a day"),
}
MOST = 10_000


def register_pages() -> None:
    """The operator's place in the top bar and lines of the home page."""
    register(Place("operator:health", gettext_lazy("Operator"), "operator", 90, visible=is_operator))
    needs.register("operator", of)


def of(request: HttpRequest) -> Iterator[Need]:
    """Reference editions that are missing or overdue, and webhooks that fail; to the operator alone."""
    if not is_operator(request):
        return
    wrong = [each for each in _editions(timezone.now()) if each.is_wrong]
    if wrong:
        title, hint = gettext("Reference editions overdue"), gettext("Their checks say “not checked”")
        yield Need(len(wrong), title, hint, reverse("operator:editions"), "not-checked", "wait", 60)
    telling = exchange.telling()
    failed = telling.failing + telling.given_up
    if failed:
        title, hint = gettext("Webhooks that fail"), gettext("Addresses that did not take the news")
        yield Need(failed, title, hint, reverse("operator:queues"), "warning", "bad", 65)


@require_safe
@for_operators
def health_page(request: HttpRequest) -> HttpResponse:
    """What `entrepot doctor` says, from inside the running pages."""
    now, language = timezone.now(), get_language() or "en"
    data = Path(os.environ.get("ENTREPOT_DATA", "var"))
    facts: dict[str, Any] = {
        "machine": health.machine(data),
        "database": health.database(under_django(), own=not os.environ.get("DATABASE_URL")),
        "references": health.references(under_django(), now),
    }
    wrong = health.troubles(facts, path=data, now=now)
    context = {
        "tab": "health",
        "release": __version__,
        "card": parties.station(under_django()),
        "practice_station": is_practice(),
        "troubles": [each.said(language) for each in wrong],
        "machine": facts["machine"],
        "database": facts["database"],
        "packages": {**health.packages(), "python": facts["machine"]["python"]},
        "now": now,
    }
    return render(request, "portal/operator/health.html", context)


@dataclass(frozen=True)
class AgeRow:
    """One class of age in the table of queues."""

    label: str | Promise
    due: int
    waiting: int


@require_safe
@for_operators
def queues(request: HttpRequest) -> HttpResponse:
    """What waits: messages, arrivals, lists by age, subscribers of the outbox, deliveries to webhooks."""
    now = timezone.now()
    found = declarations.ages(under_django(), now=now, most=MOST)
    counted = {(each.state, each.older_than): each.count for each in found}
    ages = [AgeRow(said, *(counted.get((state, low), 0) for state in ("due", "waiting"))) for low, said in AGES.items()]
    telling = exchange.telling()
    firms = parties.firms({each.party_id for each in telling.newest})
    language = get_language() or "en"
    names = {firm.id: parties.named(firm.name_zh, firm.name_en, language) for firm in firms.values()}
    context = {
        "tab": "queues",
        "backlog": exchange.backlog(under_django(), past=0),
        "numbers": declarations.numbers(under_django()),
        "ages": ages,
        "most": MOST,
        "subscribers": parties.subscribers(),
        "telling": telling,
        "failing": [(each, names.get(each.party_id, "")) for each in telling.newest],
        "now": now,
    }
    return render(request, "portal/operator/queues.html", context)


@dataclass(frozen=True)
class EditionRow:
    """One kind of reference table: the edition in force, if any, and the rules that need it."""

    kind: str
    name: str
    edition: catalogue.EditionInForce | None
    rules: tuple[tuple[str, str], ...]
    today: date

    @property
    def is_overdue(self) -> bool:
        """Somebody should have looked for a newer one."""
        return self.edition is not None and self.edition.is_overdue(self.today)

    @property
    def is_wrong(self) -> bool:
        """Overdue, or missing although rules of export look codes up in it; not every station has imports."""
        return self.is_overdue or (self.edition is None and self.kind in REFERENCES)


def _editions(now: datetime) -> list[EditionRow]:
    """Those that want work first."""
    today = parties.china_day(now)
    found = catalogue.editions(under_django(), today)
    chinese = (get_language() or "en").startswith("zh")
    rows = []
    for kind, text in catalogue.KINDS.items():
        name = text.zh if chinese else text.en
        rows.append(EditionRow(kind, name, found.get(kind), health.RULES_OF.get(kind, ()), today))
    return sorted(rows, key=lambda row: not row.is_wrong)


@require_safe
@for_operators
def editions(request: HttpRequest) -> HttpResponse:
    """Reference editions in force with source and dates; overdue and missing ones on top."""
    language = "zh" if (get_language() or "en").startswith("zh") else "en"
    now = timezone.now()
    rows = _editions(now)
    context = {
        "tab": "editions",
        "rows": [
            (row, [(code, rulebook.load(regime).rules[code].name[language]) for regime, code in row.rules])
            for row in rows
        ],
        "wrong": sum(row.is_wrong for row in rows),
    }
    return render(request, "portal/operator/editions.html", context)
