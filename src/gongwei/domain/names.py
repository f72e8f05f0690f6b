"""Names of people as they are searched: pinyin without tones, and initials.

A character often has several readings, and as a surname it may have one that it has nowhere else (单 is shàn,
仇 is qiú). Readings of surnames: 现代汉语词典, 7th edition 2016 (entries marked 姓), not verified; all other
characters take the most common reading of pypinyin. ü is written v, as people type it.
"""

from functools import lru_cache
from typing import NamedTuple

SURNAME_READINGS = {  # only where the surname's reading is not the character's most common one
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "朴": "piao", "区": "ou",
    "繁": "po", "秘": "bi", "种": "chong", "重": "chong", "缪": "miao", "翟": "zhai", "盖": "ge",
    "员": "yun", "贠": "yun", "覃": "qin", "黑": "he", "召": "shao", "折": "she", "乐": "yue",
    "祭": "zhai", "牟": "mu", "郗": "chi", "洗": "xian", "阚": "kan", "佴": "nai", "乜": "nie",
    "会": "gui", "长": "chang", "都": "du", "卜": "bu", "不": "fou", "澹": "tan", "郇": "xun",
}  # fmt: skip
COMPOUND_SURNAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "欧阳": "ou yang",
    "上官": "shang guan", "司马": "si ma", "司徒": "si tu", "司空": "si kong",
    "诸葛": "zhu ge", "皇甫": "huang fu", "夏侯": "xia hou", "令狐": "ling hu",
    "慕容": "mu rong", "端木": "duan mu", "公孙": "gong sun", "轩辕": "xuan yuan",
    "宇文": "yu wen", "澹台": "tan tai", "濮阳": "pu yang", "淳于": "chun yu",
    "单于": "chan yu", "太史": "tai shi", "申屠": "shen tu", "鲜于": "xian yu",
    "闻人": "wen ren", "东方": "dong fang", "钟离": "zhong li", "呼延": "hu yan",
    "赫连": "he lian", "独孤": "du gu", "南宫": "nan gong", "百里": "bai li",
    "拓跋": "tuo ba", "公羊": "gong yang", "东郭": "dong guo", "西门": "xi men",
}  # fmt: skip

BLANKS = str.maketrans("", "", " \u3000\t·•・.")


class NameKey(NamedTuple):
    """How a name is searched: `zhangxiaoming` and `zxm`."""

    pinyin: str
    initials: str


def name_key(name: str) -> NameKey:
    """Spell a name in pinyin; a character without a reading, and Latin letters, stand for themselves.

    Spaces and the dots of translated names are left out. An empty name has an empty key.
    """
    return key_of(syllables(name))


def key_of(spelled: tuple[str, ...]) -> NameKey:
    """Join syllables to the key by which a name is searched."""
    return NameKey("".join(spelled), "".join(syllable[0] for syllable in spelled))


def syllables(name: str) -> tuple[str, ...]:
    """Spell a full name, surname first: the surname by its own reading."""
    bare = name if name.isalpha() else name.translate(BLANKS)
    surname = bare[:2] if bare[:2] in COMPOUND_SURNAMES and len(bare) > 2 else bare[:1]
    return surname_syllables(surname) + given_syllables(bare[len(surname) :])


def surname_syllables(surname: str) -> tuple[str, ...]:
    """Spell a surname."""
    if surname in COMPOUND_SURNAMES:
        return tuple(COMPOUND_SURNAMES[surname].split())
    if surname in SURNAME_READINGS:
        return (SURNAME_READINGS[surname],)
    return given_syllables(surname)


def given_syllables(given: str) -> tuple[str, ...]:
    """Spell a given name, character by character."""
    return tuple(map(_reading, given))


@lru_cache(maxsize=30_000)  # more than there are characters in names: a million names are a million look-ups
def _reading(character: str) -> str:
    from pypinyin import Style, pinyin  # its dictionaries take a third of a second: wanted when a name is written

    return pinyin(character, style=Style.NORMAL)[0][0].lower()
