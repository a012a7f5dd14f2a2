"""The words of this module, each in English and Chinese."""

Words = dict[str, tuple[str, str]]

STATES: Words = {
    "matched": ("matched", "已核销"),
    "open": ("not matched", "未核销"),
    "other": ("no money in", "非收款"),
}

SIDES: Words = {
    "customs": ("asked by customs", "海关发起"),
    "marketplace": ("received by the marketplace", "平台收到"),
}
QUESTIONS: Words = {
    "open": ("open", "待上传"),
    "done": ("taken", "已接收"),
    "refused": ("refused", "退回"),
}

# Why an entry settles nothing: what was expected and found, with the same places in both languages.
REASONS: Words = {
    "": ("", ""),
    "debit": ("Money went out; nothing is settled by it.", "资金流出，不作核销。"),
    "pending": ("The bank has not booked it yet; bring the next statement.", "银行尚未入账，请提供下一份对账单。"),
    "no_order": (
        "Expected the number of one of your orders in the reference, found “{found}”. Ask the payer which order it is.",
        "附言中应有贵企业的订单编号，实为“{found}”。请向付款方确认所付订单。",
    ),
    "currency": (
        "Expected {expected} as in order {order}, found {found}. Settle it with the rate that the bank states.",
        "订单 {order} 的币制为 {expected}，实为 {found}。请按银行所列汇率处理。",
    ),
    "settled": (
        "Order {order} is settled already; found {found} more. Ask the payer, or return it.",
        "订单 {order} 已结清，又收到 {found}。请向付款方确认或退回。",
    ),
    "differs": (
        "Expected {expected} for {order}, found {found}: {difference} apart. Ask the payer or the bank.",
        "{order} 应收 {expected}，实收 {found}，相差 {difference}。请向付款方或银行核实。",
    ),
}
