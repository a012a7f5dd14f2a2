"""Exact and repeatable: no floats and no clock in kernel, rulebook and engines; no clock where state is changed."""

import ast
import re
from pathlib import Path

from tests.architecture import tree

PURE_FOLDERS = tuple(f"src/entrepot/{package}" for package in tree.PURE)
FLOAT_TYPES = {"pl.Float32", "pl.Float64", "polars.Float32", "polars.Float64"}
# Polars turns a Decimal column into floats in these without saying so.
FLOAT_MAKERS = {"mean", "median", "std", "var", "quantile", "sqrt", "exp", "log", "pct_change", "ewm_mean"}
CLOCKS = re.compile(
    r"(?:^|\.)(?:datetime\.(?:now|utcnow|today)|date\.today|timezone\.(?:now|localdate|localtime)"
    r"|time\.(?:time|time_ns|monotonic|perf_counter|localtime|gmtime))$"
)
OUTSIDE = re.compile(r"^(?:open|input|print|os\.environ.*|os\.getenv|random\..*|secrets\..*|uuid\.uuid[14])$")


IMPURE = """\
import datetime as dt, time, polars as pl
from datetime import datetime
a = pl.Float64
b = 1.5
c = float("2")
d = prices.mean()
e = dt.datetime.now(dt.UTC)
f = datetime.fromtimestamp(0, dt.UTC)
g = time.time()
h = print(open("x"))
"""


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    if isinstance(node, ast.Name):
        return node.id == "float"
    if isinstance(node, ast.Attribute):
        return tree.dotted(node) in FLOAT_TYPES or node.attr in FLOAT_MAKERS
    return False


def _floats(module: ast.AST) -> list[int]:
    """Lines with a float."""
    return sorted(getattr(node, "lineno", 0) for node in ast.walk(module) if _is_float(node))


def _calls(module: ast.AST, wanted: re.Pattern[str]) -> list[int]:
    """Lines with a call of something wanted."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    return sorted(node.lineno for node in calls if wanted.search(tree.dotted(node.func)))


def _places(path: Path, lines: list[int]) -> list[str]:
    return [f"{tree.name_of(path)}:{line}" for line in lines]


def test_no_floats_in_kernel_rulebook_and_engines() -> None:
    paths = list(tree.python(*PURE_FOLDERS))
    assert [place for path in paths for place in _places(path, _floats(tree.parsed(path)))] == []


def test_no_clock_in_kernel_rulebook_and_engines() -> None:
    paths = list(tree.python(*PURE_FOLDERS))
    assert [place for path in paths for place in _places(path, _calls(tree.parsed(path), CLOCKS))] == []


def test_no_clock_in_operations_and_queries() -> None:
    paths = [
        path
        for path in tree.python("src/entrepot/modules")
        if {"operations", "queries"} & {path.stem, *path.relative_to(tree.SRC).parts}
    ]
    assert [place for path in paths for place in _places(path, _calls(tree.parsed(path), CLOCKS))] == []


def test_nothing_from_outside_in_kernel_and_engines() -> None:
    paths = list(tree.python("src/entrepot/kernel", "src/entrepot/engines"))
    assert [place for path in paths for place in _places(path, _calls(tree.parsed(path), OUTSIDE))] == []


def test_the_measures_find_floats_clocks_and_the_outside() -> None:
    module = ast.parse(IMPURE)
    assert _floats(module) == [3, 4, 5, 6]
    assert _calls(module, CLOCKS) == [7, 9]
    assert _calls(module, OUTSIDE) == [10, 10]
