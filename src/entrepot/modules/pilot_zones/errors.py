"""Why something was not done: one sentence a reason, in English and Chinese, with the same placeholders."""

from entrepot.modules.parties import api as parties

# reason → (English, Chinese): what was expected, what was found, what to do.
SENTENCES: dict[str, tuple[str, str]] = {
    # measures
    "file_form": (
        "Expected a measure as YAML with the entries {expected}; found {found}. See the guide “Publish a measure”.",
        "应为含 {expected} 各项的 YAML 措施文件，实为 {found}。请参阅指南“Publish a measure”。",
    ),
    "file_long": (
        "Expected a file of at most {most} bytes, found {found}. A measure has at most {conditions} conditions.",
        "文件应不超过 {most} 字节，实为 {found}。一项措施最多 {conditions} 个条件。",
    ),
    "text_length": (
        "Expected 1 to {most} characters for {field}, found {found}.",
        "{field} 应为 1 至 {most} 个字符，实为 {found} 个。",
    ),
    "number_form": (
        "Expected a number such as 2000 or 12.5 for {field}, found “{found}”.",
        "{field} 应为 2000 或 12.5 等数字，实为“{found}”。",
    ),
    "day_form": (
        "Expected a day such as 2026-12-31 for {field}, found “{found}”.",
        "{field} 应为 2026-12-31 形式的日期，实为“{found}”。",
    ),
    "amount_none": (
        "Expected an amount above zero for each firm, found {found}. Nothing was published.",
        "每家企业的金额应大于零，实为 {found}。未发布。",
    ),
    "budget_short": (
        "Expected a budget of at least one grant ({amount} CNY), found {budget} CNY. Nothing was published.",
        "预算应至少够发放一次（{amount} 元），实为 {budget} 元。未发布。",
    ),
    "end_before_begin": (
        "Expected a last day on or after the first day {first}, found {last}. Nothing was published.",
        "截止日不得早于起始日 {first}，实为 {last}。未发布。",
    ),
    "figure_unknown": (
        "Expected one of the figures {figures}, found “{found}”. Nothing was published.",
        "指标应为 {figures} 之一，实为“{found}”。未发布。",
    ),
    "limit_missing": (
        "Expected at_least or at_most for the figure {figure}, found neither. Say how much it takes.",
        "指标 {figure} 应给出 at_least 或 at_most，两者均无。请写明数额。",
    ),
    "never_met": (
        "No firm can ever meet {figure}: at least {least}, at most {most}. Nothing was published.",
        "{figure} 不可能满足：至少 {least}，至多 {most}。未发布。",
    ),
    "period_outside": (
        "{figure} counts from {first}, but the measure ends on {last}: nothing can be counted. Nothing was published.",
        "{figure} 自 {first} 起计算，而措施于 {last} 结束，无从计算。未发布。",
    ),
    "period_alone": (
        "{figure} is looked at on the day of the grant and has no period; found one. Leave it out.",
        "{figure} 以发放当日为准，没有期间。请删去期间。",
    ),
    "conditions_number": (
        "Expected 1 to {most} conditions, found {found}. A measure without a condition proves nothing.",
        "条件应为 1 至 {most} 个，实为 {found} 个。没有条件的措施无从证明。",
    ),
    "measure_known": (
        "A measure with the code {code} is published already, and is never changed. Give the new one another code.",
        "编号为 {code} 的措施已发布。已发布的措施不再更改，请使用新编号。",
    ),
    "measure_unknown": (
        "There is no measure with the code {code}. `entrepot measure list` shows them.",
        "没有编号为 {code} 的措施。entrepot measure list 可列出全部措施。",
    ),
    # pilot zones
    "not_an_office": (
        "Expected the office of a pilot zone, found {found}. Enter it first: entrepot zone make.",
        "应为综试区管理机构，实为 {found}。请先登记：entrepot zone make。",
    ),
    "office_known": (
        "{found} is the office of a pilot zone already. Nothing was changed.",
        "{found} 已登记为综试区管理机构。未作更改。",
    ),
    "member_already": (
        "{firm} and the pilot zone have an open invitation or membership already. Agree to it or end it first.",
        "{firm} 与综试区已有未结的邀请或成员关系。请先同意或终止。",
    ),
    "member_unknown": (
        "There is no open invitation or membership that you could answer so. Nothing was changed.",
        "没有可作此答复的邀请或成员关系。未作更改。",
    ),
    "month_form": (
        "Expected a month such as 2026-11, found “{found}”.",
        "应为 2026-11 形式的月份，实为“{found}”。",
    ),
    # parks
    "park_known": (
        "A park with the code {code} is here already. Choose another code.",
        "编号为 {code} 的园区已存在。请另选编号。",
    ),
    "park_unknown": (
        "There is no park with the code {code} that you run. Check the code.",
        "没有由您运营、编号为 {code} 的园区。请检查编号。",
    ),
    "unit_known": (
        "The park has a unit {number} already. Choose another number.",
        "园区已有单元 {number}。请另选编号。",
    ),
    "unit_unknown": (
        "The park has no unit {number}. Check the number.",
        "园区没有单元 {number}。请检查编号。",
    ),
    "lease_period": (
        "Expected a last day on or after the first day {first}, found {last}: a lease cannot end before it begins.",
        "截止日不得早于起始日 {first}，实为 {last}：租约不能在开始之前结束。",
    ),
    "unit_let": (
        "Unit {number} is let from {first} to {last} already. Choose other days or another unit. Nothing was changed.",
        "单元 {number} 在 {first} 至 {last} 已出租。请另选日期或单元。未作更改。",
    ),
    "lease_unknown": (
        "You hold no such lease today. Only a tenant asks its park for something.",
        "您目前没有该租约。仅租户可向园区提出请求。",
    ),
    "request_unknown": (
        "There is no open request {number} that you could answer so. Nothing was changed.",
        "没有可作此答复的未结请求 {number}。未作更改。",
    ),
}  # fmt: skip


class UnableToPublish(parties.Unable):
    """A measure is not as it must be; nothing was published."""

    sentences = SENTENCES


class UnableToJoin(parties.Unable):
    """A pilot zone or a membership cannot be as asked."""

    sentences = SENTENCES


class UnableToLet(parties.Unable):
    """A park, a unit, a lease or a request cannot be as asked."""

    sentences = SENTENCES
