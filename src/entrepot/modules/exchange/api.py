"""The door of exchange: messages in and out."""

from entrepot.modules.exchange.operations import (
    WAKE_READERS,
    Incoming,
    Outgoing,
    Stored,
    ToRead,
    claim_to_read,
    finish_reading,
    record_faults,
    store_messages,
    write_messages,
)

__all__ = [
    "WAKE_READERS",
    "Incoming",
    "Outgoing",
    "Stored",
    "ToRead",
    "claim_to_read",
    "finish_reading",
    "record_faults",
    "store_messages",
    "write_messages",
]
