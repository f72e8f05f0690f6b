"""Set the clock of pages, jobs and commands back to the day that GONGWEI_JOURNEY_DAY names; the hours run on.

Python imports this by its name in every process whose PYTHONPATH holds this folder: the web, the worker, the commands.
"""

import os
from datetime import date

from django.utils import timezone

real_now = timezone.now
to_that_day = date.fromisoformat(os.environ["GONGWEI_JOURNEY_DAY"]) - date.today()
timezone.now = lambda: real_now() + to_that_day
