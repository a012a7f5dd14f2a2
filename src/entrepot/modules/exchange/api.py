"""The door of exchange: messages in and out."""

from entrepot.modules.exchange.operations import (
    MESSAGES_READ,
    MESSAGES_WRITTEN,
    WAKE_READERS,
    Incoming,
    Outgoing,
    Stored,
    ToRead,
    claim_to_read,
    finish_reading,
    post_message,
    record_faults,
    store_messages,
    wake_readers,
    write_messages,
)
from entrepot.modules.exchange.queries import FaultRow, Result, Written, faults, last_number, outgoing, results

__all__ = [
    "MESSAGES_READ",
    "MESSAGES_WRITTEN",
    "WAKE_READERS",
    "FaultRow",
    "Incoming",
    "Outgoing",
    "Result",
    "Stored",
    "ToRead",
    "Written",
    "claim_to_read",
    "faults",
    "finish_reading",
    "last_number",
    "outgoing",
    "post_message",
    "record_faults",
    "results",
    "store_messages",
    "wake_readers",
    "write_messages",
]
