"""What may be wrong with a message, as data: a rule id and its sentence in English and Chinese.

A sentence says what was expected, what was found and what to do; its placeholders are the fault's facts.
A fault without a document_no refuses the message as a whole, any other the document.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class Rule:
    """The sentence of one rule, in English and in Chinese, with the same placeholders."""

    en: str
    zh: str


RULES: Mapping[str, Rule] = {
    # ---- the message as a whole
    "ceb.too_large": Rule(
        "Expected a message of at most {limit} bytes, found {found}; split it into several messages.",
        "报文应不超过 {limit} 字节，实为 {found} 字节；请拆分为多个报文。",
    ),
    "ceb.too_many_elements": Rule(
        "Expected at most {limit} elements in a message, found {found}; split it into several messages.",
        "一个报文最多 {limit} 个元素，实为 {found} 个；请拆分为多个报文。",
    ),
    "ceb.too_many_attributes": Rule(
        "Expected at most {limit} equals signs (attributes) in a message, found {found}; send the message as the "
        "interface describes it.",
        "一个报文最多 {limit} 个等号（属性），实为 {found} 个；请按接口规范生成报文。",
    ),
    "ceb.too_deep": Rule(
        "Expected elements nested at most {limit} deep, found deeper ones at line {line}; send the message "
        "as the interface describes it.",
        "元素嵌套应不超过 {limit} 层，第 {line} 行超过；请按接口规范生成报文。",
    ),
    "ceb.encoding": Rule(
        "Expected text in UTF-8, found {found}; save the message in UTF-8 and declare it so.",
        "报文应为 UTF-8 编码，实为 {found}；请以 UTF-8 保存并如实声明编码。",
    ),
    "ceb.not_utf8": Rule(
        "Expected text in UTF-8, found the byte {found} at position {position}, which UTF-8 does not have there; save "
        "the message in UTF-8.",
        "报文应为 UTF-8 编码，第 {position} 字节处的 {found} 不符合 UTF-8；请以 UTF-8 保存报文。",
    ),
    "ceb.forbidden_character": Rule(
        "Expected characters that XML 1.0 can carry, found {found} at character {position}; remove it.",
        "报文只能含 XML 1.0 允许的字符，第 {position} 个字符为 {found}；请删除。",
    ),
    "ceb.doctype": Rule(
        "Expected a message without a document type declaration, found one at character {position}; remove it, "
        "together with any entities that it defines.",
        "报文不得含 DOCTYPE 声明，第 {position} 个字符处有声明；请将其连同所定义的实体一并删除。",
    ),
    "ceb.not_xml": Rule(
        "Expected well-formed XML, found an error at line {line}, column {column}: {detail}; correct the message "
        "and send it again whole.",
        "报文应为格式良好的 XML，第 {line} 行第 {column} 列有误：{detail}；请更正后重新发送完整报文。",
    ),
    "ceb.namespace": Rule(
        "Expected elements of the namespace {expected}, found {found}; declare the namespace on the root element.",
        "元素应属于命名空间 {expected}，实为 {found}；请在根元素上声明该命名空间。",
    ),
    "ceb.unknown_message": Rule(
        "Expected one of {expected}, found {found}; send a message of a kind that is read here.",
        "报文应为 {expected} 之一，实为 {found}；请发送本系统受理的报文。",
    ),
    "ceb.message_attribute": Rule(
        "Expected the root element to carry {attribute} of {expected} characters, found {found}; fill it in.",
        "根元素的属性 {attribute} 应为 {expected} 个字符，实为 {found}；请填写。",
    ),
    "ceb.unknown_attribute": Rule(
        "Expected only the attributes guid and version on the root element, found {found}; remove it.",
        "根元素只能有属性 guid 和 version，实为 {found}；请删除。",
    ),
    "ceb.no_documents": Rule(
        "Expected 1 to {limit} elements {expected}, found none; put at least one document into the message.",
        "报文应含 1 至 {limit} 个 {expected} 元素，实为 0 个；请至少填写一份单证。",
    ),
    "ceb.too_many_documents": Rule(
        "Expected at most {limit} documents in a message, found {found}; split it into several messages.",
        "一个报文最多 {limit} 份单证，实为 {found} 份；请拆分为多个报文。",
    ),
    "ceb.missing_part": Rule(
        "Expected the element {expected} after the documents, found none; add it.",
        "单证之后应有 {expected} 元素，实际没有；请补充。",
    ),
    "ceb.unknown_part": Rule(
        "Expected only {expected} after the documents, in this order, found {found}; remove it or put it in its place.",
        "单证之后只能依次为 {expected}，实为 {found}；请删除或调整顺序。",
    ),
    "ceb.part_value": Rule(
        "Expected {expected} in {field}, found {found}; correct it.",
        "{field} 应为 {expected}，实为 {found}；请更正。",
    ),
    "ceb.signature_algorithm": Rule(
        "Expected a signature by SM2 with SM3 or RSA with SHA-1, found {found}; sign with an algorithm of the "
        "interface.",
        "签名算法应为 SM2-SM3 或 RSA-SHA1，实为 {found}；请使用接口规定的算法签名。",
    ),
    "ceb.signature_software": Rule(
        "Expected software for signatures by {found} at this station, found none; its operator installs it with `pip "
        'install "entrepot[sm2]"`, then sign again and send; or sign by RSA with SHA-1.',
        '本站应装有可验证 {found} 签名的软件，实际没有；请本站运营者执行 pip install "entrepot[sm2]" 安装后'
        "重新签名发送，或改用 RSA-SHA1 签名。",
    ),
    "ceb.signature_form": Rule(
        "Expected one reference to the whole message and an X509Certificate in the signature ({found}), found another "
        "form; sign as the interface describes it.",
        "签名（{found}）应只引用整个报文并含 X509Certificate，实际形式不符；请按接口规范签名。",
    ),
    "ceb.signature_digest": Rule(
        "Expected the digest of the message as signed ({found}), found another: the message was changed after signing; "
        "sign it again and send it as it is.",
        "报文摘要应与签名时一致（{found}），实际不符，报文在签名后被改动；请重新签名并原样发送。",
    ),
    "ceb.signature_value": Rule(
        "Expected a signature value that belongs to the certificate ({found}), found one that does not; sign again "
        "with the key of that certificate.",
        "签名值应与证书相符（{found}），实际不符；请用该证书对应的密钥重新签名。",
    ),
    # ---- one document, or what stands between the documents
    "ceb.more_faults": Rule(
        "Expected a document with few faults, found more than {limit}; correct those named and send it again.",
        "单证错误应较少，实为超过 {limit} 处；请先更正已列出的错误后重新发送。",
    ),
    "ceb.unknown_element": Rule(
        "Expected only elements of the field table of {expected}, found {found}; remove it.",
        "只能填写 {expected} 字段表中的元素，实为 {found}；请删除。",
    ),
    "ceb.repeated_element": Rule(
        "Expected {found} once, found it again; keep one.",
        "{found} 只能出现一次，实际重复出现；请只保留一个。",
    ),
    "ceb.wrong_order": Rule(
        "Expected {found} before {expected}, found it after; put the elements into the order of the field table.",
        "{found} 应在 {expected} 之前，实际在其后；请按字段表顺序排列元素。",
    ),
    "ceb.unexpected_text": Rule(
        "Expected no text between elements, found {found}; remove it or put it into its element.",
        "元素之间不应有文字，实为 {found}；请删除或填入相应元素。",
    ),
    "ceb.unexpected_content": Rule(
        "Expected plain text, found {found} inside the element; remove it.",
        "元素内应只有文字，实际含有 {found}；请删除。",
    ),
    "ceb.unexpected_attribute": Rule(
        "Expected no attribute, found {found}; remove it.",
        "元素不应有属性，实为 {found}；请删除。",
    ),
    "ceb.missing_head": Rule(
        "Expected {expected} as the first element of the document, found none; add it.",
        "单证的第一个元素应为 {expected}，实际没有；请补充。",
    ),
    "ceb.no_lines": Rule(
        "Expected 1 to {limit} elements {expected}, found none; add the lines of the document.",
        "单证应含 1 至 {limit} 个 {expected} 元素，实为 0 个；请补充表体。",
    ),
    "ceb.too_many_lines": Rule(
        "Expected at most {limit} lines in a document, found {found}; split the document.",
        "一份单证最多 {limit} 项表体，实为 {found} 项；请拆分单证。",
    ),
    "ceb.repeated_line": Rule(
        "Expected each line number once in a document, found {found} again; number the lines from 1 without repeats.",
        "同一单证内序号不得重复，{found} 重复出现；请从 1 起连续编号。",
    ),
    "ceb.required": Rule(
        "Expected a value ({expected}), found none; fill it in.",
        "此项为必填（{expected}），实为空；请填写。",
    ),
    "ceb.wrong_length": Rule(
        "Expected {expected} characters, found {found}; correct the value.",
        "长度应为 {expected} 个字符，实为 {found} 个；请更正。",
    ),
    "ceb.not_among": Rule(
        "Expected one of {expected}, found {found}; choose one of these values.",
        "应为 {expected} 之一，实为 {found}；请从中选填。",
    ),
    "ceb.not_yuan": Rule(
        "Expected the currency {expected}, the yuan: retail import is paid and declared in yuan alone (rules M06 and "
        "F13; message specification 202205, currency of messages 311, 411, 511 and 621), found {found}; have the "
        "amount paid in yuan, state it in yuan and send the document again.",
        "币制应为 {expected}（人民币）：零售进口只能以人民币支付和申报（规则 M06、F13；报文规范 202205，"
        "311、411、511、621 报文的币制），实为 {found}；请以人民币支付并填报后重新传输该单证。",
    ),
    "ceb.not_digits": Rule(
        "Expected digits 0-9 only, found {found}; write the customs code in digits.",
        "只能填写数字 0-9，实为 {found}；请填写海关数字代码。",
    ),
    "ceb.not_alnum": Rule(
        "Expected digits 0-9 and letters A-Z only, found {found}; write the customs code without other characters.",
        "只能填写数字 0-9 和字母 A-Z，实为 {found}；请填写海关代码，勿用其他字符。",
    ),
    "ceb.not_a_key": Rule(
        "Expected a number or code without blanks at its ends and without tabs or line breaks, found {found}; "
        "remove them.",
        "编号或代码首尾不得有空格，也不得含制表符或换行，实为 {found}；请删除。",
    ),
    "ceb.not_a_guid": Rule(
        "Expected 36 characters in groups of {expected}, found {found}; make a new number of this form.",
        "应为 36 位、按 {expected} 分组的唯一序号，实为 {found}；请按此格式重新生成。",
    ),
    "ceb.not_a_status": Rule(
        "Expected a reply status of at most {expected} digits, at most a minus sign before them, found {found}; "
        "correct the value.",
        "回执状态应为最多 {expected} 位数字，前面至多一个负号，实为 {found}；请更正。",
    ),
    "ceb.not_whole": Rule(
        "Expected a whole number of at most {expected} digits from 1 on, found {found}; write it in digits alone.",
        "应为从 1 起、最多 {expected} 位的整数，实为 {found}；请仅用数字填写。",
    ),
    "ceb.not_a_number": Rule(
        "Expected a plain number of type {expected} (digits, one point, at most a minus sign before them), "
        "found {found}; write it without spaces, signs of thousands, exponent or plus sign.",
        "应为 {expected} 型数字（仅数字、一个小数点，前面至多一个负号），实为 {found}；"
        "请勿使用空格、千分位、指数或正号。",
    ),
    "ceb.number_too_large": Rule(
        "Expected at most {expected} digits before the point, found {found}; correct the value.",
        "整数部分最多 {expected} 位，实为 {found}；请更正。",
    ),
    "ceb.too_many_decimals": Rule(
        "Expected at most {expected} digits after the point, found {found}; round the value.",
        "小数部分最多 {expected} 位，实为 {found}；请舍入。",
    ),
    "ceb.not_a_time": Rule(
        "Expected a time that exists, in China time, written {expected}, found {found}; correct the value.",
        "应为真实存在的北京时间，格式 {expected}，实为 {found}；请更正。",
    ),
    "ceb.not_a_date": Rule(
        "Expected a date that exists, written {expected}, found {found}; correct the value.",
        "应为真实存在的日期，格式 {expected}，实为 {found}；请更正。",
    ),
}


def sentence(rule: str, facts: Mapping[str, object], language: Language = "en") -> str:
    """The sentence of a fault. Raises KeyError for a rule that does not exist or facts that lack a placeholder."""
    texts = RULES[rule]
    return (texts.en if language == "en" else texts.zh).format_map(facts)
