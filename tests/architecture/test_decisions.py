"""A decision is one page and names the test that fails if it is wrong; that test exists."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import tree

DECISIONS = sorted((tree.ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Weighed", "Consequences", "The tests that fail if this is wrong"]
LINES_OF_A_PAGE = 60


def _named_tests(text: str) -> list[str]:
    return re.findall(r"^- `(tests/[\w/]+\.py::test_\w+)`$", text, re.MULTILINE)


def _exists(name: str) -> bool:
    path, _, function = name.partition("::")
    file = tree.ROOT / path
    if not file.is_file():
        return False
    return any(isinstance(node, ast.FunctionDef) and node.name == function for node in ast.walk(tree.parsed(file)))


def test_the_decisions_are_numbered_without_gaps_and_listed() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    assert len(DECISIONS) >= 6
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (tree.ROOT / "docs/decisions/README.md").read_text("utf-8"))
    assert listed == [path.name for path in DECISIONS]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts_on_one_page(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    assert len(text.splitlines()) <= LINES_OF_A_PAGE


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_the_tests_that_a_decision_names_exist(path: Path) -> None:
    names = _named_tests(path.read_text("utf-8"))
    assert names
    assert [name for name in names if not _exists(name)] == []


def test_every_decision_that_the_code_points_to_exists() -> None:
    numbers = {path.name[:4] for path in DECISIONS}
    pointed = {
        (tree.name_of(path), number)
        for path in [*tree.python("src", "tests", "bin"), *tree.files("src", ending=".sql")]
        for number in re.findall(r"decisions/(\d{4})", path.read_text("utf-8"))
    }
    assert sorted(pair for pair in pointed if pair[1] not in numbers) == []
