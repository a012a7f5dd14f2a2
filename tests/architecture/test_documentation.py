"""Documentation is a tested surface: what is made from the program is up to date, what is written by hand is there.

Whatever looks for faults is first shown one, in a copy of the pages that has it.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from entrepot.modules.declarations.web import words
from entrepot.modules.parties import words as of_firms
from entrepot.modules.parties.queries.authority import ALLOWED_SENDERS
from entrepot.project.line.kinds import AUDIENCE, KINDS
from tests.architecture import documented, pages, texts, tree

REFERENCE = tree.ROOT / "docs" / "reference"
EXPLAINED = sorted((tree.ROOT / "docs" / "explain").glob("*.md"))
WORDS_IN_THREE_MINUTES = 750
PAGES = pages.pages(tree.ROOT)
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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project with pages of its own to spoil; everything else is that of the project."""
    for path in tree.ROOT.iterdir():
        if path.suffix == ".md":
            shutil.copy(path, tmp_path)
        elif path.name == "docs":
            shutil.copytree(path, tmp_path / "docs")
        elif not path.name.startswith("."):
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


def _add(page: Path, text: str) -> None:
    page.write_text(page.read_text("utf-8") + text, "utf-8")


def test_every_link_and_image_leads_somewhere(copy: Path) -> None:
    assert pages.dead_links(tree.ROOT) == []
    _add(
        copy / "docs/glossary.md", '[x](nowhere.md#part) ![y](images/none.png) <img src="gone.png"> [z](https://a.b)\n'
    )
    assert pages.dead_links(copy) == [f"docs/glossary.md: {x}" for x in ("nowhere.md", "images/none.png", "gone.png")]


def test_every_page_is_reached_from_the_index(copy: Path) -> None:
    assert pages.unreachable(tree.ROOT) == []
    (copy / "docs/explain/alone.md").write_text("[index](../README.md)\n", "utf-8")
    assert pages.unreachable(copy) == ["docs/explain/alone.md"]


def test_every_path_that_a_page_names_exists(copy: Path) -> None:
    assert pages.missing_places(tree.ROOT) == []
    _add(copy / "docs/glossary.md", "`src/entrepot/none.py` `tests/none/` `src/entrepot/store`\n")
    assert pages.missing_places(copy) == ["docs/glossary.md: src/entrepot/none.py", "docs/glossary.md: tests/none/"]


def test_every_test_that_a_page_names_exists(copy: Path) -> None:
    assert pages.missing_tests(tree.ROOT) == []
    here = "tests/architecture/test_documentation.py"
    _add(copy / "docs/glossary.md", f"`{here}::test_none` `{here}::test_every_test_that_a_page_names_exists`\n")
    assert pages.missing_tests(copy) == [f"docs/glossary.md: {here}::test_none"]


@pytest.mark.parametrize("page", EXPLAINED, ids=lambda page: page.stem)
def test_an_explanation_is_short_and_names_its_code_and_its_proof(page: Path) -> None:
    text = page.read_text("utf-8")
    assert len(re.findall(r"[^\W\d_]+", re.sub(r"`[^`]*`|\]\([^)]*\)", " ", text))) <= WORDS_IN_THREE_MINUTES
    assert "`src/entrepot/" in text
    assert pages.named_tests(page)
    assert text.rstrip().splitlines()[-1].startswith("See also: [")


def test_the_page_on_who_sees_what_says_what_the_code_does() -> None:
    text = (tree.ROOT / "docs/explain/who-sees-what.md").read_text("utf-8")
    kinds = dict(zip(KINDS, ("order", "collection slip", "waybill", "declaration list"), strict=True))
    table = text[text.index("| role | order | collection slip ") :].partition("\n\n")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    said = {row[0]: dict(zip(cells[0][1:], row[1:], strict=True)) for row in cells[2:]}
    roles = {"marketplace_id": "marketplace", "seller_id": "seller", "payer_id": "payment firm",
             "carrier_id": "carrier", "agent_id": "agent"}  # fmt: skip
    done = {
        name: {
            said_as: f"{'R' if role in AUDIENCE[kind] else ''} {'W' if role in ALLOWED_SENDERS[kind] else ''}".strip()
            or "–"
            for kind, said_as in kinds.items()
        }
        for role, name in roles.items()
    }
    assert said == done


