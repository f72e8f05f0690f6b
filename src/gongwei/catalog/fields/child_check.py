"""The children's health check from one month to six years: which box stands on the form at which age.

The norm prints three forms of columns by age; here a field says at which ages it is asked, in whole months. A visit
between two stages asks what the stage before asked. 规范第三版 2017, 儿童健康检查记录表.
"""

from itertools import pairwise

from gongwei.catalog.codelists import children as codes
from gongwei.catalog.fields import child
from gongwei.catalog.fields.child import months
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY
from gongwei.domain.expr import Expr, Or
from gongwei.domain.form import Check
from gongwei.domain.form_field import Choice, Choices, Number

EDGES = (*codes.WARNING_SIGNS, 84)


def between(first: int, stop: int) -> Expr:
    """Ask from one age up to another, in months."""
    return (months >= first) & (months < stop)


until_3, until_6, until_8, until_12, until_30, until_36 = (months < n for n in (3, 6, 8, 12, 30, 36))
from_6, from_12, from_36, from_48 = (months >= n for n in (6, 12, 36, 48))
hearing_ages = between(6, 8) | between(12, 18) | between(24, 30) | between(36, 48)
blood_ages = between(18, 24) | between(30, 36) | from_48

weight_level = Choice(
    "weight_level", "体重评价", codes=codes.LEVEL, required=True, source=NORM_2017,
    note="由医生选择；平台另按 WS/T 423-2022 查出，不一致时提醒",
)  # fmt: skip
length_level = weight_level.but(key="length_level", title="身长（身高）评价")
weight_for_height = weight_level.but(key="weight_for_height", title="体重/身高评价", asked=from_36)
growth = Choice("growth", "体格发育评价", codes=codes.GROWTH, required=True, asked=from_36, source=NORM_2017)
complexion = Choice("complexion", "面色", codes=codes.COMPLEXION, required=True, asked=until_6, source=NORM_2017)
complexion_later = Choice(
    "complexion_later", "面色", codes=codes.COMPLEXION_LATER, required=True, asked=between(6, 36), source=NORM_2017
)
fontanelle = Choice(
    "fontanelle_closed", "前囟闭合", codes=codes.FONTANELLE_CLOSED, required=True, asked=until_30, source=NORM_2017
)
neck_mass = child.neck_mass.but(asked=until_8)
navel = Choices("cord", "脐部", codes=codes.CORD, required=True, asked=until_3, source=NORM_2017)
rickets = Choices(
    "rickets_symptoms", "可疑佝偻病症状", codes=codes.RICKETS_SYMPTOMS, required=True, asked=between(3, 12),
    source=NORM_2017,
)  # fmt: skip
rickets_signs = Choices(
    "rickets_signs", "可疑佝偻病体征", codes=codes.RICKETS_SIGNS, required=True, asked=between(3, 30), source=NORM_2017
)
hearing = Choice("child_hearing", "听力", codes=codes.PASSED, required=True, asked=hearing_ages, source=NORM_2017)
vision_left = Number(
    "child_vision_left", "左眼视力", hard=(0, 2), required=True, asked=from_48, source=PLAUSIBILITY, note="小数记录"
)
vision_right = vision_left.but(key="child_vision_right", title="右眼视力")
teeth = Number(
    "child_teeth", "出牙数", "颗", hard=(0, 28), integer=True, required=True, asked=from_6, source=PLAUSIBILITY
)
caries = teeth.but(key="child_caries", title="龋齿数", asked=from_12)
haemoglobin = Number(
    "haemoglobin", "血红蛋白", "g/L", hard=(20, 260), soft=(60, 190), required=blood_ages, asked=from_6,
    source=PLAUSIBILITY, note="6 或 8 月龄、18、30 月龄及 4–6 岁各 1 次",
)  # fmt: skip
outdoors = Number(
    "outdoor_hours", "户外活动", "小时/日", hard=(0, 24), required=True, asked=until_36, source=PLAUSIBILITY
)
vitamin_d = Number(
    "vitamin_d", "服用维生素 D", "IU/日", hard=(0, 10_000), required=True, asked=until_30, source=PLAUSIBILITY,
    note="不服填 0",
)  # fmt: skip
BODY = (
    child.looked_at("skin", "皮肤", asked=until_36),
    child.looked_at("eyes", "眼睛", asked=until_36),
    child.looked_at("ears", "耳外观", asked=until_36),
    mouth := child.looked_at("mouth", "口腔", asked=until_6),
    child.looked_at("chest", "心肺"),
    child.looked_at("abdomen", "腹部"),
    child.looked_at("limbs", "四肢", asked=until_36),
    child.looked_at("navel", "脐部", asked=between(3, 6)),
    child.looked_at("anus_genitals", "肛门/外生殖器", asked=until_12),
    child.looked_at("gait", "步态", asked=between(18, 36)),
)
WARNING_SIGNS = tuple(
    Choices(
        f"warning_signs_{first}m", "发育评估", codes=codes.WARNING_SIGNS[first], required=True,
        asked=between(first, stop), source=NORM_2017, note="任何一项不通过，提示有发育偏异的可能",
    )
    for first, stop in pairwise(EDGES)
)  # fmt: skip
illness = Choices("illness_between", "两次随访间患病情况", codes=codes.ILLNESS, required=True, source=NORM_2017)
tcm = Choices("child_tcm", "中医药健康管理", codes=codes.TCM, asked=between(6, 48), source=NORM_2017)
guidance = Choices("child_guidance", "指导", codes=codes.GUIDANCE, required=True, source=NORM_2017)

fewer_than_teeth = Check(caries <= teeth, "hard", "child_caries", "龋齿数须不多于出牙数，请改正。")
deviation = Or(tuple(signs.any() for signs in WARNING_SIGNS)).called("有发育预警征象")
anaemic = (((months < 60) & (haemoglobin < 110)) | ((months >= 60) & (haemoglobin < 115))).called("贫血")
very_pale = (haemoglobin < 60).called("重度贫血")
thriving_badly = (growth.isin(*codes.GROWTH.positive) | (weight_level == "3") | (length_level == "3")).called(
    "体格发育异常或评价为“下”"
)
poor_sight = (
    ((months < 60) & ((vision_left < 0.6) | (vision_right < 0.6)))
    | ((months >= 60) & ((vision_left < 0.8) | (vision_right < 0.8)))
).called("视力低常")
poor_hearing = (hearing == "2").called("听力未通过")
bad_teeth = ((caries > 0) | (mouth == "2")).called("龋齿或口腔异常")
