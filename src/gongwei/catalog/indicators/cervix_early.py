"""Share of cervical cancer and what comes before it that was found early."""

from gongwei.catalog.programs.cervix import program
from gongwei.catalog.screening_rates import found_early

indicator = found_early(program, "宫颈癌")
