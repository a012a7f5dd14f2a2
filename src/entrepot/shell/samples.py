"""What the styleguide shows: every block with invented contents in each of its states."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.shell import figures, maps, timeline
from entrepot.shell.badges import Badge
from entrepot.shell.columns import columns
from entrepot.shell.forms import SignInForm
from entrepot.shell.icons import ICONS
from entrepot.shell.moved import Moved
from entrepot.shell.needs import Need


class SampleOptions(forms.Form):
    """A question with several answers."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Parts"),
        choices=[("order", gettext_lazy("Order")), ("customs", gettext_lazy("Customs"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one part")},
    )


_AT = datetime(2026, 3, 2, 1, 30, 15, tzinfo=UTC)


def context() -> dict[str, Any]:
    """The context of the styleguide."""
    wrong = SignInForm({"username": "", "password": ""})
    wrong.is_valid()
    return {
        "tones": ["good", "wait", "bad", "hold", "info", "quiet"],
        "badges": _badges(),
        "entries": _entries(),
        "sample_needs": _needs(),
        "sample_moved": _moved(),
        "form": wrong,
        "clean_form": SignInForm(),
        "options": [SampleOptions({"parts": ["order"]}, auto_id="sample_%s"), SampleOptions({}, auto_id="faulty_%s")],
        "spark": figures.sparkline([3, 5, 4, 8, 13, 9, 11, 18, 17, 21]),
        "bars": figures.bars([("E04", 41, "#charts"), ("E06", 17, "#charts"), ("E10", 3, "#charts")]),
        "sample_map": _map(),
        "columns": columns([[(hour * 3 % 11, "good"), (hour % 4, "hold"), (hour % 3, "bad")] for hour in range(24)]),
        "icons": sorted(ICONS),
        "amounts": [Decimal("1234567.50000"), Decimal("0.00000"), Decimal("19.99500")],
        "counts": [0, 99_999, 123_456, 250_000_000],
        "at": _AT,
    }


def _badges() -> list[Badge]:
    return [
        Badge("good", "ready", _("Ready")),
        Badge("wait", "waiting", _("Waiting")),
        Badge("bad", "refused", _("Refused")),
        Badge("hold", "held", _("Held")),
        Badge("info", "filing", _("Filed")),
        Badge("quiet", "not-checked", _("Not checked")),
    ]


def _moved() -> list[Moved]:
    return [
        Moved(_AT, _("Released"), "PR-2026-000123", "#working", "released", "good"),
        Moved(_AT, _("Refused"), "PR-2026-000124", "#working", "refused", "bad"),
    ]


def _entries() -> list[timeline.Entry]:
    return [
        timeline.Entry(
            _AT,
            "sample",
            _("A marketplace"),
            _("Order, version %(version)s"),
            {"version": 1},
            ((_("Goods value"), Decimal("58.40")), (_("Currency"), "USD")),
            icon="order",
            key="sample-1",
        ),
        timeline.Entry(
            _AT.replace(minute=41),
            "sample",
            _("Practice customs"),
            _("Refused"),
            tone="bad",
            icon="refused",
            key="sample-2",
        ),
    ]


def _map() -> maps.Map | None:
    """A way of which the first part is done."""
    return maps.drawn([
        maps.Spot(_("Harbour one"), 121.95, 29.85, "from", reached=True),
        maps.Spot(_("A strait"), 104.0, 1.2, "via", reached=True),
        maps.Spot(_("A canal"), 32.55, 29.95, "via"),
        maps.Spot(_("Harbour two"), 9.97, 53.54, "to"),
    ])  # fmt: skip


def _needs() -> list[Need]:
    return [
        Need(12, _("Refused lists"), _("Each with its reason and what to do"), "#needs", "refused", "bad", 10),
        Need(1000, _("Waiting lists"), _("A document has not come"), "#needs", "waiting", "wait", 20, at_least=True),
    ]
