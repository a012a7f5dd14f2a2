"""Reference editions as the engine takes them: which kinds there are, and how a code is looked up in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import EXACT, NotTheFrame, Schema, check_frame

# A code counts as known when the edition has it; of hs_codes the edition may be shallower than 10 digits (the six of
# the HS): then its deepest level decides.
_CODES: Final[Schema] = {"code": pl.String}
REFERENCES: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "units": _CODES,
        "currencies": _CODES,
        "countries": _CODES,
        "hs_codes": _CODES,
        # The longest prefix that fits decides. Null: the edition does not know.
        "export_measures": {
            "prefix": pl.String,
            "licence": pl.Boolean,
            "export_duty": pl.Boolean,
            "refund": pl.Boolean,
        },
    }
)
# Of retail import. positive_list: the goods that may come in, by the first eight digits, on the days from `from` up to,
# not including, `until` (null: open). import_rates: the longest prefix that fits decides; rates as shares of 1, null
# where the edition does not know; see engines.duty.
IMPORT_RATES: Final[Schema] = MappingProxyType(
    {
        "prefix": pl.String,
        "vat": EXACT,
        "consumption_tax": EXACT,
        "duty": EXACT,
        "floor_gram": EXACT,
        "floor_sheet": EXACT,
    }
)
POSITIVE_LIST: Final[Schema] = MappingProxyType(
    {"code": pl.String, "from": pl.Date, "until": pl.Date, "note": pl.String}
)
IMPORT_REFERENCES: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "units": _CODES,
        "countries": _CODES,
        "hs_codes": _CODES,
        "positive_list": POSITIVE_LIST,
        "import_rates": IMPORT_RATES,
    }
)
_SCHEMAS: Final = {**REFERENCES, **IMPORT_REFERENCES}
_NULLABLE: Final = {
    "export_measures": frozenset({"licence", "export_duty", "refund"}),
    "positive_list": frozenset({"until", "note"}),
    "import_rates": frozenset(IMPORT_RATES) - {"prefix"},
}
HEADING: Final = 4  # digits of an HS heading
# Bits of the number that measures_of gives.
MEASURES: Final[Mapping[str, int]] = MappingProxyType({"licence": 1, "export_duty": 2, "refund": 4})
UNKNOWN_MEASURE: Final = 8


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition of a reference table.

    kind: a key of REFERENCES or IMPORT_REFERENCES; hash: hexadecimal digest of its file; complete: false when it covers
    a part only (the practice edition), so that a code it lacks is "not checked" and not "unknown". Raises NotTheFrame.
    """

    kind: str
    edition: str
    source: str
    hash: str
    rows: pl.DataFrame
    complete: bool = True

    def __post_init__(self) -> None:
        if self.kind not in _SCHEMAS:
            raise NotTheFrame(f"expected a reference of kind {', '.join(_SCHEMAS)}, found {self.kind!r}")
        nullable = _NULLABLE.get(self.kind, frozenset())
        check_frame(f"references.{self.kind}", self.rows, _SCHEMAS[self.kind], nullable)
        if self.rows.is_empty():
            raise NotTheFrame(
                f"expected rows in the edition {self.edition!r} of {self.kind}, found none; load its file"
            )

    @cached_property
    def codes(self) -> pl.Series:
        """The codes, each once; of hs_codes those of the deepest level."""
        codes = self.rows["code"].unique()
        return codes.filter(codes.str.len_chars() == self.depth) if self.kind == "hs_codes" else codes

    @cached_property
    def depth(self) -> int:
        """Digits of the deepest codes."""
        return int(self.rows.select(pl.col("code").str.len_chars().max()).item())

    @cached_property
    def headings(self) -> pl.Series:
        """The first four digits of the codes, each once."""
        return self.rows["code"].str.slice(0, HEADING).unique()

    @cached_property
    def _by_length(self) -> tuple[tuple[int, pl.Series, pl.Series], ...]:
        """Length of prefix, prefixes of that length and their measures as bits; longest first."""
        unknown = pl.any_horizontal(pl.col(name).is_null() for name in MEASURES)
        bits = [pl.when(name).then(bit).otherwise(0) for name, bit in MEASURES.items()]
        rows = self.rows.select(
            "prefix",
            length=pl.col("prefix").str.len_chars(),
            bits=(pl.sum_horizontal(bits) + pl.when(unknown).then(UNKNOWN_MEASURE).otherwise(0)).cast(pl.Int8),
        ).unique("prefix", keep="first", maintain_order=True)
        parts = rows.partition_by("length", as_dict=True)
        lengths = sorted((int(key[0]) for key in parts), reverse=True)
        return tuple((length, parts[(length,)]["prefix"], parts[(length,)]["bits"]) for length in lengths)

    def measures_of(self, hs_code: pl.Expr) -> pl.Expr:
        """The measures on a code as bits (MEASURES, UNKNOWN_MEASURE); null where the edition has no prefix of it."""
        return pl.coalesce(
            hs_code.str.slice(0, length).replace_strict(prefixes, bits, default=None, return_dtype=pl.Int8)
            for length, prefixes, bits in self._by_length
        )


@dataclass(frozen=True, eq=False)
class References:
    """The loaded editions by kind. A kind that is absent makes its checks answer not_checked.

    Keep one for many batches: what its checks need is prepared once.
    """

    editions: Mapping[str, Edition] = field(default_factory=dict)
