"""Why a statement was not taken: one sentence a reason, in English and Chinese."""

from entrepot.modules.parties import api as parties

SENTENCES: dict[str, tuple[str, str]] = {
    "not_balanced": (
        ("Expected statement {number} to lead from {opened} to {closed}, found {found}: {difference} apart."
         " Ask the bank for it again. Nothing was kept."),
        "{number} 期初 {opened} 加各笔应为期末 {closed}，实为 {found}，差 {difference}。请向银行重新索取。未保存。",
    ),
    "brought_before": (
        "Statement {number} of account {account} was brought on {day}. Nothing was kept twice.",
        "账户 {account} 的对账单 {number} 已于 {day} 提供。未重复保存。",
    ),
    "no_entries": (
        "Expected a statement with at least one entry, found none in {number}. Bring the next one.",
        "对账单应至少有一笔，{number} 没有。请提供下一份。",
    ),
    "practice_statement": (
        "This statement is marked as practice; this is a {station} station. Bring the one of your bank.",
        "该对账单为练习用；本站为{station}。请提供银行出具的对账单。",
    ),
    "meanwhile": (
        "Another statement settled order {order} at the same moment. Bring this one again. Nothing was kept.",
        "另一份对账单同时核销了订单 {order}。请重新提供本对账单。未保存。",
    ),
    "statement_unknown": (
        "Expected a statement of your firm, found none with the number {statement}. Check the number.",
        "没有编号为 {statement} 的本企业对账单。请检查编号。",
    ),
}  # fmt: skip

QUESTION_SENTENCES: dict[str, tuple[str, str]] = {
    "session_known": (
        "Expected a session of its own for order {order_no}, found {session_id} in use. Ask again with another.",
        "订单 {order_no} 的会话号 {session_id} 已被使用。请换一个会话号重新查询。",
    ),
    "order_unknown": (
        "Expected an order {order_no} at {marketplace}, found none. Check number and marketplace.",
        "平台 {marketplace} 没有订单 {order_no}。请核对编号和平台。",
    ),
    "nothing_kept": (
        "Expected the payment of order {order_no} to be kept here, found none. Keep it, then send again.",
        "本站没有订单 {order_no} 的支付原始数据。请先保存再上传。",
    ),
    "another_marketplace": (
        "Expected a payment of marketplace {expected}, found {found} in it. Keep it in the name of that marketplace.",
        "应为平台 {expected} 的支付数据，实为 {found}。请以该平台的名义保存。",
    ),
}  # fmt: skip


class UnableToAsk(parties.Unable):
    """A question of customs or a payment for it was not kept; nothing was changed."""

    sentences = QUESTION_SENTENCES


class UnableToSettle(parties.Unable):
    """Nothing of the statement was kept and nothing was settled."""

    sentences = SENTENCES
