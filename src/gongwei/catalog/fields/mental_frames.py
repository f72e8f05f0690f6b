"""Who is registered and who is managed for a severe mental disorder, as the indicators count them."""

from gongwei.catalog.fields.mental_file import diagnosis, economy
from gongwei.catalog.programs.mental_disorder import program as followed
from gongwei.catalog.programs.mental_file import program as filed
from gongwei.domain.period import year

registered = filed.enrolled.any_day(year).called("年内登记在册")
managed = followed.enrolled.any_day(year).called("年内在管")
visits = followed.visits.during(year)
files = filed.visits
schizophrenia = (files.last_known(diagnosis) == "1").called("诊断为精神分裂症")
poor = (files.last_known(economy) == "1").called("经济状况为贫困")

REGISTERED = "在册：年内曾登记在册，含其后死亡、迁出者（本市可调整）。"
MANAGED = "在管：同意参加管理并已建随访卡，年内曾在管（本市可调整）。"
