"""Six-digit candidates for a description, each with its path and the words that decided; or why there are none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from entrepot.engines.classification import words
from entrepot.engines.classification.asking import Asked, Lexicon, Reader
from entrepot.engines.classification.index import FULL, Index, Nearest
from entrepot.engines.classification.nomenclature import CHAPTER, HEADING, SUBHEADING, Node, Nomenclature

CANDIDATES: Final = 5
LONGEST: Final = 300  # signs of a description that are read
# Weight in tenths of a word in the text of the subheading, of its heading, of its chapter.
_WEIGHTS: Final = {SUBHEADING: 10, HEADING: 4, CHAPTER: 1}
_EXCEPTED: Final = 5  # a word that a text names only to leave it out counts a fifth
_TERM: Final = 10  # a word of a text that somebody gave this code; each further one adds
_TERM_MORE: Final = 2
_NEAREST: Final = 3  # of ten: how much one text that is like the description counts beside all words
_SHOWN_LIKENESS: Final = 500
_SHARE: Final = 100  # a deciding word carries at least a tenth of the score
_DECIDING: Final = 4
_PAST: Final = 10  # the same for a text of one's own goods
# Candidates within this share (of 100) of the best lie over more headings and chapters than these: the words fit
# anything. One word alone is asked more of than several.
_SPREAD: Final = 95
_SPREAD_OF_ONE: Final = 90
_HEADINGS: Final = 8
_CHAPTERS: Final = 5


@dataclass(frozen=True)
class Term:
    """A text that somebody gave a code. code: six digits or more; source: who, or which edition."""

    text: str
    code: str
    source: str


@dataclass(frozen=True)
class Deciding:
    """A word of the description and how much of the score it carries, of 100."""

    word: str
    share: int


@dataclass(frozen=True)
class Candidate:
    """code: six digits; path: from the section down; score: of 100; nearest: a text with this code that is like it."""

    code: str
    path: tuple[Node, ...]
    score: int
    deciding: tuple[Deciding, ...]
    nearest: Term | None


Reason = Literal["says_nothing", "unknown_words", "fits_anything"]


@dataclass(frozen=True)
class Suggestion:
    """Candidates, best first; or none and the reason.

    unknown: words that nothing here knows; headings: over how many headings the words fit equally well.
    """

    candidates: tuple[Candidate, ...] = ()
    declined: Reason | None = None
    unknown: tuple[str, ...] = ()
    headings: int = 0


class Classifier:
    """What is known, prepared once for many descriptions. The same knowledge gives the same answers everywhere."""

    def __init__(self, nomenclature: Nomenclature, lexicon: Lexicon, terms: Iterable[Term] = ()) -> None:
        self.nomenclature = nomenclature
        self.lexicon = lexicon
        self.terms: Sequence[Term] = [term for term in terms if term.code[:SUBHEADING] in nomenclature.places]

    @cached_property
    def _index(self) -> Index:
        documents = [self._document(code) for code in self.nomenclature.subheadings]
        for term in self.terms:
            document = documents[self.nomenclature.places[term.code[:SUBHEADING]]]
            for word in sorted(_words_of(term.text)):
                document[word] = max(document.get(word, 0), _TERM) + _TERM_MORE
        return Index(documents)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest([(_words_of(term.text), term.code[:SUBHEADING]) for term in self.terms])

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.lexicon, self._index.vocabulary)

    def suggest(self, description: str, past: Iterable[Term] = ()) -> Suggestion:
        """Five candidates at most, or why none is offered. past: texts of one's own goods with the codes chosen."""
        own = [term for term in past if term.code[:SUBHEADING] in self.nomenclature.places]
        texts = [(_words_of(term.text), term.code[:SUBHEADING]) for term in own]
        asked = self._reader.read(description[:LONGEST], frozenset().union(*(words for words, _ in texts)))
        unknown = tuple(asked.unknown)
        if not asked.telling:
            return Suggestion(declined="says_nothing")
        if asked.says_nothing:
            return Suggestion(declined="unknown_words", unknown=unknown)
        parts = self._parts(asked)
        possible = sum(self._index.weight(word) * weight for word, weight in asked.words.items()) or 1
        scores = {code: FULL * sum(by_word.values()) // possible for code, by_word in parts.items()}
        like = self._like(asked, own, texts, scores)
        best = sorted(scores, key=lambda code: (-scores[code], code))
        headings, chapters = _spread(best, scores, _SPREAD if len(asked.telling) > 1 else _SPREAD_OF_ONE)
        if headings > _HEADINGS and chapters > _CHAPTERS:
            return Suggestion(declined="fits_anything", unknown=unknown, headings=headings)
        found = (self._candidate(code, scores[code], parts.get(code, {}), like.get(code)) for code in best[:CANDIDATES])
        return Suggestion(tuple(found), unknown=unknown)

    def _like(
        self, asked: Asked, own: Sequence[Term], texts: Sequence[tuple[frozenset[str], str]], scores: dict[str, int]
    ) -> dict[str, Term]:
        """Count texts that are like the description; code → the nearest of them, own goods first."""
        shown: dict[str, Term] = {}
        for terms, nearest, share in ((self.terms, self._nearest, _NEAREST), (own, Nearest(texts), _PAST)):
            for code, (likeness, number) in nearest.like(asked.words).items():
                scores[code] = scores.get(code, 0) + share * likeness * likeness // (10 * FULL)
                if likeness >= _SHOWN_LIKENESS:
                    shown[code] = terms[number]
        return shown

    def _parts(self, asked: Asked) -> dict[str, dict[str, int]]:
        """Code → what each word of the description counts there."""
        parts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for word, weight in sorted(asked.words.items()):
            for number, counted in self._index.fits(word):
                parts[self.nomenclature.subheadings[number]][asked.said[word]] += counted * weight
        return parts

    def _candidate(self, code: str, score: int, parts: Mapping[str, int], nearest: Term | None) -> Candidate:
        whole = sum(parts.values()) or 1
        shares = sorted(((-FULL * part // whole, word) for word, part in parts.items()))[:_DECIDING]
        deciding = tuple(Deciding(word, -share * 100 // FULL) for share, word in shares if -share >= _SHARE)
        return Candidate(code, self.nomenclature.path(code), min(100, score * 100 // FULL), deciding, nearest)

    def _document(self, code: str) -> dict[str, int]:
        document: dict[str, int] = {}
        for length, weight in _WEIGHTS.items():
            said, excepted = self._texts[code[:length]]
            _weigh(document, said, weight)
            _weigh(document, excepted, max(1, weight // _EXCEPTED))
        return document

    @cached_property
    def _texts(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """Code → the words that its text names, and those that it names to leave them out."""
        found = {}
        for code, node in self.nomenclature.nodes.items():
            said, excepted = words.said_and_excepted(node.en)
            found[code] = (_words_of(f"{said} {node.zh}"), frozenset(words.stems(excepted)))
        return found


def _weigh(document: dict[str, int], found: Iterable[str], weight: int) -> None:
    for word in found:
        document[word] = max(document.get(word, 0), weight)


def _words_of(text: str) -> frozenset[str]:
    chinese = (pair for run in words.chinese(text) for pair in words.pairs(run))
    return frozenset((*words.stems(text), *chinese))


def _spread(best: Sequence[str], scores: Mapping[str, int], share: int) -> tuple[int, int]:
    """Over how many headings and chapters the candidates lie that are about as good as the best."""
    least = scores[best[0]] * share // 100 if best else 0
    near = [code for code in best if scores[code] >= least]
    return len({code[:HEADING] for code in near}), len({code[:CHAPTER] for code in near})
