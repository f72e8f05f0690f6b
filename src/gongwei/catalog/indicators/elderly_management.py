"""Share of residents from 65 with a record and a complete yearly examination (规范第三版 第54页)."""

from gongwei.catalog.programs.elderly import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, archived_date, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="elderly_management",
    title="老年人健康管理率",
    unit="%",
    better="higher",
    population=lives_here & (age >= 65),
    counted=known(archived_date) & program.complete_visits.during(year).exists(),
    source=NORM_2017,
    owner="基层卫生",
    verified=False,
    notes=(
        "接受健康管理：建立档案、健康体检、健康指导、体检表填写完整，四项俱全。",
        "年龄按年度最后一日计算；完整项按体检当日的规范版本（2025 年起含胸部 X 线片和糖化血红蛋白）。",
    ),
)
