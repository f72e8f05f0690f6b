"""The tasks of 江干 district for 2020. The district was dissolved on 9 April 2021.

The document counts eight streets, all in 上城 today. 下沙 and 白杨 also belonged to 江干 by law, but 钱塘 ran them
from 2019, so the tasks were not set for them.
"""

from datetime import date

from gongwei.catalog.plans import read_rows
from gongwei.domain.plan import Plan

plan = Plan(
    key="jianggan_tasks_2020",
    document="003",
    title="2020 年江干区卫生健康工作要点",
    issued_date=date(2020, 6, 4),
    first_year=2020,
    last_year=2020,
    binds=330104000000,
    binds_name="江干区（已撤销）",
    areas=(
        330102011000,  # 凯旋
        330102012000,  # 采荷
        330102013000,  # 闸弄口
        330102014000,  # 四季青
        330102015000,  # 彭埠
        330102016000,  # 笕桥
        330102017000,  # 丁兰
        330102018000,  # 九堡
    ),
    rows=read_rows("jianggan_tasks_2020.csv"),
    notes=("江干区 2021 年 4 月撤销，所辖 8 个街道今属上城区；下沙、白杨街道 2020 年由钱塘新区管理，不在其内。",),
)
