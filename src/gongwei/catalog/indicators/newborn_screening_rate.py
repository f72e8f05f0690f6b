"""Share of the year's newborns whose heel blood was taken for screening."""

from gongwei.catalog.programs import newborn, newborn_screening
from gongwei.catalog.sources import SCREENING_2010
from gongwei.domain.expr import age, lives_here
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="newborn_screening_rate",
    title="新生儿遗传代谢病筛查率",
    unit="%",
    better="higher",
    population=lives_here & (age < 1),
    counted=(
        newborn_screening.program.visits.where(newborn_screening.taken == "1").exists()
        | newborn.program.visits.where(newborn.screened.isin("2", "3", "4", "5")).exists()
    ),
    source=SCREENING_2010,
    owner="妇幼",
    verified=False,
    notes=(
        "采足跟血 1 次即计入；没有筛查登记的，以新生儿访视表上的疾病筛查结果为准。",
        "分母为本年出生并在辖区居住的儿童，代替活产数。",
    ),
)
