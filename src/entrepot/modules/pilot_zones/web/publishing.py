"""Publishing a measure: three questions, all answers to be checked, then done."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.conditions import FIGURES, YES, Condition, plain
from entrepot.modules.pilot_zones.errors import UnableToPublish
from entrepot.modules.pilot_zones.operations.measuring import publish
from entrepot.modules.pilot_zones.reading import MOST_NAME, MOST_SOURCE, MeasureDraft
from entrepot.modules.pilot_zones.web import acting
from entrepot.shell import once, steps
from entrepot.shell.steps import Answer, Asking, Step

ROWS = (1, 2, 3)
_DAY = gettext_lazy("Enter a day such as 2026-06-30")


def _day(label: Any) -> forms.DateField:  # noqa: ANN401 - a lazy text
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    messages = {"required": _DAY, "invalid": _DAY}
    return forms.DateField(label=label, input_formats=["%Y-%m-%d"], error_messages=messages, widget=widget)


def _money(label: Any) -> forms.DecimalField:  # noqa: ANN401 - a lazy text
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    message = gettext_lazy("Enter an amount such as 2000 or 12.50")
    messages = {"required": message, "invalid": message, "max_digits": message, "max_decimal_places": message,
                "max_whole_digits": message}  # fmt: skip
    return forms.DecimalField(
        label=label, max_digits=20, decimal_places=5, error_messages=messages, widget=widget, localize=False
    )


class NameForm(forms.Form):
    """What it is called and where it stands."""

    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Letters, digits, dot, dash; a measure is never changed, the next one has another code"),
        error_messages={
            "required": gettext_lazy("Enter a code such as M-2026-1"),
            "invalid": gettext_lazy("Enter a code such as M-2026-1"),
        },
    )
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=MOST_NAME)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=MOST_NAME)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The notice and article in which it stands"),
        max_length=MOST_SOURCE,
    )


class MoneyForm(forms.Form):
    """How much, out of what, from when until when."""

    amount = _money(gettext_lazy("Amount for each firm, CNY"))
    budget = _money(gettext_lazy("Budget, CNY"))
    first = _day(gettext_lazy("First day"))
    last = _day(gettext_lazy("Last day"))

    def clean(self) -> dict[str, Any]:
        """The budget holds one grant at least, and the last day is not before the first."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        amount, budget = given.get("amount"), given.get("budget")
        first, last = given.get("first"), given.get("last")
        if amount is not None and amount <= 0:
            self.add_error("amount", acting.said(UnableToPublish("amount_none", found=plain(amount))))
        elif amount is not None and budget is not None and budget < amount:
            fault = UnableToPublish("budget_short", amount=plain(amount), budget=plain(budget))
            self.add_error("budget", acting.said(fault))
        if first and last and last < first:
            self.add_error("last", acting.said(UnableToPublish("end_before_begin", first=first, last=last)))
        return given


