"""Kinds of health education, and the subjects of supervision assistance (健康教育，卫生监督协管)."""

from gongwei.domain.codes import Codelist

ACTIVITIES = Codelist(
    "活动类别",
    {
        "printed": "印刷资料",
        "audiovisual": "音像资料",
        "board": "宣传栏更换",
        "consultation": "公众健康咨询",
        "lecture": "健康知识讲座",
        "patrol": "协管巡查",
    },
    verified=False,
)
SUBJECTS = Codelist(
    "协管事项",
    {
        "food": "食源性疾病信息",
        "water": "饮用水卫生安全",
        "school": "学校卫生",
        "practice": "非法行医、非法采供血",
        "family": "计划生育",
    },
    verified=False,
)
