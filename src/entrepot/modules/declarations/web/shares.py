"""What the reader's firms share: who sees what, since when, who looked; given one question a page, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.declarations.operations import looking
from entrepot.modules.declarations.queries import own, whole
from entrepot.modules.declarations.web import words
from entrepot.modules.declarations.web.sharing import GivenRow, as_given
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import ChosenFirm, FirmField, Look
from entrepot.shell import once, paging, steps
from entrepot.shell.steps import Answer, Asking, Step
from entrepot.shell.templatetags.blocks import record_url

PAGE = 50
KEPT = ("marketplace", "order", "seller")
FARTHEST = timedelta(days=3650)
_DAY = gettext_lazy("Enter a day such as 2026-06-30")


class PartsForm(forms.Form):
    """What to open."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Parts of the record"),
        help_text=gettext_lazy("Prices stand in “money” alone; names and addresses of buyers are never opened"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one part"),
            "invalid_choice": gettext_lazy("Choose among the parts on this page"),
        },
    )

    def __init__(self, *given: object, **options: object) -> None:
        super().__init__(*given, **options)  # type: ignore[arg-type] # Django's own
        language = get_language() or "en"
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(part, words.part_name(part, language)) for part in looking.PARTS]


class FirmForm(forms.Form):
    """To whom."""

    to = FirmField()


class UntilForm(forms.Form):
    """Until when."""

    last = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("China time; you can take it back earlier at any moment"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _DAY, "invalid": _DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_last(self) -> date:
        """Today or later, at most ten years on."""
        last: date = self.cleaned_data["last"]
        today = parties.china_day(timezone.now())
        if not timedelta() <= last - today <= FARTHEST:
            said = _("Expected a day from today (%(today)s) up to ten years on, found %(found)s")
            raise ValidationError(said % {"today": today, "found": last})
        return last


STEPS = (
    Step("what", gettext_lazy("What do you want to share?"), PartsForm),
    Step("with", gettext_lazy("With which firm?"), FirmForm),
    Step("until", gettext_lazy("Until when?"), UntilForm),
)


@dataclass(frozen=True)
class Shared:
    """A record that one of the reader's firms may share."""

    order_no: str
    marketplace_code: str
    marketplace_id: int
    owner_id: int
    seller_name: str

    @property
    def address(self) -> str:
        """Its page."""
        return record_url(self.marketplace_code, self.order_no)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every grant of the reader's firms, the newest first."""
    reader, now = parties.reader_in(request), timezone.now()
    mine = reader.party_ids if reader else ()
    found = parties.grants_page(mine, after=paging.after(request), size=PAGE + 1)
    context = {
        "rows": _rows(found[:PAGE], reader, now),
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=int(found[PAGE - 1].grant.pk) if len(found) > PAGE else None),
    }
    return render(request, "declarations/shares.html", context)


def _rows(
    found: Sequence[parties.GivenGrant], reader: parties.Reader | None, now: datetime
) -> list[tuple[GivenRow, str]]:
    """The rows with the addresses of their records."""
    rows = as_given(found, reader, now)
    codes = _codes({each.grant.marketplace_id for each in found}, {each.grant.order_no for each in found})
    return [
        (row, record_url(code, row.grant.order_no) if code else "")
        for row in rows
        for code in (codes.get((row.grant.order_no, row.grant.marketplace_id), ""),)
    ]


def _codes(marketplaces: set[int], orders: set[str]) -> Mapping[tuple[str, int], str]:
    """Under which code of its marketplace each order was filed."""
    return {key: code for key, code in own.marketplace_codes(sorted(orders)).items() if key[1] in marketplaces}


