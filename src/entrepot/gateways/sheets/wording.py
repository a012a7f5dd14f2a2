"""A sentence in both languages, said about facts or about the rows of a frame."""

from dataclasses import dataclass
from string import Formatter
from typing import Literal

import polars as pl

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class Sentence:
    """One template in both languages; placeholders in braces."""

    en: str
    zh: str

    def placeholders(self, language: Language) -> set[str]:
        """Names in braces."""
        return {name for _, name, _, _ in Formatter().parse(self._text(language)) if name}

    def say(self, language: Language, **facts: object) -> str:
        """The sentence about these facts."""
        return self._text(language).format(**facts)

    def column(self, language: Language) -> pl.Expr:
        """The sentence as a column of a frame whose columns carry the names of the placeholders."""
        parts: list[pl.Expr] = []
        for literal, name, _, _ in Formatter().parse(self._text(language)):
            if literal:
                parts.append(pl.lit(literal))
            if name:
                parts.append(pl.col(name).cast(pl.String).fill_null("∅"))
        return pl.concat_str(parts)

    def _text(self, language: Language) -> str:
        return self.en if language == "en" else self.zh
