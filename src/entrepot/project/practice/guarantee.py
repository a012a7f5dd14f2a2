"""The practice marketplace's guarantee for the tax of retail imports."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.project.practice.firms import MARKETPLACE
from entrepot.store.connection import under_django

LIMIT = Decimal(1_000_000)  # CNY; made up, as everything of the practice world
_WHY = "练习担保 practice guarantee"


def plant(*, now: datetime) -> None:
    """Open it, once."""
    firm = parties.known_code(MARKETPLACE.customs_code, using="owner")
    if firm is None:
        return
    with transaction.atomic(using="owner"):
        connection = under_django("owner")
        account = ledgers.open_account(
            connection, kind=ledgers.GUARANTEE, key=MARKETPLACE.customs_code, unit="CNY", holder_id=firm, now=now
        )
        ledgers.put_in(connection, account, LIMIT, key="practice", why=_WHY, now=now)
