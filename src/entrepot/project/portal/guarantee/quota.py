"""What a buyer has used of a year: for officers alone; every look is in the audit.

The number comes in the body of a form, so it stands in no address and no log, and the page does not repeat it.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.project.line.quotas import Quota, look_up
from entrepot.project.portal.guarantee.views import office, opened

_FIRST_YEAR, _LAST_YEAR = 2016, 2099  # the yearly limit exists since 8 April 2016


class BuyerForm(forms.Form):
    """Who, and which year."""

    number = forms.CharField(
        label=_("Identity card number"),
        help_text=_("It is compared under the station's key and not kept"),
        max_length=18,
        error_messages={"required": _("Enter the number of the identity card")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        error_messages={"required": _("Enter the year as 2026")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


@sensitive_post_parameters("number")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form, and the year that was asked for."""
    acting = office(request)
    if acting is None:
        raise Http404(request.path)
    now = timezone.now()
    form = BuyerForm(request.POST or None, initial={"year": parties.china_day(now).year})
    found: Quota | None = None
    if form.is_valid():
        try:
            parties.require_place(acting, parties.STAFF, now=now, using="default")
        except parties.UnableToAct as error:
            raise PermissionDenied from error
        number, year = form.cleaned_data["number"], form.cleaned_data["year"]
        found = look_up(opened(), number, year, acting=acting, now=now)
        form = BuyerForm(initial={"year": year})
    elif form.is_bound:
        form.data = {"year": request.POST.get("year", ""), "number": ""}
    chinese = (get_language() or "en").startswith("zh")
    uses = [(one, ledgers.STATES[one.state][chinese]) for one in found.uses] if found else []
    context = {"form": form, "found": found, "uses": uses}
    return render(request, "portal/guarantee/quota.html", context, status=422 if form.errors else 200)
