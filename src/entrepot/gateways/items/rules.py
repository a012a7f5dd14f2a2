"""What may be wrong with documents in JSON, beyond the field tables: a rule id and its sentence in both languages.

A fault without a document_no refuses the body as a whole, any other the item.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """The sentence of one rule, in English and in Chinese, with the same placeholders."""

    en: str
    zh: str


RULES: Mapping[str, Rule] = {
    # ---- the body as a whole
    "items.too_large": Rule(
        "Expected a body of at most {limit} bytes, found {found}; split it into several.",
        "请求正文应不超过 {limit} 字节，实为 {found} 字节；请拆分后分别发送。",
    ),
    "items.too_many_values": Rule(
        "Expected at most {limit} values in a body, found {found}; split it into several.",
        "请求正文最多 {limit} 个值，实为 {found} 个；请拆分后分别发送。",
    ),
    "items.not_utf8": Rule(
        "Expected JSON in UTF-8, found the byte {found} at position {position}, which UTF-8 does not have there; "
        "send the body in UTF-8.",
        "正文应为 UTF-8 编码的 JSON，第 {position} 字节处的 {found} 不符合 UTF-8；请以 UTF-8 发送。",
    ),
    "items.not_json": Rule(
        "Expected JSON, found an error at line {line}, column {column} ({found}); correct the body and send it whole.",
        "正文应为 JSON，第 {line} 行第 {column} 列有误（{found}）；请更正后完整发送。",
    ),
    "items.not_a_value": Rule(
        "Expected JSON, found {found}, which JSON does not have; leave the field out or give a value.",
        "正文应为 JSON，实为 JSON 中没有的 {found}；请去掉该字段或填写有效值。",
    ),
    "items.too_deep": Rule(
        "Expected values nested at most {limit} deep, found deeper ones; send the items as the description shows them.",
        "嵌套应不超过 {limit} 层，实际更深；请按接口说明的结构发送。",
    ),
    "items.no_items": Rule(
        "Expected an object with the member items, a list of 1 to {limit} objects, found {found}; put the documents "
        "there.",
        "正文应为含 items 成员（1 至 {limit} 个对象的列表）的对象，实为 {found}；请将单证放在其中。",
    ),
    "items.too_many_items": Rule(
        "Expected at most {limit} items in a body, found {found}; split it into several.",
        "一次最多 {limit} 份单证，实为 {found} 份；请拆分后分别发送。",
    ),
    "items.unknown_member": Rule(
        "Expected only the member items around the documents, found {found}; remove it.",
        "最外层只能有 items 成员，实为 {found}；请删除。",
    ),
    # ---- one item
    "items.not_an_object": Rule(
        "Expected an object with the fields of the document, found {found}; send one object for each document.",
        "每份单证应为含其各字段的对象，实为 {found}；请为每份单证发送一个对象。",
    ),
    "items.unknown_field": Rule(
        "Expected only fields of the table, found {found}; remove it or correct its name.",
        "只能填写字段表中的字段，实为 {found}；请删除或更正名称。",
    ),
    "items.repeated_field": Rule(
        "Expected {found} once, found it again; keep one.",
        "{found} 只能出现一次，实际重复出现；请只保留一个。",
    ),
    "items.not_text": Rule(
        "Expected text in quotes, found {found}; write the value as text.",
        "应为带引号的文本，实为 {found}；请以文本填写。",
    ),
    "items.number": Rule(
        'Expected an amount as text, such as "12.50", found the number {found}; put it in quotes, because programs '
        "round numbers on the way.",
        '金额、数量和重量应写成带引号的文本（如 "12.50"），实为数字 {found}；程序处理数字时会舍入，请加引号。',
    ),
    "items.forbidden_character": Rule(
        "Expected characters that a customs message can carry, found {found} at character {position}; remove it.",
        "只能含海关报文允许的字符，第 {position} 个字符为 {found}；请删除。",
    ),
    "items.no_lines": Rule(
        "Expected lines, a list of 1 to {limit} objects, found {found}; add the lines of the document.",
        "应有 lines（1 至 {limit} 个对象的列表），实为 {found}；请补充表体。",
    ),
    "items.too_many_lines": Rule(
        "Expected at most {limit} lines in a document, found {found}; split the document.",
        "一份单证最多 {limit} 项表体，实为 {found} 项；请拆分单证。",
    ),
}


def sentence(rule: str, facts: Mapping[str, object], language: str) -> str:
    """The sentence of a fault. Raises KeyError for a rule that does not exist or facts that lack a placeholder."""
    texts = RULES[rule]
    return (texts.zh if language == "zh" else texts.en).format_map(facts)