class ConditionsForm(forms.Form):
    """Up to three figures, each with the least that it takes; they are counted over the time of the measure."""

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*given, **options)
        chinese = acting.chinese()
        for row in ROWS:
            chosen = self.fields[f"figure_{row}"]
            assert isinstance(chosen, forms.ChoiceField)
            none = [] if row == 1 else [("", _("no further figure"))]
            chosen.choices = [*none, *((key, one.label[chinese]) for key, one in FIGURES.items())]

    figure_1 = forms.ChoiceField(label=gettext_lazy("First figure"))
    least_1 = forms.DecimalField(
        label=gettext_lazy("At least"), initial=1, max_digits=20, decimal_places=5,
        error_messages={"required": gettext_lazy("Enter how much it takes"),
                        "invalid": gettext_lazy("Enter how much it takes")},
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    figure_2 = forms.ChoiceField(label=gettext_lazy("Second figure"), required=False)
    least_2 = forms.DecimalField(
        label=gettext_lazy("At least"), required=False, max_digits=20, decimal_places=5,
        error_messages={"invalid": gettext_lazy("Enter how much it takes")},
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    figure_3 = forms.ChoiceField(label=gettext_lazy("Third figure"), required=False)
    least_3 = forms.DecimalField(
        label=gettext_lazy("At least"), required=False, max_digits=20, decimal_places=5,
        error_messages={"invalid": gettext_lazy("Enter how much it takes")},
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """No figure has more than it can ever have, and each says how much it takes."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for row in ROWS:
            figure, least = given.get(f"figure_{row}"), given.get(f"least_{row}")
            if figure and least is None and figure not in YES and f"least_{row}" not in self.errors:
                self.add_error(f"least_{row}", _("Enter how much it takes"))
            most = FIGURES[figure].most if figure else None
            if least is not None and most is not None and least > most:
                fault = UnableToPublish("never_met", figure=figure, least=plain(least), most=plain(most))
                self.add_error(f"least_{row}", acting.said(fault))
        return given


STEPS = (
    Step("name", gettext_lazy("What is the measure called?"), NameForm),
    Step("money", gettext_lazy("How much, and from when until when?"), MoneyForm),
    Step("conditions", gettext_lazy("What must the record prove?"), ConditionsForm),
)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The next question, the check, or the deed."""
    office = acting.office(request)
    if office is None:
        raise PermissionDenied
    who = acting.as_firm(request, office.party_id)
    asking = steps.asking(request, STEPS)
    leave = reverse("pilot_zones:measures")
    context: dict[str, object] = {"asking": asking, "journey": _("Publish a measure"), "leave": leave}
    if asking.step is not None:
        assert asking.form is not None
        return render(request, "shell/step.html", context, status=422 if asking.form.errors else 200)
    fault = ""
    if request.method == "POST":
        fault = _publish(request, asking, who)
        if not fault:
            return HttpResponseRedirect(leave)
    context |= {
        "answers": _answers(asking),
        "confirm": _("Publish the measure"),
        "warning": _("Everybody who signs in here sees it. It is granted to whom the record proves it, and is never"
                     " changed."),
        "once": once.fresh(),
        "fault": fault,
    }  # fmt: skip
    return render(request, "shell/check.html", context, status=422 if fault else 200)


def _publish(request: HttpRequest, asking: Asking, who: parties.Acting) -> str:
    """Do it, once. Returns why it could not be done, or nothing."""
    if not once.spend(request):
        return ""
    try:
        publish(draft=_draft(asking.answers), acting=who, now=timezone.now())
    except parties.UnableToAct as error:
        raise PermissionDenied from error
    except UnableToPublish as error:
        return acting.said(error)
    return ""


def _draft(answers: Mapping[str, Any]) -> MeasureDraft:
    first, last = answers["first"], answers["last"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    return MeasureDraft(
        answers["code"], answers["name_zh"], answers["name_en"], answers["amount"], answers["budget"], first, last,
        answers["source"], _conditions(answers),
    )  # fmt: skip


def _conditions(answers: Mapping[str, Any]) -> tuple[Condition, ...]:
    chosen = [(answers[f"figure_{row}"], answers[f"least_{row}"]) for row in ROWS if answers[f"figure_{row}"]]
    return tuple(Condition(figure, Decimal(1) if least is None else least, None) for figure, least in chosen)


def _answers(asking: Asking) -> list[Answer]:
    given, chinese = asking.answers, acting.chinese()
    said = [one.said(chinese=chinese) for one in _conditions(given)]
    return [
        Answer(_("Code"), str(given["code"]), asking.change("name")),
        Answer(_("Name"), f"{given['name_zh']} · {given['name_en']}", asking.change("name")),
        Answer(_("Source"), str(given["source"]), asking.change("name")),
        Answer(_("Amount for each firm, CNY"), _number(given["amount"]), asking.change("money")),
        Answer(_("Budget, CNY"), _number(given["budget"]), asking.change("money")),
        Answer(_("First day"), str(given["first"]), asking.change("money")),
        Answer(_("Last day"), str(given["last"]), asking.change("money")),
        Answer(_("What the record must prove"), "; ".join(said), asking.change("conditions")),
    ]


def _number(value: object) -> str:
    assert isinstance(value, Decimal)
    return plain(value)
