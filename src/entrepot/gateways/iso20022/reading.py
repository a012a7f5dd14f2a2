"""camt.053 bytes to statements. The elements read are the same in all versions from 2 on; others are left unread."""

import hashlib
import re
from datetime import date
from decimal import Decimal

from lxml import etree

from entrepot.gateways.iso20022.faults import UnreadableStatement
from entrepot.gateways.xml import hardened
from entrepot.modules.payments.api import Entry, NewStatement

MOST_BYTES = 20_000_000
PRACTICE = "PRACTICE"  # in the additional information of statements that this software makes up
_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.\d\d)\}")
_AMOUNT = re.compile(r"\d{1,13}(\.\d{1,5})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SIGNS = {"CRDT": 1, "DBIT": -1}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def read_statements(body: bytes) -> list[NewStatement]:
    """The statements of a message, at least one. Raises UnreadableStatement."""
    if len(body) > MOST_BYTES:
        raise UnreadableStatement("too_large", most=MOST_BYTES // 1_000_000, found=f"{len(body) / 1e6:.1f} MB")
    try:
        root = etree.fromstring(body, hardened(remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as error:
        raise UnreadableStatement("not_xml", found=str(error)[:80]) from error
    namespace = next(iter(_NAMESPACE.findall(_root_tag(root))), None)
    if namespace is None:
        raise UnreadableStatement("other_message", found=_root_tag(root)[:80])
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    found = root.findall("BkToCstmrStmt/Stmt")
    if not found:
        raise UnreadableStatement("missing", element="Stmt", place="/Document/BkToCstmrStmt")
    digest = hashlib.sha256(body).digest()
    return [_statement(one, digest) for one in found]


def _root_tag(root: etree._Element) -> str:
    return str(root.tag)


def _statement(element: etree._Element, digest: bytes) -> NewStatement:
    account = element.findtext("Acct/Id/IBAN") or element.findtext("Acct/Id/Othr/Id")
    if not account:
        raise UnreadableStatement("missing", element="Acct/Id", place=_place(element))
    opened, closed = (_balance(element, kinds) for kinds in (_OPENING, _CLOSING))
    currency = opened[1]
    entries = [_entry(number, one, currency) for number, one in enumerate(element.findall("Ntry"), 1)]
    practice = PRACTICE in (element.findtext("AddtlStmtInf") or "")
    return NewStatement(
        account.strip(), _text(element, "Id"), currency, opened[0], closed[0], entries, digest, practice
    )


def _balance(element: etree._Element, kinds: tuple[str, ...]) -> tuple[Decimal, str]:
    """The first balance of one of these kinds: signed amount and currency."""
    for kind in kinds:
        for one in element.findall("Bal"):
            if one.findtext("Tp/CdOrPrtry/Cd") == kind:
                return _signed(one), _currency(one)
    raise UnreadableStatement("missing", element=f"Bal {kinds[0]}", place=_place(element))


def _entry(number: int, element: etree._Element, currency: str) -> Entry:
    if _currency(element) != currency:
        raise UnreadableStatement(
            "currencies", expected=currency, found=_currency(element), place=f"{_place(element)} ({number})"
        )
    details = element.findall("NtryDtls/TxDtls")
    references = [one.findtext("Refs/EndToEndId") or "" for one in details]
    texts = [text.text or "" for one in details for text in one.iterfind("RmtInf/Ustrd")]
    texts += [text.text or "" for one in details for text in one.iterfind("RmtInf/Strd/CdtrRefInf/Ref")]
    texts.append(element.findtext("AddtlNtryInf") or "")
    status = element.findtext("Sts/Cd") or element.findtext("Sts") or ""
    return Entry(
        number,
        _day(element),
        _signed(element),
        currency,
        " ".join(text for text in references if text and text != "NOTPROVIDED")[:400],
        " ".join(text.strip() for text in texts if text.strip())[:1000],
        _charges(element, currency),
        status.strip() == "BOOK",
    )


def _charges(element: etree._Element, currency: str) -> Decimal:
    """What the bank says that it kept of the entry, in its currency."""
    found = [*element.iterfind("Chrgs/Rcrd/Amt"), *element.iterfind("NtryDtls/TxDtls/Chrgs/Rcrd/Amt")]
    return sum((_amount(one) for one in found if one.get("Ccy") == currency), Decimal(0))


def _signed(element: etree._Element) -> Decimal:
    sign = _SIGNS.get(_text(element, "CdtDbtInd"))
    amount = element.find("Amt")
    if sign is None or amount is None:
        raise UnreadableStatement("missing", element="Amt, CdtDbtInd", place=_place(element))
    return sign * _amount(amount)


def _amount(element: etree._Element) -> Decimal:
    text = (element.text or "").strip()
    if not _AMOUNT.fullmatch(text):
        raise UnreadableStatement("amount", place=_place(element), found=text[:40])
    return Decimal(text)


def _currency(element: etree._Element) -> str:
    amount = element.find("Amt")
    code = "" if amount is None else amount.get("Ccy") or ""
    if not _CURRENCY.fullmatch(code):
        raise UnreadableStatement("missing", element="Amt/@Ccy", place=_place(element))
    return code


def _day(element: etree._Element) -> date:
    text = element.findtext("BookgDt/Dt") or (element.findtext("BookgDt/DtTm") or "")[:10]
    text = text or element.findtext("ValDt/Dt") or ""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise UnreadableStatement("date", place=_place(element), found=text[:40]) from error


def _text(element: etree._Element, name: str) -> str:
    text = (element.findtext(name) or "").strip()
    if not text:
        raise UnreadableStatement("missing", element=name, place=_place(element))
    return text


def _place(element: etree._Element) -> str:
    return str(element.getroottree().getpath(element))
