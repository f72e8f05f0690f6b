"""Screening of women from 35 to 64 for cancer of the cervix: HPV or cytology, then colposcopy."""

from gongwei.catalog.codelists import screening as codes
from gongwei.catalog.screening import screening
from gongwei.catalog.sources import CERVIX_2021
from gongwei.domain.expr import Parameter, age, known, lives_here, sex
from gongwei.domain.form_field import Choice, Day, Text

sampled_date = Day("cervix_sampled_date", "采样日期", past=True, carried=True, source=CERVIX_2021)
hpv = Choice("hpv", "高危型 HPV", codes=codes.HPV, carried=True, source=CERVIX_2021)
cytology = Choice(
    "cytology", "细胞学", codes=codes.CYTOLOGY, carried=True, source=CERVIX_2021, note="其他高危型阳性者加做，分流"
)
colposcopy = Text("colposcopy", "阴道镜所见", carried=True, source=CERVIX_2021)

youngest = Parameter(35, "cervix.age.from", "宫颈癌筛查年龄下限", "岁")
oldest = Parameter(64, "cervix.age.to", "宫颈癌筛查年龄上限", "岁")
# Types 16 and 18 go straight to colposcopy; the other types where cytology is not clear, or was not done.
at_once = hpv == "2"
not_clear = (hpv == "3") & ~cytology.isin("1")

program = screening(
    key="cervix",
    title="宫颈癌筛查",
    source=CERVIX_2021,
    enrol=lives_here & (sex == "2") & (age >= youngest) & (age <= oldest),
    first=(sampled_date, hpv, cytology),
    positive=(at_once | not_clear | cytology.isin("2", "3")).called("初筛阳性：须做阴道镜"),
    tested=(known(hpv) | known(cytology)).called("已做初筛"),
    further=(colposcopy,),
    months=36,
)
