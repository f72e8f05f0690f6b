"""Answers of the forms on severe mental disorder (规范第三版 2017, 严重精神障碍患者管理服务规范, 附件 1 and 2)."""

from functools import partial

from gongwei.catalog.codelists.symptoms import DANGER_SIGNS
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.codes import Codelist

DIAGNOSES = Codelist(
    "目前诊断",
    {
        "1": "精神分裂症",
        "2": "分裂情感性障碍",
        "3": "偏执性精神病",
        "4": "双相（情感）障碍",
        "5": "癫痫所致精神障碍",
        "6": "精神发育迟滞伴发精神障碍",
    },
)
# From the norm's service text, 危险性评估.
RISK = Codelist(
    "危险性评估",
    {
        "0": "0 级：无以下各级中的任何行为",
        "1": "1 级：口头威胁，喊叫，但没有打砸行为",
        "2": "2 级：打砸行为，局限在家里，针对财物，能被劝说制止",
        "3": "3 级：明显打砸行为，不分场合，针对财物，不能接受劝说而停止",
        "4": "4 级：持续的打砸行为，不分场合，针对财物或人，不能接受劝说而停止，含自伤、自杀",
        "5": "5 级：持械针对人的任何暴力行为，或者纵火、爆炸等行为",
    },
)
STABILITY = Codelist("本次随访分类", {"1": "不稳定", "2": "基本稳定", "3": "稳定"})
SYMPTOMS = Codelist(
    "精神症状",
    {
        "none": "无",
        "1": "幻觉",
        "2": "交流困难",
        "3": "猜疑",
        "4": "喜怒无常",
        "5": "行为怪异",
        "6": "兴奋话多",
        "7": "伤人毁物",
        "8": "悲观厌世",
        "9": "无故外走",
        "10": "自语自笑",
        "11": "孤僻懒散",
        "12": "其他",
    },
    none="none",
)
MENTAL_DANGER = DANGER_SIGNS.only("none", "marked_symptoms", "severe_adverse", "severe_somatic", none="none")
INSIGHT = Codelist("自知力", {"1": "自知力完全", "2": "自知力不全", "3": "自知力缺失"})
FUNCTION = Codelist("社会功能", {"1": "良好", "2": "一般", "3": "较差", "9": "此项不适用"})
LOCK = Codelist("关锁情况", {"1": "无关锁", "2": "关锁", "3": "关锁已解除"})
HOSPITAL = Codelist("住院情况", {"0": "未住院", "1": "目前正在住院", "2": "曾住院，现未住院"})
TAKING = Codelist("用药依从性", {"1": "按医嘱规律用药", "2": "间断用药", "3": "不用药", "4": "医嘱勿需用药"})
ADVERSE = Codelist("药物不良反应", {"1": "无", "2": "有", "9": "此项不适用"}, none="1")
EFFECT = Codelist("治疗效果", {"1": "痊愈", "2": "好转", "3": "无变化", "4": "加重", "9": "此项不适用"})
REHABILITATION = Codelist(
    "康复措施",
    {"none": "无", "1": "生活劳动能力", "2": "职业训练", "3": "学习能力", "4": "社会交往", "5": "其他"},
    none="none",
)
INFORMANT = Codelist("受访者", {"patient": "患者本人", "family": "监护人或家属", "other": "其他知情人"})
LOST = Codelist("失访原因", {"1": "外出打工", "2": "迁居他处", "3": "走失", "4": "连续 3 次未到访", "5": "其他"})
DEATH = Codelist(
    "死亡原因",
    {"1": "躯体疾病", "2": "自杀", "3": "他杀", "4": "意外", "5": "精神疾病相关并发症", "6": "其他"},
)
DEATH_ILLNESS = Codelist(
    "躯体疾病",
    {
        "1": "传染病和寄生虫病",
        "2": "肿瘤",
        "3": "心脏病",
        "4": "脑血管病",
        "5": "呼吸系统疾病",
        "6": "消化系统疾病",
        "7": "其他疾病",
        "8": "不详",
    },
)
PER = Codelist("按日或按月", {"day": "每日", "month": "每月"})

