"""The API put together: its operations, and what becomes of their errors."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

import entrepot
from entrepot.project.api import decisions, items, messages, problems, records, replies, webhooks, words
from entrepot.project.api.problems import Problem, language_of
from entrepot.project.api.refusals import bad_parameters

_ROUTERS = (messages, items, replies, decisions, records, webhooks)


class _Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function, which words.OPERATIONS describes."""
        return operation.view_func.__name__


@cache
def the_api() -> NinjaAPI:
    """All operations; their description is served by ourselves, in the language of the reader."""
    api = _Api(title=words.TITLE.en, version=entrepot.__version__, description=words.GENERAL.en, openapi_url=None,
               docs_url=None)  # fmt: skip
    for module in _ROUTERS:
        api.add_router("", module.router)
    api.add_exception_handler(Problem, _problem)
    api.add_exception_handler(ValidationError, _not_as_described)
    api.add_exception_handler(HttpError, _framework)
    api.add_exception_handler(Exception, _unexpected)
    return api


def urls() -> list[URLResolver | URLPattern]:
    """The addresses of the operations."""
    return the_api().urls[0]


def _problem(request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    assert isinstance(problem, Problem)
    return problems.answer(problem, request)


def _not_as_described(request: HttpRequest, wrong: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(wrong, ValidationError)
    faults = [(_place(error["loc"]), str(error["type"])) for error in wrong.errors]
    return problems.answer(bad_parameters(faults, language_of(request)), request)


def _place(loc: Any) -> str:  # noqa: ANN401 - the framework's
    return ".".join(str(part) for part in loc)


def _framework(_request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(error, HttpError)
    return HttpResponse(status=error.status_code)  # the lane makes a problem of it


def _unexpected(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    raise error  # to the lane
