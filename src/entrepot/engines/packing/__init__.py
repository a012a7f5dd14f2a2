"""The packing engine: proposed loads in; what is wrong with each, and how full it is, out. Pure.

A first slice: it checks a load that somebody proposes, it proposes none.
"""

from entrepot.engines.packing.checking import check
from entrepot.engines.packing.frames import TURNS, Checked, Loads, NotTheFrame
from entrepot.engines.packing.sentences import SENTENCES, sentence

__all__ = ["SENTENCES", "TURNS", "Checked", "Loads", "NotTheFrame", "check", "sentence"]
