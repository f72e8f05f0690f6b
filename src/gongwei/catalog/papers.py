"""How the forms stand on the official paper: title, columns, what shares a row, what the paper does not ask.

规范第三版 2017 prints its forms after each chapter; those of 慢阻肺 come with the norm of 2024. A programme that stands
here with no paper is printed under its own title, one visit to a sheet.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gongwei.domain.form_field import Field
from gongwei.domain.paper import Paper
from gongwei.domain.program import Program
from gongwei.domain.tongue import in_tongue, say

FOUR = 4
BY_DOCTOR = ("责任医生签名", "居民签名")

# 健康体检表 names its sections otherwise than the form on the page, which keeps together what is asked together.
EXAMINATION: Mapping[str, str] = MappingProxyType(
    {
        "老年人评估": "一般状况",
        "职业病危害因素接触史": "生活方式",
        "hospital_stays": "住院治疗情况",
        "home_beds": "住院治疗情况",
        "long_term_medicines": "主要用药情况",
        "vaccines_outside": "非免疫规划预防接种史",
        "evaluation": "健康评价",
        "abnormal_findings": "健康评价",
        "健康评价与指导": "健康指导",
    }
)

PAPERS: Mapping[str, tuple[Paper, ...]] = MappingProxyType(
    {
        "hypertension": (Paper(title="高血压患者随访服务记录表", columns=FOUR, yearly=True),),
        "diabetes": (Paper(title="2型糖尿病患者随访服务记录表", columns=FOUR, yearly=True),),
        "copd": (Paper(title="慢阻肺患者随访服务记录表", columns=FOUR, yearly=True),),
        "elderly": (Paper(title="健康体检表", placed=EXAMINATION, signed=BY_DOCTOR),),
        "constitution": (Paper(title="老年人中医药健康管理服务记录表"),),
        "mental_file": (Paper(title="严重精神障碍患者个人信息补充表"),),
        "mental_disorder": (Paper(title="严重精神障碍患者随访服务记录表"),),
        "tb_first_visit": (Paper(title="肺结核患者第一次入户随访记录表"),),
        "tuberculosis": (Paper(title="肺结核患者随访服务记录表", columns=FOUR),),
        "newborn": (Paper(title="新生儿家庭访视记录表", introduces=True, parents=True),),
        "child": (
            Paper(
                title="1～8 月龄儿童健康检查记录表",
                columns=FOUR,
                ages={1: "满月", 3: "3 月龄", 6: "6 月龄", 8: "8 月龄"},
            ),
            Paper(
                title="12～30 月龄儿童健康检查记录表",
                columns=FOUR,
                ages={12: "12 月龄", 18: "18 月龄", 24: "24 月龄", 30: "30 月龄"},
            ),
            Paper(
                title="3～6 岁儿童健康检查记录表",
                columns=FOUR,
                ages={36: "3 岁", 48: "4 岁", 60: "5 岁", 72: "6 岁"},
            ),
        ),
        "pregnancy": (
            Paper(title="第 1 次产前检查服务记录表", sheet="1", introduces=True),
            Paper(title="第 2～5 次产前随访服务记录表", sheet="2", columns=FOUR, numbered_from=2),
            Paper(title="分娩记录表", sheet="3"),
            Paper(title="产后访视记录表", sheet="4"),
            Paper(title="产后 42 天健康检查记录表", sheet="5"),
            Paper(title="妊娠终止记录表", sheet="6"),
        ),
    }
)

# What stands in one row of the paper, by the key of the first: the row's title, and the other keys.
JOINED: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "systolic": ("血压", ("diastolic",)),
        "systolic_left": ("血压（左侧）", ("diastolic_left",)),
        "systolic_right": ("血压（右侧）", ("diastolic_right",)),
        "pregnancy_weeks": ("孕周（周＋天）", ("pregnancy_days",)),
        "fontanelle_length": ("前囟（长×宽）", ("fontanelle_width",)),
    }
)

# How a line of medicines is said in a column.
PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "medicines": "每日 {times_a_day}，每次 {dose}{unit}",
        "psychotropics": "{per} {times}，每次 {milligrams}",
        "psychotropics_advised": "{per} {times}，每次 {milligrams}",
    }
)

# What the service asks and the paper has no box for: it is printed behind the paper's own rows where it was answered.
BESIDE = frozenset(
    {
        "danger_signs", "exam_done", "exam_refused", "informant", "referral_followed_date", "referral_result",
        "weight_band", "length_band", "shape_band", "head_band",
        # The risk of a pregnancy has a form of its own; the sheets of the checks bear its colour.
        "pregnancy_danger", "risk_red", "risk_orange", "risk_yellow", "risk_infectious", "special_care", "risk_floor",
        "risk_floor_national",
    }
)  # fmt: skip
NO_BOX = "纸表无此格"  # as the note of a field says it


def papers_of(program: Program) -> tuple[Paper, ...]:
    """Give the papers of a programme."""
    return PAPERS.get(program.key) or (Paper(title=say("{title}服务记录表", title=in_tongue(program.title))),)


def stands_beside(field: Field) -> bool:
    """Say whether the official paper has no box for a field; of pressures worked out from two arms it has none."""
    worked_out = field.key in {"systolic", "diastolic"} and field.derived is not None
    return worked_out or field.key in BESIDE or NO_BOX in field.note
