"""Set the clock of pages, jobs and commands back to the day that GONGWEI_JOURNEY_DAY names; the hours run on.

Python imports this by its name in every process whose PYTHONPATH holds this folder: the web, the worker, the commands.
A window may live on another day: its requests name it in their header X-Journey-Day, and for nobody else is it later.
The product knows neither this folder nor the header.
"""

import os
import threading
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

real_now, answer = timezone.now, WSGIHandler.__call__
city_day = os.environ["GONGWEI_JOURNEY_DAY"]
asking = threading.local()


def now() -> datetime:
    return real_now() + (date.fromisoformat(getattr(asking, "day", city_day)) - date.today())


def answer_on_its_day(self: WSGIHandler, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    asking.day = environ.get("HTTP_X_JOURNEY_DAY", city_day)
    try:
        return answer(self, environ, start)
    finally:
        del asking.day


timezone.now = now
WSGIHandler.__call__ = answer_on_its_day  # type: ignore[method-assign]
