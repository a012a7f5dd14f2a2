"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.market_procurement.errors import UnableToDeal
from entrepot.modules.market_procurement.models import Container, Deal, Decision, Declaration, Load, Settlement
from entrepot.modules.market_procurement.operations.dealing import Terms, confirm_deal, make_deal, refuse_deal
from entrepot.modules.market_procurement.operations.declaring import decide_due, declare, drafted
from entrepot.modules.market_procurement.operations.loading import (
    Buyer,
    Rate,
    change_container,
    load_deal,
    open_container,
    unload_deal,
)
from entrepot.modules.market_procurement.operations.settling import Payment, settle_deal
from entrepot.modules.market_procurement.queries import (
    Standing,
    container_numbered,
    deal_numbered,
    is_due,
    standing,
)
from entrepot.modules.market_procurement.web.timeline import of_deal as entries_of
from entrepot.modules.market_procurement.words import CONTAINER_STATES, DEAL_STATES, VERDICTS, said

__all__ = [
    "CONTAINER_STATES",
    "DEAL_STATES",
    "VERDICTS",
    "Buyer",
    "Container",
    "Deal",
    "Decision",
    "Declaration",
    "Load",
    "Payment",
    "Rate",
    "Settlement",
    "Standing",
    "Terms",
    "UnableToDeal",
    "change_container",
    "confirm_deal",
    "container_numbered",
    "deal_numbered",
    "decide_due",
    "declare",
    "drafted",
    "entries_of",
    "is_due",
    "load_deal",
    "make_deal",
    "open_container",
    "refuse_deal",
    "said",
    "settle_deal",
    "standing",
    "unload_deal",
]
