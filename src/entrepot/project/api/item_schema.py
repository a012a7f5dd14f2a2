"""What items in JSON look like, from the field tables of the customs messages."""

from entrepot.gateways import items
from entrepot.gateways.ceb.fields import DECIMALS, INTEGER_DIGITS, Field, Kind, Section
from entrepot.gateways.ceb.tables import MESSAGES

Schema = dict[str, object]
_DECIMAL = rf"^-?[0-9]{{1,{INTEGER_DIGITS}}}(\.[0-9]{{1,{DECIMALS}}})?$"
_TIMES = {"time": 14, "stamp": 17, "date": 8}


def body_of_items(kind: Kind) -> Schema:
    """The request body of up to 1,000 documents of a kind, as OpenAPI writes it."""
    message = MESSAGES[kind]
    item = _section(message.head)
    if message.line is not None:
        lines = {"type": "array", "minItems": 1, "maxItems": message.most_lines, "items": _section(message.line)}
        item = {
            **item,
            "required": [*_required(message.head), "lines"],
            "properties": {**_properties(message.head), "lines": lines},
        }
    listed = {"type": "array", "minItems": 1, "maxItems": items.ITEMS_A_BODY, "items": item}
    body = {"type": "object", "additionalProperties": False, "required": ["items"], "properties": {"items": listed}}
    return {"required": True, "content": {"application/json": {"schema": body}}}


def _section(section: Section) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": _required(section),
        "properties": _properties(section),
    }


def _required(section: Section) -> list[str]:
    return [field.column for field in section.fields if field.required]


def _properties(section: Section) -> dict[str, Schema]:
    return {field.column: _field(field) for field in section.fields}


def _field(field: Field) -> Schema:
    """The name and type on paper stand in the description."""
    found: Schema = {"type": "string" if field.required else ["string", "null"],
                     "description": f"{field.element} {field.type}"}  # fmt: skip
    if field.sort == "decimal":
        return {**found, "pattern": _DECIMAL}
    if field.sort == "whole":
        return {**found, "type": ["string", "integer"], "pattern": f"^[0-9]{{1,{field.length[1]}}}$"}
    if field.sort in _TIMES:
        return {**found, "pattern": f"^[0-9]{{{_TIMES[field.sort]}}}$"}
    if field.among:
        return {**found, "enum": list(field.among)}
    low, high = field.length
    return {**found, "minLength": low or 1, "maxLength": high}
