"""Codes of enterprises in Chinese customs documents.

A firm stands there either with its customs code (10 characters: 4 digits of the area, then 6 digits or capital letters)
or with its unified social credit code (18 characters, check digit by GB 32100-2015).
"""

import re
from typing import Final, Literal

from stdnum.cn import uscc

# A foreign marketplace without a code is written so in export documents (message specification 202205, field ebpCode).
NO_MARKETPLACE: Final = "无"
# A producer that is not registered with customs is written so (field ownerCode).
NOT_REGISTERED: Final = "NO"

CodeKind = Literal["customs", "credit"]
_CUSTOMS: Final = re.compile(r"[0-9]{4}[0-9A-Z]{6}")
_CREDIT: Final = re.compile(r"[0-9A-Z]{18}")
_CUSTOMS_LENGTH: Final = 10
_CREDIT_LENGTH: Final = 18


class NotACode(ValueError):
    """The text is no enterprise code; the message says what was expected, what was found and what to do."""


def is_customs_code(text: str) -> bool:
    """Whether `text` has the form of a 10-character customs code."""
    return _CUSTOMS.fullmatch(text) is not None


def is_credit_code(text: str) -> bool:
    """Whether `text` is a unified social credit code whose check digit is right."""
    return _CREDIT.fullmatch(text) is not None and bool(uscc.is_valid(text))


def credit_check_digit(first_17: str) -> str:
    """The 18th character that belongs to the first 17 of a credit code. Raises NotACode for other characters."""
    try:
        return str(uscc.calc_check_digit(first_17))
    except ValueError:
        raise NotACode(
            f"expected 17 digits or capital letters without I, O, S, V and Z, found {first_17!r}; look at the licence"
        ) from None


def kind_of(text: str) -> CodeKind:
    """Which of the two codes `text` is. Raises NotACode when it is neither; the pseudo code 无 is neither."""
    if is_customs_code(text):
        return "customs"
    if is_credit_code(text):
        return "credit"
    raise NotACode(_why_not(text))


def _why_not(text: str) -> str:
    advice = "copy the code from the registration certificate or the business licence"
    if len(text) == _CUSTOMS_LENGTH:
        return f"expected a customs code of 4 digits and 6 digits or capital letters, found {text!r}; {advice}"
    if len(text) != _CREDIT_LENGTH:
        return (
            f"expected a customs code of 10 or a credit code of 18 characters, found {text!r} of {len(text)}; {advice}"
        )
    if _CREDIT.fullmatch(text) is None:
        return f"expected 18 digits or capital letters, found {text!r}; {advice}"
    try:
        check_digit = credit_check_digit(text[:17])
    except NotACode:
        return f"expected a credit code without the letters I, O, S, V and Z, found {text!r}; {advice}"
    if text[17] != check_digit:
        return f"expected the check digit {check_digit} at the end of the credit code, found {text!r}; {advice}"
    return f"expected 8 digits at the start of the credit code, found {text!r}; {advice}"
