"""Why the line refuses a document that is well formed: data, with sentences and the official code where one is known.

Official codes: error table of the interface, edition 202205. Where it has none for export, the own code stands alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from entrepot.gateways import ceb


@dataclass(frozen=True)
class Reason:
    """One reason: sentences with the same placeholders, and the official code by kind of document."""

    en: str
    zh: str
    official: dict[str, str] = field(default_factory=dict)


REASONS: dict[str, Reason] = {
    "line.exists": Reason(
        "Expected a new number, found {number} already here with other content; to alter it send a change (appType 2).",
        "编号 {number} 已存在且内容不同；如需修改请发送变更报文（appType 2）。",
        {"order": "-301010", "waybill": "-504015"},
    ),
    "line.no_target": Reason(
        "Expected {number} to be here before it is changed or deleted, found nothing; send it as new (appType 1).",
        "未找到要变更或删除的 {number}；请作为新增报文发送（appType 1）。",
        {"order": "-301009", "waybill": "-504014"},
    ),
    "line.late": Reason(
        "Expected a change later than the version in force, found an older appTime on {number}; it is kept, not used.",
        "{number} 的 appTime 早于现行版本；报文已留存，不予采用。",
        {"order": "-301014"},
    ),
    "line.decided": Reason(
        "Expected no change after the decision, found {number} bound by a declaration list that is decided or filed;"
        " only cancelling or returning the list applies now.",
        "{number} 已被已申报或已审结的清单引用，不能变更；只能撤销或退货。",
        {"order": "-301011", "waybill": "-504016"},
    ),
    "line.unknown_code": Reason(
        "Expected a customs code (10 characters) or a unified social credit code (18), found {number}; correct it.",
        "应为 10 位海关编码或 18 位统一社会信用代码，实为 {number}；请更正编码。",
        {"order": "-10102", "slip": "-10102", "waybill": "-10102", "list": "-10102"},
    ),
    "line.sender": Reason(
        "Expected a sender named in the document for this, or one with a power of attorney valid that day,"
        " found {number}; let the right party send it, or register the power of attorney.",
        "发送方 {number} 无权发送此单证；请由单证所列有权企业发送，或登记当日有效的委托书。",
        {"order": "-10101", "slip": "-10101", "waybill": "-10101", "list": "-10101"},
    ),
    "line.other_sender": Reason(
        "Expected copCode to be a code of the signed-in sender, found {number}; send the message in your own name.",
        "copCode 应为已登录发送方的编码，实为 {number}；请以本企业名义发送。",
    ),
    "line.certificate": Reason(
        "Expected a signature with a certificate that is on file for the sender and in force today, found one with"
        " certificate {number}; sign with one that is, or have this one put on file at the station"
        " (entrepot certificate).",
        "签名证书应为发送方已登记且当日有效的证书，实为 {number}；请改用该类证书签名，或请本站登记此证书"
        "（entrepot certificate）。",
    ),
    "line.unsigned": Reason(
        "Expected a signature on lists that are formally declared (appStatus 2), found none ({number}); sign"
        " the message 603 with a certificate that is on file and send it again.",
        "正式申报（appStatus 2）的清单应有签名，实际没有（{number}）；请用已登记的证书对 603 报文签名后重新发送。",
    ),
    "line.practice": Reason(
        "Expected a real message, found one with the practice mark ({number}); practice documents stay in"
        " practice stations.",
        "收到带有练习标志的报文（{number}）；练习单证不得进入非练习站。",
    ),
    "line.unreadable": Reason(
        "Expected a message that this program can read, found one on which it fails{number}; the bytes are kept and the"
        " operator's log has the details. Send it to the maintainers.",
        "本程序处理该报文时出错{number}；原文已留存，详情见运行日志。请反馈给维护者。",
    ),
    "line.shut": Reason(
        "Expected a message whose bytes open with the secret of this station, found them sealed with one that is gone;"
        " send its documents again in a new message.",
        "报文原文应能用本站密钥开启，实际加密所用的密钥已不存在；请将其单证放入新的报文重新发送。",
    ),
    "line.not_a_reply": Reason(
        "Expected a reply of customs (304, 404, 506, 604; in import 312, 412, 512, 514, 622, 624, 626), found {number};"
        " take others with `entrepot message`.",
        "应为海关回执（304、404、506、604；进口为 312、412、512、514、622、624、626），实为 {number}；"
        "其他报文用 entrepot message。",
    ),
    "line.not_for_us": Reason(
        "Expected an order, collection slip or payment, waybill, declaration list, cancellation or return,"
        " found {number}; import replies with `entrepot replies`.",
        "应为订单、收款单或支付单、运单、清单、撤销单或退货单，实为 {number}；回执请用 entrepot replies 导入。",
    ),
}


def sentence_of(rule: str, facts: Mapping[str, object], language: str) -> str:
    """The sentence of a fault, whoever found it: the line or a gateway."""
    if rule in REASONS:
        reason = REASONS[rule]
        return (reason.zh if language == "zh" else reason.en).format(**facts)
    return ceb.sentence(rule, facts, "zh" if language == "zh" else "en")
