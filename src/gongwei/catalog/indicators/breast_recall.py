"""Share of positive first tests for breast cancer that have a diagnosis."""

from gongwei.catalog.programs.breast import program
from gongwei.catalog.screening_rates import recalled

indicator = recalled(program, "乳腺癌")
