"""Why nothing was planned or recorded: one sentence a reason, in English and Chinese."""

from entrepot.modules.parties import api as parties

SENTENCES: dict[str, tuple[str, str]] = {
    "not_seller": (
        "Expected an order of your firm, found none numbered {order}. Check the number.",
        "应为本企业的订单，没有编号 {order}。请检查编号。",
    ),
    "not_inspector": (
        "Expected a firm with the role inspection firm, found one without it. Choose another.",
        "应为具有“检验机构”角色的企业，所选企业没有该角色。请另选。",
    ),
    "lot": (
        "Expected an order of at least {least} whole units, found {found}. There is nothing to draw a sample from.",
        "订单应至少有 {least} 个完整单位，实为 {found}。无法抽样。",
    ),
    "level": (
        "Expected one of the levels {levels} and an AQL of {aqls}; found {found}.",
        "检验水平应为 {levels}，AQL 应为 {aqls}；实为 {found}。",
    ),
    "asked_before": (
        "Inspection plan {plan} of order {order} waits for its result already.",
        "订单 {order} 的检验方案 {plan} 尚在等待结果。",
    ),
    "passed_before": (
        "Order {order} passed inspection plan {plan}. Nothing was changed.",
        "订单 {order} 已通过检验方案 {plan}。未作任何更改。",
    ),
    "own_order": (
        "Expected an inspection firm other than the seller, found the seller itself. Choose another.",
        "检验机构应为电商企业以外的企业，实为电商企业本身。请另选。",
    ),
    "again": (
        "Order {order} failed plan {plan}. Expected the same firm, level {level} and AQL {aql} again, found another.",
        "订单 {order} 未通过检验方案 {plan}。复检应由同一机构按水平 {level}、AQL {aql} 进行，实际不同。",
    ),
    "plan_unknown": (
        "Expected an inspection plan of your firm, found none with the number {plan}. Check the number.",
        "没有编号为 {plan} 且由贵企业检验的方案。请检查编号。",
    ),
    "result_before": (
        "Inspection plan {plan} has its result since {day}: {state}. Nothing was changed.",
        "检验方案 {plan} 已于 {day} 登记结果：{state}。未作任何更改。",
    ),
    "result_form": (
        "Expected {sample} to {lot} units inspected and at most as many faulty; found {inspected} and {faulty}.",
        "检验数量应为 {sample} 至 {lot}，不合格数不超过检验数量；实为 {inspected} 和 {faulty}。",
    ),
}


class UnableToInspect(parties.Unable):
    """Nothing was planned, recorded, held or lifted."""

    sentences = SENTENCES
