"""The programme page. Public: it shows counts of the whole installation, written down by a worker, and nothing else."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.modules.insights import api as insights
from entrepot.modules.parties import api as parties
from entrepot.project.portal.mission.telling import told
from entrepot.shell.badges import Badge


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The twelve lines."""
    today = parties.china_day(timezone.now())
    lines = told(get_language() or "en", today, insights.figures())
    for line in lines:
        for target in line["targets"]:
            target["badge"] = _badge(target)
        for action in line["actions"]:
            action["url"] = reverse(action["page"])
    counted = [figure["counted_at"] for line in lines for figure in line["figures"] if figure["counted_at"]]
    context = {"lines": lines, "today": today, "counted_at": min(counted) if counted else None}
    return render(request, "portal/mission/page.html", context)


def _badge(target: dict[str, Any]) -> Badge:
    if target["state"] == "met":
        return Badge("good", "ready", _("Met"))
    if target["state"] == "missed":
        return Badge("bad", "refused", _("Missed"))
    if target["state"] == "unknown":
        return Badge("quiet", "not-checked", _("Not known to us"))
    ways = {"nearer": _("Open, coming nearer"), "farther": _("Open, going away from it")}
    return Badge("info", "due", ways.get(target["way"] or "", _("Open")))
