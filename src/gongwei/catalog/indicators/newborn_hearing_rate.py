"""Share of the year's newborns whose hearing was screened."""

from gongwei.catalog.programs import newborn, newborn_screening
from gongwei.catalog.sources import SCREENING_2010
from gongwei.domain.expr import age, lives_here
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="newborn_hearing_rate",
    title="新生儿听力筛查率",
    unit="%",
    better="higher",
    population=lives_here & (age < 1),
    counted=(
        newborn_screening.program.visits.where(newborn_screening.hearing.isin("1", "2")).exists()
        | newborn.program.visits.where(newborn.hearing.isin("1", "2")).exists()
    ),
    source=SCREENING_2010,
    owner="妇幼",
    verified=False,
    notes=(
        "初筛做过即计入，不论是否通过。",
        "分母为本年出生并在辖区居住的儿童，代替活产数。",
    ),
)
