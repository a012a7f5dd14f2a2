"""What warehouses abroad tell a showroom of its wares."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language

from entrepot.modules.marketing import api as marketing
from entrepot.modules.parties import api as parties
from entrepot.modules.warehouses import api as warehouses


def register() -> None:
    """Halls ask here how much lies at the nearest warehouse."""
    marketing.register_stock(nearest)


def nearest(seller_id: int, item_nos: Sequence[str]) -> Mapping[str, marketing.Stock]:
    """Item number → what is free at the warehouse that has most of it, as far as the reader may see the seller's."""
    language = get_language() or "en"
    return {
        item_no: marketing.Stock(
            parties.named(one.warehouse.name_zh, one.warehouse.name_en, language), one.free, one.unit, one.at
        )
        for item_no, one in warehouses.stock_of(seller_id, item_nos).items()
    }