# The supplementary form.
HOUSEHOLD = Codelist("户别", {"1": "城镇", "2": "农村"})
EMPLOYMENT = Codelist(
    "就业情况",
    {
        "1": "在岗工人",
        "2": "在岗管理者",
        "3": "农民",
        "4": "下岗或无业",
        "5": "在校学生",
        "6": "退休",
        "7": "专业技术人员",
        "8": "其他",
        "9": "不详",
    },
)
CONSENT = Codelist("知情同意", {"1": "同意参加管理", "0": "不同意参加管理"})
SIGNED = Codelist("签字人", {"patient": "患者本人", "guardian": "监护人"})
TREATED = Codelist("门诊治疗", {"1": "未治", "2": "间断门诊治疗", "3": "连续门诊治疗"})
LAST_EFFECT = Codelist("最近一次治疗效果", {"1": "临床痊愈", "2": "好转", "3": "无变化", "4": "加重"})
ECONOMY = Codelist("经济状况", {"1": "贫困，在当地贫困线标准以下", "2": "非贫困"})

# Case management, free medicine and rehabilitation: the city's own forms, whose codes are ours.
_ours = partial(Codelist, source=MENTAL_TASKS_2016)
CASE_STAGE = _ours("个案管理阶段", {"plan": "制定计划", "review": "阶段评估", "close": "结案"})
CASE_PROBLEMS = _ours(
    "主要问题",
    {
        "symptoms": "精神症状",
        "medicine": "服药依从性",
        "danger": "危险行为",
        "body": "躯体疾病",
        "living": "生活技能",
        "family": "家庭与监护",
        "money": "经济困难",
        "work": "就业就学",
    },
)
CASE_PROGRESS = _ours(
    "进展",
    {"waiting": "未开始", "going_on": "进行中", "reached": "已达到", "given_up": "已放弃"},
)
TEAM = _ours(
    "团队成员",
    {
        "doctor": "精防医生",
        "psychiatrist": "精神科医师",
        "nurse": "护士",
        "social_worker": "社会工作者",
        "police": "民警",
        "committee": "村（居）委会干部",
        "family": "监护人或家属",
    },
)
ISSUE = _ours("本次办理", {"evaluate": "用药评估", "issue": "发放药品", "stop": "终止免费服药"})
FITNESS = _ours("评估结论", {"keep": "继续原方案", "change": "调整药品", "unfit": "不适合继续"})
REHAB_PLACES = _ours(
    "康复场所",
    {
        "station": "仁爱家园工疗站",
        "community": "社区康复机构",
        "hospital": "医院康复",
        "family_school": "家属学校",
        "special_school": "特殊学校",
    },
)
REHAB_STATE = _ours("康复状态", {"going_on": "继续参加", "paused": "暂停", "left": "退出"})
CLUE_SOURCES = _ours(
    "线索来源",
    {
        "hotline": "心理援助热线",
        "counselling": "心理咨询机构",
        "hospital": "综合医院",
        "school": "学校",
        "care_home": "康复照料机构",
        "custody": "监管场所",
        "village": "村（社区）排查",
        "family": "家属或邻居",
    },
)
EVENTS = _ours(
    "事件类别",
    {
        "self_harm": "自伤、自杀行为或危险",
        "harm": "危害公共安全或他人的行为或危险",
        "acute": "急性或严重精神病性症状",
        "reaction": "急性严重药物不良反应",
    },
)
RESPONSES = _ours(
    "处置措施",
    {
        "restrain": "临时保护性约束",
        "medicine": "现场用药",
        "escort": "护送住院",
        "outpatient": "紧急门诊",
        "police": "公安到场",
        "observed": "现场疏导、观察",
    },
)
