"""Share of positive first tests for colorectal cancer that have a diagnosis."""

from gongwei.catalog.programs.colorectal import program
from gongwei.catalog.screening_rates import recalled

indicator = recalled(program, "大肠癌")
