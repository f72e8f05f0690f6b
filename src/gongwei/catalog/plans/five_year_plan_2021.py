"""The city's plan for public health in the years 2021 to 2025."""

from gongwei.catalog.plans import read_rows
from gongwei.domain.plan import Plan

plan = Plan(
    key="five_year_plan_2021",
    document="001",
    title="杭州市公共卫生事业发展“十四五”规划",
    draft=True,
    first_year=2021,
    last_year=2025,
    binds=330100000000,
    binds_name="杭州市",
    areas=(330100000000,),
    rows=read_rows("five_year_plan_2021.csv"),
    notes=(
        "若干 2025 年目标宽于所列 2020 年现状（建档率、高血压和糖尿病规范管理率、孕产妇和儿童死亡率），意为保持。",
        "结核病 2015 年报告发病率原文单位有误，照录。",
    ),
)
