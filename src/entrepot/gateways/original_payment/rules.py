"""What may be wrong beyond the fields themselves: a rule id and its sentence in English and Chinese."""

from collections.abc import Mapping

from entrepot.gateways import ceb, items
from entrepot.gateways.ceb.rules import RULES as CEB_RULES
from entrepot.gateways.ceb.rules import Language, Rule
from entrepot.gateways.items.rules import RULES as ITEM_RULES

RULES: Mapping[str, Rule] = {
    "original.too_large": Rule(
        "Expected at most {limit} bytes, found {found}; send one payment at a time.",
        "正文应不超过 {limit} 字节，实为 {found} 字节；请每次发送一笔支付。",
    ),
    "original.no_form": Rule(
        "Expected the form field {expected} with a JSON text, found {found}; send it as the interface describes it.",
        "应为含 JSON 文本的表单字段 {expected}，实为 {found}；请按接口规范发送。",
    ),
    "original.no_object": Rule(
        "Expected a JSON {expected}, found {found}; send it as the interface describes it.",
        "应为 JSON {expected}，实为 {found}；请按接口规范发送。",
    ),
    "original.repeated": Rule(
        "Expected each name once, found {found} again; keep one.",
        "每个名称只能出现一次，{found} 重复出现；请只保留一个。",
    ),
    "original.unknown_field": Rule(
        "Expected only the names of {expected}, found {found}; remove it.",
        "只能填写 {expected} 的名称，实为 {found}；请删除。",
    ),
    "original.how_many": Rule(
        "Expected 1 to {limit} elements in {expected}, found {found}; correct the list.",
        "{expected} 应有 1 至 {limit} 个元素，实为 {found} 个；请更正。",
    ),
    "original.no_base64": Rule(
        "Expected the signature in base64, found another text; write the value of the key as it is.",
        "签名值应为 base64 编码，实际不是；请原样填写密钥给出的签名值。",
    ),
    "original.unknown_order": Rule(
        "Expected an order of this marketplace with a payment, found {found}; ask for the number as the order has it.",
        "应为本平台已支付的订单，实为 {found}；请按订单所载编号查询。",
    ),
    "original.unknown_session": Rule(
        "Expected a session that customs opened, found {found}; answer with the sessionID as received.",
        "应为海关发起的会话，实为 {found}；请按收到的 sessionID 上传。",
    ),
    "original.other_order": Rule(
        "Expected the order {expected}, for which this session was opened, among the orders of the payment, found "
        "{found}; upload the payment of that order.",
        "支付所列订单中应有本次会话所查订单 {expected}，实为 {found}；请上传该订单的支付数据。",
    ),
    "original.certificate": Rule(
        "Expected the number of a certificate on file for the marketplace, found {found}; sign by a certificate that "
        "customs has, or have it put on file.",
        "应为平台已备案的证书编号，实为 {found}；请使用已备案的证书签名，或先办理备案。",
    ),
    "original.signature": Rule(
        "Expected a signature of certificate {found} over the four nodes as sent, found one that does not fit; sign "
        "again what is sent, without changing it afterwards.",
        "签名应为证书 {found} 对所发送四个节点的签名，实际不符；请对实际发送的内容重新签名，签名后勿改动。",
    ),
}


def sentence(rule: str, facts: Mapping[str, object], language: Language = "en") -> str:
    """The sentence of a fault, of these rules or of those of fields and JSON. Raises KeyError for an unknown rule."""
    if rule in CEB_RULES:
        return ceb.sentence(rule, facts, language)
    if rule in ITEM_RULES:
        return items.sentence(rule, facts, language)
    found = RULES[rule]
    return (found.en if language == "en" else found.zh).format_map(facts)
