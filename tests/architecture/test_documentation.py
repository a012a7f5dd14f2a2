"""Documentation is a tested surface: what is made from the program is up to date, what is written by hand is there."""

import re
import subprocess
import sys

import pytest

from tests.architecture import tree

PAGES = [*sorted(tree.ROOT.glob("*.md")), *tree.files("docs", ending=".md")]
SHOWN = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?entrepot ([a-z].*)$", re.MULTILINE)  # a line of a block of code
ONE_SCREEN = 60


def _check(script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(tree.ROOT / "bin" / script), "--check"]
    return subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("script", ["docs", "notices"])
def test_pages_made_from_the_program_are_what_the_program_says(script: str) -> None:
    done = _check(script)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def _makefile() -> dict[str, str]:
    """Target → recipe."""
    text = (tree.ROOT / "Makefile").read_text("utf-8")
    return dict(re.findall(r"^([a-z]+):[^=;\n]*;?[ \n\t]*@?(.*)$", text, re.MULTILINE))


def test_the_makefile_is_one_line_into_bin_for_each_command() -> None:
    assert sorted(_makefile()) == ["bench", "help", "lint", "run", "setup", "soak", "test"]
    assert {name: recipe for name, recipe in _makefile().items() if recipe != f"bin/{name}"} == {}
    scripts = [tree.ROOT / "bin" / name for name in _makefile()]
    assert [path.name for path in scripts if not (path.is_file() and path.stat().st_mode & 0o111)] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_commands_of_the_readme_are_those_of_the_makefile(name: str) -> None:
    said = set(re.findall(r"(?:^|`)make ([a-z]+)\b", (tree.ROOT / name).read_text("utf-8"), re.MULTILINE))
    assert said == set(_makefile())


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_fits_on_one_screen(name: str) -> None:
    assert len((tree.ROOT / name).read_text("utf-8").splitlines()) <= ONE_SCREEN


def test_the_pages_of_the_house_are_there() -> None:
    expected = {"README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"}
    assert expected - {tree.name_of(path) for path in PAGES} == set()


def test_every_link_between_pages_leads_somewhere() -> None:
    link = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
    links = [(page, target) for page in PAGES for target in link.findall(page.read_text("utf-8"))]
    inner = [(page, target) for page, target in links if not re.match(r"https?:|mailto:", target)]
    assert [f"{tree.name_of(page)}: {target}" for page, target in inner if not (page.parent / target).exists()] == []


def test_every_path_that_a_page_names_exists() -> None:
    place = re.compile(r"`((?:src|tests|docs|bin|demo)/[\w./*-]+)")
    pages = [page for page in PAGES if page.parent.name not in {"reference", "decisions"}]
    named = [(page, name) for page in pages for name in place.findall(page.read_text("utf-8"))]
    assert [f"{tree.name_of(page)}: {name}" for page, name in named if not any(tree.ROOT.glob(name.rstrip("/")))] == []


def _commands() -> dict[str, str]:
    """Command → its part of the reference."""
    reference = (tree.ROOT / "docs/reference/commands.md").read_text("utf-8")
    blocks = re.split(r"^## entrepot ", reference, flags=re.MULTILINE)[1:]
    return {re.split(r" [\[A-Z]|\n", block)[0]: block for block in blocks}


def _shown() -> list[tuple[str, str, str]]:
    """(page, command or an empty text, the rest of the line) of every line that a page shows in a block of code."""
    known = sorted(_commands(), key=len, reverse=True)
    found = []
    for page in PAGES:
        for line in SHOWN.findall(page.read_text("utf-8")):
            command = next((name for name in known if re.match(rf"{name}(?:\s|$)", line)), "")
            found.append((tree.name_of(page), command, line))
    return found


def test_every_command_that_a_page_shows_exists() -> None:
    assert [f"{page}: {line}" for page, command, line in _shown() if not command] == []


def test_every_option_that_a_page_shows_exists() -> None:
    commands = _commands()
    wrong = []
    for page, command, line in _shown():
        options = re.findall(r"(?<!\S)(--[a-z-]+)", line.partition("#")[0])
        wrong += [f"{page}: {line}" for one in options if not re.search(rf"{one}\b", commands.get(command, ""))]
    assert wrong == []


def test_the_english_and_the_chinese_readme_show_the_same_commands() -> None:
    english, chinese = ((tree.ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    code = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)

    def commands(text: str) -> list[str]:
        return [line.partition("#")[0].strip() for block in code.findall(text) for line in block.splitlines()]

    assert commands(english) == commands(chinese)


def test_the_pages_use_the_words_of_the_glossary() -> None:
    never = re.compile(r"\b(?:manifests?|receipts?|platforms?|channels?)\b", re.IGNORECASE)
    found = []
    for page in PAGES:
        if page.name != "glossary.md" and page.parent.name != "reference":
            text = re.sub(r"```.*?```|`[^`\n]*`|sales channels?", "", page.read_text("utf-8"), flags=re.DOTALL)
            found += [f"{tree.name_of(page)}: {word}" for word in never.findall(text)]
    assert found == []


def test_every_page_that_the_program_points_to_exists() -> None:
    page = re.compile(r"\bdocs/[\w/-]+\.md\b")
    pointed = {name for path in tree.python("src") for text in tree.texts(path) for name in page.findall(text.value)}
    assert sorted(name for name in pointed if not (tree.ROOT / name).is_file()) == []
