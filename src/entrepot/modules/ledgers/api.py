"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.ledgers.errors import UnableToKeepAccount, UnableToMove
from entrepot.modules.ledgers.operations.keeping import admit, open_account, put_in
from entrepot.modules.ledgers.operations.reserving import Answer, Request, commit, give_back, release, reserve
from entrepot.modules.ledgers.queries import Balance, Moved, balances, movements

__all__ = [
    "Answer",
    "Balance",
    "Moved",
    "Request",
    "UnableToKeepAccount",
    "UnableToMove",
    "admit",
    "balances",
    "commit",
    "give_back",
    "movements",
    "open_account",
    "put_in",
    "release",
    "reserve",
]
