"""Measures help with the HS code against plain keyword search on terms whose codes are known.

The split is fair: a term goes to one side by the hash of its set of word stems, so that "mug" and "mugs" never lie on
both; what is tested teaches nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from entrepot.engines.classification.asking import Lexicon
from entrepot.engines.classification.classifier import Classifier, Term
from entrepot.engines.classification.keyword import KeywordSearch
from entrepot.engines.classification.nomenclature import SUBHEADING, Nomenclature
from entrepot.engines.classification.words import plain, stems

PARTS: Final = 4  # one of them is tested, the others teach


@dataclass(frozen=True)
class Score:
    """Of `asked` terms: how many had their code first, among five, and were declined."""

    asked: int
    first: int
    among_five: int
    declined: int = 0

    def of_100(self, count: int) -> str:
        """A count as a percentage with one place."""
        tenths = (count * 2000 + self.asked) // (2 * self.asked) if self.asked else 0
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True)
class Measured:
    """The same held-out terms asked four times; `vague`: descriptions that say nothing, and how many were declined."""

    teaching: int
    help_alone: Score
    help_taught: Score
    keyword_alone: Score
    keyword_taught: Score
    vague: int
    vague_declined: int
    vague_let_through: tuple[str, ...]


def is_tested(text: str) -> bool:
    """On which side of the split a term lies; singular and plural, and words in another order, lie on the same."""
    key = " ".join(sorted(set(stems(text)))) or plain(text)
    return sha256(key.encode()).digest()[0] % PARTS == 0


def measure(nomenclature: Nomenclature, lexicon: Lexicon, terms: Iterable[Term], vague: Sequence[str]) -> Measured:
    """Ask every held-out term with and without the teaching ones, and every vague description."""
    known = [term for term in terms if term.code[:SUBHEADING] in nomenclature.places]
    tested = [term for term in known if is_tested(term.text)]
    teaching = [term for term in known if not is_tested(term.text)]
    taught = Classifier(nomenclature, lexicon, teaching)
    let_through = tuple(text for text in vague if taught.suggest(text).declined is None)
    return Measured(
        teaching=len(teaching),
        help_alone=_asked(Classifier(nomenclature, lexicon), tested),
        help_taught=_asked(taught, tested),
        keyword_alone=_searched(KeywordSearch(nomenclature).search, tested),
        keyword_taught=_searched(KeywordSearch(nomenclature, teaching).search, tested),
        vague=len(vague),
        vague_declined=len(vague) - len(let_through),
        vague_let_through=let_through,
    )


def _asked(classifier: Classifier, tested: Sequence[Term]) -> Score:
    declined = 0
    found = []
    for term in tested:
        suggestion = classifier.suggest(term.text)
        declined += suggestion.declined is not None
        found.append([candidate.code for candidate in suggestion.candidates])
    return _score(found, tested, declined)


def _searched(search: Callable[[str], list[str]], tested: Sequence[Term]) -> Score:
    return _score([search(term.text) for term in tested], tested, 0)


def _score(found: Sequence[list[str]], tested: Sequence[Term], declined: int) -> Score:
    codes = [term.code[:SUBHEADING] for term in tested]
    first = sum(codes_found[:1] == [code] for codes_found, code in zip(found, codes, strict=True))
    among = sum(code in codes_found for codes_found, code in zip(found, codes, strict=True))
    return Score(len(tested), first, among, declined)
