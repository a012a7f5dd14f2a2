"""Links beside the heading of a page that upper modules offer there: the page names none of them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class PageLink:
    """url_name: as for `reverse`; label: a lazy translation; icon: a name of `icons.ICONS`."""

    url_name: str
    label: str | Promise
    icon: str

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.url_name)


_links: dict[str, dict[str, PageLink]] = {}


def register(page: str, link: PageLink) -> None:
    """Offer a link on a page, such as "orders"; the same address again replaces the earlier one."""
    _links.setdefault(page, {})[link.url_name] = link


def of(page: str) -> list[PageLink]:
    """What is offered there, in the order in which it was registered."""
    return list(_links.get(page, {}).values())
