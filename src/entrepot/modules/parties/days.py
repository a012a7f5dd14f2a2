"""Days as the authorities count them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

CHINA = ZoneInfo("Asia/Shanghai")


def china_day(moment: datetime) -> date:
    """The day in China at a moment (aware)."""
    return moment.astimezone(CHINA).date()


def valid_on(day: date) -> Q:
    """Rows of a table with valid_from and valid_until whose period holds this day."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