@require_safe
def looks(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Who looked through one grant, and when."""
    reader = parties.reader_in(request)
    grant = next(iter(parties.grants([grant_id])), None) if grant_id < 2**63 else None
    if reader is None or grant is None or grant.owner_id not in reader.party_ids:
        raise Http404(str(grant_id))
    found: list[Look] = parties.looks_through(grant_id, after=paging.after(request), size=PAGE + 1)
    language = get_language() or "en"
    context = {
        "grant": grant,
        "to": words.named(grant.to_party.name_zh, grant.to_party.name_en, language),
        "parts": words.part_names(grant.parts, language),
        "rows": [
            (look, words.named(look.by_party.name_zh, look.by_party.name_en, language),
             words.part_names(look.parts, language))
            for look in found[:PAGE]
        ],
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=int(found[PAGE - 1].pk) if len(found) > PAGE else None),
    }  # fmt: skip
    return render(request, "declarations/looks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """The next question, the check, or the deed."""
    reader = parties.reader_in(request)
    record = _record(request, reader)
    if reader is None or reader.person_id is None or record is None:
        raise Http404
    if not parties.places_of(reader.person_id, record.owner_id, now=timezone.now()) & set(parties.STAFF):
        raise PermissionDenied
    asking = steps.asking(request, STEPS, kept=KEPT)
    journey = _("Share record %(number)s") % {"number": record.order_no}
    context: dict[str, object] = {"asking": asking, "journey": journey, "leave": record.address}
    if asking.step is not None:
        assert asking.form is not None
        return render(request, "shell/step.html", context, status=422 if asking.form.errors else 200)
    fault: str | Promise = ""
    if request.method == "POST":
        fault = _share(request, record, asking, reader.person_id)
        if not fault:
            return HttpResponseRedirect(f"{record.address}#given")
    context |= {
        "answers": _answers(record, asking),
        "confirm": _("Share it"),
        "warning": _("Every look of that firm is kept and shown to you. What it has seen it may remember."),
        "once": once.fresh(),
        "fault": fault,
    }
    return render(request, "shell/check.html", context, status=422 if fault else 200)


def _record(request: HttpRequest, reader: parties.Reader | None) -> Shared | None:
    """The record named in the address, if one of the reader's firms sells it."""
    sent = request.POST if request.method == "POST" else request.GET
    code, order_no, seller = (sent.get(name, "").replace("\0", "")[:100] for name in KEPT)
    if reader is None or not code or not order_no:
        return None
    for marketplace_id, (seller_code, seller_name) in whole.marketplaces(order_no, code).items():
        sellers = own.sellers_of(order_no, marketplace_id) & set(reader.party_ids)
        if sellers and seller in ("", seller_code):
            return Shared(order_no, code, marketplace_id, min(sellers), seller_name)
    return None


def _until(last: object) -> datetime:
    assert isinstance(last, date)
    return datetime.combine(last + timedelta(days=1), time(), timezone.get_default_timezone())


def _share(request: HttpRequest, record: Shared, asking: Asking, person_id: int) -> str:
    """Do it, once. Returns why it could not be done, or nothing."""
    firm, chosen = asking.answers["to"], asking.answers["parts"]
    assert isinstance(firm, ChosenFirm)
    assert isinstance(chosen, list)
    if not once.spend(request):
        return ""
    until = _until(asking.answers["last"])
    try:
        party = parties.party_of_code(firm.code) if firm.party_id is None else firm.party_id
        same = parties.same_grant(
            owner_id=record.owner_id,
            order_no=record.order_no,
            marketplace_id=record.marketplace_id,
            parts=chosen,
            to_party=party,
            valid_until=until,
        )
        if same is None:
            parties.share(
                acting=parties.Acting(record.owner_id, person_id),
                order_no=record.order_no,
                marketplace_id=record.marketplace_id,
                parts=chosen,
                to_party=party,
                valid_until=until,
                now=timezone.now(),
            )
    except parties.UnableToAct as error:
        raise PermissionDenied from error
    except parties.Unable as error:
        return error.sentence(get_language() or "en")
    return ""


def _answers(record: Shared, asking: Asking) -> list[Answer]:
    language = get_language() or "en"
    firm, chosen = asking.answers["to"], asking.answers["parts"]
    assert isinstance(firm, ChosenFirm)
    assert isinstance(chosen, list)
    stranger = _("You have no papers of a firm with this code here: make sure that the code is right")
    return [
        Answer(_("Record"), record.order_no, note=record.seller_name),
        Answer(_("Parts"), words.part_names(chosen, language), asking.change("what")),
        Answer(_("With"), firm.name or firm.code, asking.change("with"), firm.code if firm.name else stranger),
        Answer(_("Last day"), str(asking.answers["last"]), asking.change("until")),
    ]
