"""What a scanner types: barcodes of wares (GTIN) and labels of shipments (SSCC), with their check digits (GS1)."""

import re

from entrepot.modules.warehouses.errors import UnableToStore

LONGEST = 60
_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9]")  # prefix that some scanners send before the code
_SSCC = re.compile(r"^(?:\(00\)|00)([0-9]{18})$")
_CHECKED = {8, 12, 13, 14, 18}  # lengths of GTINs and of an SSCC, all digits


def read_code(text: str) -> str:
    """The code as it is kept, without what scanners add. Raises UnableToStore for one whose check digit is wrong."""
    code = _SYMBOLOGY.sub("", text.strip())
    if (label := _SSCC.match(code)) is not None:
        code = label[1]
    if not 0 < len(code) <= LONGEST:
        raise UnableToStore("code_missing", most=LONGEST, found=len(code))
    if code.isascii() and code.isdigit() and len(code) in _CHECKED and check_digit(code[:-1]) != code[-1]:
        raise UnableToStore("code_read", found=code)
    return code


def check_digit(digits: str) -> str:
    """The last digit of a GS1 key: weights 3 and 1 from the right, up to the next ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)
