"""What the search for people at high risk asks beside measurements and habits."""

from gongwei.catalog.codelists.answers import NO_YES
from gongwei.catalog.sources import DIABETES_GUIDE_2020, PRESSURE_CHECK
from gongwei.domain.form_field import Choice

family_hypertension = Choice(
    "family_hypertension", "父母或兄弟姐妹有高血压", codes=NO_YES, carried=True, source=PRESSURE_CHECK
)
family_diabetes = Choice(
    "family_diabetes", "父母或兄弟姐妹有糖尿病", codes=NO_YES, carried=True, source=DIABETES_GUIDE_2020
)
