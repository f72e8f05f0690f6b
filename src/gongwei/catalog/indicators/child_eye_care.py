"""Share of children up to six whose eyes were looked at or whose sight was tested in the year."""

from gongwei.catalog.fields import child_check
from gongwei.catalog.programs import child, newborn
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.expr import age, all_known, known, lives_here
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import year

eyes = next(part for part in child_check.BODY if part.key == "child_eyes")
checked = known(eyes) | all_known(child_check.vision_left, child_check.vision_right)

indicator = Indicator(
    key="child_eye_care",
    title="0–6 岁儿童眼保健和视力检查率",
    unit="%",
    better="higher",
    population=lives_here & (age < 7),
    counted=(
        child.program.visits.during(year).where(checked).exists()
        | newborn.program.visits.during(year).where(checked).exists()
    ),
    source=NORM_2017,
    owner="妇幼",
    verified=False,
    notes=(
        "本年内有 1 次及以上眼外观检查（满月至 30 月龄、新生儿访视）或双眼视力检查（4 岁起）。",
        "3 岁的检查表没有眼和视力两格，3 岁儿童在表外做的屈光等检查没有计入。",
    ),
)
