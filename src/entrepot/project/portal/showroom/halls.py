"""A firm's hall for whoever may enter: the list, the same in three dimensions, the pictures."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.api import Entered
from entrepot.project.portal.showroom import shown

_SMALL = "-small"
_KEPT_FOR = "private, max-age=86400, immutable"


def entered(address: str) -> Entered:
    """The hall, or 404 where there is none for the reader: nobody learns that there is a closed one."""
    hall = marketing.enter_hall(address)
    if hall is None:
        raise Http404(address)
    return hall


@login_not_required
@require_safe
def page(request: HttpRequest, address: str) -> HttpResponse:
    """The wares as a list: everything that the hall shows, without script."""
    return _shown(request, address, "portal/showroom/list.html")


@login_not_required
@require_safe
def hall(request: HttpRequest, address: str) -> HttpResponse:
    """The wares at their true size, to walk through."""
    return _shown(request, address, "portal/showroom/hall.html")


def _shown(request: HttpRequest, address: str, template: str) -> HttpResponse:
    found = entered(address)
    wares = shown.wares_of(found, request, now=timezone.now())
    context = {"hall": found, "firm": shown.said(found.name_zh, found.name_en), "wares": wares}
    return render(request, template, context)


@login_not_required
@require_safe
def picture(request: HttpRequest, address: str, name: str) -> HttpResponse:  # noqa: ARG001 - the reader's transaction
    """A picture as this program wrote it; nothing in it can run."""
    small = name.endswith(_SMALL)
    body = marketing.picture_in(address, name.removesuffix(_SMALL), small=small)
    if body is None:
        raise Http404(name)
    response = HttpResponse(body, content_type="image/webp")
    response["Cache-Control"] = _KEPT_FOR
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
