"""States, verdicts, lanes and documents in words, for the terminal and for documents."""

from entrepot.project.wording import Text

MARK = "PRACTICE · 练习"
DOCUMENTS = {
    "order": Text("order", "订单"),
    "slip": Text("collection slip", "收款单"),
    "waybill": Text("waybill", "运单"),
    "list": Text("declaration list", "申报清单"),
}
CHANGED = {
    "new": Text("{document} {number}", "{document} {number}"),
    "changed": Text("{document} {number} changed, version {version}", "{document} {number} 变更，第 {version} 版"),
    "withdrawn": Text("{document} {number} withdrawn", "{document} {number} 撤回"),
}
STATES = {
    "parked": Text("parked", "暂存"),
    "due": Text("to be judged", "待审"),
    "waiting": Text("waiting", "等待"),
    "ready": Text("ready", "就绪"),
    "not_checked": Text("not checked", "未能核对"),
    "filed": Text("filed", "已申报"),
    "released": Text("released", "放行"),
    "refused": Text("refused", "退回"),
    "held": Text("held", "布控"),
    "cancelled": Text("cancelled", "已撤销"),
    "deleted": Text("withdrawn", "撤回"),
}
VERDICTS = STATES | {"would_be_refused": Text("would be refused", "将被退回")}
LANES = {
    "green": Text("green lane", "绿色通道"),
    "yellow": Text("yellow lane: documents are looked at", "黄色通道：审核单证"),
    "red": Text("red lane: goods are looked at", "红色通道：查验货物"),
}
DECISIONS = {
    "precheck": Text("pre-check: {verdict}", "预检：{verdict}"),
    "decision": Text("decision: {verdict}", "审核：{verdict}"),
    "reply": Text("reply of customs: {verdict}", "海关回执：{verdict}"),
}
MOVED = Text(" (moved for practice to {day})", "（练习中移至 {day}）")
TAKEN_UP = Text("{number} taken up by the judge", "{number} 进入审核")
WAITS = Text("{number} taken up by the judge: waits for {what}", "{number} 进入审核：等待{what}")
SIGNED = Text("signature verified, certificate {number}", "签名验证通过，证书 {number}")
ANSWERED = Text("{number} reply written to {party}", "{number} 回执已写给{party}")
AWAITED = {
    "order": Text("the order", "订单"),
    "waybill": Text("the waybill", "运单"),
    "slip": Text("the collection slip", "收款单"),
    "sibling": Text("the other lists of the order", "同一订单的其他清单"),
}
# Reply table of the interface, edition 202205.
STATUS = {
    "1": Text("parked at the e-port", "电子口岸已暂存"),
    "2": Text("e-port is declaring", "电子口岸申报中"),
    "3": Text("sent to customs", "发送海关成功"),
    "4": Text("sending failed", "发送海关失败"),
    "100": Text("sent back by customs", "海关退单"),
    "120": Text("stored at customs", "海关入库"),
    "300": Text("manual review", "人工审核"),
    "399": Text("review closed", "海关审结"),
    "500": Text("inspection", "查验"),
    "800": Text("released", "放行"),
    "899": Text("closed", "结关"),
}


def said(text: Text, language: str, **values: object) -> str:
    """The text in a language that was asked for, whatever the terminal's."""
    return (text.zh if language == "zh" else text.en).format(**values)


def status(code: str, language: str) -> str:
    """An official status code with its meaning, where the interface gives one."""
    return f"{code} {said(STATUS[code], language)}" if code in STATUS else code
