"""Share of poor registered patients whose basic medicine is free (精神卫生综合管理 2016: 全额保障)."""

from gongwei.catalog.fields.mental_file import free_medicine_date
from gongwei.catalog.fields.mental_frames import REGISTERED, files, poor, registered
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.expr import known
from gongwei.domain.indicator import Indicator

indicator = Indicator(
    key="mental_free_medicine",
    title="贫困严重精神障碍患者免费服药保障率",
    unit="%",
    better="higher",
    population=registered & poor,
    counted=known(files.last_known(free_medicine_date)),
    source=MENTAL_TASKS_2016,
    owner="精神卫生",
    verified=False,
    notes=(
        REGISTERED,
        "贫困：补充表经济状况为贫困；保障：已批准免费服药。",
    ),
)
