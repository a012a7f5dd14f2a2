"""The kinds of documents: their words, languages, what they need, and how they are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from entrepot.gateways.documents import declaration_list, dossier, invoice, packing_list, problems
from entrepot.gateways.documents.paper import Paper
from entrepot.gateways.documents.words import LANGUAGES, Language, Words
from entrepot.project.portal.documents import customs, dossiers, trade
from entrepot.project.portal.documents.seen import Seen

FORMS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Kind:
    """A kind of document.

    paper: None where the reader sees too little; making it keeps a look at shared parts. offered: whether it would not
    be None, without keeping any look. gaps: what is missing, also where it is made.
    """

    word: str
    title: Words
    purpose: Words
    languages: tuple[Language, ...]
    paper: Callable[[Seen, Language], Paper | None]
    gaps: Callable[[Seen], list[Words]]
    offered: Callable[[Seen], bool]


def _invoice(seen: Seen, language: Language) -> Paper | None:
    made = trade.invoice(seen, language)
    return invoice.laid_out(made) if made else None


def _packing_list(seen: Seen, language: Language) -> Paper | None:
    made = trade.packing_list(seen, language)
    return packing_list.laid_out(made) if made else None


def _lists(seen: Seen, language: Language) -> Paper | None:
    made = customs.lists(seen, language)
    return declaration_list.laid_out(made) if made else None


def _dossier(seen: Seen, language: Language) -> Paper | None:
    made = dossiers.dossier(seen, language)
    return dossier.laid_out(made) if made else None


def _problems(seen: Seen, language: Language) -> Paper | None:
    made = customs.problems(seen, language)
    return problems.laid_out(made) if made else None


def _no_gaps(_seen: Seen) -> list[Words]:
    return []


_ONE: tuple[Language, ...] = ("en", "zh")
KINDS: Mapping[str, Kind] = {
    kind.word: kind
    for kind in (
        Kind(
            "invoice",
            invoice.TITLE,
            Words(
                "Goods, prices and sums of the order, for buyer, bank and customs.",
                "订单的货物、价格与合计，供买方、银行和海关使用。",
            ),
            LANGUAGES,
            _invoice,
            trade.invoice_gaps,
            trade.sees_invoice,
        ),
        Kind(
            "packing-list",
            packing_list.TITLE,
            Words(
                "What is in how many packages and what they weigh, without prices.", "件数、重量与内装货物，不含价格。"
            ),
            LANGUAGES,
            _packing_list,
            trade.packing_gaps,
            trade.sees_packing,
        ),
        Kind(
            "list",
            declaration_list.TITLE,
            Words(
                "Every field of the lists as filed, with its number and element.",
                "清单各申报字段，附序号与报文字段名。",
            ),
            LANGUAGES,
            _lists,
            customs.lists_gaps,
            customs.sees_lists,
        ),
        Kind(
            "problems",
            problems.TITLE,
            Words(
                "Why lists were refused: rule, figure, source, and what to do.",
                "清单被退回的原因：规则、参数、出处与处理办法。",
            ),
            _ONE,
            _problems,
            customs.problems_gaps,
            customs.sees_problems,
        ),
        Kind(
            "dossier",
            dossier.TITLE,
            Words("Who said what and when, and where each list stands.", "各方申报的内容与时间，以及各清单的状态。"),
            _ONE,
            _dossier,
            _no_gaps,
            dossiers.sees_record,
        ),
    )
}
