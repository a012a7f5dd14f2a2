"""Five candidates for a description; the one that somebody takes is completed to ten digits and kept."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.engines.classification import Candidate, Node, Suggestion
from entrepot.gateways.nomenclature import edition, harmonized_system
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader
from entrepot.modules.trade import api as trade
from entrepot.project.line.classifying import (
    LONGEST_ITEM,
    LONGEST_WHY,
    Choice,
    UnableToChoose,
    keep_choice,
    longer_codes,
    suggest,
)
from entrepot.shell.station import is_practice
from entrepot.store.connection import under_django

_NOBODY = Reader((), (), None, frozenset(), ())
_LONGEST = 300
_ORDERS = 200
_ADDRESS = 19  # digits of a firm's number


class ChoiceForm(forms.Form):
    """All ten digits, and why."""

    hs_code = forms.CharField(
        label=gettext_lazy("HS code, all ten digits"),
        max_length=20,
        error_messages={"required": gettext_lazy("Enter the HS code, all ten digits")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "numeric"}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why this code"),
        max_length=LONGEST_WHY,
        help_text=gettext_lazy("For the record: whoever reads it later sees who chose and why"),
        error_messages={"required": gettext_lazy("Say in a few words why this code was chosen")},
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


@dataclass(frozen=True)
class Asked:
    """What the page was asked: a description, and for which ware of which seller."""

    text: str
    seller_id: int
    item_no: str

    def query(self, **more: str) -> str:
        """As it stands in an address."""
        said = {"q": self.text, "seller": self.seller_id, "item": self.item_no, **more}
        return urlencode({name: value for name, value in said.items() if value})


def _asked(request: HttpRequest, reader: Reader) -> Asked:
    """Raises Http404 for a seller that is not the reader's to fill in."""
    text, item, seller = (
        " ".join(request.GET.get(name, "").replace("\0", "").split()) for name in ("q", "item", "seller")
    )
    number = int(seller) if seller.isascii() and seller.isdigit() and len(seller) < _ADDRESS else 0
    if seller and number not in (*reader.party_ids, *reader.client_ids):
        raise Http404(seller)
    item = item[:LONGEST_ITEM] if number else ""
    return Asked((text or _named(number, item))[:_LONGEST], number, item)


def _named(seller: int, item: str) -> str:
    """What the ware is called in the catalogue, or else on its orders."""
    if not item:
        return ""
    for row in catalogue.goods_for(under_django(), [seller], [item]).iter_rows(named=True):
        return " ".join(name for name in (row["declared_name"], row["item_name"]) if name)
    return dict(trade.wares_ordered(seller, orders=_ORDERS)).get(item, "")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Candidates for `q`; for a ware of one's own each can be chosen."""
    reader = parties.reader_in(request) or _NOBODY
    asked = _asked(request, reader)
    sellers = [asked.seller_id] if asked.seller_id else [*reader.party_ids, *reader.client_ids]
    found = suggest(under_django(), asked.text, sellers=sellers, on_day=_today()) if asked.text else None
    candidates = [
        (one, _path(one.path), reverse("classify:choose") + "?" + asked.query(code=one.code))
        for one in (found.candidates if found else ())
    ]
    context = {
        "asked": asked,
        "found": found,
        "declined": _declined(found, asked.text),
        "unknown": ", ".join(found.unknown) if found else "",
        "candidates": candidates,
        "edition": edition(),
    }
    return render(request, "portal/classify/page.html", context)


def _path(nodes: tuple[Node, ...]) -> list[tuple[str, str, str]]:
    """Code, text and the language that the text is in: Chinese where an edition with Chinese texts is loaded."""
    chinese = (get_language() or "en").startswith("zh")
    return [(node.code, node.zh, "zh-Hans") if chinese and node.zh else (node.code, node.en, "en") for node in nodes]


def _declined(found: Suggestion | None, text: str) -> str:
    if found is None or found.declined is None:
        return ""
    said = {
        "says_nothing": _("“%(text)s” does not tell the goods from others."),
        "unknown_words": _(
            "Nothing here knows the words “%(unknown)s”; a brand alone does not say what the goods are."
        ),
        "fits_anything": _("“%(text)s” fits %(headings)s headings equally well."),
    }
    facts = {"text": text, "unknown": ", ".join(found.unknown), "headings": found.headings}
    return said[found.declined] % facts


@parties.kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Complete a candidate to ten digits and say why; POST keeps it in the catalogue."""
    reader = parties.reader_in(request) or _NOBODY
    asked, code = _asked(request, reader), request.GET.get("code", "")
    if not asked.item_no or code not in harmonized_system().places:
        raise Http404(code)
    longer = longer_codes(under_django(), code, _today())
    if request.method != "POST":
        first = longer[0].code if len(longer) == 1 else code
        return _form(request, asked, code, ChoiceForm(initial={"hs_code": first, "why": _proposed(asked, code)}))
    form = ChoiceForm(request.POST)
    if form.is_valid() and _kept(form, asked, reader):
        back = {"seller": asked.seller_id, "number": asked.item_no, "saved": 1}
        return HttpResponseRedirect(f"{reverse('goods:list')}?{urlencode(back)}")
    return _form(request, asked, code, form, status=422)


def _kept(form: ChoiceForm, asked: Asked, reader: Reader) -> bool:
    """Whether the choice was kept; what is wrong with it stands in the form otherwise."""
    person = parties.Person.objects.filter(pk=reader.person_id or 0).first()
    why = form.cleaned_data["why"]
    change = catalogue.Change(person.name if person else "", why, timezone.now(), is_practice())
    choice = Choice(asked.seller_id, asked.item_no, form.cleaned_data["hs_code"].replace(" ", ""), why)
    try:
        keep_choice(under_django(), choice, change=change, on_day=_today())
    except UnableToChoose as error:
        said = error.zh if (get_language() or "en").startswith("zh") else error.en
        form.add_error("why" if error.reason in ("why", "too_long") else "hs_code", said)
        return False
    return True


def _form(request: HttpRequest, asked: Asked, code: str, form: ChoiceForm, *, status: int = 200) -> HttpResponse:
    context = {
        "asked": asked,
        "code": code,
        "path": _path(harmonized_system().path(code)),
        "longer": longer_codes(under_django(), code, _today()),
        "form": form,
        "back": f"{reverse('classify:help')}?{asked.query()}",
    }
    return render(request, "portal/classify/choose.html", context, status=status)


def _proposed(asked: Asked, code: str) -> str:
    """The reason that stands in the form to begin with: the description and the words that decided."""
    found = (
        suggest(under_django(), asked.text, sellers=[asked.seller_id], on_day=_today()) if asked.text else Suggestion()
    )
    one: Candidate | None = next((each for each in found.candidates if each.code == code), None)
    words = ", ".join(each.word for each in one.deciding) if one else ""
    return (f"{asked.text}: {words}" if words else asked.text)[:LONGEST_WHY]


def _today() -> date:
    return parties.china_day(timezone.now())
