"""Pages written by hand, below a root folder: what they link to, what they name, and whether it is there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)|\b(?:src|srcset|href)=\"([^\"#]+)(?:#[^\"]*)?\"")
_FAR = re.compile(r"https?:|mailto:")
_PLACE = re.compile(r"`((?:src|tests|docs|bin|demo)/[\w./*-]+)")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)")
_CODE = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_MAKE = re.compile(r"`(make [a-z]+)`")
INDEX = Path("docs/README.md")


def pages(root: Path) -> list[Path]:
    """The pages of the house and all below docs."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def text_of(path: Path) -> str:
    """A page as it is written."""
    return path.read_text("utf-8")


def links(page: Path) -> list[str]:
    """Targets in the same project, of links and of images."""
    found = [first or second for first, second in _LINK.findall(text_of(page))]
    return [target for target in found if not _FAR.match(target)]


def dead_links(root: Path) -> list[str]:
    """page: target, of every link and image that leads nowhere."""
    return [
        f"{_name(page, root)}: {target}"
        for page in pages(root)
        for target in links(page)
        if not (page.parent / target).exists()
    ]


def unreachable(root: Path) -> list[str]:
    """Pages below docs to which no way of links leads from the index."""
    seen: set[Path] = set()
    ahead = [(root / INDEX).resolve()]
    while ahead:
        page = ahead.pop()
        if page not in seen and page.suffix == ".md" and page.is_file():
            seen.add(page)
            ahead += [(page.parent / target).resolve() for target in links(page)]
    return [_name(page, root) for page in pages(root) if page.parent != root and page.resolve() not in seen]


def missing_places(root: Path) -> list[str]:
    """page: path, of every file or folder of ours that a page names and that is not there."""
    return [
        f"{_name(page, root)}: {place}"
        for page in pages(root)
        if page.parent.name not in {"reference", "decisions"}
        for place in _PLACE.findall(text_of(page))
        if not any(root.glob(place.rstrip("/")))
    ]


def missing_tests(root: Path) -> list[str]:
    """page: test, of every test that a page names and that is not there."""
    return [
        f"{_name(page, root)}: {file}::{test}"
        for page in pages(root)
        for file, test in named_tests(page)
        if test not in _tests_in(root / file)
    ]


def named_tests(page: Path) -> list[tuple[str, str]]:
    """(file, test) of every test that a page names."""
    return _TEST.findall(text_of(page))


@cache
def _tests_in(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def unlike(english: str, chinese: str) -> Iterator[str]:
    """In what two pages that should say the same differ: headings by their level, commands, links."""
    for what, found in (("headings", headings), ("commands", commands), ("links", _targets)):
        if found(english) != found(chinese):
            yield f"{what}: {found(english)} and {found(chinese)}"


def headings(text: str) -> list[int]:
    """The level of each heading, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", _CODE.sub("", text), re.MULTILINE)]


def commands(text: str) -> list[str]:
    """The lines of blocks of code without their comments, and the targets of make named in the text."""
    shown = [line.partition("#")[0].strip() for block in _CODE.findall(text) for line in block.splitlines()]
    return [*shown, *_MAKE.findall(text)]


def _targets(text: str) -> list[str]:
    found = [first or second for first, second in _LINK.findall(text)]
    return sorted(target for target in found if not target.startswith("README"))


def _name(page: Path, root: Path) -> str:
    return page.relative_to(root).as_posix()
