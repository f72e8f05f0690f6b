"""Identity numbers: the resident identity card and the unified social credit code.

Sources: GB 11643-1999 公民身份号码 (structure, §4; check character by ISO 7064 MOD 11-2, §4.4);
GB 32100-2015 法人和其他组织统一社会信用代码编码规则 (alphabet, weights and check character, §4 and annex A).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CARD_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

MALE, FEMALE = "1", "2"


class UnreadableDocument(ValueError):
    """A document number cannot be what it claims to be; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Card:
    """A resident identity card: 18 characters, and what they say."""

    number: str
    birth_date: date
    sex: str


def read_card(text: str) -> Card:
    """Read a resident identity card number of 18 characters, or of 15 as issued before 1999.

    Full-width characters, spaces, hyphens and a lower-case x are accepted. A number of 15 digits is completed
    with the century 19 (people born before 1900 bore the serials 996 to 999, which are not told apart here)
    and with its check character. The area code is not judged: abolished ones stay valid for life.
    Raises UnreadableDocument.
    """
    number = plain(text)
    if re.fullmatch(r"\d{15}", number):
        number = lengthened(number)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise UnreadableDocument(_shape_problem(number))
    birth_date = _birth_date(number)
    if number[17] != check_character(number[:17]):
        raise UnreadableDocument(_check_problem(number))
    return Card(number, birth_date, MALE if int(number[16]) % 2 else FEMALE)


def plain(text: str) -> str:
    """Write a number as the norms do: half-width, upper case, no spaces or hyphens."""
    return re.sub(r"[\s\-‐‑–—]", "", unicodedata.normalize("NFKC", text)).upper()


def lengthened(number: str) -> str:
    """Complete 15 digits with the century 19 and the check character."""
    body = number[:6] + "19" + number[6:]
    return body + check_character(body)


def check_character(body: str) -> str:
    """Compute the eighteenth character of a card from the first seventeen digits."""
    return CARD_CHECKS[sum(weight * int(digit) for weight, digit in zip(CARD_WEIGHTS, body, strict=True)) % 11]


def check_characters(bodies: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Compute the check characters (ASCII) of many cards from an (n, 17) array of digits 0 to 9."""
    remainders = bodies.astype(np.int32) @ np.array(CARD_WEIGHTS, dtype=np.int32) % 11
    return np.frombuffer(CARD_CHECKS.encode(), dtype=np.uint8)[remainders]


def _birth_date(number: str) -> date:
    digits = number[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise UnreadableDocument(f"身份证号中的出生日期 {digits} 不存在，请核对证件") from None


def _shape_problem(number: str) -> str:
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", number):
        return "身份证号被表格软件改成了科学计数法，末几位已丢失；请把该列设为文本格式后重新填写"
    if not number:
        return "身份证号是空的；没有证件请选“无证件”"
    if re.fullmatch(r"\d+X?", number) and len(number) != 18:
        return f"身份证号应为 18 位（旧号 15 位），这里是 {len(number)} 位，请核对证件"
    return "身份证号只能由数字组成，末位可为 X；请核对，其他证件请另选证件类型"


def _check_problem(number: str) -> str:
    if number.endswith("000"):
        return "身份证号末三位为 000 且校验不符，像是被表格软件当作数字改写；请把该列设为文本格式后重新填写"
    return "身份证号校验位不符，至少有一位写错，请核对证件"


class UnreadableCreditCode(ValueError):
    """A unified social credit code cannot be right; the message says why and what to do."""


def read_credit_code(text: str) -> str:
    """Read a unified social credit code of 18 characters and give it back as the norm writes it.

    Raises UnreadableCreditCode.
    """
    code = plain(text)
    if len(code) != 18:
        raise UnreadableCreditCode(f"统一社会信用代码应为 18 位，这里是 {len(code)} 位，请核对证书")
    if strange := sorted(set(code) - set(CREDIT_ALPHABET)):
        raise UnreadableCreditCode(f"统一社会信用代码不使用字符 {'、'.join(strange)}（没有 I、O、S、V、Z），请核对证书")
    if code[17] != credit_check_character(code[:17]):
        raise UnreadableCreditCode("统一社会信用代码校验位不符，至少有一位写错，请核对证书")
    return code


def credit_check_character(body: str) -> str:
    """Compute the eighteenth character of a credit code from the first seventeen."""
    values = (CREDIT_ALPHABET.index(character) for character in body)
    total = sum(weight * value for weight, value in zip(CREDIT_WEIGHTS, values, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def masked_for_staff(number: str) -> str:
    """Show the first six and last four characters of a document number; of a short one, only the last."""
    hidden = len(number) - 10
    return number[:6] + "*" * hidden + number[-4:] if hidden > 0 else masked_for_public(number)


def masked_for_public(number: str) -> str:
    """Show the last four characters of a document number, or its last alone when it has fewer than eight."""
    shown = 4 if len(number) >= 8 else min(len(number), 1)
    return "*" * (len(number) - shown) + number[len(number) - shown :]


def masked_phone(phone: str) -> str:
    """Show the first three and last four digits of a telephone number; of a short one, the last two."""
    hidden = len(phone) - 7
    return phone[:3] + "*" * hidden + phone[-4:] if hidden > 0 else "*" * max(len(phone) - 2, 0) + phone[-2:]
