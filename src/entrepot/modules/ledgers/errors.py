"""Why nothing was kept or moved: one sentence a reason, in English and Chinese."""

from entrepot.modules.parties import api as parties

SENTENCES: dict[str, tuple[str, str]] = {
    "account_unknown": (
        "Expected an account that you keep, found none with the number {account}. Nothing was moved.",
        "应为本企业的账户，未找到编号为 {account} 的账户。未作任何变动。",
    ),
    "unit_differs": (
        "The account {kind} {key} is kept in {unit}, found {found}. Use its unit, or open another account.",
        "账户 {kind} {key} 的计量单位为 {unit}，实为 {found}。请使用其单位，或另开账户。",
    ),
    "amount_form": (
        "Expected an amount above zero with at most 5 decimal places and 15 digits before them, found {found}.",
        "金额或数量应大于零，小数不超过 5 位，整数不超过 15 位，实为 {found}。",
    ),
    "too_much": (
        "Expected at most {free} {unit} to be taken out, found {found}: the rest is held or spent. Nothing was moved.",
        "最多可取出 {free} {unit}，实为 {found}：其余已占用或已使用。未作任何变动。",
    ),
    "not_office": (
        "Expected an officer of the office that decides at this station: it sets guarantees. Nothing was changed.",
        "应为本站审核海关的业务人员：担保额度由海关核定。未作任何更改。",
    ),
    "why_missing": (
        "Expected why the limit is set, in 1 to {most} characters, found {length}. The firm reads it.",
        "应填写核定额度的原因（1 至 {most} 字），实为 {length} 字。企业可见。",
    ),
    "key_unknown": (
        "Nothing was reserved under {key}. Check the number.",
        "没有编号为 {key} 的占用。请检查编号。",
    ),
    "key_used": (
        "Expected a key that was not used before, found {key}, which was {found}. Reserve under a new one.",
        "应使用新的编号，{key} 已使用过（{found}）。请使用新编号占用。",
    ),
    "set_differs": (
        "Expected the accounts and amounts that stand under {key} already, found others. Reserve under a new key.",
        "编号 {key} 已有占用，账户和金额应与其相同，实为不同。请使用新编号占用。",
    ),
    "part_differs": (
        "Expected the amounts that went back under {key} already, found others. Give back under a new key.",
        "编号 {key} 已退回，金额应与其相同，实为不同。请使用新编号退回。",
    ),
    "state_differs": (
        "What was reserved under {key} is {found}; only what is {expected} can be moved so. Nothing was moved.",
        "编号 {key} 的占用状态为 {found}，须为 {expected} 才能如此变动。未作任何变动。",
    ),
}


class UnableToKeepAccount(parties.Unable):
    """An account cannot be opened, filled or emptied so; nothing was changed."""

    sentences = SENTENCES


class UnableToMove(parties.Unable):
    """A reservation cannot be made or moved so; nothing was changed."""

    sentences = SENTENCES
