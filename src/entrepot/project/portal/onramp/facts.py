"""What the record says of a firm and its wares, and what each form of trade makes of it. Pure, but for its own data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

Answer = Literal["yes", "no", "not_known"]
Verdict = Literal["fits", "does_not", "not_known"]


@dataclass(frozen=True)
class FirmFacts:
    """customs_code: empty without one; applied: a filing waits for its decision; largest_usd: of the orders in USD."""

    customs_code: str
    filed: bool
    applied: bool
    market_dealer: bool
    pilot_zone: str
    largest_usd: Decimal | None


@dataclass(frozen=True)
class WareFacts:
    """One ware. orders: how many name it, over_marketplace: whether one of them names a marketplace.

    licence, export_duty, refund: None where no edition says it; gaps: the cells that drafting lacks.
    """

    item_no: str
    name: str
    hs_code: str
    gaps: tuple[str, ...]
    orders: int = 0
    over_marketplace: bool = False
    licence: bool | None = None
    export_duty: bool | None = None
    refund: bool | None = None
    edition: str = ""


@dataclass(frozen=True)
class Said:
    """What a condition answers, in both languages, with its source."""

    condition: str
    answer: Answer
    en: str
    zh: str
    source: str


@dataclass(frozen=True)
class Form:
    """One form of trade for one ware, with the answer of each of its conditions.

    called_en, called_zh: the track in a few words where a code has several, else empty.
    """

    code: str
    track: str
    en: str
    zh: str
    verdict: Verdict
    answers: tuple[Said, ...]
    called_en: str = ""
    called_zh: str = ""

    @property
    def reasons(self) -> tuple[Said, ...]:
        """What the verdict turns on."""
        wanted = {"fits": "yes", "does_not": "no", "not_known": "not_known"}[self.verdict]
        return tuple(one for one in self.answers if one.answer == wanted)

    @property
    def open_conditions(self) -> tuple[str, ...]:
        """The conditions that do not say yes."""
        return tuple(one.condition for one in self.answers if one.answer != "yes")


class RuleDataLapsed(ValueError):
    """Nobody has looked at the forms of trade for too long: nothing is judged by them."""


def forms_for(ware: WareFacts, firm: FirmFacts, on_day: date) -> list[Form]:
    """Every form of trade with its verdict for this ware. Raises RuleDataLapsed past the data's check_by."""
    data = _data()
    if on_day > data["check_by"]:
        raise RuleDataLapsed(f"expected forms of trade looked at by {data['check_by']}, found none newer")
    answers = {name: _said(name, text, ware, firm) for name, text in data["conditions"].items()}
    return [_form(raw, [answers[name] for name in raw["conditions"]]) for raw in data["forms"]]


def _form(raw: Mapping[str, Any], answers: Sequence[Said]) -> Form:
    found = {one.answer for one in answers}
    verdict: Verdict = "does_not" if "no" in found else "not_known" if "not_known" in found else "fits"
    called = raw.get("called", {"en": "", "zh": ""})
    names = raw["name"]["en"], raw["name"]["zh"]
    return Form(raw["code"], raw["track"], *names, verdict, tuple(answers), called["en"], called["zh"])


def _said(name: str, texts: Mapping[str, Any], ware: WareFacts, firm: FirmFacts) -> Said:
    answer = _answer(name, ware, firm)
    facts = {
        "code": firm.customs_code,
        "orders": ware.orders,
        "hs_code": ware.hs_code,
        "edition": ware.edition,
        "pilot_zone": firm.pilot_zone,
        "most": f"{_most():,}",
        "largest": "–" if firm.largest_usd is None else f"{firm.largest_usd:,.2f}",
    }
    return Said(name, answer, texts[answer]["en"].format(**facts), texts[answer]["zh"].format(**facts), texts["source"])


def _answer(name: str, ware: WareFacts, firm: FirmFacts) -> Answer:
    known: dict[str, bool | None] = {
        "filed_with_customs": True if firm.filed else None if firm.applied else False,
        "sold_over_marketplace": ware.over_marketplace if ware.orders else None,
        "hs_code_chosen": True if ware.hs_code else None,
        "no_licence": _not(ware.licence),
        "no_export_duty": _not(ware.export_duty),
        "no_refund_claimed": _not(ware.refund),
        "member_of_pilot_zone": True if firm.pilot_zone else None,
        "market_dealer": firm.market_dealer,
        "within_declaration_limit": None if firm.largest_usd is None else firm.largest_usd <= _most(),
    }
    found = known.get(name)
    return "not_known" if found is None else "yes" if found else "no"


def _most() -> Decimal:
    return Decimal(_data()["figures"]["declaration_most_usd"]["value"])


def _not(fact: bool | None) -> bool | None:  # noqa: FBT001 - a fact that may be unknown
    return None if fact is None else not fact


@cache
def _data() -> dict[str, Any]:
    read = yaml.safe_load(resources.files(__package__).joinpath("forms.yaml").read_text("utf-8"))
    assert isinstance(read, dict)
    return read


def every_text() -> list[tuple[str, str]]:
    """Every pair of sentences, for the test of languages."""
    data = _data()
    named = [(one["en"], one["zh"]) for form in data["forms"] for one in (form["name"], form.get("called")) if one]
    answers: tuple[Answer, ...] = ("yes", "no", "not_known")
    return named + [(one[each]["en"], one[each]["zh"]) for one in data["conditions"].values() for each in answers]
