"""What was acted on, in words: the audit keeps keys, people read kinds and names."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.parties import api as parties

# kind of a key → what it is called; `%(key)s` is the name of a person or firm, else the number
KINDS: dict[str, str | Promise] = {
    "person": _("person %(key)s"),
    "enterprise": _("firm %(key)s"),
    "party": _("firm %(key)s"),
    "token": _("API token no. %(key)s"),
    "grant": _("grant no. %(key)s"),
    "power": _("power of attorney no. %(key)s"),
    "filing": _("filing no. %(key)s"),
    "certificate": _("certificate no. %(key)s"),
    "list": _("declaration list %(key)s"),
    "record": _("record %(key)s"),
    "import_order": _("import order %(key)s"),
    "payment": _("payment %(key)s"),
    "import_waybill": _("import waybill %(key)s"),
    "import_list": _("import list of order %(key)s"),
    "withdrawal": _("cancellation or return of order %(key)s"),
    "received": _("received record no. %(key)s"),
    "class": _("class no. %(key)s"),
    "terms": _("terms no. %(key)s"),
    "statement": _("statement no. %(key)s"),
    "hall": _("showroom %(key)s"),
    "invitation": _("invitation no. %(key)s"),
    "ware": _("ware %(key)s"),
    "enquiry": _("enquiry no. %(key)s"),
    "listing": _("listing no. %(key)s"),
    "pilot_zone": _("pilot zone no. %(key)s"),
    "member": _("membership no. %(key)s"),
    "park": _("park no. %(key)s"),
    "unit": _("unit no. %(key)s"),
    "lease": _("lease no. %(key)s"),
    "request": _("request for a service no. %(key)s"),
    "measure": _("measure no. %(key)s"),
    "guarantee": _("guarantee of %(key)s"),
    "quota": _("year of the buyer %(key)s"),
}
_FIRMS = ("enterprise", "party")


def in_words(subjects: Iterable[str], language: str) -> dict[str, str]:
    """Subject → words, names asked for once; a subject of another kind, or of none, stands as it is kept."""
    keys = {subject: subject.partition(":")[::2] for subject in set(subjects)}
    people = {int(key) for kind, key in keys.values() if kind == "person" and key.isdigit()}
    firms = {int(key) for kind, key in keys.values() if kind in _FIRMS and key.isdigit()}
    named = {f"person:{row.pk}": row.name for row in parties.Person.objects.filter(pk__in=people)}
    for number, firm in parties.firms(firms).items():
        named |= {f"{kind}:{number}": parties.named(firm.name_zh, firm.name_en, language) for kind in _FIRMS}
    return {
        subject: str(KINDS[kind]) % {"key": named.get(subject, key)} if kind in KINDS else subject
        for subject, (kind, key) in keys.items()
    }
