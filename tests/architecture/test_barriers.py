"""Every page of the URL table is looked at by axe, in a test that says so."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.looked_at import LOOKED_AT, NO_PAGES, NOT_LOOKED_AT

BROWSER = Path(__file__).parents[1] / "browser"


def _pages(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Patterns of addresses that answer GET, without those of the interface for programs."""
    for one in (resolver or get_resolver()).url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _pages(one, pattern)
        elif isinstance(one, URLPattern) and "GET" in _methods(one.callback) and not pattern.startswith("api/"):
            yield pattern


def _methods(view: Callable[..., Any] | None) -> list[str]:
    """What a decorator of Django lets through to the view; GET where there is none."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            held = cell.cell_contents
            if isinstance(held, (list, tuple)) and held and all(isinstance(one, str) and one.isupper() for one in held):
                return list(held)
        view = getattr(view, "__wrapped__", None)
    return ["GET"]


def test_every_page_is_looked_at_for_barriers() -> None:
    looked_at = {pattern for patterns in LOOKED_AT.values() for pattern in patterns}
    pages, left_out = set(_pages()), NO_PAGES | NOT_LOOKED_AT
    assert sorted(pages - looked_at - set(left_out)) == []
    assert sorted((looked_at | set(left_out)) - pages) == []
    assert sorted(looked_at & set(left_out)) == []


def test_whoever_is_said_to_look_is_there() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in BROWSER.glob("test_*.py")]
    tests = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert sorted(set(LOOKED_AT) - tests) == []


def test_a_page_that_only_takes_posts_is_none() -> None:
    assert "sign-out/" not in set(_pages())
    assert "lists/" in set(_pages())
