"""Records that other firms opened to the reader's since yesterday: for the home page."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext

from entrepot.modules.parties import api as parties
from entrepot.shell import moved
from entrepot.shell.moved import Moved

NEWEST = 200  # open grants that are looked at


def register() -> None:
    """Its line of the home page."""
    moved.register("shared", of)


def of(request: HttpRequest, since: datetime) -> Iterator[Moved]:
    """One line: how many were opened, and by whom."""
    reader = parties.reader_in(request)
    newest = sorted((each.grant_id for each in reader.grants), reverse=True)[:NEWEST] if reader else []
    opened = [grant for grant in parties.grants(newest) if grant.created_at >= since] if newest else []
    if not opened:
        return
    chinese = (get_language() or "en").startswith("zh")
    givers = {each.owner.name_zh if chinese else each.owner.name_en or each.owner.name_zh for each in opened}
    title = ngettext("%(count)s record was opened to you", "%(count)s records were opened to you", len(opened))
    at = max(each.created_at for each in opened)
    separator = "、" if chinese else ", "
    yield Moved(
        at,
        title % {"count": len(opened)},
        separator.join(sorted(givers)),
        reverse("declarations:shared"),
        "shared",
        "info",
    )
