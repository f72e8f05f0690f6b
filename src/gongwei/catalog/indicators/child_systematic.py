"""Share of children under three seen as often as their age asks: four times, twice, twice (4-2-2)."""

from gongwei.catalog.fields.child import months
from gongwei.catalog.programs.child import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, cases, lives_here
from gongwei.domain.indicator import Indicator

_in_first_year = program.visits.where(months < 12).count()
_in_second_year = program.visits.where((months >= 12) & (months < 24)).count()
_owed = cases((months >= 9, 4), (months >= 7, 3), (months >= 4, 2), (months >= 2, 1), otherwise=0)
first = (_in_first_year >= _owed).called("第 1 年已到的月龄都检查过")
second = ((age < 2) | (_in_second_year >= 2)).called("第 2 年检查 2 次及以上")

indicator = Indicator(
    key="child_systematic",
    title="3 岁以下儿童系统管理率",
    unit="%",
    better="higher",
    population=lives_here & (age < 3),
    counted=first & second,
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=(
        "第 1 年 4 次及以上，第 2 年 2 次及以上，第 3 年 2 次（4-2-2）。",
        "未满 1 岁者按已到的月龄应有次数；新生儿访视不计。",
        "第 3 年的 2 次在满 3 岁时才算完，3 岁以下只看前 2 年和已到的月龄。",
    ),
)
