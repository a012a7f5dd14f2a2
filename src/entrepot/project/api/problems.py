"""What a program is told when it does not get what it asked for: RFC 9457, in the language it asks for."""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from entrepot.project.api.kinds import KINDS
from entrepot.project.wording import Text

MEDIA_TYPE = "application/problem+json"
_LONGEST_PATH = 300


# What a part of the framework answered by itself.
_BY_STATUS = {
    400: "bad-request",
    401: "no-token",
    403: "not-for-you",
    404: "not-found",
    405: "method",
    422: "bad-parameter",
}


class Problem(Exception):
    """The request is answered with a problem of KINDS; `facts` fill its detail."""

    def __init__(
        self,
        kind: str,
        *,
        errors: Sequence[Mapping[str, object]] = (),
        headers: Mapping[str, str] | None = None,
        **facts: object,
    ) -> None:
        self.kind = kind
        self.errors = errors
        self.headers = headers or {}
        self.facts = facts
        super().__init__(kind, facts)


def language_of(request: HttpRequest) -> str:
    """`zh` or `en`: whichever of the two Accept-Language would rather have; `en` where it says neither."""
    best, chosen = 0.0, "en"
    for part in request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500].split(","):
        tag, _, parameters = part.strip().partition(";")
        language = tag[:2].lower()
        weight = _weight(parameters)
        if language in {"en", "zh"} and weight > best:
            best, chosen = weight, language
    return chosen


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return min(float(value), 1.0) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def said(text: Text, language: str, **facts: object) -> str:
    """A text in the language, its placeholders filled."""
    return (text.zh if language == "zh" else text.en).format(**facts)


def answer(problem: Problem, request: HttpRequest) -> HttpResponse:
    """The problem as a response."""
    kind = KINDS[problem.kind]
    language = language_of(request)
    content: dict[str, object] = {
        "type": f"/api/v1/docs#{problem.kind}",
        "title": said(kind.title, language),
        "status": kind.status,
        "detail": said(kind.detail, language, **problem.facts),
        "instance": quote(request.path[:_LONGEST_PATH], errors="replace"),
    }
    if problem.errors:
        content["errors"] = list(problem.errors)
    response = HttpResponse(json.dumps(content, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE)
    response["Content-Language"] = language
    for name, value in problem.headers.items():
        response[name] = value
    return response


def of_status(response: HttpResponse, request: HttpRequest) -> Problem:
    """The problem behind a response that a part of the framework made."""
    kind = _BY_STATUS.get(response.status_code, "bad-request" if response.status_code < 500 else "failed")
    facts: dict[str, object] = {}
    if kind == "method":
        facts = {"allowed": response.headers.get("Allow", ""), "found": request.method}
    elif kind in {"bad-parameter", "no-token"}:
        facts = {"found": "–"}
    problem = Problem(kind, headers={"Allow": response.headers["Allow"]} if "Allow" in response.headers else None)
    problem.facts = facts
    return problem
