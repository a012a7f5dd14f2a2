"""Help with the HS code for this installation: which texts it knows, what its own goods teach, keeping a choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl
import psycopg

from entrepot.engines.classification import Classifier, Suggestion, Term
from entrepot.gateways.nomenclature import harmonized_system, trade_words
from entrepot.modules.catalogue import api as catalogue

HS = "hs_codes"
SUBHEADING = 6
DIGITS = 10
_OWN_GOODS = 2_000  # the newest wares with a code that are looked at


class UnableToChoose(ValueError):
    """The code cannot be kept; why, in both languages."""

    def __init__(self, reason: str, **values: object) -> None:
        en, zh = REASONS[reason]
        self.reason, self.en, self.zh = reason, en.format(**values), zh.format(**values)
        super().__init__(self.en)


REASONS = {
    "digits": (
        "Expected an HS code of ten digits, found “{found}”. Look the last digits up in the tariff and give all ten.",
        "商品编码应为 10 位数字，实为“{found}”。请查税则，写全 10 位。",
    ),
    "no_heading": (
        "Expected a code below a subheading of the HS, found none for {found}. Check the first six digits.",
        "HS 中没有 {found} 前六位对应的子目。请核对前六位。",
    ),
    "not_in_edition": (
        "Expected a code of the edition “{edition}”, found that it has no {found}. Choose one of its codes.",
        "版本“{edition}”中没有编码 {found}。请选用其中的编码。",
    ),
    "why": (
        "Expected why this code was chosen, found nothing. Say it in a few words.",
        "应写明选择该编码的理由，实为空。请简要说明。",
    ),
    "too_long": (
        "Expected at most {most} characters on why, found {found}. Say it shorter.",
        "理由最多 {most} 个字符，实为 {found} 个。请写短一些。",
    ),
    "no_item": (
        "Expected an item number of at most 30 characters, found “{found}”. Name the ware.",
        "货号应为至多 30 个字符，实为“{found}”。请写明货号。",
    ),
}
LONGEST_WHY = 200
LONGEST_ITEM = 30


@dataclass(frozen=True)
class Choice:
    """Whose ware gets which code of ten digits, and why."""

    seller_id: int
    item_no: str
    hs_code: str
    why: str


@dataclass(frozen=True)
class Longer:
    """A code of the edition in force below a subheading."""

    code: str
    name_zh: str
    name_en: str


def suggest(connection: psycopg.Connection, description: str, *, sellers: Sequence[int], on_day: date) -> Suggestion:
    """Candidates for a description, with what the goods of these sellers teach."""
    past = [
        Term(one.names, one.hs_code, f"{one.item_no} · {one.chosen_by}")
        for one in catalogue.classified_goods(connection, sellers, limit=_OWN_GOODS)
    ]
    return classifier(connection, on_day).suggest(description, past)


def classifier(connection: psycopg.Connection, on_day: date) -> Classifier:
    """The texts installed with the program, and those of the HS edition in force; made once for each edition.

    Texts of a practice edition are assumed: they teach nothing.
    """
    edition = catalogue.editions(connection, on_day).get(HS)
    if edition is None or edition.practice:
        return _alone()
    if edition.hash not in _made:
        _made.clear()
        rows = catalogue.entries(connection, edition.id).select("code", "name_zh", "name_en").rows()
        longer = [Term(f"{zh} {en}", code, edition.edition) for code, zh, en in rows if len(code) > SUBHEADING]
        _made[edition.hash] = Classifier(harmonized_system().named(rows), trade_words(), longer)
    return _made[edition.hash]


_made: dict[str, Classifier] = {}  # of the edition in force, by the hash of its file


@cache
def _alone() -> Classifier:
    return Classifier(harmonized_system(), trade_words())


def longer_codes(connection: psycopg.Connection, subheading: str, on_day: date) -> list[Longer]:
    """The ten-digit codes of the edition in force below a subheading; none where it does not go so deep."""
    edition = catalogue.editions(connection, on_day).get(HS)
    if edition is None:
        return []
    below = catalogue.entries(connection, edition.id).filter(
        pl.col("code").str.starts_with(subheading) & (pl.col("code").str.len_chars() == DIGITS)
    )
    return [Longer(*row) for row in below.select("code", "name_zh", "name_en").rows()]


def keep_choice(
    connection: psycopg.Connection, choice: Choice, *, change: catalogue.Change, on_day: date
) -> catalogue.Kept:
    """Write a chosen code to the catalogue, with who and why; `change.by` is who. Raises UnableToChoose."""
    _check(connection, choice, on_day)
    goods = pl.DataFrame(
        {
            "seller_id": [choice.seller_id],
            "item_no": [choice.item_no],
            "hs_code": [choice.hs_code],
            "hs_chosen_by": [change.by],
            "hs_reason": [choice.why],
        },
        schema_overrides={"seller_id": pl.Int64},
    )
    return catalogue.keep_goods(connection, goods, change)


def _check(connection: psycopg.Connection, choice: Choice, on_day: date) -> None:
    if not choice.item_no or len(choice.item_no) > LONGEST_ITEM or not choice.item_no.isprintable():
        raise UnableToChoose("no_item", found=choice.item_no[:LONGEST_ITEM])
    if len(choice.hs_code) != DIGITS or not (choice.hs_code.isascii() and choice.hs_code.isdigit()):
        raise UnableToChoose("digits", found=choice.hs_code[:LONGEST_ITEM])
    if choice.hs_code[:SUBHEADING] not in harmonized_system().places:
        raise UnableToChoose("no_heading", found=choice.hs_code)
    if not choice.why.strip():
        raise UnableToChoose("why")
    if len(choice.why) > LONGEST_WHY:
        raise UnableToChoose("too_long", most=LONGEST_WHY, found=len(choice.why))
    edition = catalogue.editions(connection, on_day).get(HS)
    if edition is None or edition.covers:  # a part says nothing on the codes that it lacks
        return
    known = catalogue.entries(connection, edition.id)["code"]
    depth = int(known.str.len_chars().max())  # type: ignore[arg-type]
    if choice.hs_code[:depth] not in known:
        raise UnableToChoose("not_in_edition", edition=edition.edition, found=choice.hs_code)