@pytest.mark.parametrize("kind", documented.PROGRAM)
def test_what_the_program_has_is_in_the_reference(kind: str, copy: Path) -> None:
    used = documented.PROGRAM[kind]()
    assert used
    assert documented.undocumented(REFERENCE, kind, used) == []
    gone = sorted(used)[len(used) // 2]
    page, pattern = documented.WRITTEN[kind]
    lines = (REFERENCE / page).read_text("utf-8").splitlines(keepends=True)
    left = [line for line in lines if gone not in re.findall(pattern, line)]
    (copy / "docs/reference" / page).write_text("".join(left), "utf-8")
    assert documented.undocumented(copy / "docs/reference", kind, used) == [gone]


def test_a_new_setting_is_found_however_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "new.py"
    file.write_text(
        'import os\nNAME = "BY_NAME"\nfor each in ("FIRST", "SECOND"):\n    os.environ.get(each)\n'
        'os.environ[NAME], os.getenv("ASKED"), os.environ.get("GOT", "else"), "ENTREPOT_NAMED", "NOT_READ"\n',
        "utf-8",
    )
    new = {"BY_NAME", "FIRST", "SECOND", "ASKED", "GOT", "ENTREPOT_NAMED"}
    assert documented.settings([file]) == new
    assert documented.undocumented(REFERENCE, "setting", new) == sorted(new)


def test_a_new_event_is_found_where_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "new.py"
    file.write_text('GONE = "trade.orders_gone"\nother = "trade.api", "shell.news_of_it"\n', "utf-8")
    assert documented.events([file]) == {"trade.orders_gone"}
    assert documented.undocumented(REFERENCE, "event", {"trade.orders_gone"}) == ["trade.orders_gone"]


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


def test_the_english_and_the_chinese_readme_have_the_same_parts_commands_and_links() -> None:
    english, chinese = ((tree.ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    assert list(pages.unlike(english, chinese)) == []
    assert pages.commands(english)[:2] == ["make run", "make test"]
    assert len(list(pages.unlike(english, chinese + "\n## 其他\n"))) == 1
    assert len(list(pages.unlike(english, chinese.replace("make run", "make test")))) == 1
    assert len(list(pages.unlike(english, chinese.replace("`make soak`", "")))) == 1
    assert len(list(pages.unlike(english, chinese.replace("](NOTICE)", "](LICENSE)")))) == 1


def test_the_pages_use_the_words_of_the_glossary() -> None:
    never = re.compile(r"\b(?:manifests?|receipts?|platforms?|channels?)\b", re.IGNORECASE)
    found = []
    for page in PAGES:
        if page.name != "glossary.md" and page.parent.name != "reference":
            text = re.sub(r"```.*?```|`[^`\n]*`|sales channels?", "", page.read_text("utf-8"), flags=re.DOTALL)
            found += [f"{tree.name_of(page)}: {word}" for word in never.findall(text)]
    assert found == []


def test_the_glossary_has_the_words_of_the_screens_in_both_languages() -> None:
    known = texts.translations()
    badges = {str(badge.label) for badge in (*words.STATES.values(), *words.VERDICTS.values())}
    pairs = {(label, known[label][0]) for label in badges}
    for named in (of_firms.ROLES, of_firms.PLACES, of_firms.PARTS, of_firms.STATIONS, of_firms.DOCUMENT_KINDS):
        pairs |= {(en, zh) for en, zh in named.values()}
    glossary = (tree.ROOT / "docs/glossary.md").read_text("utf-8").lower()
    assert len(pairs) > 40
    assert {
        pair for pair in pairs if pair[0].lower().removesuffix("s") not in glossary or pair[1] not in glossary
    } == set()


def test_every_page_that_the_program_points_to_exists() -> None:
    page = re.compile(r"\bdocs/[\w/-]+\.md\b")
    pointed = {name for path in tree.python("src") for text in tree.texts(path) for name in page.findall(text.value)}
    assert sorted(name for name in pointed if not (tree.ROOT / name).is_file()) == []
