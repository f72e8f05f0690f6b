"""The plan of 西湖 district for health and family planning in the years 2016 to 2020."""

from datetime import date

from gongwei.catalog.plans import read_rows
from gongwei.domain.plan import Plan

plan = Plan(
    key="xihu_plan_2016",
    document="002",
    title="西湖区“十三五”卫生计生事业发展规划",
    issued_date=date(2017, 3, 16),
    first_year=2016,
    last_year=2020,
    binds=330106000000,
    binds_name="西湖区",
    areas=(330106000000,),
    rows=read_rows("xihu_plan_2016.csv"),
    notes=(
        "原文正文重复一遍，条目按章节去重。",
        "全科医师有两个目标：每万人 3 名与每万名城市居民 4 名，两者并列。",
        "原文“杭州市指挥医疗健康网”应为“智慧医疗”。",
    ),
)
