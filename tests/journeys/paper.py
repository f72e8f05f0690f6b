"""What the same work takes on paper: strokes of a pen, counted from the forms."""

from collections.abc import Mapping, Sequence

from gongwei.domain.form_field import Day
from gongwei.domain.program import Program

A_DAY = 8  # a date is written as eight digits


def pen_strokes(papers: Sequence[Program], answers: Mapping[str, str]) -> int:
    """Count the strokes that fill the papers with the answers: a digit or a tick is one stroke, no less.

    Every paper is filled whole, for paper takes nothing over: a value that two papers ask for is written twice. Names,
    medicines and what the platform carries over are left out, though the paper wants them too.
    """
    strokes = 0
    for paper in papers:
        for key, field in paper.visit.fields.items():
            if isinstance(field, Day) and key in ("visit_date", "next_due_date"):
                strokes += A_DAY
            elif field.derived is None:
                strokes += len(answers.get(key, ""))
    return strokes
