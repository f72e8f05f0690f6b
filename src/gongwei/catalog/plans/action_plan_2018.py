"""The city's three-year action plan for better public health services, 2018 to 2020."""

from gongwei.catalog.plans import read_rows
from gongwei.domain.plan import Plan

plan = Plan(
    key="action_plan_2018",
    document="000",
    title="杭州市公共卫生服务水平提升工程三年行动计划",
    draft=True,
    first_year=2018,
    last_year=2020,
    binds=330100000000,
    binds_name="杭州市",
    areas=(330100000000,),
    rows=read_rows("action_plan_2018.csv"),
    notes=("附件 2 原文缺第 17 项。", "过早死亡率只列脑血管疾病，与十四五规划的重大慢病口径不同。"),
)
