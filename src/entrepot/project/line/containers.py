"""Decide on containers of market procurement that were declared."""

from datetime import datetime

import psycopg
from django.db import OperationalError, connections

from entrepot.modules.market_procurement import api as market
from entrepot.project.line.setting import Setting


def decide_containers(setting: Setting, *, now: datetime) -> int:
    """One pass; returns how many declarations were decided on, pre-checked in a filing station."""
    if not market.is_due(setting.lookups):
        return 0
    try:
        return len(market.decide_due(now=now))
    except OperationalError as error:  # the worker opens its own connections again; this one is Django's
        connections["owner"].close()
        raise psycopg.OperationalError(str(error)) from error
