"""A description as typed, turned into weighted words that the index can look up, each with the word it came from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from entrepot.engines.classification import words

TYPED: Final = 10  # weight in tenths of a word as typed
MEANT: Final = 12  # shared among the words by which the nomenclature says the same
FROM_DICTIONARY: Final = 6
_LONGEST_PHRASE: Final = 3
_LONGEST_WORD: Final = 8  # signs of a Chinese word
FAINT: Final = "~"  # begins what a word means that says for whom, not what: it counts little
_FAINT_WEIGHT: Final = 3
_LEAST_PART: Final = 3  # letters of each part of a compound
_ONE_SLIP: Final = 5  # from so many letters on one wrong letter is forgiven, and
_TWO_SLIPS: Final = 8  # from so many on two


@dataclass(frozen=True)
class Lexicon:
    """What trade calls things, in the words of the nomenclature.

    english: stems of one to three words, parted by spaces → words of the nomenclature; chinese: the same for Chinese
    words; dictionary: Chinese words of a general dictionary → English, asked where `chinese` knows nothing.
    """

    english: Mapping[str, str] = field(default_factory=dict)
    chinese: Mapping[str, str] = field(default_factory=dict)
    dictionary: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    """words: word of the index → weight in tenths; said: the same word → as the description has it.

    telling: words that say what goods are made of or for; unknown: those among them that nothing here knows;
    also_known: words beside the vocabulary that are known.
    """

    words: dict[str, int] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    telling: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    also_known: frozenset[str] = frozenset()

    def add(self, word: str, weight: int, said: str) -> None:
        """Count a word; the greatest weight and whoever said it first stand."""
        self.words[word] = max(self.words.get(word, 0), weight)
        self.said.setdefault(word, said)

    @property
    def says_nothing(self) -> bool:
        """Whether no word tells what the goods are, or none that does is known."""
        return len(self.telling) == len(self.unknown)


class Reader:
    """Reads descriptions against a vocabulary."""

    def __init__(self, lexicon: Lexicon, vocabulary: list[str]) -> None:
        self._lexicon = lexicon
        self._vocabulary = frozenset(vocabulary)
        self._by_letter: dict[str, list[str]] = {}
        for word in vocabulary:
            self._by_letter.setdefault(word[0], []).append(word)

    def read(self, description: str, also_known: frozenset[str] = frozenset()) -> Asked:
        """The description in words that count; generic words count too where something else tells what the goods are.

        also_known: words beside the vocabulary that are known, those of one's own goods.
        """
        asked = Asked(also_known=also_known)
        self._read_english(description, asked)
        for run in words.chinese(description):
            self._read_chinese(run, asked)
        return asked

    # ---- English -----------------------------------------------------------------------------------------------------

    def _read_english(self, description: str, asked: Asked) -> None:
        typed = words.latin(description)
        forms = [words.stem(word) for word in typed]
        in_phrase = self._phrases(typed, forms, asked)
        for word, form in zip(typed, forms, strict=True):
            if word in words.GENERIC:
                asked.add(form, TYPED, word)
                continue
            asked.telling.append(word)
            if form in self._vocabulary or form in asked.also_known:
                asked.add(form, TYPED, word)
            elif found := self._near(form):
                for each in found:
                    asked.add(each, TYPED, word)
            else:
                asked.add(form, TYPED, word)
                if word not in in_phrase:
                    asked.unknown.append(word)

    def _phrases(self, typed: list[str], forms: list[str], asked: Asked) -> set[str]:
        """Add what trade words mean; returns the typed words that were part of one."""
        covered: set[str] = set()
        for length in range(_LONGEST_PHRASE, 0, -1):
            for start in range(len(forms) - length + 1):
                means = self._lexicon.english.get(" ".join(forms[start : start + length]))
                if means is None or covered.issuperset(typed[start : start + length]):
                    continue
                covered.update(typed[start : start + length])
                _mean(asked, means, MEANT, " ".join(typed[start : start + length]))
        return covered

    def _near(self, form: str) -> tuple[str, ...]:
        """The word of the vocabulary that was meant where a letter is wrong, or the two parts of a compound."""
        for cut in range(_LEAST_PART, len(form) - _LEAST_PART + 1):
            parts = (words.stem(form[:cut]), form[cut:])
            if self._vocabulary.issuperset(parts) and not words.GENERIC.intersection(parts):
                return parts
        slips = 2 if len(form) >= _TWO_SLIPS else 1 if len(form) >= _ONE_SLIP else 0
        if not slips:
            return ()
        found = extractOne(form, self._by_letter.get(form[0], []), scorer=Levenshtein.distance, score_cutoff=slips)
        return (found[0],) if found else ()

    # ---- Chinese -----------------------------------------------------------------------------------------------------

    def _read_chinese(self, run: str, asked: Asked) -> None:
        for piece, kind in self._pieces(run):
            if kind == "generic":
                continue
            if kind == "known":
                _mean(asked, self._lexicon.chinese[piece], MEANT, piece)
            elif kind == "dictionary":
                means = [word for word in self._lexicon.dictionary[piece].split() if word in self._vocabulary]
                _mean(asked, " ".join(means), FROM_DICTIONARY, piece)
            asked.telling.append(piece)
            known = self._pairs_of(piece, asked)
            if kind == "unknown" and not known:
                asked.unknown.append(piece)

    def _pairs_of(self, piece: str, asked: Asked) -> bool:
        known = [pair for pair in words.pairs(piece) if pair in self._vocabulary or pair in asked.also_known]
        for pair in known:
            asked.add(pair, TYPED, piece)
        return bool(known)

    def _pieces(self, run: str) -> Iterator[tuple[str, str]]:
        """The run cut into the longest words that are known, from the left; what lies between is unknown."""
        start, loose = 0, ""
        while start < len(run):
            piece, kind = self._longest(run, start)
            if not piece or (
                loose and len(piece) == 1
            ):  # one sign behind signs that nobody knows is part of their word
                loose += run[start]
                start += 1
                continue
            if loose:
                yield loose, "unknown"
                loose = ""
            yield piece, kind
            start += len(piece)
        if loose:
            yield loose, "unknown"

    def _longest(self, run: str, start: int) -> tuple[str, str]:
        looks: tuple[tuple[str, Callable[[str], bool]], ...] = (
            ("generic", words.GENERIC_ZH.__contains__),
            ("known", self._lexicon.chinese.__contains__),
            ("dictionary", self._lexicon.dictionary.__contains__),
        )
        for length in range(min(_LONGEST_WORD, len(run) - start), 0, -1):
            piece = run[start : start + length]
            for kind, holds in looks:
                if holds(piece):
                    return piece, kind
        return "", ""


def _mean(asked: Asked, means: str, weight: int, said: str) -> None:
    forms = words.stems(means)
    for form in forms:
        shared = _FAINT_WEIGHT if means.startswith(FAINT) else max(FROM_DICTIONARY // 2, weight // len(forms))
        asked.add(form, shared, said)
