"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.parties.operations.codes import own_marketplaces, resolve, scheme_of, with_party_ids
from entrepot.modules.parties.queries.authority import ALLOWED_SENDERS, agents_of, allowed_principals, may_send
from entrepot.modules.parties.words import DOCUMENT_KINDS, PARTS, PLACES, ROLES, SCOPES, STATIONS

__all__ = [
    "ALLOWED_SENDERS",
    "DOCUMENT_KINDS",
    "PARTS",
    "PLACES",
    "ROLES",
    "SCOPES",
    "STATIONS",
    "agents_of",
    "allowed_principals",
    "may_send",
    "own_marketplaces",
    "resolve",
    "scheme_of",
    "with_party_ids",
]
