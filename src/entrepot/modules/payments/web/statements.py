"""A statement: which entries settle which orders, and why the others do not; and what the record says of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entrepot.modules.parties import api as parties
from entrepot.modules.payments import queries, words
from entrepot.modules.payments.models import StatementEntry
from entrepot.shell import paging, timeline
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Tone

PAGE = 100
_TONES: dict[str, tuple[Tone, str]] = {
    "matched": ("good", "ready"),
    "open": ("wait", "not-checked"),
    "other": ("quiet", "pause"),
}


@require_safe
def page(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Its entries in the bank's order."""
    reader = parties.reader_in(request)
    row = queries.statement_of(reader.party_ids, statement_id) if reader else None
    if row is None:
        raise Http404(str(statement_id))
    entries = queries.entries_of(statement_id, after=paging.after(request), size=PAGE + 1)
    counts = queries.counted(statement_id)
    context = {
        "statement": row,
        "rows": [_shown(entry) for entry in entries[:PAGE]],
        "matched": counts.get("matched", 0),
        "open": counts.get("open", 0),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=entries[PAGE - 1].entry_no if len(entries) > PAGE else None),
    }
    return render(request, "payments/statement.html", context)


def _shown(entry: StatementEntry) -> dict[str, object]:
    chinese = (get_language() or "en").startswith("zh")
    return {
        "entry": entry,
        "amount": f"{entry.amount:,.2f} {entry.currency}",
        "badge": Badge(*_TONES[entry.state], words.STATES[entry.state][chinese]),
        "why": words.REASONS[entry.reason][chinese].format(**entry.facts),
        "orders": ", ".join(one.order_no for one in entry.settlements.all()),
    }


def on_record(order_no: str, marketplace_id: int) -> list[timeline.Entry]:
    """What statements settle of the record, to its seller."""
    return [
        timeline.Entry(
            row.at,
            "settled",
            row.entry.statement.account,
            _("Paid: %(amount)s"),
            {"amount": f"{row.amount:,.2f} {row.currency}"},
            (
                (_("Statement"), row.entry.statement.number),
                (_("Entry"), str(row.entry.entry_no)),
                (_("Booked on"), row.entry.booked_on.isoformat()),
            ),
            "good",
            "slip",
            f"settlement-{row.pk}",
        )
        for row in queries.settlements_on(order_no, marketplace_id)
    ]
