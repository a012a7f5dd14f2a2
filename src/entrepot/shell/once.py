"""A form that does something is done once: a key goes out with the page and is spent when the form comes back.

So the back button and a second click find the key spent, and the view shows what was done instead of doing it again.
"""

import secrets

from django.http import HttpRequest

FIELD = "once"
_KEPT = "spent"
_MOST = 50


def fresh() -> str:
    """A key for the hidden field `once` of a page that is sent out."""
    return secrets.token_urlsafe(12)


def spend(request: HttpRequest) -> bool:
    """Whether the key that came back is spent now, for the first time in this session; False: nothing may be done."""
    key = request.POST.get(FIELD, "")[:_MOST]
    spent: list[str] = request.session.get(_KEPT, [])
    if not key or key in spent:
        return False
    request.session[_KEPT] = [*spent[-_MOST + 1 :], key]
    return True
