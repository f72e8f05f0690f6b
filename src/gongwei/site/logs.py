"""What a log line may hold: where something broke, and never the row that broke it."""

import logging
import re
from types import TracebackType
from typing import TypeAlias

Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
# PostgreSQL quotes the whole row after DETAIL, and a line of a file after CONTEXT.
QUOTED = re.compile(r"^(DETAIL|CONTEXT):.*?(?=^The above exception|^During handling|^Traceback|\Z)", re.M | re.S)


class WithoutRows(logging.Formatter):
    """Write a line as ever, without the values that PostgreSQL quotes in its errors."""

    def formatException(self, ei: Raised) -> str:
        return QUOTED.sub(r"\1: left out of the log\n", super().formatException(ei))

    def formatMessage(self, record: logging.LogRecord) -> str:
        return QUOTED.sub(r"\1: left out of the log\n", super().formatMessage(record))
