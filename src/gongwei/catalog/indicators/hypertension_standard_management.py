"""Share of managed hypertensives who were managed as the norm asks (规范第三版: 规范管理率)."""

from gongwei.catalog.fields.columns import face_to_face
from gongwei.catalog.fields.frames import exams
from gongwei.catalog.programs.hypertension import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

visits = program.visits.during(year)
managed = program.enrolled.any_day(year) & visits.exists()
enough_visits = visits.where(face_to_face).count() >= program.owed(4)

indicator = Indicator(
    key="hypertension_standard_management",
    title="高血压患者规范管理率",
    unit="%",
    better="higher",
    population=managed,
    counted=enough_visits & exams.during(year).exists(),
    source=NORM_2017,
    owner="慢病",
    verified=False,
    notes=(
        "年内已管理：年内在管且至少随访 1 次，含其后死亡、迁出、结案者（本市可调整）。",
        "规范：面对面随访每满一个季度 1 次、全年 4 次，年内健康检查 1 次（本市可调整）。",
    ),
)
