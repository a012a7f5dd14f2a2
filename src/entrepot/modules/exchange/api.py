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
from entrepot.modules.exchange.queries import FaultRow, Result, Written, faults, last_number, outgoing, results

__all__ = [
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
    "record_faults",
    "results",
    "store_messages",
    "write_messages",
]
