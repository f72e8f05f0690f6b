"""Share of those invited to screening for colorectal cancer who had a first test in the year."""

from gongwei.catalog.programs.colorectal import program
from gongwei.catalog.screening_rates import participation

indicator = participation(program, "大肠癌")
