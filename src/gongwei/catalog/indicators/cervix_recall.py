"""Share of positive first tests for cervical cancer that have a diagnosis."""

from gongwei.catalog.programs.cervix import program
from gongwei.catalog.screening_rates import recalled

indicator = recalled(program, "宫颈癌")
