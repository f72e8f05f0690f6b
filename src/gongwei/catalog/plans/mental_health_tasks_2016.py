"""The city's table of tasks for the comprehensive management of mental health, 2016 to 2020."""

from gongwei.catalog.plans import read_rows
from gongwei.domain.plan import Plan

plan = Plan(
    key="mental_health_tasks_2016",
    document="004",
    title="精神卫生综合管理工作任务分解表",
    first_year=2016,
    last_year=2020,
    binds=330100000000,
    binds_name="杭州市",
    areas=(330100000000,),
    rows=read_rows("mental_health_tasks_2016.csv"),
    notes=("“服务效果”末四项的牵头单位是合并单元格，沿用上格。", "知晓率按城市、农村、学生三类人群分列。"),
)
