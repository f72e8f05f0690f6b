"""Share of infants with a positive heel-blood result for whom an answer was found."""

from gongwei.catalog.programs.newborn_screening import positive, program
from gongwei.catalog.sources import SCREENING_2010
from gongwei.domain.expr import age, lives_here
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="newborn_recall",
    title="新生儿疾病筛查阳性召回率",
    unit="%",
    better="higher",
    population=lives_here & (age < 2) & program.visits.where(positive).exists(),
    counted=~program.visits.last(positive),
    source=SCREENING_2010,
    owner="妇幼",
    verified=False,
    notes=(
        "末次登记时可疑阳性已有结论（确诊或排除）的计入。",
        "按 2 岁以下儿童计，使年末出生者有时间复查。",
    ),
)
