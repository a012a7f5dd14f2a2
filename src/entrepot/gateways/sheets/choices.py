"""A mapping from what a person chose on a page, and a mapping as the file that `read_mapping` reads."""

import json
import re
from collections.abc import Mapping as Table

from entrepot.gateways.sheets.fields import CUSTOMS_CODES
from entrepot.gateways.sheets.mapping import AUTO, Form, Mapping, as_json, mapping_of, missing_fields
from entrepot.gateways.sheets.naming import codes_for

__all__ = ["mapping_from_choices", "missing_fields", "write_mapping"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CHOSEN = Form(delimiter=AUTO, encoding=AUTO)


def mapping_from_choices(
    kind: str,
    columns: Table[str, str],
    constants: Table[str, str] | None = None,
    *,
    codes: Table[str, Table[str, str]] | None = None,
    form: Form = _CHOSEN,
    once: bool = False,
    cancellation_prefix: str | None = None,
    freight_items: tuple[str, ...] = (),
) -> Mapping:
    """The mapping with these columns (field → header) and constants (field → value); empty ones are not chosen.

    A constant may be a name of a country/region, currency or unit: its code is kept. Raises UnableToReadSheet
    (mapping_wrong), naming what is missing or wrong.
    """
    chosen = Mapping(
        columns={name: header for name, header in columns.items() if header},
        constants={name: _coded(name, value.strip()) for name, value in (constants or {}).items() if value.strip()},
        codes={name: table for name, table in (codes or {}).items() if table},
        form=form,
        cancellation_prefix=cancellation_prefix,
        freight_items=freight_items,
        kind=kind,
        once=once,
    )
    return mapping_of(as_json(chosen), kind)


def _coded(name: str, value: str) -> str:
    known = codes_for(name, [value])[0] if name in CUSTOMS_CODES else {}
    return known.get(value, value)


def write_mapping(mapping: Mapping) -> str:
    """The mapping as TOML, which `read_mapping` reads as the same mapping."""
    content = as_json(mapping)
    parts = [f"kind = {_value(content.pop('kind'))}\n"]
    codes = content.pop("codes", {})
    tables = content | ({f"codes.{name}": table for name, table in codes.items()} if isinstance(codes, dict) else {})
    for name, table in tables.items():
        assert isinstance(table, dict)
        parts.append(f"[{name}]")
        parts += [f"{_key(key)} = {_value(value)}" for key, value in table.items()]
        parts.append("")
    return "\n".join(parts)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: object) -> str:
    """Texts, lists of texts, numbers and booleans are written in TOML as in JSON, but for the delete character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
