"""Share of managed hypertensives whose last pressure was at target (规范第三版: 血压控制率)."""

from gongwei.catalog.fields.columns import at_target
from gongwei.catalog.programs.hypertension import program
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

indicator = Indicator(
    key="hypertension_control",
    title="高血压患者血压控制率",
    unit="%",
    better="higher",
    population=program.enrolled.any_day(year),
    counted=program.visits.during(year).last(at_target),
    source=NORM_2017,
    owner="慢病",
    verified=False,
    notes=(
        "年内已管理：年内曾在管，含其后死亡、迁出、结案者（本市可调整）。",
        "年内无随访、末次未测血压者计为未控制；达标按随访当日的考核标准。",
    ),
)
