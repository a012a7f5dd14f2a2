"""Faults in words, whoever found them."""

from collections.abc import Mapping

from entrepot.gateways import items
from entrepot.project.line import reasons


def sentence_of(rule: str, facts: Mapping[str, object], language: str) -> str:
    """What was expected, what was found, what to do."""
    if rule in items.RULES:
        return items.sentence(rule, facts, language)
    return reasons.sentence_of(rule, facts, language)
