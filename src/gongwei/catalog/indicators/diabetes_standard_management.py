"""Share of managed diabetics who were managed as the norm asks (规范第三版: 规范管理率)."""

from gongwei.catalog.fields.columns import face_to_face
from gongwei.catalog.fields.frames import exams
from gongwei.catalog.programs.diabetes import fasting_glucose, foot_pulse, program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

visits = program.visits.during(year)
managed = program.enrolled.any_day(year) & visits.exists()
face_to_face_visits = visits.where(face_to_face)
enough_visits = face_to_face_visits.count() >= program.owed(4)
enough_glucose = visits.where(known(fasting_glucose)).count() >= program.owed(4)
every_foot_seen = (~face_to_face_visits.where(~known(foot_pulse)).exists()).called("面对面随访均查足背动脉")

indicator = Indicator(
    key="diabetes_standard_management",
    title="糖尿病患者规范管理率",
    unit="%",
    better="higher",
    population=managed,
    counted=enough_visits & enough_glucose & every_foot_seen & exams.during(year).exists(),
    source=NORM_2017,
    owner="慢病",
    verified=False,
    notes=(
        "年内已管理：年内在管且至少随访 1 次，含其后死亡、迁出、结案者（本市可调整）。",
        "规范：面对面随访和空腹血糖各每满一个季度 1 次、全年 4 次，面对面时均查足背动脉，年内健康检查 1 次。",
    ),
)
