"""What a centre and its street's joint group on mental health tell each other (精神卫生综合管理小组)."""

from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.codes import Codelist

WHY = Codelist(
    "共享原因",
    {"risk": "危险性 3 级及以上", "unstable": "病情不稳定", "lost": "失访，下落待查"},
    source=MENTAL_TASKS_2016,
)
MEMBERS = Codelist(
    "成员单位",
    {
        "governance": "综治",
        "police": "公安",
        "civil_affairs": "民政",
        "disabled": "残联",
        "labour": "人力社保",
        "justice": "司法行政",
        "health": "卫生健康",
        "committee": "村（居）委会",
    },
    source=MENTAL_TASKS_2016,
)
ASKED = Codelist(
    "请小组协助",
    {
        "search": "查找下落",
        "escort": "护送就诊或住院",
        "visit": "联合入户随访",
        "guardian": "落实监护人和以奖代补",
        "relief": "落实低保、医疗救助",
        "certificate": "办理残疾证",
        "unlock": "解除关锁",
        "rehabilitation": "安排社区康复",
    },
    source=MENTAL_TASKS_2016,
)
# Articles as they are cited; their wording was not read in print.
GROUNDS = Codelist(
    "共享依据",
    {
        "consent": "患者或监护人书面同意",
        "ordinance": "《杭州市精神卫生条例》第十一条（信息共享）",
        "emergency": "正在或即将发生危险，须应急处置",
    },
    source="杭州市精神卫生条例（2016-12-01 施行）",
    verified=False,
)
OUTCOMES = Codelist(
    "办理结果",
    {"done": "已落实", "going_on": "正在办理", "not_found": "未找到人", "impossible": "不能办理"},
    source=MENTAL_TASKS_2016,
)
ENDS = Codelist(
    "结束原因",
    {"settled": "已平稳，不再需要协助", "withdrawn": "同意已撤回", "moved": "已迁出本街道", "died": "已死亡"},
    source=MENTAL_TASKS_2016,
)
