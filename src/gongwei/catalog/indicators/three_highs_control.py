"""Share of people with two or three highs whose last values were all within reach (三高共管)."""

from gongwei.catalog.codelists.conditions import DIABETES, HYPERTENSION
from gongwei.catalog.fields.frames import visits
from gongwei.catalog.fields.lipids import ldl
from gongwei.catalog.fields.measurements import diastolic, fasting_glucose, systolic
from gongwei.catalog.high_risk import three_highs
from gongwei.catalog.sources import LIPIDS_2023, NORM_2017
from gongwei.domain.expr import Parameter, age, has
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

seen = visits.during(year)
upper, lower = seen.last_known(systolic), seen.last_known(diastolic)
pressure = (lower < 90) & ((upper < 140) | ((age >= 65) & (upper < 150)))
glucose = seen.last_known(fasting_glucose) < 7.0
lipids = seen.last_known(ldl) < Parameter(2.6, "three_highs.ldl", "三高共管的低密度脂蛋白胆固醇目标", "mmol/L")

indicator = Indicator(
    key="three_highs_control",
    title="“三高”共管达标率",
    unit="%",
    better="higher",
    population=three_highs & seen.exists(),
    counted=(
        (~has(HYPERTENSION) | pressure).called("血压达标或无高血压")
        & (~has(DIABETES) | glucose).called("血糖达标或无糖尿病")
        & lipids.called("血脂达标")
    ),
    source=f"{NORM_2017}；{LIPIDS_2023}",
    owner="慢病",
    verified=False,
    notes=(
        "三高：高血压、2 型糖尿病、血脂异常有其二；血脂异常按末次化验判断。",
        "年内末次血压、空腹血糖、低密度脂蛋白胆固醇都达标才计入，没有测的计为未达标（本市可调整）。",
    ),
)
