"""An operation happens whole or not at all, whoever calls it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import psycopg

P = ParamSpec("P")
Result = TypeVar("Result")


def atomic(
    operation: Callable[Concatenate[psycopg.Connection, P], Result],
) -> Callable[Concatenate[psycopg.Connection, P], Result]:
    """Run the operation in a transaction of its own, or in a savepoint of the running one."""

    @wraps(operation)
    def run(connection: psycopg.Connection, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        with connection.transaction():
            return operation(connection, *args, **kwargs)

    return run
