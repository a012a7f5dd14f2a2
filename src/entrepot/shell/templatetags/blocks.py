"""Template tags of the blocks: icons, moments, amounts, counts, addresses of assets."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from entrepot.shell import assets
from entrepot.shell.icons import ICONS

register = template.Library()

_WAN, _YI = 10_000, 100_000_000


@register.simple_tag
def asset_url(name: str) -> str:
    """The hashed address of one of `assets`."""
    return f"/assets/{assets.asset(name).file_name}"


@register.simple_tag
def record_url(marketplace_code: str, order_no: str) -> str:
    """The address of an order's record, whichever module shows it."""
    return f"/records/{quote(marketplace_code, safe='')}/{quote(order_no, safe='')}/"


@register.simple_tag
def waybill_url(waybill_no: str) -> str:
    """The address of a waybill, whichever module shows it."""
    return f"/waybills/{quote(waybill_no, safe='')}/"


@register.simple_tag
def correction_url(list_id: int, order_no: str) -> str:
    """The address at which a refused version of a list is corrected, whichever part of the house shows it."""
    return f"/corrections/of/{list_id}/{quote(order_no, safe='')}/"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing that repeats the word beside it. Raises KeyError for a name that is not in `icons.ICONS`."""
    ICONS[name]
    drawing = '<svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><use href="{}#{}"/></svg>'
    return format_html(drawing, asset_url("icons.svg"), name)


@register.filter
def moment(value: datetime | None, form: str = "second") -> SafeString | str:
    """A time in the station's zone. form: "second", "minute" or "clock" (hours to seconds only)."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    text = local.strftime({"second": "%Y-%m-%d %H:%M:%S", "minute": "%Y-%m-%d %H:%M", "clock": "%H:%M:%S"}[form])
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="milliseconds"), text)


@register.filter
def day(value: date | None) -> SafeString | str:
    """A date as ISO 8601 writes it, read alike in both languages."""
    return "" if value is None else format_html('<time datetime="{0}">{0}</time>', value.isoformat())


@register.filter
def amount(value: Decimal | None) -> str:
    """Money as filed: at least two places, no more than it has."""
    return "" if value is None else _grouped(value, least=2)


@register.filter
def quantity(value: Decimal | None) -> str:
    """A weight or quantity as filed, without zeros that say nothing."""
    return "" if value is None else _grouped(value, least=0)


@register.filter
def tally(value: int | None) -> str:
    """A count: in full up to 99,999; beyond that 万/亿 on Chinese pages and k/M on English ones, rounded half up."""
    if value is None:
        return ""
    if value < 10 * _WAN:
        return f"{value:,}"
    chinese = (get_language() or "").startswith("zh")
    big, unit = _unit(value, chinese=chinese)
    rounded = (Decimal(value) / big).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded:,}{unit}"


def _unit(value: int, *, chinese: bool) -> tuple[int, str]:
    if chinese:
        return (_YI, "亿") if value >= _YI else (_WAN, "万")
    return (1_000_000, "M") if value >= 1_000_000 else (1_000, "k")


def _grouped(value: Decimal, *, least: int) -> str:
    whole, _, places = f"{value:,f}".partition(".")
    places = places.rstrip("0").ljust(least, "0")
    return f"{whole}.{places}" if places else whole


@register.filter
def of_kind(value: object) -> str:
    """Which way a timeline's detail is shown: "moment", "day", "number" or "text"."""
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, date):
        return "day"
    return "number" if isinstance(value, Decimal) else "text"
