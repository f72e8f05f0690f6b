"""Lists that leave the site as Excel files: one way for all of them, and each is written down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongwei.adapters.files.export import EXCEL, workbook
from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting

MOST_ROWS = 5000


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list as it leaves: `title` names its sheet, `name` the file (ASCII, no ending)."""

    title: str
    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def hand_out(
    listed: Listed, *, by: Acting, at: datetime, about: tuple[str, object], detail: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Give a list as an Excel file and write down that it left; past MOST_ROWS its last line says what is missing."""
    rows = [tuple(map(_cell, row)) for row in islice(listed.rows, MOST_ROWS + 1)]
    cut, rows = len(rows) > MOST_ROWS, rows[:MOST_ROWS]
    audit.record("list.export", by=by, at=at, about=about, detail={**(detail or {}), "rows": len(rows)})
    if cut:
        rows.append((_("只导出前 %s 行，请缩小范围后再导出其余的。") % MOST_ROWS,))
    answer = HttpResponse(workbook(listed.title, listed.headings, rows), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="{listed.name}-{timezone.localdate(at).isoformat()}.xlsx"'
    return answer


def _cell(value: Any) -> Any:
    """Give moments as local time in words: a spreadsheet knows no time zones."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else value
