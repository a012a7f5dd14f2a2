"""Help with the HS code from a description, offline: words in; candidates with their path and reasons out. Pure."""

from entrepot.engines.classification.asking import Lexicon
from entrepot.engines.classification.classifier import Candidate, Classifier, Deciding, Suggestion, Term
from entrepot.engines.classification.keyword import KeywordSearch
from entrepot.engines.classification.measuring import Measured, Score, is_tested, measure
from entrepot.engines.classification.nomenclature import Node, Nomenclature, NotANomenclature

__all__ = [
    "Candidate", "Classifier", "Deciding", "KeywordSearch", "Lexicon", "Measured", "Node", "Nomenclature",
    "NotANomenclature", "Score", "Suggestion", "Term", "is_tested", "measure",
]  # fmt: skip
