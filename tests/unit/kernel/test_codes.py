import pytest

from entrepot.kernel.codes import (
    NO_MARKETPLACE,
    NotACode,
    credit_check_digit,
    is_credit_code,
    is_customs_code,
    kind_of,
)

CREDIT = "91999999600037341N"  # region 999999: no firm has it


def test_knows_a_customs_code_by_its_form() -> None:
    assert kind_of("3301999001") == "customs"
    assert kind_of("330199A0B1") == "customs"


def test_knows_a_credit_code_by_its_check_digit() -> None:
    assert kind_of(CREDIT) == "credit"
    assert credit_check_digit(CREDIT[:17]) == "N"


@pytest.mark.parametrize(
    "text", ["330199900", "33019990011", "33A1999001", "3301 99901", "3301999a01", "\uff13301999001"]
)
def test_refuses_as_customs_code_what_has_another_form(text: str) -> None:
    assert not is_customs_code(text)


@pytest.mark.parametrize(
    "text", ["91999999600037341M", "9199 9999600037341N", "91999999600037341n", "9199999960003734IN"]
)
def test_refuses_a_credit_code_with_a_wrong_digit_a_blank_or_a_letter_that_is_not_used(text: str) -> None:
    assert not is_credit_code(text)


def test_says_which_check_digit_was_expected() -> None:
    with pytest.raises(NotACode, match=r"expected the check digit N at the end .* found '91999999600037341M'"):
        kind_of("91999999600037341M")


def test_says_how_long_a_code_is() -> None:
    with pytest.raises(NotACode, match="of 10 or a credit code of 18 characters, found '123' of 3"):
        kind_of("123")


def test_says_which_letters_are_not_used() -> None:
    with pytest.raises(NotACode, match="without the letters I, O, S, V and Z, found '9199999960003734IN'"):
        kind_of("9199999960003734IN")


def test_says_what_a_customs_code_is_made_of() -> None:
    with pytest.raises(NotACode, match="4 digits and 6 digits or capital letters, found '33A1999001'"):
        kind_of("33A1999001")


def test_says_that_a_credit_code_begins_with_digits() -> None:
    first_17 = "9A999999600037341"
    with pytest.raises(NotACode, match="expected 8 digits at the start"):
        kind_of(first_17 + credit_check_digit(first_17))


def test_the_pseudo_marketplace_is_no_code() -> None:
    with pytest.raises(NotACode):
        kind_of(NO_MARKETPLACE)
