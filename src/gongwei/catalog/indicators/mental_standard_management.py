"""Share of registered patients followed as the norm asks (规范第三版: 严重精神障碍患者规范管理率)."""

from gongwei.catalog.fields.frames import exams
from gongwei.catalog.fields.mental import exam_refused, hospital, risk
from gongwei.catalog.fields.mental_frames import REGISTERED, registered, visits
from gongwei.catalog.programs.mental_disorder import program as followed
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

assessed = visits.where(known(risk) | (hospital == "1"))
enough = assessed.count() >= followed.owed(4)

indicator = Indicator(
    key="mental_standard_management",
    title="严重精神障碍患者规范管理率",
    unit="%",
    better="higher",
    population=registered,
    counted=enough & (exams.during(year).exists() | visits.where(exam_refused).exists()),
    source=NORM_2017,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "规范：每次评估危险性（住院期间了解治疗情况）的随访每满一个季度 1 次、全年 4 次（本市可调整）。",
        "年内健康检查 1 次；患者或监护人不同意且有记录的视为完成（本市可调整）。",
    ),
)
