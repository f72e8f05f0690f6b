"""How messy lists write institutions, and what is read from it."""

import pytest

from gongwei.domain.institutions import ALIKE, core, likeness, read_name, without_telephones


@pytest.mark.parametrize(
    ("written", "name", "others", "telephones"),
    [
        ("清波街道社区卫生服务中心", "清波街道社区卫生服务中心", (), ()),
        ("清波街道社区卫生服务中心（上城区第二人民医院）", "清波街道社区卫生服务中心", ("上城区第二人民医院",), ()),
        ("义桥镇卫生院/义桥镇社区卫生服务中心", "义桥镇卫生院", ("义桥镇社区卫生服务中心",), ()),
        ("清波街道社区卫生服务中心0571-87061234", "清波街道社区卫生服务中心", (), ("057187061234",)),
        ("清波门社区卫生服务站 电话：87061234", "清波门社区卫生服务站", (), ("87061234",)),
        ("清波门社区卫生服务站８７０６１２３４", "清波门社区卫生服务站", (), ("87061234",)),
        ("清波街道社区卫生服务中心（演示）", "清波街道社区卫生服务中心（演示）", (), ()),
        ("杭州市第115中学", "杭州市第115中学", (), ()),
    ],
)
def test_a_written_name_is_taken_apart(written, name, others, telephones):
    assert read_name(written) == (name, others, telephones)


def test_a_door_number_is_no_telephone():
    assert without_telephones("劳动路12号1幢201室") == ("劳动路12号1幢201室", ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州市上城区清波街道社区卫生服务中心", "清波街道社卫中心"),
        ("义桥镇卫生院", "萧山区义桥镇社区卫生服务中心"),
        ("清波门社区卫生服务站", "清波门社区服务站"),
    ],
)
def test_other_ways_of_writing_a_name_are_alike(one, other):
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("清波街道社区卫生服务中心", "湖滨街道社区卫生服务中心"),
        ("义桥镇社区卫生服务中心", "临浦镇社区卫生服务中心"),
        ("杭州市第一人民医院", "杭州市红十字会医院"),
        ("杭州市第一人民医院", "杭州市第二人民医院"),
        ("翠苑一区社区卫生服务站", "翠苑二区社区卫生服务站"),
    ],
)
def test_neighbours_of_one_kind_are_not_alike(one, other):
    assert likeness(one, other) < ALIKE


def test_the_core_is_what_distinguishes():
    assert core("浙江省杭州市上城区清波街道社区卫生服务中心（演示）") == "清波中心"
