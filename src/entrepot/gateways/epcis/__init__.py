"""A record for partners abroad as EPCIS 2.0 (GS1, ISO/IEC 19987): what happened to the goods, and what was lost."""

from entrepot.gateways.epcis.carried import Loss
from entrepot.gateways.epcis.names import NAMESPACE
from entrepot.gateways.epcis.read import MOST_BYTES, EventRead, UnableToReadEpcis, is_epcis, read_events
from entrepot.gateways.epcis.write import CONTEXT, Written, write

__all__ = [
    "CONTEXT",
    "MOST_BYTES",
    "NAMESPACE",
    "EventRead",
    "Loss",
    "UnableToReadEpcis",
    "Written",
    "is_epcis",
    "read_events",
    "write",
]
