"""What an identity number says, and what is refused with which reason."""

from datetime import date

import numpy as np
import pytest

from gongwei.domain.identity import (
    UnreadableCreditCode,
    UnreadableDocument,
    check_characters,
    masked_for_public,
    masked_for_staff,
    masked_phone,
    read_card,
    read_credit_code,
)

# The two example numbers printed in GB 11643-1999, annex A.
NORM_EXAMPLES = [
    ("11010519491231002X", date(1949, 12, 31), "2"),
    ("440524188001010014", date(1880, 1, 1), "1"),
]


@pytest.mark.parametrize(("number", "birth_date", "sex"), NORM_EXAMPLES)
def test_the_examples_of_the_norm_are_read(number, birth_date, sex):
    card = read_card(number)
    assert (card.number, card.birth_date, card.sex) == (number, birth_date, sex)


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "110105491231002",
    ],
)
def test_a_card_is_read_however_it_was_written(written):
    assert read_card(written).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("110105194912310021", "校验位不符"),
        ("110105194902310029", "出生日期 19490231 不存在"),
        ("110105490231002", "出生日期 19490231 不存在"),
        ("110105194912310000", "末三位为 000"),
        ("1.10105E+17", "科学计数法"),
        ("1101051949", "这里是 10 位"),
        ("", "是空的"),
        ("1101051949123100AX", "只能由数字组成"),
        ("X10105194912310020", "只能由数字组成"),
    ],
)
def test_a_card_that_cannot_be_right_is_refused_with_the_reason(written, reason):
    with pytest.raises(UnreadableDocument, match=reason):
        read_card(written)


def test_many_check_characters_are_those_of_the_norm():
    digits = np.array([[int(d) for d in number[:17]] for number, _, _ in NORM_EXAMPLES], dtype=np.uint8)
    assert check_characters(digits).tobytes().decode() == "".join(number[17] for number, _, _ in NORM_EXAMPLES)


@pytest.mark.parametrize("code", ["91330100799655058B", "91330100716105852F"])
def test_a_credit_code_is_read(code):
    assert read_credit_code(code.lower() + " ") == code


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("91330100799655058A", "校验位不符"),
        ("91330100799655O58B", "字符 O"),
        ("9133010079965505", "这里是 16 位"),
    ],
)
def test_a_credit_code_that_cannot_be_right_is_refused_with_the_reason(written, reason):
    with pytest.raises(UnreadableCreditCode, match=reason):
        read_credit_code(written)


def test_staff_and_public_see_only_a_part_of_a_number():
    assert masked_for_staff("11010519491231002X") == "110105********002X"
    assert masked_for_public("11010519491231002X") == "**************002X"
    assert masked_for_staff("E12345678") == "*****5678"
    assert masked_phone("12900001234") == "129****1234"


@pytest.mark.parametrize("short", ["", "1", "12", "1234567"])
def test_a_short_number_is_never_shown_whole(short):
    for masked in (masked_for_staff(short), masked_for_public(short)):
        assert len(masked) == len(short)
        assert len(short) < 2 or masked != short
