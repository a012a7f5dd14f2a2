"""Policy as dated data: parameters with their values by date and source, rules with their sentences. Pure."""

from entrepot.rulebook.book import Rulebook, load, restore
from entrepot.rulebook.figures import Figure, Figures, Lapse, RuleDataLapsed
from entrepot.rulebook.reading import RuleDataFault

__all__ = ["Figure", "Figures", "Lapse", "RuleDataFault", "RuleDataLapsed", "Rulebook", "load", "restore"]
