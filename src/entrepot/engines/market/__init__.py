"""Market procurement (1039): from the goods of a container to the lines of a declaration, and what speaks against it.

Pure: the same input, the same answer.
"""

from entrepot.engines.market.drafting import Draft, Goods, Line, draft
from entrepot.engines.market.judging import Declared, Judged, in_dollars, judge

REGIME = "cn/market_1039"

__all__ = ["REGIME", "Declared", "Draft", "Goods", "Judged", "Line", "draft", "in_dollars", "judge"]
