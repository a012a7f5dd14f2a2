"""Messages of ISO 20022: statements of accounts (camt.053) in any of its versions, read and written."""

from entrepot.gateways.iso20022.faults import UnreadableStatement
from entrepot.gateways.iso20022.reading import read_statements
from entrepot.gateways.iso20022.writing import write_statement

__all__ = ["UnreadableStatement", "read_statements", "write_statement"]
