"""A financier publishes its terms."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from entrepot.modules.finance.errors import UnableToFinance
from entrepot.modules.finance.models import Terms
from entrepot.modules.parties import api as parties

_SHARE = Decimal("0.0001")
_CENT = Decimal("0.01")
MOST_DAYS = 360


@dataclass(frozen=True)
class NewTerms:
    """What is published; currency: 3-digit customs code, shares as fractions (0.8 is 80 %)."""

    name_en: str
    name_zh: str
    currency: str
    advance_share: Decimal
    yearly_rate: Decimal
    days: int
    least: Decimal
    most: Decimal
    valid_from: date
    valid_until: date | None


def publish_terms(
    *, acting: parties.Acting, terms: NewTerms, practice: bool, now: datetime, using: str = "default"
) -> int:
    """Offer these terms to everybody. Returns their number. Raises UnableToFinance, UnableToAct."""
    _check(terms)
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        roles = parties.roles_of(acting.party_id, parties.china_day(now), using=using)
        if "financier" not in roles:
            raise UnableToFinance("not_financier", found=", ".join(sorted(roles)) or "–")
        firm = parties.firms({acting.party_id}, using=using)[acting.party_id]
        row = Terms.objects.using(using).create(
            bank_id=acting.party_id,
            bank_en=firm.name_en or firm.name_zh,
            bank_zh=firm.name_zh or firm.name_en,
            published_at=now,
            practice=practice,
            **vars(terms),
        )
        parties.record("terms_published", now=now, using=using, acting=acting, subject=f"terms:{row.pk}")
    return int(row.pk)


def _check(terms: NewTerms) -> None:
    faults = [
        ("name", "1 – 100", len(terms.name_en), not (0 < len(terms.name_en) <= 100 and 0 < len(terms.name_zh) <= 100)),
        ("currency", "3 digits", terms.currency, not (len(terms.currency) == 3 and terms.currency.isdecimal())),
        ("advance_share", "0.0001 – 1", terms.advance_share, not _fraction(terms.advance_share)),
        ("yearly_rate", "0 – 1", terms.yearly_rate, bool(terms.yearly_rate) and not _fraction(terms.yearly_rate)),
        ("days", f"1 – {MOST_DAYS}", terms.days, not 0 < terms.days <= MOST_DAYS),
        ("least", "> 0.00", terms.least, not _money(terms.least)),
        ("most", f"≥ {terms.least}", terms.most, not _money(terms.most) or terms.most < terms.least),
        ("valid_until", f"> {terms.valid_from}", terms.valid_until,
         terms.valid_until is not None and terms.valid_until <= terms.valid_from),
    ]  # fmt: skip
    for name, expected, found, faulty in faults:
        if faulty:
            raise UnableToFinance("terms_form", field=name, expected=expected, found=found)


def _fraction(value: Decimal) -> bool:
    return value.is_finite() and 0 < value <= 1 and value == value.quantize(_SHARE)


def _money(value: Decimal) -> bool:
    return value.is_finite() and 0 < value < Decimal(10) ** 13 and value == value.quantize(_CENT)
