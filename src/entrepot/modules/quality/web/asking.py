"""A seller has one of its orders inspected: by whom, at which level and AQL."""

from decimal import Decimal

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.quality import queries
from entrepot.modules.quality.errors import UnableToInspect
from entrepot.modules.quality.models import Inspection
from entrepot.modules.quality.operations import Wish, aql_text, ask
from entrepot.modules.quality.sampling import AQLS, LEVELS
from entrepot.modules.quality.web import shown
from entrepot.modules.trade import api as trade
from entrepot.modules.trade.api import OrderVersion
from entrepot.shell import once

USUAL_LEVEL, USUAL_AQL = "II", "2.5"


class AskForm(forms.Form):
    """By whom, and how strictly."""

    firm = parties.FirmField()
    level = forms.ChoiceField(
        label=_("General inspection level"),
        help_text=_("The higher the level, the larger the sample; usually II"),
        choices=[(level, level) for level in LEVELS],
    )
    aql = forms.ChoiceField(
        label=_("AQL"),
        help_text=_("Acceptable quality limit: percent of faulty units with which a lot as a rule still passes"),
        choices=[(str(aql), str(aql)) for aql in AQLS],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, marketplace: str, order_no: str) -> HttpResponse:
    """What asking does, and the form; asking by POST."""
    order, acting = _own_order(request, marketplace, order_no)
    earlier = [
        one for one in queries.inspections_on(order.order_no, order.marketplace_id) if one.seller_id == order.seller_id
    ]
    form = AskForm(request.POST if request.method == "POST" else None, initial=_initial(earlier))
    if request.method == "POST" and not once.spend(request):
        return HttpResponseRedirect(reverse("quality:inspections"))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                firm = parties.party_of_code(form.cleaned_data["firm"].code)
                level, aql = form.cleaned_data["level"], Decimal(form.cleaned_data["aql"])
                wish = Wish(order, trade.current_lines(order.order_no, order.marketplace_id), firm, level, aql)
                plan = ask(acting=acting, wish=wish, now=timezone.now())
        except (UnableToInspect, parties.UnableToUseCode) as error:
            form.add_error(None, error.sentence(shown.language()))
        except parties.UnableToAct as error:
            raise PermissionDenied from error
        else:
            return HttpResponseRedirect(reverse("quality:inspection", args=(plan,)))
    names = shown.names_of({one.inspector_id for one in earlier})
    context = {
        "form": form,
        "order_no": order_no,
        "record_url": reverse("declarations:record", args=(marketplace, order_no)),
        "rows": [shown.row(one, names) for one in earlier],
        "once": once.fresh(),
    }
    return render(request, "quality/inspect.html", context, status=422 if form.errors else 200)


def _initial(earlier: list[Inspection]) -> dict[str, str]:
    """The usual level and AQL; those of a plan that failed, and its firm, as it has to look again."""
    if not earlier:
        return {"level": USUAL_LEVEL, "aql": USUAL_AQL}
    last = earlier[-1]
    return {"firm": shown.code_of(last.inspector_id), "level": last.level, "aql": aql_text(last.aql)}


def _own_order(request: HttpRequest, marketplace: str, order_no: str) -> tuple[OrderVersion, parties.Acting]:
    """The order, to its seller; 404 to everybody else."""
    reader = parties.reader_in(request)
    if reader is not None:
        for number in declarations.marketplaces(order_no, marketplace):
            order = trade.current_order(order_no, number)
            if order is not None and order.seller_id in reader.party_ids:
                return order, parties.Acting(order.seller_id, reader.person_id)
    raise Http404(order_no)
