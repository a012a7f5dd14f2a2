"""What the command line says exists in both languages with the same placeholders."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import entrepot
from entrepot.project.wording import Refusal, Text, language

PROJECT = Path(entrepot.__file__).parent / "project"


def texts() -> Iterator[tuple[str, str, str]]:
    """Every Text("…", "…") of the project floor: where it stands, English, Chinese."""
    for path in sorted(PROJECT.glob("**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text" and node.args:
                en, zh = (ast.literal_eval(part) for part in node.args)
                yield f"{path.name}:{node.lineno}", en, zh


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_placeholders() -> None:
    found = list(texts())
    assert len(found) > 30
    assert [place for place, en, zh in found if placeholders(en) != placeholders(zh)] == []


def _says_chinese(zh: str) -> bool:
    """Chinese letters, unless it is figures and marks alone."""
    words = "".join(part for part, _, _, _ in string.Formatter().parse(zh))
    return not any(letter.isalpha() for letter in words) or any("\u4e00" <= letter <= "\u9fff" for letter in words)


def test_the_chinese_is_chinese() -> None:
    without = [place for place, _, zh in texts() if not _says_chinese(zh)]
    assert without == []


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [("LANG", "zh_CN.UTF-8", "zh"), ("LANG", "C", "en"), ("LC_ALL", "zh_CN", "zh"), ("ENTREPOT_LANGUAGE", "zh", "zh")],
)
def test_speaks_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: str
) -> None:
    for name in ("ENTREPOT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, value)
    assert language() == expected
    assert str(Refusal(Text("{n} stalls", "{n} 个摊位"), n=3)) == ("3 个摊位" if expected == "zh" else "3 stalls")
