"""Foreign trade on one record, from the order to the delivery (通埠)."""

__version__ = "0.1.0"
