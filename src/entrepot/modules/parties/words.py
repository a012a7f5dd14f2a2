"""The words of this module: roles, places in a firm, parts of a record, scopes; each in English and Chinese."""

from collections.abc import Iterable

Words = dict[str, tuple[str, str]]

# What a firm may be. A firm may have several roles at once, each with its dates.
ROLES: Words = {
    "seller": ("seller", "电商企业"),
    "marketplace": ("marketplace", "电商平台"),
    "payment_firm": ("payment firm", "支付企业"),
    "carrier": ("carrier", "物流企业"),
    "declarant": ("declarant", "报关企业"),
    "warehouse": ("warehouse", "仓储企业"),
    "site_operator": ("supervised-site operator", "监管场所经营人"),
    "market_operator": ("market operator", "市场经营者"),
    "market_dealer": ("market dealer", "市场采购代理商"),
    "stall_holder": ("stall-holder", "市场商户"),
    "foreign_buyer": ("foreign buyer", "境外采购商"),
    "financier": ("financier", "资金方"),
    "insurer": ("insurer", "保险机构"),
    "credit_agency": ("credit agency", "征信机构"),
    "inspection_firm": ("inspection firm", "检验机构"),
    "park_operator": ("park operator", "园区运营方"),
    "teacher": ("teacher", "教师"),
    "authority": ("authority", "主管机关"),
}

CODE_SCHEMES: Words = {
    "customs10": ("customs code", "海关编码"),
    "uscc18": ("unified social credit code", "统一社会信用代码"),
    "own": ("own code", "自编代码"),
}

# What a person may do in a firm: an administrator also manages people, powers of attorney and tokens.
PLACES: Words = {
    "administrator": ("administrator", "管理员"),
    "staff": ("staff", "业务人员"),
    "viewer": ("viewer", "查看人员"),
}

FILING_STATES: Words = {
    "applied": ("applied for", "已申请"),
    "approved": ("approved", "已通过"),
    "refused": ("refused", "不予备案"),
}

# With what kind of authority a firm is entered.
FILING_KINDS: Words = {
    "customs": ("customs", "海关备案"),
    "commerce": ("commerce", "商务备案"),
    "market": ("market procurement", "市场采购备案"),
}

# The kinds of document that a power of attorney may cover.
DOCUMENT_KINDS: Words = {
    "order": ("orders", "订单"),
    "slip": ("collection slips", "收款单"),
    "waybill": ("waybills", "运单"),
    "list": ("declaration lists", "申报清单"),
}

# The parts of a record that a grant may open.
PARTS: Words = {
    "order": ("order", "订单"),
    "money": ("money", "资金"),
    "goods": ("goods", "商品"),
    "transport": ("transport", "运输"),
    "customs": ("customs", "通关"),
    "stock": ("stock", "库存"),
}

SCOPES: Words = {
    "messages:write": ("send messages", "发送报文"),
    "records:read": ("read records", "读取记录"),
    "decisions:read": ("read decisions", "读取审核结果"),
    "goods:write": ("change goods data", "修改商品资料"),
    "grants:write": ("share records", "共享记录"),
    "metrics:read": ("read the numbers of the station", "读取本站运行指标"),
}

STATIONS: Words = {
    "practice": ("practice station", "练习站"),
    "filing": ("filing station", "申报站"),
    "deciding": ("deciding station", "审核站"),
}


def named(name_zh: str, name_en: str, language: str) -> str:
    """A firm in the reader's language, as far as it has a name in it."""
    return (name_zh or name_en) if language.startswith("zh") else (name_en or name_zh)


def said(words: Words, keys: Iterable[str], language: str) -> str:
    """Some of these words in one line, in the order of `words`."""
    chinese = language.startswith("zh")
    chosen = set(keys)
    return ("、" if chinese else ", ").join(words[key][chinese] for key in words if key in chosen)
