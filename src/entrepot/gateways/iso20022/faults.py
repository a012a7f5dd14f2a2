"""What makes a statement unreadable, with its place."""

SENTENCES: dict[str, tuple[str, str]] = {
    "not_xml": (
        "Expected an account statement (camt.053) as XML, found {found}. Ask the bank for that format.",
        "应为 XML 格式的账户对账单（camt.053），实为 {found}。请向银行索取该格式。",
    ),
    "other_message": (
        "Expected an account statement (camt.053), found {found}. Bring the end-of-day statement, not a notice.",
        "应为账户对账单（camt.053），实为 {found}。请提供日终对账单。",
    ),
    "missing": (
        "Expected {element} at {place}, found none. Ask the bank for a complete statement.",
        "{place} 处应有 {element}，未找到。请向银行索取完整的对账单。",
    ),
    "amount": (
        "Expected an amount such as 1200.50 at {place}, found “{found}”. Ask the bank for a correct statement.",
        "{place} 处应为形如 1200.50 的金额，实为“{found}”。请向银行索取正确的对账单。",
    ),
    "date": (
        "Expected a day such as 2026-06-30 at {place}, found “{found}”. Ask the bank for a correct statement.",
        "{place} 处应为形如 2026-06-30 的日期，实为“{found}”。请向银行索取正确的对账单。",
    ),
    "currencies": (
        "Expected every entry in the currency of the account, {expected}; found {found} at {place}.",
        "各笔应以账户币制 {expected} 记账，{place} 处实为 {found}。",
    ),
    "too_large": (
        "Expected a statement of at most {most} MB, found {found}. Ask the bank for one a day.",
        "对账单不得超过 {most} MB，实为 {found}。请向银行按日索取。",
    ),
}


class UnreadableStatement(Exception):
    """The file is no statement that can be settled by; nothing was kept."""

    def __init__(self, reason: str, **facts: object) -> None:
        self.reason = reason
        self.en, self.zh = (sentence.format(**facts) for sentence in SENTENCES[reason])
        super().__init__(self.en)
