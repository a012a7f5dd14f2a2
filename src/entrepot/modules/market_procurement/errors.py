"""Why a deal, a container, a declaration or a settlement was not taken; nothing was changed."""

from entrepot.modules.parties import api as parties

# reason → (English, Chinese): what was expected, what was found, what to do.
SENTENCES: dict[str, tuple[str, str]] = {
    "no_station": (
        "Expected a station that was made, found none. Run entrepot init first.",
        "应已建立站点，实为未建立。请先运行 entrepot init。",
    ),
    "role": (
        "Expected a firm filed as {needed}, found {found}. File with the authority first.",
        "应为已备案的{needed}，实为 {found}。请先向主管机关备案。",
    ),
    "place": (
        "Expected somebody of the firm's staff, found {found}. Ask an administrator of the firm.",
        "应为本企业业务人员，实为 {found}。请联系企业管理员。",
    ),
    "own_stall": (
        "Expected another firm as the stall, found your own: {found}. Enter the code of the stall that sells.",
        "商户应为另一企业，实为本企业：{found}。请填写售货商户的编码。",
    ),
    "text_missing": (
        "Expected {what}, found nothing. Fill it in.",
        "应填写{what}，实为空。请补填。",
    ),
    "text_long": (
        "Expected {what} of at most {most} characters, found {found}. Shorten it.",
        "{what}最多 {most} 个字符，实为 {found} 个。请缩短。",
    ),
    "hs_code": (
        "Expected an HS code of 10 digits, found “{found}”. Look it up in the tariff.",
        "商品编码应为 10 位数字，实为“{found}”。请查阅税则。",
    ),
    "amount": (
        "Expected {what} above zero with at most {places} decimals, found {found}. Correct it.",
        "{what}应大于零且小数不超过 {places} 位，实为 {found}。请更正。",
    ),
    "no_deal": (
        "Expected a deal of yours, found none with the number {found}. Check the number.",
        "没有编号为 {found} 的本企业交易单。请核对编号。",
    ),
    "answered": (
        "Expected a deal that waits for its stall, found {found} {state}. It stays so.",
        "应为待商户确认的交易，{found} 的状态为{state}。保持不变。",
    ),
    "reason_missing": (
        "Expected why the deal is refused, in 1 to {most} characters, found {found}. The dealer reads it.",
        "应填写拒绝原因（1 至 {most} 字），实为 {found} 字。代理商可见。",
    ),
    "container_no": (
        "Expected a container number of four letters and seven digits, found “{found}”. It stands on the door.",
        "集装箱号应为 4 位字母加 7 位数字，实为“{found}”。见箱门。",
    ),
    "container_open": (
        "Container {found} is in use already: load it, or declare it first.",
        "集装箱 {found} 已在使用中：请继续装载，或先行申报。",
    ),
    "no_container": (
        "Expected a container of yours, found none with the number {found}. Open it first.",
        "没有箱号为 {found} 的本企业集装箱。请先登记。",
    ),
    "container_closed": (
        "Expected an open container, found {found} declared. Nothing goes in or out of it now.",
        "应为未申报的集装箱，{found} 已申报，不可再装入或取出。",
    ),
    "rate": (
        "Expected a rate above zero with its source and day, or neither; found rate {rate} and source “{source}”.",
        "汇率应大于零并注明来源和日期，或同时留空；实为汇率 {rate}、来源“{source}”。",
    ),
    "not_confirmed": (
        "Expected a deal that its stall has confirmed, found {found} {state}. Wait for the stall.",
        "应为商户已确认的交易，{found} 的状态为{state}。请等待商户确认。",
    ),
    "other_buyer": (
        "Expected deals for buyer {expected}, found {found}. A container goes to one buyer: take another one.",
        "该集装箱的采购商为 {expected}，交易的采购商为 {found}。一箱一采购商：请另选集装箱。",
    ),
    "loaded_before": (
        "Deal {found} is in container {container} already. Take it out first to change how much.",
        "交易 {found} 已装入集装箱 {container}。如需更改数量，请先取出。",
    ),
    "not_loaded": (
        "Expected a deal in container {container}, found that {found} is not in it.",
        "交易 {found} 不在集装箱 {container} 中。",
    ),
    "over_open": (
        "Expected at most {open} {unit}, which is what deal {deal} has left, found {found}. Load less.",
        "交易 {deal} 尚余 {open} {unit}，实为 {found}。请减少装箱数量。",
    ),
    "over_limit": (
        (
            "Expected at most {limit} USD in one declaration since {since} ({source}); found {found} USD with deal "
            "{deal}, at {rate} CNY per USD ({rate_source}). Put it into another container."
        ),
        (
            "自 {since} 起单票报关单货值不超过 {limit} 美元（{source}）；装入交易 {deal} 后按 1 美元 = {rate} 元"
            "（{rate_source}）折合 {found} 美元。请改装其他集装箱。"
        ),
    ),
    "empty": (
        "Expected goods in container {found}, found none. Load a confirmed deal first.",
        "集装箱 {found} 应装有货物，实为空箱。请先装入已确认的交易。",
    ),
    "over_value": (
        "Expected at most {open} CNY, left to pay for deal {deal}, found {found} CNY. Correct the amount.",
        "交易 {deal} 尚余应付 {open} 元，实为 {found} 元。请更正金额。",
    ),
    "reference_used": (
        "Payment {found} was entered for deal {deal} before, with {amount} CNY. Check number and amount.",
        "付款编号 {found} 已登记于交易 {deal}，金额 {amount} 元。请核对编号和金额。",
    ),
}  # fmt: skip


class UnableToDeal(parties.Unable):
    """Nothing was kept and nothing was changed."""

    sentences = SENTENCES
