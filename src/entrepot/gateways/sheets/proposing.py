"""What a sheet is and what its columns mean, proposed from headers and values; a person agrees or chooses otherwise."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from entrepot.gateways.sheets.fields import CUSTOMS_CODES, KEYS, KINDS, fields_of
from entrepot.gateways.sheets.mapping import AUTO, Form, Mapping, missing_fields
from entrepot.gateways.sheets.matching import Match, best_preset, matches_of
from entrepot.gateways.sheets.naming import codes_for
from entrepot.gateways.sheets.problems import ADDED
from entrepot.gateways.sheets.questions import Question, forms_and_questions
from entrepot.gateways.sheets.samples import Samples
from entrepot.gateways.sheets.table import Table as Sheet

Why = Literal["preset", "exact", "synonym", "similar", "values", "none"]
_FIRMS = ("marketplace", "seller", "agent", "owner", "carrier", "pay")
_ONCE = ("placed_at", "currency", "destination")


@dataclass(frozen=True)
class Guess:
    """What one column may mean. confidence: 0 to 100, of `field`; samples: its first values; others: further fields."""

    header: str
    field: str | None
    confidence: int
    why: Why
    samples: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What a sheet may be.

    kind: of fields.KINDS; preset: the known export that it is, or empty; guesses: one a column, in their order;
    mapping: what follows, still without what is `missing`: needed fields with neither column nor constant; questions:
    what only a person can say; scores: how well each kind fits, 0 to 100.
    """

    kind: str
    preset: str
    guesses: tuple[Guess, ...]
    mapping: Mapping
    missing: tuple[str, ...]
    questions: tuple[Question, ...]
    scores: Table[str, int]

    @property
    def unused(self) -> tuple[str, ...]:
        """Headers that mean no field."""
        return tuple(guess.header for guess in self.guesses if guess.field is None)


def propose(table: Sheet, *, kinds: Sequence[str] = KINDS, time_zone: str = "Asia/Shanghai") -> Proposal:
    """Propose kind, columns, forms and codes of a sheet; `time_zone`: of its times where they do not say it."""
    headers = [header for header in table.header if header not in ADDED]
    samples = Samples(table, headers)
    preset = best_preset(headers, kinds)
    every = {
        kind: matches_of(kind, headers, samples, preset if preset and preset.kind == kind else None) for kind in kinds
    }
    scores = {kind: _score(kind, matches, headers) for kind, matches in every.items()}
    kind = preset.kind if preset else _likeliest(scores, every, samples)
    matches = every[kind]
    columns = {match.field: match.header for match in matches.values()}
    form, beside, questions = forms_and_questions(kind, columns, samples, preset.time_formats if preset else ())
    suggested = {name: wanted.suggested for name, wanted in fields_of(kind).items() if wanted.suggested}
    constants = {name: value for name, value in (suggested | beside).items() if name not in columns}
    codes, unknown = _codes(columns, samples)
    mapping = Mapping(
        columns,
        constants,
        codes,
        Form(AUTO, AUTO, form.decimal_point, form.thousands, time_zone, form.time_formats,
             table.shape.sheet if table.shape.other_sheets else ""),
        kind=kind,
        once=(preset is not None and preset.once) or _once(kind, columns, samples),
    )  # fmt: skip
    return Proposal(
        kind,
        preset.name if preset else "",
        tuple(_guess(header, matches.get(header), samples) for header in headers),
        mapping,
        missing_fields(kind, columns, constants),
        (*questions, *unknown),
        scores,
    )


def _likeliest(scores: Table[str, int], every: Table[str, Table[str, Match]], samples: Samples) -> str:
    """The kind with the best score. Order lines may be one an order too: whole orders name their value or freight."""
    best = max(scores, key=lambda one: scores[one])
    if best != "orders" or "order-lines" not in scores:
        return best
    columns = {match.field: match.header for match in every["orders"].values()}
    whole = {"freight", "goods_value"} & set(columns) and "order_no" in columns
    return "orders" if whole and not samples.repeats(columns["order_no"]) else "order-lines"


def _guess(header: str, match: Match | None, samples: Samples) -> Guess:
    shown = samples.first(header)
    if match is None:
        return Guess(header, None, 0, "none", shown)
    return Guess(header, match.field, match.confidence, match.why, shown, match.others)


def _score(kind: str, matches: Table[str, Match], headers: Sequence[str]) -> int:
    """Half for the columns that mean something, half for the needed fields that have one; little without its key."""
    found = {match.field for match in matches.values()}
    wanted = [
        name
        for name, field in fields_of(kind).items()
        if field.needed and not field.suggested and not name.startswith(_FIRMS)
    ]
    if kind == "goods":
        wanted += ["hs_code", "declared_name", "net_weight_kg"]
    sure = sum(match.confidence for match in matches.values())
    named = sum(1 for name in wanted if name in found or (name == "price" and "total_price" in found))
    score = sure * 50 // (100 * max(len(headers), 1)) + 50 * named // max(len(wanted), 1)
    return score if KEYS[kind] in found else score // 3


def _codes(columns: Table[str, str], samples: Samples) -> tuple[dict[str, dict[str, str]], list[Question]]:
    codes: dict[str, dict[str, str]] = {}
    questions: list[Question] = []
    for name, header in columns.items():
        if name not in CUSTOMS_CODES:
            continue
        known, unknown = codes_for(name, samples.distinct(header))
        if known:
            codes[name] = known
        if unknown:
            questions.append(Question.about_codes(name, header, tuple(unknown)))
    return codes, questions


def _once(kind: str, columns: Table[str, str], samples: Samples) -> bool:
    """Whether rows of an order after its first one leave out what belongs to the order."""
    fields = [name for name in _ONCE if name in columns]
    if kind != "order-lines" or "order_no" not in columns or not fields:
        return False
    key = samples.column(columns["order_no"])
    rows = samples.table.frame.select(key.alias("key"), *(samples.column(columns[name]).alias(name) for name in fields))
    later = rows.drop_nulls("key").filter(~pl.col("key").is_first_distinct())
    return later.height > 0 and later.select(pl.all_horizontal(pl.col(fields).is_null()).any()).item()
