"""The tax of retail import: dutiable values of lines, rates by HS code, amounts that recompute. Pure.

Within the limit of one transaction no duty is levied, and a share of consumption tax and VAT; a single indivisible item
above it bears duty, consumption tax and VAT in full (Caiguanshui [2016] 18 and [2018] 49).
"""

from entrepot.engines.duty.amounts import AMOUNTS, TAXES, amounts, bills, spread, taxed
from entrepot.engines.duty.explain import Explained, explained
from entrepot.engines.duty.rates import Rates

__all__ = ["AMOUNTS", "TAXES", "Explained", "Rates", "amounts", "bills", "explained", "spread", "taxed"]
