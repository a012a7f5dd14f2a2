"""The tables of this module. Other modules know them by number only."""

from entrepot.modules.parties.models.firms import (
    Certificate,
    Enterprise,
    EnterpriseCode,
    EnterpriseRole,
    Filing,
    PowerOfAttorney,
)
from entrepot.modules.parties.models.naming import KnownAs
from entrepot.modules.parties.models.people import ApiToken, Membership, Person
from entrepot.modules.parties.models.secrets import Attempt, Password, Session, SignInLink, TokenSecret
from entrepot.modules.parties.models.sharing import Audit, Grant, Look
from entrepot.modules.parties.models.station import Station

__all__ = [
    "ApiToken",
    "Attempt",
    "Audit",
    "Certificate",
    "Enterprise",
    "EnterpriseCode",
    "EnterpriseRole",
    "Filing",
    "Grant",
    "KnownAs",
    "Look",
    "Membership",
    "Password",
    "Person",
    "PowerOfAttorney",
    "Session",
    "SignInLink",
    "Station",
    "TokenSecret",
]
