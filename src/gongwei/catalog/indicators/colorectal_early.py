"""Share of colorectal cancer and what comes before it that was found early."""

from gongwei.catalog.programs.colorectal import program
from gongwei.catalog.screening_rates import found_early

indicator = found_early(program, "大肠癌")
