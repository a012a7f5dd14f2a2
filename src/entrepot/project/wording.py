"""What the command line says, in English and in Chinese."""

import os
from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in both languages, with the same {placeholders}."""

    en: str
    zh: str

    def say(self, **values: object) -> str:
        """The sentence in the language of the terminal."""
        chosen = self.zh if language() == "zh" else self.en
        return chosen.format(**values)


def as_said(en: str, zh: str) -> Text:
    """Sentences that are filled in already: braces in them are what was found, not placeholders."""
    return Text(*(text.replace("{", "{{").replace("}", "}}") for text in (en, zh)))


def language() -> str:
    """`en` or `zh`: ENTREPOT_LANGUAGE, else the locale of the terminal."""
    for variable in ("ENTREPOT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


class Refusal(Exception):
    """What was asked cannot be done. The text says what was expected, what was found and what to do."""

    def __init__(self, text: Text, **values: object) -> None:
        self.text = text
        self.values = values
        super().__init__(text.say(**values))
