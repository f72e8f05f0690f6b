"""How names are found by pinyin."""

import pytest

from gongwei.domain.names import given_syllables, key_of, name_key, surname_syllables


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("张伟", "zhangwei", "zw"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("曾巩", "zenggong", "zg"),
        ("解缙", "xiejin", "xj"),
        ("查良镛", "zhaliangyong", "zly"),
        ("任小平", "renxiaoping", "rxp"),
        ("华罗庚", "hualuogeng", "hlg"),
        ("朴树", "piaoshu", "ps"),
        ("区小明", "ouxiaoming", "oxm"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟卨", "moqixie", "mqx"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("吕布", "lvbu", "lb"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        ("", "", ""),
    ],
)
def test_a_name_is_spelled_as_it_is_spoken(name, pinyin, initials):
    assert name_key(name) == (pinyin, initials)


def test_a_reading_of_a_surname_holds_for_the_surname_only():
    assert name_key("单小单").pinyin == "shanxiaodan"
    assert name_key("欧阳").pinyin == "ouyang"


def test_homophones_share_one_key():
    assert name_key("李晓明") == name_key("李小明") == name_key("李 晓铭")


def test_a_name_is_the_sum_of_its_surname_and_its_given_name():
    assert name_key("尉迟恭") == key_of(surname_syllables("尉迟") + given_syllables("恭"))
