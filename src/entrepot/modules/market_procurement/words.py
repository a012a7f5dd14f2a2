"""The words of this module in English and Chinese."""

DEAL_STATES: dict[str, tuple[str, str]] = {
    "made": ("waiting for the stall", "待商户确认"),
    "confirmed": ("confirmed", "已确认"),
    "refused": ("refused by the stall", "商户已拒绝"),
}
CONTAINER_STATES: dict[str, tuple[str, str]] = {
    "open": ("open", "装箱中"),
    "declared": ("declared", "已申报"),
    "released": ("released", "已放行"),
}
# (kind of decision, verdict) → words: a filing station pre-checks, it releases nothing
VERDICTS: dict[tuple[str, str], tuple[str, str]] = {
    ("decision", "pass"): ("released", "放行"),
    ("decision", "fail"): ("refused", "退回"),
    ("decision", "not_checked"): ("not checked", "未能核对"),
    ("precheck", "pass"): ("nothing found", "未发现问题"),
    ("precheck", "fail"): ("would be refused", "将被退回"),
    ("precheck", "not_checked"): ("not checked", "未能核对"),
}


def said(pair: tuple[str, str], language: str) -> str:
    """The pair in the reader's language."""
    return pair[1] if language.startswith("zh") else pair[0]
