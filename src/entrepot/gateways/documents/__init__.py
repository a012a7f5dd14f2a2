"""Documents for people: plain facts in, the bytes of a PDF or a workbook out.

One file a kind of document, one template a kind beside a shared frame. A document is laid out once as a Paper
(`invoice.laid_out(…)`), from which `pdf` and `xlsx` both write, so that both say the same.
"""

from entrepot.gateways.documents.typesetting import MOST_LINES, UnableToPrint, pdf, pictures
from entrepot.gateways.documents.workbook import xlsx

__all__ = ["MOST_LINES", "UnableToPrint", "pdf", "pictures", "xlsx"]
