"""Names of institutions as lists write them: two names in one, telephones run into them, and how alike two names are.

A centre often bears a second name, as 清波街道社区卫生服务中心（上城区第二人民医院）; either finds it. The words and
the threshold are ours.
"""

import re
import unicodedata
from typing import NamedTuple

ALIKE = 0.6  # Dice's coefficient of the pairs of characters from which on a person is asked (ours)
BODIES = (
    "医院|卫生院|服务中心|服务站|卫生室|卫生所|保健院|门诊部|诊所|控制中心|疾控中心|监督所|执法队"
    "|学校|小学|中学|幼儿园|健康局"
)
_CALL = r"(?:联系电话|电话|TEL)"
_TELEPHONE = re.compile(rf"{_CALL}?[:：]?\(?(?:0\d{{2,3}}\)?[-—]?)?\d{{7,8}}(?!\d)|1[3-9]\d{{9}}|{_CALL}[:：]?$")
_SECOND = re.compile(rf"[（(]([^（）()]*(?:{BODIES}))[）)]")
_BESIDE = re.compile(r"(?<=院|站|室|所|心|部)[/、,，;；]|(?:加挂|挂牌|又名|又称)[:：]?")
_PLACE = re.compile(r"^(?:浙江省)?(?:杭州市)?(?:[一-龥]{1,3}(?:区|县|市)(?=.{4}))?")  # 翠苑一区站 keeps its estate
_NUMERALS = re.compile(r"[一二三四五六七八九十\d]+")
_WORDS = dict.fromkeys(("社区卫生服务中心", "卫生服务中心", "社卫中心", "服务中心", "卫生院"), "中心")
_WORDS |= dict.fromkeys(("社区卫生服务站", "卫生服务站", "社区服务站", "服务站", "卫生室", "卫生所"), "站")
_SHORTENED = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


class Named(NamedTuple):
    """What a list says of one institution: its name, its other names, and the telephones run into it."""

    name: str
    others: tuple[str, ...]
    telephones: tuple[str, ...]


def read_name(text: str) -> Named:
    """Take a written name apart; what stands in brackets is a name of its own only if it names an institution."""
    bare, telephones = without_telephones(text)
    seconds = _SECOND.findall(bare)
    parts = [part.strip(" 　,，、") for part in _BESIDE.split(_SECOND.sub("", bare))]
    names = [part for part in (*parts, *seconds) if part]
    return Named(names[0] if names else "", tuple(dict.fromkeys(names[1:])), telephones)


def without_telephones(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a text from the telephone numbers run into it; numbers of fewer than seven digits belong to the text."""
    plain = re.sub(r"[\s　]+", "", unicodedata.normalize("NFKC", text)).replace("(", "（").replace(")", "）")
    found = tuple(re.sub(r"\D", "", one) for one in _TELEPHONE.findall(plain) if re.search(r"\d", one))
    return _TELEPHONE.sub("", plain).rstrip("-—,，、:："), found


def core(name: str) -> str:
    """Give what distinguishes an institution: without the place before it, and the usual words made short."""
    shortened = _SHORTENED.sub(lambda found: _WORDS[found.group()], re.sub(r"（.*?）", "", name))
    return _PLACE.sub("", shortened).replace("街道", "").replace("镇", "") or shortened


def likeness(one: str, other: str) -> float:
    """Compare two names by the pairs of characters that their cores share (Dice 1945): 0 nothing, 1 all.

    Names with different numerals are not alike: the second hospital is not the first.
    """
    first, second = core(one), core(other)
    if _NUMERALS.findall(first) != _NUMERALS.findall(second):
        return 0.0
    pairs, others = _pairs(first), _pairs(second)
    return 2 * len(pairs & others) / (len(pairs) + len(others))


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}
