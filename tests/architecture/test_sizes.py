"""Small enough to read: functions, files and templates keep to the sizes of CONTRIBUTING.md."""

import ast
import math
from collections.abc import Mapping

from tests.architecture import tree

FUNCTION_LINES = 60
MOST_FUNCTION_LINES = 40
FUNCTION_COMPLEXITY = 10
TEST_FUNCTION_LINES = 40
FILE_LINES = 400
TEMPLATE_LINES = 150
BUILT = tree.SRC / "shell/static/built"  # copied there by bin/setup from npm, not written here


def _too_large(measured: Mapping[str, int], limit: int, kind: str) -> list[str]:
    excepted = tree.exceptions(kind)
    return [f"{name}: {size} > {limit}" for name, size in measured.items() if size > limit and name not in excepted]


def _no_longer_needed(measured: Mapping[str, int], limit: int, kind: str) -> list[str]:
    return [name for name in tree.exceptions(kind) if measured.get(name, 0) <= limit]


def _functions(*folders: str) -> list[tree.Function]:
    return [function for path in tree.python(*folders) for function in tree.functions(path)]


def _lines(*folders: str) -> dict[str, int]:
    return {f"{function.path}::{function.name}": function.lines for function in _functions(*folders)}


def _complexity() -> dict[str, int]:
    return {f"{function.path}::{function.name}": function.complexity for function in _functions("src", "bin", "tests")}


def _file_lines() -> dict[str, int]:
    paths = [
        *tree.python("src", "bin", "tests"),
        *tree.files("src", ending=".sql"),
        *tree.files("src", ending=".css"),
        *(path for path in tree.files("src", ending=".js") if path.parent != BUILT),
    ]
    return {tree.name_of(path): len(path.read_text("utf-8").splitlines()) for path in paths}


def _template_lines() -> dict[str, int]:
    return {tree.name_of(path): len(path.read_text("utf-8").splitlines()) for path in tree.files("src", ending=".html")}


def test_a_function_is_at_most_60_lines_long() -> None:
    assert _too_large(_lines("src", "bin"), FUNCTION_LINES, "function_lines") == []


def test_of_a_hundred_functions_95_are_at_most_40_lines_long() -> None:
    lines = sorted(function.lines for function in _functions("src", "bin"))
    assert lines[math.ceil(len(lines) * 0.95) - 1] <= MOST_FUNCTION_LINES


def test_there_are_at_most_ten_ways_through_a_function() -> None:
    assert _too_large(_complexity(), FUNCTION_COMPLEXITY, "function_complexity") == []


def test_a_test_is_at_most_40_lines_long() -> None:
    assert _too_large(_lines("tests"), TEST_FUNCTION_LINES, "test_function_lines") == []


def test_a_file_is_at_most_400_lines_long() -> None:
    assert _too_large(_file_lines(), FILE_LINES, "file_lines") == []


def test_a_template_is_at_most_150_lines_long() -> None:
    assert _too_large(_template_lines(), TEMPLATE_LINES, "template_lines") == []


def test_every_exception_is_still_needed_and_has_a_reason() -> None:
    spare = [
        *_no_longer_needed(_lines("src", "bin"), FUNCTION_LINES, "function_lines"),
        *_no_longer_needed(_complexity(), FUNCTION_COMPLEXITY, "function_complexity"),
        *_no_longer_needed(_lines("tests"), TEST_FUNCTION_LINES, "test_function_lines"),
        *_no_longer_needed(_file_lines(), FILE_LINES, "file_lines"),
        *_no_longer_needed(_template_lines(), TEMPLATE_LINES, "template_lines"),
    ]
    assert spare == []
    kinds = ("function_lines", "function_complexity", "test_function_lines", "file_lines", "template_lines")
    assert [name for kind in kinds for name, why in tree.exceptions(kind).items() if not str(why).strip()] == []


MEASURED = """\
def four_ways(numbers):
    total = 0
    for number in numbers:
        try:
            total += number if number > 0 else 10 // number
        except ZeroDivisionError:
            return -1
    if total:
        return total
    return sum(1 for number in numbers)
"""


def test_the_measure_counts_ways_and_lines() -> None:
    """The measure itself: 1 + for + handler + if; what stands inside one line does not count."""
    (measured,) = tree.functions_of(ast.parse(MEASURED), "measured.py")
    assert (measured.name, measured.lines, measured.complexity) == ("four_ways", 10, 4)
