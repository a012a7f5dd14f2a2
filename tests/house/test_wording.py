"""The command line speaks the language of its terminal. That every text has both: tests/architecture."""

import pytest

from entrepot.project.wording import Refusal, Text, language


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
