"""Certificates on file: with what a firm signs its messages. As the owner role: who runs the station files them."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from entrepot.modules.parties.errors import UnableToRegister
from entrepot.modules.parties.models import Certificate
from entrepot.modules.parties.operations.audit import Acting, record


@transaction.atomic(using="owner")
def file_certificate(
    *,
    party_id: int,
    number: str,
    sha256: bytes,
    valid_from: date,
    valid_until: date,
    now: datetime,
    der: bytes | None = None,
) -> tuple[int, bool]:
    """Put a certificate (`sha256`: of its `der`) on file for a firm; returns its id, and whether it is new.

    One that is on file without its bytes takes those that come now.
    `valid_until`: the first day on which it no longer holds. Raises UnableToRegister for a certificate that is on file
    with other days; then nothing is changed.
    """
    if valid_until <= valid_from:
        raise UnableToRegister("period_empty", valid_from=valid_from, valid_until=valid_until)
    known = Certificate.objects.using("owner").filter(enterprise_id=party_id, sha256=sha256, ended_at=None).first()
    if known is not None:
        if (known.number, known.valid_from, known.valid_until) != (number, valid_from, valid_until):
            last = known.valid_until - timedelta(days=1)
            raise UnableToRegister("certificate_known", id=known.pk, valid_from=known.valid_from, last=last)
        if known.der is None and der is not None:
            known.der = der
            known.save(using="owner", update_fields=["der"])
        return int(known.pk), False
    filed = Certificate.objects.using("owner").create(
        enterprise_id=party_id,
        number=number,
        sha256=sha256,
        der=der,
        valid_from=valid_from,
        valid_until=valid_until,
        filed_at=now,
    )
    acting, subject = Acting(party_id), f"certificate:{filed.pk}"
    record("certificate_filed", now=now, using="owner", acting=acting, subject=subject, number=number)
    return int(filed.pk), True


@transaction.atomic(using="owner")
def end_certificate(*, party_id: int, certificate_id: int, now: datetime) -> None:
    """End a certificate of this firm today: it no longer holds on this day (China time). Raises UnableToRegister."""
    own = Q(enterprise_id=party_id) | Q(enterprise__joined_to_id=party_id)
    ended = Certificate.objects.using("owner").filter(own, pk=certificate_id, ended_at=None).update(ended_at=now)
    if ended != 1:
        raise UnableToRegister("already_ended")
    subject = f"certificate:{certificate_id}"
    record("certificate_ended", now=now, using="owner", acting=Acting(party_id), subject=subject)
