"""Statements to camt.053.001.08 bytes: what a bank would write. For practice and tests; banks write their own."""

from datetime import UTC, datetime

from lxml import etree

from entrepot.modules.payments.api import Entry, NewStatement

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def write_statement(statement: NewStatement, *, at: datetime) -> bytes:
    """One message with one statement, valid against the schema of its version."""
    document = etree.Element(f"{{{_NAMESPACE}}}Document", nsmap={None: _NAMESPACE})  # type: ignore[dict-item] # lxml: no prefix
    message = _add(document, "BkToCstmrStmt")
    head = _add(message, "GrpHdr")
    _add(head, "MsgId", statement.number)
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    _add(head, "CreDtTm", moment)
    body = _add(message, "Stmt")
    _add(body, "Id", statement.number)
    _add(body, "CreDtTm", moment)
    account = _add(_add(body, "Acct"), "Id")
    _add(_add(account, "Othr"), "Id", statement.account)
    day = at.date().isoformat()
    for kind, amount in (("OPBD", statement.opened), ("CLBD", statement.closed)):
        balance = _add(body, "Bal")
        _add(_add(_add(balance, "Tp"), "CdOrPrtry"), "Cd", kind)
        _money(balance, amount, statement.currency)
        _add(_add(balance, "Dt"), "Dt", day)
    for entry in statement.entries:
        _entry(body, entry)
    if statement.practice:
        _add(body, "AddtlStmtInf", "PRACTICE · 练习")
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8"))


def _entry(body: etree._Element, entry: Entry) -> None:
    row = _add(body, "Ntry")
    _money(row, entry.amount, entry.currency)
    _add(_add(row, "Sts"), "Cd", "BOOK" if entry.booked else "PDNG")
    _add(_add(row, "BookgDt"), "Dt", entry.booked_on.isoformat())
    code = _add(_add(row, "BkTxCd"), "Prtry")
    _add(code, "Cd", "NTRF")
    if entry.charges:
        record = _add(_add(row, "Chrgs"), "Rcrd")
        _add(record, "Amt", f"{entry.charges:f}").set("Ccy", entry.currency)
    details = _add(_add(row, "NtryDtls"), "TxDtls")
    _add(_add(details, "Refs"), "EndToEndId", entry.reference or "NOTPROVIDED")
    if entry.remittance:
        _add(_add(details, "RmtInf"), "Ustrd", entry.remittance[:140])


def _money(parent: etree._Element, amount: object, currency: str) -> None:
    text = f"{amount:f}"
    _add(parent, "Amt", text.removeprefix("-")).set("Ccy", currency)
    _add(parent, "CdtDbtInd", "DBIT" if text.startswith("-") else "CRDT")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}")
    element.text = text
    return element
