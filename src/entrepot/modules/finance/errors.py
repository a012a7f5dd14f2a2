"""Why nothing was financed: one sentence a reason, in English and Chinese."""

from entrepot.modules.parties import api as parties

SENTENCES: dict[str, tuple[str, str]] = {
    "terms_form": (
        "Expected {field} {expected}, found {found}. Nothing was published.",
        "{field} 应为 {expected}，实为 {found}。未发布。",
    ),
    "not_financier": (
        "Expected a firm with the role financier, found {found}. The authority gives roles.",
        "应为具有“资金方”角色的企业，实为 {found}。角色由主管机关授予。",
    ),
    "terms_unknown": (
        "Expected terms in force on {day}, found none with the number {number}. See the list of terms.",
        "应为 {day} 有效的融资条件，未找到编号 {number}。请查看融资条件列表。",
    ),
    "not_eligible": (
        "The record does not carry this: {reasons} Nothing was asked for.",
        "记录尚不支持此融资：{reasons} 未提交申请。",
    ),
    "asked_before": (
        "Case {case} asks {bank} for money on this record already. Go on with it, or withdraw it first.",
        "已就此记录向 {bank} 提出申请（{case} 号）。请继续办理，或先撤回。",
    ),
    "case_unknown": (
        "Expected a case in which your firm takes part, found none with the number {case}. Check the number.",
        "没有编号为 {case} 且与贵企业有关的融资。请检查编号。",
    ),
    "state": (
        "Case {case} is {found}; this needs one that is {expected}. Look at the case again. Nothing was changed.",
        "{case} 号融资的状态为“{found}”，此操作须为“{expected}”。请重新查看。未作任何更改。",
    ),
    "offer_form": (
        "Expected an offer of {least} to {most} {currency}, repaid after {day}; found {amount}, due {due}.",
        "报价应为 {least} 至 {most} {currency}，还款日晚于 {day}；实为 {amount}，还款日 {due}。",
    ),
    "financed": (
        ("Of {value} {currency} not yet collected, {free} are not financed yet; found {amount}. Take less, or wait for"
         " a repayment. Nothing was changed."),
        "未收款 {value} {currency} 中未融资 {free}；实为 {amount}。请减少金额或待还款后再办理。未作更改。",
    ),
}  # fmt: skip


class UnableToFinance(parties.Unable):
    """Nothing was published, asked, offered, held, paid or freed."""

    sentences = SENTENCES
