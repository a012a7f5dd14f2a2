"""Support measures are granted while the line works: nobody applies."""

from datetime import datetime

import psycopg
from django.db import OperationalError, connections

from entrepot.modules.pilot_zones import api as pilot_zones


def grant_due(*, now: datetime) -> int:
    """Count what was decided and grant what the record proves; how many grants. Nothing where no pilot zone works.

    Raises psycopg.OperationalError where the database does not answer, as everything of a worker does.
    """
    connection = connections["owner"]
    try:
        if not pilot_zones.pilot_zones(using="owner"):
            return 0
        return sum(len(run.granted) for run in pilot_zones.grant_all(now=now))
    except OperationalError as error:
        raise psycopg.OperationalError(str(error)) from error
    finally:
        if not connection.in_atomic_block:
            connection.close()  # a worker keeps none that may be lost before the next time
