"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.ledgers.errors import UnableToKeepAccount, UnableToMove
from entrepot.modules.ledgers.operations.guarantees import GUARANTEE, guarantee_of, guarantees_of, set_guarantee
from entrepot.modules.ledgers.operations.keeping import admit, admit_many, open_account, put_in
from entrepot.modules.ledgers.operations.limits import set_limits
from entrepot.modules.ledgers.operations.moving import (
    commit,
    commit_many,
    give_back,
    give_back_part,
    release,
    release_many,
)
from entrepot.modules.ledgers.operations.reserving import Answer, Request, reserve, reserve_together
from entrepot.modules.ledgers.operations.rows import lock as lock_accounts
from entrepot.modules.ledgers.queries import (
    Balance,
    Kept,
    Moved,
    Use,
    balances,
    kept,
    kept_under,
    latest_movements,
    movements,
    uses,
)
from entrepot.modules.ledgers.words import MOVES, STATES

__all__ = [
    "GUARANTEE",
    "MOVES",
    "STATES",
    "Answer",
    "Balance",
    "Kept",
    "Moved",
    "Request",
    "UnableToKeepAccount",
    "UnableToMove",
    "Use",
    "admit",
    "admit_many",
    "balances",
    "commit",
    "commit_many",
    "give_back",
    "give_back_part",
    "guarantee_of",
    "guarantees_of",
    "kept",
    "kept_under",
    "latest_movements",
    "lock_accounts",
    "movements",
    "open_account",
    "put_in",
    "release",
    "release_many",
    "reserve",
    "reserve_together",
    "set_guarantee",
    "set_limits",
    "uses",
]
