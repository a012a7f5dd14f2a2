"""Template tags about records, whichever modules and pages have something to do with them."""

from django import template

from entrepot.shell import page_links
from entrepot.shell.page_links import PageLink
from entrepot.shell.record_actions import Action, RecordName, of

register = template.Library()


@register.simple_tag
def record_actions(marketplace_code: str, order_no: str, seller_code: str) -> list[Action]:
    """What can be done with a record."""
    return of(RecordName(marketplace_code, order_no, seller_code))


@register.simple_tag(name="page_links")
def links_of(page: str) -> list[PageLink]:
    """What upper modules offer beside the heading of a page."""
    return page_links.of(page)
