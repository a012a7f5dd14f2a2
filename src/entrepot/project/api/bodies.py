"""Bodies of requests, within limits: refused by their stated length before any of them is read."""

from django.http import HttpRequest

from entrepot.project.api.problems import Problem

XML = "application/xml or application/octet-stream"
JSON = "application/json"


def xml_body(request: HttpRequest, limit: int) -> bytes:
    """The bytes of a customs message, whatever they hold. Raises Problem."""
    kind = _media_type(request)
    if kind and not kind.endswith(("/xml", "+xml", "/octet-stream")):
        raise Problem("media-type", expected=XML, found=kind)
    return _body(request, XML, limit)


def json_body(request: HttpRequest, limit: int) -> bytes:
    """The bytes of a JSON text, not yet read. Raises Problem."""
    kind = _media_type(request)
    if kind and not kind.endswith(("/json", "+json")):
        raise Problem("media-type", expected=JSON, found=kind)
    return _body(request, JSON, limit)


def _media_type(request: HttpRequest) -> str:
    return str(request.META.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()[:100]


def _body(request: HttpRequest, expected: str, limit: int) -> bytes:
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise Problem("media-type", expected=expected, found=encoding[:40])
    said = str(request.META.get("CONTENT_LENGTH") or "")
    if not said:
        raise Problem("no-length")
    if not (said.isascii() and said.isdigit()):
        raise Problem("bad-request")
    length = int(said[:20])
    if length > limit:
        raise Problem("too-large", limit=limit, found=length)
    if length == 0:
        raise Problem("empty")
    body = request.read()
    if len(body) != length:
        raise Problem("cut-off", expected=length, found=len(body))
    return body
