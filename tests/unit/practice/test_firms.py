import pytest
from stdnum.cn import uscc

from entrepot.project.practice.firms import FIRMS, Firm

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def organisation_check(code: str) -> str:
    total = sum(int(char, 36) * weight for char, weight in zip(code, _WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


@pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: firm.name_en)
def test_codes_of_a_practice_firm_are_right_and_belong_to_no_region(firm: Firm) -> None:
    assert uscc.is_valid(firm.credit_code)
    assert firm.credit_code[2:8] == "999999"
    assert organisation_check(firm.credit_code[8:16]) == firm.credit_code[16]
    assert (firm.customs_code[:4], len(firm.customs_code)) == ("9999", 10)
    assert firm.filed_name.endswith("（练习）")


def test_no_two_firms_share_a_code() -> None:
    codes = [firm.customs_code for firm in FIRMS] + [firm.credit_code for firm in FIRMS]
    assert len(set(codes)) == 2 * len(FIRMS)
