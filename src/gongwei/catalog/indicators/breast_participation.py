"""Share of those invited to screening for breast cancer who had a first test in the year."""

from gongwei.catalog.programs.breast import program
from gongwei.catalog.screening_rates import participation

indicator = participation(program, "乳腺癌")
