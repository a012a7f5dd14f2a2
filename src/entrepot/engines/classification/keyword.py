"""Plain keyword search over the same texts: what help has to beat. Counts the words that stand there as typed."""

import re
from collections.abc import Iterable
from typing import Final

from entrepot.engines.classification.classifier import CANDIDATES, Term
from entrepot.engines.classification.nomenclature import HEADING, SUBHEADING, Nomenclature
from entrepot.engines.classification.words import plain

_WORD: Final = re.compile(r"[a-z]+|[\u3400-\u9fff]")


class KeywordSearch:
    """The subheadings with the most words of a description; of equals the shortest text, then the lowest code."""

    def __init__(self, nomenclature: Nomenclature, terms: Iterable[Term] = ()) -> None:
        nodes = nomenclature.nodes
        texts = {
            code: f"{nodes[code].en} {nodes[code[:HEADING]].en} {nodes[code].zh}" for code in nomenclature.subheadings
        }
        for term in terms:
            if term.code[:SUBHEADING] in texts:
                texts[term.code[:SUBHEADING]] += f" {term.text}"
        self._texts = {code: _WORD.findall(plain(text)) for code, text in texts.items()}
        self._having: dict[str, set[str]] = {}
        for code, found in self._texts.items():
            for word in found:
                self._having.setdefault(word, set()).add(code)

    def search(self, description: str) -> list[str]:
        """Five codes at most."""
        hits: dict[str, int] = {}
        for word in sorted(set(_WORD.findall(plain(description)))):
            for code in self._having.get(word, ()):
                hits[code] = hits.get(code, 0) + 1
        return sorted(hits, key=lambda code: (-hits[code], len(self._texts[code]), code))[:CANDIDATES]
