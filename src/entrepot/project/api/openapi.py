"""The description of the API (OpenAPI 3.1), in the language of the reader."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from entrepot.project.api import problems, shapes, words
from entrepot.project.api.api import the_api
from entrepot.project.api.problems import language_of
from entrepot.project.api.tokens import Needs

Node = Any  # of a JSON document
ADDRESS = "/api/v1/openapi.json"
SAFE = ("GET", "HEAD")
_PROBLEM = {"content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}}
_TOKEN = {"token": {"type": "http", "scheme": "bearer"}}


@cache
def described(language: str) -> dict[str, Node]:
    """The description; the same operations in either language."""
    made = the_api().get_openapi_schema(path_prefix="/api/v1/")
    document: dict[str, Node] = json.loads(json.dumps(made))
    document["components"]["schemas"]["ProblemOut"] = shapes.ProblemOut.model_json_schema()
    document["components"]["securitySchemes"] = _TOKEN
    if language == "zh":
        document = _translated(document, {text.en: text.zh for text in words.SHAPES})
        document["info"]["title"], document["info"]["description"] = words.TITLE.zh, words.GENERAL.zh
    scopes = _scopes()
    for _, _, operation in operations(document):
        name = operation["operationId"]
        said = words.OPERATIONS[name]
        operation["summary"] = said.summary.zh if language == "zh" else said.summary.en
        operation["description"] = said.description.zh if language == "zh" else said.description.en
        operation["security"] = [{"token": scopes[name]}]
        operation["responses"]["default"] = {"description": "RFC 9457", **_PROBLEM}
    return document


def operations(document: dict[str, Node]) -> Iterator[tuple[str, str, dict[str, Node]]]:
    """(path, method, operation) of a description."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _scopes() -> dict[str, list[str]]:
    """Operation → the scopes of which a token needs one."""
    found: dict[str, list[str]] = {}
    for _, router in the_api()._routers:  # noqa: SLF001 - the framework tells it nowhere else
        for view in router.path_operations.values():
            for operation in view.operations:
                needs = [auth for auth in operation.auth_callbacks if isinstance(auth, Needs)]
                found[operation.view_func.__name__] = [scope for need in needs for scope in need.scopes]
    return found


def _translated(node: Node, chinese: dict[str, str]) -> Node:
    if isinstance(node, str):
        return chinese.get(node, node)
    if isinstance(node, dict):
        return {key: _translated(value, chinese) for key, value in node.items()}
    return [_translated(each, chinese) for each in node] if isinstance(node, list) else node


@login_not_required
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The description, for programs."""
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    content = json.dumps(described(language_of(request)), ensure_ascii=False)
    return HttpResponse(content, content_type="application/json")
