"""What every follow-up visit records beside measurements: when and how, habits, medicines, class, referral."""

from gongwei.catalog.codelists.answers import ADHERENCE, GOOD, NO_YES, SALT, VISIT_CLASS, VISIT_MODE
from gongwei.catalog.fields import measurements
from gongwei.catalog.fields.measurements import bmi
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY
from gongwei.domain.expr import previous
from gongwei.domain.form import Check, Form, Repeat
from gongwei.domain.form_field import Choice, Day, Flag, Number, Text

visit_date = Day("visit_date", "随访日期", past=True, required=True, column=True, source=NORM_2017)
visit_mode = Choice(
    "visit_mode", "随访方式", codes=VISIT_MODE, required=True, column=True, source=NORM_2017, note="电话不计面对面"
)
next_due_date = Day("next_due_date", "下次随访日期", column=True, source=NORM_2017, note="保存时按规则计算，可改")
next_after_visit = Check(next_due_date > visit_date, "hard", "next_due_date", "下次随访日期须晚于随访日期，请改正。")

symptom_other = Text("symptom_other", "其他症状", source=NORM_2017)
sign_other = Text("sign_other", "其他体征", source=NORM_2017)
# In adults height need not be measured again; who had a BMI of 24 or more is weighed at each visit.
weight = measurements.weight.but(required=previous(bmi >= 24))
target_weight = measurements.weight.but(key="target_weight", title="目标体重", carried=True)
target_bmi = bmi.but(key="target_bmi", title="目标体质指数", derived=None, carried=True, note="")

cigarettes = Number(
    "cigarettes",
    "日吸烟量",
    "支/天",
    hard=(0, 200),
    soft=(0, 60),
    integer=True,
    carried=True,
    source=PLAUSIBILITY,
    note="不吸烟填 0",
)
target_cigarettes = cigarettes.but(key="target_cigarettes", title="目标日吸烟量", note="")
alcohol = Number(
    "alcohol",
    "日饮酒量",
    "两/天",
    hard=(0, 50),
    soft=(0, 10),
    carried=True,
    source=PLAUSIBILITY,
    note="折合白酒：啤酒 ÷10，红酒 ÷4，黄酒 ÷5；不饮酒填 0",
)
target_alcohol = alcohol.but(key="target_alcohol", title="目标日饮酒量", note="")
exercise_per_week = Number(
    "exercise_per_week", "运动次数", "次/周", hard=(0, 21), integer=True, carried=True, source=PLAUSIBILITY
)
target_exercise_per_week = exercise_per_week.but(key="target_exercise_per_week", title="目标运动次数")
exercise_minutes = Number(
    "exercise_minutes",
    "每次运动时间",
    "分钟/次",
    hard=(0, 360),
    soft=(0, 180),
    integer=True,
    carried=True,
    source=PLAUSIBILITY,
)
target_exercise_minutes = exercise_minutes.but(key="target_exercise_minutes", title="目标每次运动时间")
salt = Choice("salt", "摄盐情况", codes=SALT, carried=True, source=NORM_2017)
target_salt = salt.but(key="target_salt", title="目标摄盐情况")
staple_food = Number(
    "staple_food",
    "主食",
    "克/天",
    hard=(0, 2000),
    soft=(50, 1000),
    integer=True,
    carried=True,
    source=PLAUSIBILITY,
)
target_staple_food = staple_food.but(key="target_staple_food", title="目标主食")
psychology = Choice("psychology", "心理调整", codes=GOOD, source=NORM_2017)
compliance = Choice("compliance", "遵医行为", codes=GOOD, source=NORM_2017, note="指生活方式，不指服药")

labs = Text("labs", "辅助检查", source=NORM_2017, note="上次随访以来的结果")
adherence = Choice("adherence", "服药依从性", codes=ADHERENCE, source=NORM_2017)
adverse = Choice("adverse", "药物不良反应", codes=NO_YES, source=NORM_2017)
adverse_text = Text("adverse_text", "不良反应说明", required=adverse == "2", source=NORM_2017)
new_complication = Choice(
    "new_complication", "新发或加重的并发症", codes=NO_YES, source=NORM_2017, note="服务要求所列，纸表无此格"
)
visit_class = Choice("visit_class", "此次随访分类", codes=VISIT_CLASS, apart=True, source=NORM_2017)
medicines = Repeat(
    "medicines",
    "用药情况",
    form=Form(
        Text("name", "药物名称", required=True, longest=60),
        Number("dose", "每次用量", hard=(0.001, 10_000), source=PLAUSIBILITY),
        Text("unit", "用量单位", longest=10),
        Number("times_a_day", "每日次数", "次", hard=(0, 24), source=PLAUSIBILITY),
    ),
    most=8,
    carried=True,
    source=NORM_2017,
    note="含其他机构开具的药物",
)
exam_done = Flag("exam_done", "本次同时完成年度健康检查", source=NORM_2017, note="每年 1 次，可与随访相结合")

referral_reason = Text("referral_reason", "转诊原因", apart=True, source=NORM_2017)
referral_to = Text("referral_to", "转入机构及科别", longest=60, apart=True, source=NORM_2017)
referral_followed_date = Day("referral_followed_date", "转诊后随访日期", past=True, apart=True, source=NORM_2017)
referral_result = Text("referral_result", "转诊结果", apart=True, source=NORM_2017)

side_effects = (adverse == "2").called("有药物不良反应", contrary="无药物不良反应")
complication = (new_complication == "2").called("有新发或加重的并发症")

# "Required" marks are the platform's reading of the printed forms, which mark nothing (not verified).
HABITS = tuple(field.but(required=True) for field in (cigarettes, alcohol, exercise_per_week, exercise_minutes))
REFERRAL = (referral_reason, referral_to, referral_followed_date, referral_result)
