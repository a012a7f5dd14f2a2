"""By which texts a name is found."""

from entrepot.kernel.initials import LONGEST, MOST_READINGS, comparable, initials, keys_of


def test_a_chinese_name_is_found_by_the_initials_of_its_pinyin() -> None:
    assert initials("青禾礼品")[0] == "qhlp"
    assert initials("青禾礼品有限公司（练习）")[0] == "qhlpyxgslx"


def test_letters_and_digits_of_a_name_stand_for_themselves() -> None:
    assert initials("A4纸")[0] == "a4z"


def test_a_character_with_several_readings_gives_several_initials_the_usual_one_first() -> None:
    assert initials("重庆")[0] == "cq"
    assert {"cq", "zq"} <= set(initials("重庆"))
    assert {"yl", "yy"} <= set(initials("音乐"))


def test_a_name_full_of_such_characters_gives_no_more_than_the_limit() -> None:
    assert len(initials("重长乐行重长乐行重长乐行")) == MOST_READINGS


def test_a_name_without_chinese_characters_has_no_initials() -> None:
    assert initials("Qinghe Gifts") == ()
    assert initials("") == ()


def test_a_name_is_found_by_its_beginning_and_by_each_later_word() -> None:
    assert keys_of("Qinghe Gifts Ltd") == ["qinghe gifts ltd", "gifts ltd", "ltd"]
    assert keys_of("", "青禾")[0] == "青禾"


def test_what_no_database_keeps_is_left_out_and_wide_letters_are_unified() -> None:
    assert comparable("\0ＱＨ\ud800  lp ") == "qh lp"
    assert len(comparable("x" * 10_000)) == LONGEST
