"""Papers: under which title a form is printed, how many visits stand beside each other on it, and which ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from gongwei.domain.form import Form
from gongwei.domain.period import months_between, months_on
from gongwei.domain.tongue import in_tongue, say


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One printed form. `columns` visits stand beside each other on it, by their days; a `yearly` one begins each year.

    `sheet` is the code of the form's sheet that is written on it. Columns for `ages` (whole months → title) take the
    visit of that age, until the next; columns `numbered_from` a number are counted on from it. `placed` says in which
    section of the paper something stands, by its key or by the form's section; `signed` who signs; one
    that `introduces` somebody tells sex, day of birth and address, one with `parents` who father and mother are.
    """

    title: str
    columns: int = 1
    yearly: bool = False
    sheet: str = ""
    ages: Mapping[int, str] | None = None
    numbered_from: int = 0
    placed: Mapping[str, str] = field(default_factory=dict)
    signed: tuple[str, ...] = ("随访医生签名", "居民签名")
    introduces: bool = False
    parents: bool = False


@dataclass(frozen=True)
class Entered:
    """A visit as a paper takes it."""

    key: Any
    day: date
    form: Form
    readings: Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: its heading and the visit that stands in it; None where it is still empty."""

    title: str
    day: date
    entered: Entered | None = None


def paper_for(papers: Sequence[Paper], *, form: Form, readings: Mapping[str, Any], months: int) -> Paper:
    """Choose the paper of a visit: by its sheet or by the age in whole months, else the first."""
    if form.sheets is not None:
        code = readings.get(form.sheets.which.key)
        return next((one for one in papers if one.sheet == code), papers[0])
    begun = [one for one in papers if one.ages and min(one.ages) <= months]
    return begun[-1] if begun else papers[0]


def columns_around(
    papers: Sequence[Paper], visits: Sequence[Entered], *, key: Any, birth_date: date
) -> tuple[Paper, tuple[Column, ...]]:
    """Give the paper on which the visit of that key stands, with all its columns.

    `visits` are those of one programme in the order of their days. Those stand on one paper that follow each other
    without one of another paper, of another form or, on a yearly one, of another year between them.
    """

    def chosen(one: Entered) -> Paper:
        months = months_between(birth_date, one.day)
        return paper_for(papers, form=one.form, readings=one.readings, months=months)

    def stack(one: Entered) -> tuple[Any, ...]:
        paper = chosen(one)
        return paper.title, tuple(one.form.fields), one.day.year if paper.yearly else None

    for _stack, members in groupby(visits, key=stack):
        run = list(members)
        place = next((number for number, one in enumerate(run) if one.key == key), None)
        if place is not None:
            paper = chosen(run[place])
            return paper, _columns(paper, run, place, birth_date)
    raise LookupError(f"no visit {key} among those given")


def blank_columns(paper: Paper, *, day: date, birth_date: date) -> tuple[Column, ...]:
    """Give the columns of a paper on which nothing stands."""
    if paper.ages:
        return tuple(Column(in_tongue(title), months_on(birth_date, months)) for months, title in paper.ages.items())
    return tuple(Column(_numbered(paper, number), day) for number in range(paper.columns))


def _columns(paper: Paper, run: Sequence[Entered], place: int, birth_date: date) -> tuple[Column, ...]:
    asked = run[place]
    blank = blank_columns(paper, day=asked.day, birth_date=birth_date)
    if paper.ages:
        stages = sorted(paper.ages)
        placed: dict[int, Entered] = {}
        for one in (*run, asked):  # of two at one age the later stands, unless the other is asked for
            months = months_between(birth_date, one.day)
            placed[max((n for n, first in enumerate(stages) if first <= months), default=0)] = one
        return tuple(_filled(column, placed.get(number)) for number, column in enumerate(blank))
    first = place - place % paper.columns
    page = run[first : first + paper.columns]
    return tuple(
        Column(_numbered(paper, first + number) or one.day.isoformat(), one.day, one) for number, one in enumerate(page)
    ) + tuple(Column(_numbered(paper, first + number), asked.day) for number in range(len(page), paper.columns))


def _filled(column: Column, one: Entered | None) -> Column:
    return column if one is None else Column(column.title, one.day, one)


def _numbered(paper: Paper, number: int) -> str:
    return say("第 {number} 次", number=paper.numbered_from + number) if paper.numbered_from else ""
