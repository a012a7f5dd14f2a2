"""The project's files as the checks of this folder read them: parsed once, named from the project's root."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "entrepot"
PURE = ("kernel", "rulebook", "engines")
MODULES = (
    "parties", "catalogue", "exchange", "trade", "ledgers", "declarations", "logistics", "warehouses",
    "market_procurement", "pilot_zones", "marketing", "quality", "payments", "finance", "insights", "academy",
)  # fmt: skip
_NOT_OURS = {".git", ".venv", "node_modules", "var", "build", "dist", "__pycache__"}
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)


@dataclass(frozen=True)
class Function:
    """A function or method: `path` from the project's root, `name` with its classes, `lines` from def to its end."""

    path: str
    name: str
    lines: int
    complexity: int


@dataclass(frozen=True)
class Text:
    """A string constant of the source: pieces of one f-string are one text, with {} for what is put in."""

    path: str
    line: int
    value: str


def name_of(path: Path) -> str:
    """The path from the project's root, as reports and exceptions write it."""
    return path.relative_to(ROOT).as_posix()


def files(*folders: str, ending: str = "") -> Iterator[Path]:
    """Our own files below these folders of the project (all of it without folders), sorted."""
    for folder in folders or (".",):
        for path in sorted((ROOT / folder).rglob(f"*{ending}")):
            inside = path.relative_to(ROOT).parts
            ours = not any(part in _NOT_OURS or part.startswith(".venv") or part.endswith("_cache") for part in inside)
            if path.is_file() and ours:
                yield path


@cache
def python(*folders: str) -> tuple[Path, ...]:
    """Our Python files below these folders, scripts without ending included."""
    scripts = (path for path in files(*folders) if path.parent.name == "bin" and _is_python_script(path))
    return (*files(*folders, ending=".py"), *scripts)


@cache
def _is_python_script(path: Path) -> bool:
    with path.open("rb") as file:
        return b"python" in file.readline()


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"), name_of(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a file's syntax tree."""
    return tuple(ast.walk(parsed(path)))


@cache
def exceptions(kind: str) -> dict[str, Any]:
    """The section `kind` of exceptions.toml: what is excepted → why."""
    content: dict[str, Any] = tomllib.loads((Path(__file__).parent / "exceptions.toml").read_text("utf-8"))
    section: dict[str, Any] = content[kind]
    return section


def functions(path: Path) -> Iterator[Function]:
    """Every function of a file, nested ones too."""
    return functions_of(parsed(path), name_of(path))


def functions_of(module: ast.AST, path: str) -> Iterator[Function]:
    """Every function of a syntax tree."""

    def visit(node: ast.AST, owner: str) -> Iterator[Function]:
        for child in ast.iter_child_nodes(node):
            inner = owner
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = f"{owner}.{child.name}".lstrip(".")
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (child.end_lineno or child.lineno) - child.lineno + 1
                yield Function(path, inner, lines, _complexity(child))
            yield from visit(child, inner)

    yield from visit(module, "")


def _complexity(function: ast.AST) -> int:
    """Ways through a function as ruff counts them: one, and one more for each branch, loop, handler and case."""
    return 1 + sum(isinstance(node, _BRANCHES) for node in ast.walk(function))


@cache
def texts(path: Path) -> tuple[Text, ...]:
    """Every string constant of a file that is not a docstring."""
    return tuple(_texts(path))


def _texts(path: Path) -> Iterator[Text]:
    documentation = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    pieces = {id(part) for node in nodes(path) if isinstance(node, ast.JoinedStr) for part in node.values}
    skipped = documentation | pieces
    for node in nodes(path):
        if isinstance(node, ast.JoinedStr):
            yield Text(name_of(path), node.lineno, "".join(_piece(part) for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield Text(name_of(path), node.lineno, node.value)


def _piece(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "{}"


def defined_names(path: Path) -> Iterator[tuple[str, int]]:
    """Names that a file makes: functions, classes, arguments, variables, attributes, fields; with their line."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


def words(name: str) -> list[str]:
    """The lower-case words of a snake_case or CamelCase name."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute chain, else an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else f"?.{node.attr}"
    return ""
