"""Screening of women from 35 to 64 for cancer of the breast: ultrasound, then mammography."""

from gongwei.catalog.codelists import screening as codes
from gongwei.catalog.screening import screening
from gongwei.catalog.sources import BREAST_2021
from gongwei.domain.expr import Parameter, age, known, lives_here, sex
from gongwei.domain.form_field import Choice, Day, Text

ultrasound_date = Day("breast_ultrasound_date", "乳腺超声日期", past=True, carried=True, source=BREAST_2021)
ultrasound = Choice("breast_ultrasound", "乳腺超声", codes=codes.BI_RADS, carried=True, source=BREAST_2021)
mammography = Choice(
    "mammography", "乳腺 X 线", codes=codes.BI_RADS, carried=True, source=BREAST_2021, note="超声 0 类或 3 类者加做"
)
biopsy = Text("breast_biopsy", "活检所见", carried=True, source=BREAST_2021)

youngest = Parameter(35, "breast.age.from", "乳腺癌筛查年龄下限", "岁")
oldest = Parameter(64, "breast.age.to", "乳腺癌筛查年龄上限", "岁")
# 4 and 5 of either image go to biopsy; 0 and 3 of the ultrasound wait for the mammography, which may clear them.
suspicious = ultrasound.isin("4", "5") | mammography.isin("0", "4", "5")
not_clear = ultrasound.isin("0", "3") & ~mammography.isin("1", "2", "3")

program = screening(
    key="breast",
    title="乳腺癌筛查",
    source=BREAST_2021,
    enrol=lives_here & (sex == "2") & (age >= youngest) & (age <= oldest),
    first=(ultrasound_date, ultrasound, mammography),
    positive=(suspicious | not_clear).called("初筛阳性：须进一步检查"),
    tested=known(ultrasound).called("已做初筛"),
    further=(biopsy,),
    months=24,
)
