"""An operation happens whole or not at all, whoever calls it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import psycopg
from psycopg.pq import TransactionStatus

P = ParamSpec("P")
Result = TypeVar("Result")


def atomic(
    operation: Callable[Concatenate[psycopg.Connection, P], Result],
) -> Callable[Concatenate[psycopg.Connection, P], Result]:
    """Run the operation as a savepoint of the caller's transaction; on an autocommit connection, as one of its own.

    A transaction that the caller opened but has not used yet is not known to the driver, which would end it with the
    operation: a first statement makes it known.
    """

    @wraps(operation)
    def run(connection: psycopg.Connection, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        if not connection.autocommit and connection.info.transaction_status is TransactionStatus.IDLE:
            connection.execute("SELECT")
        with connection.transaction():
            return operation(connection, *args, **kwargs)

    return run
