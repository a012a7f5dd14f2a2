"""The door of trade: orders, collection slips, waybills."""

from entrepot.modules.trade.operations import latest_uses, take_orders, take_slips, take_waybills

__all__ = ["latest_uses", "take_orders", "take_slips", "take_waybills"]
