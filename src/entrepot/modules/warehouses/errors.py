"""Why something was not received, reserved, picked or shipped; nothing was changed."""

from entrepot.modules.parties import api as parties

# reason → (English, Chinese): what was expected, what was found, what to do.
SENTENCES: dict[str, tuple[str, str]] = {
    "no_station": (
        "Expected a station that was made, found none. Run entrepot init first.",
        "应已建立站点，实为未建立。请先运行 entrepot init。",
    ),
    "role": (
        "Expected a firm filed as warehouse, found {found}. File with the authority first.",
        "应为已备案的仓储企业，实为 {found}。请先向主管机关备案。",
    ),
    "place": (
        "Expected somebody of the firm's staff, found {found}. Ask an administrator of the firm.",
        "应为本企业业务人员，实为 {found}。请联系企业管理员。",
    ),
    "code_read": (
        "Expected a code with the right check digit, found {found}. It was misread: scan it again.",
        "条码校验位应正确，实为 {found}。读取有误，请重新扫描。",
    ),
    "code_missing": (
        "Expected a scanned code of at most {most} characters, found {found}. Scan again.",
        "应为扫描所得条码（最多 {most} 个字符），实为 {found} 个。请重新扫描。",
    ),
    "amount": (
        "Expected a quantity above zero with at most 5 decimals, found {found}. Correct it.",
        "数量应大于零且小数不超过 5 位，实为 {found}。请更正。",
    ),
    "no_warehouse": (
        "Expected a warehouse of yours, found none with the code {found}. Check the code.",
        "没有编码为 {found} 的仓库。请核对编码。",
    ),
    "warehouse_taken": (
        "Expected a code that no warehouse has, found {found} in use. Choose another.",
        "仓库编码 {found} 已被使用。请另选。",
    ),
    "lines_missing": (
        "Expected at least one ware with item number, barcode, unit and quantity, found {found}.",
        "应至少有一项商品，含货号、条码、单位和数量，实为 {found}。",
    ),
    "barcode_twice": (
        "Expected each barcode once in a shipment, found {found} twice. Add the quantities up.",
        "同一批货中每个条码应只出现一次，{found} 出现两次。请合并数量。",
    ),
    "shipment_known": (
        "Shipment {found} was announced to this warehouse before. Receive that one.",
        "货件 {found} 已向本仓预报。请直接收货。",
    ),
    "no_shipment": (
        "Expected a shipment announced to you, found none with the number {found}. Check the label.",
        "没有编号为 {found} 的预报货件。请核对标签。",
    ),
    "received_before": (
        "Expected a shipment that is still being received, found {found} closed. Announce what came later as another.",
        "货件 {found} 已完成收货。后到货物请另行预报。",
    ),
    "nothing_came": (
        "Expected at least one scan before shipment {found} is closed, found none.",
        "货件 {found} 完成收货前应至少扫描一次，实为未扫描。",
    ),
    "no_stock": (
        "Expected {wanted} of {item_no}, found {free} free in {warehouse}. Reserve less, or elsewhere.",
        "{item_no} 需 {wanted}，{warehouse} 可用 {free}。请减少数量或选择其他仓库。",
    ),
    "order_missing": (
        "Expected the number of the order that is filled, in 1 to 60 characters, found {found}.",
        "应填写所履行订单的编号（1 至 60 个字符），实为 {found} 个。",
    ),
    "no_dispatch": (
        "Expected an order of yours to send, found none with the number {found}. Check the number.",
        "没有编号为 {found} 的出库单。请核对编号。",
    ),
    "state": (
        "Expected an order that is {expected}, found {found} {state}. Nothing was changed.",
        "出库单状态应为{expected}，{found} 的状态为{state}。未作任何更改。",
    ),
    "wrong_ware": (
        "Expected {expected} ({name}), found {found}. Put it back and take the ware that is asked for.",
        "应拣 {expected}（{name}），实为 {found}。请放回并拣取所需商品。",
    ),
    "too_many": (
        "Expected {left} more of {expected}, found {found}. Put back what is too many.",
        "{expected} 还需 {left}，实为 {found}。请放回多余商品。",
    ),
    "waybill": (
        "Expected the number of a waybill in 1 to 60 characters, found {found}. It stands on the label.",
        "应填写运单编号（1 至 60 个字符），实为 {found} 个。见面单。",
    ),
}  # fmt: skip


class UnableToStore(parties.Unable):
    """Nothing was kept and nothing was changed."""

    sentences = SENTENCES
