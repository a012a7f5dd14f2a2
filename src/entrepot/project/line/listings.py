"""Let listings out whose catalogue was completed, wherever that was done: on a page, by a sheet, by a command."""

from datetime import datetime

import psycopg
from django.db import OperationalError, connections

from entrepot.modules.marketing import api as marketing
from entrepot.project.line.setting import Setting


def let_listings_out(setting: Setting, *, now: datetime) -> int:
    """One pass over stopped listings; returns how many went out."""
    if not marketing.any_stopped(setting.lookups):
        return 0
    try:
        return marketing.check_stopped(seller_ids=None, now=now, using="owner")
    except OperationalError as error:  # the worker opens its own connections again; this one is Django's
        connections["owner"].close()
        raise psycopg.OperationalError(str(error)) from error
