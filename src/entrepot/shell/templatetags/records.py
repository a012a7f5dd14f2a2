"""Template tags about records, whichever modules and pages have something to do with them."""

from django import template

from entrepot.shell.record_actions import Action, RecordName, of

register = template.Library()


@register.simple_tag
def record_actions(marketplace_code: str, order_no: str, seller_code: str) -> list[Action]:
    """What can be done with a record."""
    return of(RecordName(marketplace_code, order_no, seller_code))
