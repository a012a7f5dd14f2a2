"""Signed records that others handed over, as their party reads them."""

from collections.abc import Sequence

from entrepot.modules.exchange import bodies
from entrepot.modules.exchange.models import Received
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Verified
from entrepot.store.connection import under_django


def received_of(
    party_ids: Sequence[int], *, below: int | None = None, limit: int = 50, using: str = "default"
) -> list[Received]:
    """What was handed to these parties, the newest first, without the files themselves."""
    rows = Received.objects.using(using).filter(party_id__in=party_ids).defer("body").order_by("-id")
    return list((rows if below is None else rows.filter(pk__lt=below))[:limit])


def received(party_ids: Sequence[int], number: int, *, using: str = "default") -> Received | None:
    """One of them, with its file; None where it is none of these parties'."""
    return Received.objects.using(using).filter(party_id__in=party_ids, pk=number).first()


def package_of(row: Received, *, using: str = "default") -> bytes:
    """The file as it came. Raises identity.KeyDestroyed, identity.UnableToOpen where its bytes were changed."""
    if row.key_id is None:
        return bytes(row.body)
    (body,) = bodies.opened(under_django(using), [(bytes(row.body), row.key_id, bodies.bound_to(row.signature))])
    return body


def verified_again(row: Received, *, using: str = "default") -> Verified:
    """The file as it lies here, verified now. Raises parties.UnableToVerify, and as package_of."""
    return parties.read_package(package_of(row, using=using))
