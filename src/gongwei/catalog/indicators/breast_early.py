"""Share of breast cancer and what comes before it that was found early."""

from gongwei.catalog.programs.breast import program
from gongwei.catalog.screening_rates import found_early

indicator = found_early(program, "乳腺癌")
