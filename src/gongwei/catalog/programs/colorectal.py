"""Screening for colorectal cancer, 45 to 74: questionnaire and blood in the stool, then colonoscopy."""

from gongwei.catalog.codelists import screening as codes
from gongwei.catalog.screening import screening
from gongwei.catalog.sources import COLORECTAL_2020
from gongwei.domain.expr import Parameter, age, known, lives_here
from gongwei.domain.form_field import Choice, Day, Text

questionnaire = Choice(
    "colorectal_questionnaire", "问卷评估", codes=codes.QUESTIONNAIRE, carried=True, source=COLORECTAL_2020
)
fit_date = Day("fit_date", "大便潜血检测日期", past=True, carried=True, source=COLORECTAL_2020)
fit = Choice("fit", "大便潜血（免疫法）", codes=codes.FIT, carried=True, source=COLORECTAL_2020)
colonoscopy = Text("colonoscopy", "结肠镜所见", carried=True, source=COLORECTAL_2020)

youngest = Parameter(45, "colorectal.age.from", "大肠癌筛查年龄下限", "岁")
oldest = Parameter(74, "colorectal.age.to", "大肠癌筛查年龄上限", "岁")

program = screening(
    key="colorectal",
    title="大肠癌筛查",
    source=COLORECTAL_2020,
    enrol=lives_here & (age >= youngest) & (age <= oldest),
    first=(questionnaire, fit_date, fit),
    positive=((questionnaire == "2") | (fit == "2")).called("初筛阳性：问卷高风险或潜血阳性"),
    tested=known(fit).called("已做初筛"),
    further=(colonoscopy,),
    months=12,
)
