"""Which column means which field: known exports, names, names like them, and values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from entrepot.gateways.sheets.fields import (
    CUSTOMS_CODES,
    Preset,
    Wanted,
    fields_of,
    forms_of,
    names_of,
    normal,
    patterns_of,
    presets,
    spaced,
)
from entrepot.gateways.sheets.guessing import guess_times
from entrepot.gateways.sheets.mapping import FIRMS, ORDER_LINES
from entrepot.gateways.sheets.naming import codes_for
from entrepot.gateways.sheets.samples import Samples

_EXACT, _SYNONYM, _LESS = 100, 95, 6  # less for each step away from the header as it stands
_PATTERN = 75
_ALIKE = 90  # percent of letters in their order
_BY_VALUES = 55
_UNFIT = 45  # taken away where the values are of another form
_LEAST = 50
_LOOKED_AT = 200
_FIGURES = re.compile(r"[^\d%]{0,6}-?\(?\d[\d.,' \u00a0]*\)?-?[^\d%]{0,6}")
_CODE_DIGITS = 3
_HS_CODE = re.compile(r"[0-9]{10}")


@dataclass(frozen=True)
class Match:
    """A column and the field it means. others: fields that it may mean as well."""

    header: str
    field: str
    confidence: int
    why: Literal["preset", "exact", "synonym", "similar", "values"]
    others: tuple[str, ...] = ()


def best_preset(headers: Sequence[str], kinds: Sequence[str]) -> Preset | None:
    """The known export whose signature is among the headers; the longest one."""
    there = {normal(header) for header in headers}
    found = [one for one in presets() if one.kind in kinds and {normal(name) for name in one.signature} <= there]
    return max(found, key=lambda one: len(one.signature), default=None)


def matches_of(kind: str, headers: Sequence[str], samples: Samples, preset: Preset | None) -> dict[str, Match]:
    """header → match; each field once, the surest match first."""
    matches = dict(_of_preset(preset, headers)) if preset else {}
    taken = {match.field for match in matches.values()}
    candidates = [
        match
        for header in headers
        if header not in matches
        for match in _of_names(kind, header, samples)
        if match.confidence >= _LEAST
    ]
    needed = {name for name, wanted in fields_of(kind).items() if wanted.needed}
    for match in sorted(candidates, key=lambda one: (-one.confidence, one.field not in needed)):
        if match.header not in matches and match.field not in taken:
            others = tuple(one.field for one in candidates if one.header == match.header and one.field != match.field)
            matches[match.header] = replace(match, others=others)
            taken.add(match.field)
    for match in _of_values(kind, headers, samples, taken):
        if match.header not in matches and match.field not in taken:
            matches[match.header] = match
            taken.add(match.field)
    return matches


def _of_preset(preset: Preset, headers: Sequence[str]) -> Iterator[tuple[str, Match]]:
    there = {normal(header): header for header in reversed(headers)}
    for field, names in preset.columns.items():
        header = next((there[normal(name)] for name in names if normal(name) in there), None)
        if header is not None:
            yield header, Match(header, field, _EXACT, "preset")


def _of_names(kind: str, header: str, samples: Samples) -> Iterator[Match]:
    header_forms = forms_of(re.sub(r" \(\d+\)$", "", header))
    for name, wanted in fields_of(kind).items():
        if kind == ORDER_LINES and name in (*FIRMS, "order_type"):  # the same for a whole sheet: no columns
            continue
        match = _named(header, header_forms, name)
        if match is not None:
            unfit = 0 if _fits(wanted, samples.values(header)[:_LOOKED_AT]) else _UNFIT
            yield replace(match, confidence=match.confidence - unfit)


def _named(header: str, header_forms: Sequence[str], field: str) -> Match | None:
    exact, synonyms = names_of(field)
    for step, form in enumerate(header_forms):
        if form in exact:
            return Match(header, field, _EXACT - step * _LESS, "exact")
        if form in synonyms:
            return Match(header, field, _SYNONYM - step * _LESS, "synonym")
    plain = spaced(header)
    if any(pattern.search(plain) for pattern in patterns_of(field)):
        return Match(header, field, _PATTERN, "similar")
    best = max((fuzz.ratio(header_forms[0], name) for name in (*exact, *synonyms)), default=0) if header_forms else 0
    return Match(header, field, round(best) - 20, "similar") if best >= _ALIKE else None


def _fits(wanted: Wanted, values: Sequence[str]) -> bool:
    """Whether at least half of the values have the form of the field; without values nothing speaks against it."""
    if not values:
        return True
    if wanted.form in ("number", "whole"):
        return sum(1 for value in values if _FIGURES.fullmatch(value)) * 2 >= len(values)
    if wanted.form in ("time", "date"):
        return guess_times(values).read * 2 >= len(values)
    if wanted.form == "customs-code":
        return sum(1 for value in values if value.isdecimal() and len(value) != _CODE_DIGITS) * 2 < len(values)
    return True


def _of_values(kind: str, headers: Sequence[str], samples: Samples, taken: set[str]) -> Iterator[Match]:
    """Fields that nobody named, where just one column that is left has values of their form."""
    for name, wanted in fields_of(kind).items():
        if name in taken or not wanted.needed:
            continue
        fitting = [header for header in headers if _is_of(name, wanted, samples.values(header)[:_LOOKED_AT])]
        if len(fitting) == 1:
            yield Match(fitting[0], name, _BY_VALUES, "values")


def _is_of(name: str, wanted: Wanted, values: Sequence[str]) -> bool:
    if not values:
        return False
    if wanted.form in ("time", "date"):
        return guess_times(values).read == len(values)
    if name in CUSTOMS_CODES:
        known, unknown = codes_for(name, values)
        return bool(known) and not unknown
    return name == "hs_code" and all(_HS_CODE.fullmatch(value) for value in values)
