"""Documentation is a tested surface: what is made from the program is up to date, what is written by hand is there."""

import re
import subprocess
import sys

import pytest

from tests.architecture import tree

BY_HAND = [tree.ROOT / name for name in ("README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES = [*BY_HAND, *tree.files("docs", ending=".md")]
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
    said = set(re.findall(r"\bmake ([a-z]+)\b", (tree.ROOT / name).read_text("utf-8")))
    assert said == set(_makefile())


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_fits_on_one_screen(name: str) -> None:
    assert len((tree.ROOT / name).read_text("utf-8").splitlines()) <= ONE_SCREEN


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not re.match(r"https?:|mailto:", target) and not (page.parent / target).exists():
                broken.append(f"{tree.name_of(page)}: {target}")
    assert broken == []


def test_every_path_that_a_page_names_exists() -> None:
    place = re.compile(r"`((?:src|tests|docs|bin|demo)/[\w./*{}-]+)`")
    missing = []
    for page in PAGES:
        if page.parent.name != "reference":
            for name in place.findall(page.read_text("utf-8")):
                if not any(tree.ROOT.glob(name.split("::")[0].rstrip("/"))):
                    missing.append(f"{tree.name_of(page)}: {name}")
    assert missing == []


def _commands() -> set[str]:
    text = (tree.ROOT / "docs/reference/commands.md").read_text("utf-8")
    return set(re.findall(r"^## entrepot ([a-z]+(?: [a-z]+)?)", text, re.MULTILINE))


def test_every_command_that_a_page_shows_exists() -> None:
    known = _commands()
    words = {name.split()[0] for name in known}
    unknown = []
    for page in PAGES:
        shown = re.findall(r"^(?:\$ )?(?:\.venv/bin/)?entrepot ([a-z]+)(?: ([a-z]+))?", page.read_text("utf-8"), re.MULTILINE)
        unknown += [f"{tree.name_of(page)}: {first}" for first, _ in shown if first not in words]
    assert unknown == []


def test_every_option_that_a_page_shows_exists() -> None:
    reference = (tree.ROOT / "docs/reference/commands.md").read_text("utf-8")
    options = {name: set(re.findall(r"(--[a-z-]+)", part)) for name, part in _parts(reference).items()}
    wrong = []
    for page in PAGES:
        for line in re.findall(r"^(?:\$ )?(?:\.venv/bin/)?entrepot (.+)$", page.read_text("utf-8"), re.MULTILINE):
            name = next((known for known in sorted(options, key=len, reverse=True) if line.startswith(known)), "")
            shown = set(re.findall(r"(?<!\S)(--[a-z-]+)", line.partition("#")[0]))
            wrong += [f"{tree.name_of(page)}: {name} {one}" for one in sorted(shown - options.get(name, set()))]
    assert wrong == []


def _parts(reference: str) -> dict[str, str]:
    """Command → its part of the page."""
    blocks = re.split(r"^## entrepot ", reference, flags=re.MULTILINE)[1:]
    return {re.match(r"[a-z]+(?: [a-z]+)?", block)[0]: block for block in blocks}  # type: ignore[index]


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
