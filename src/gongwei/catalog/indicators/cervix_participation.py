"""Share of those invited to screening for cervical cancer who had a first test in the year."""

from gongwei.catalog.programs.cervix import program
from gongwei.catalog.screening_rates import participation

indicator = participation(program, "宫颈癌")
