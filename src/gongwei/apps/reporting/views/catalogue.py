"""The catalogue in words: what the city does and counts, for the office that approves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.reporting.views.asking import WrongQuestion, chosen_day
from gongwei.apps.reporting.views.trying import Trial, tried
from gongwei.catalog.discovery import indicators, indicators_on, programs
from gongwei.catalog.targets import plans
from gongwei.domain.access import Sensitivity
from gongwei.domain.indicator import Indicator
from gongwei.domain.plan import Plan, PlanRow
from gongwei.domain.program import NotInForce, Program
from gongwei.domain.words import Description, Line, Part, cited, describe, describe_indicator

TARGETS, EDITIONS, MEANINGS = "targets", "editions", "meanings"  # parts that the page does not only list


@dataclass(frozen=True)
class Chapter:
    """A part of a description with its statements; `number` is its anchor on the page."""

    number: int
    key: str
    title: str
    statements: tuple[Line, ...]

    @property
    def unverified(self) -> int:
        return sum(not one.verified for one in self.statements)


@require_GET
@allow(anybody=True)
def catalogue(request: Request) -> HttpResponse:
    """List programmes and indicators with their sources and how much of each must still be confirmed."""
    described, counted = _described(today()), _counted()
    context = {
        "export": reverse("reporting:export_catalogue"),
        "programs": described,
        "indicators": counted,
        "unverified": sum(words.unverified for _one, words in described)
        + sum(words.unverified for _one, words, _rows in counted),
    }
    return render(request, "reporting/catalogue.html", context)


@require_GET
@allow(anybody=True)
@exports("catalogue")
def export(request: Request) -> HttpResponse:
    """Hand out every statement of every programme and indicator as an Excel file, for the office that confirms them."""
    words = [(_("服务项目"), said.title, said) for one, said in _described(today())]
    words += [(_("指标"), said.title, said) for one, said, _rows in _counted()]
    rows = (
        (kind, title, chapter.title, one.subject, one.said, one.source, _("已核实") if one.verified else _("未核实"))
        for kind, title, said in words
        for chapter in chapters(said.parts)
        for one in chapter.statements
    )
    headings = [_("类别"), _("名称"), _("部分"), _("项"), _("内容"), _("来源"), _("核实")]
    listed = Listed(title=_("规则目录"), name="catalogue", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("catalogue", ""))


def _described(on: date) -> list[tuple[Program, Description]]:
    return [(one, describe(one, on=max(on, one.editions[-1].since))) for one in programs().values()]


def _counted() -> list[tuple[Indicator, Description, int]]:
    return [(one, describe_indicator(one), len(list(_plan_rows(one)))) for one in indicators_on(today()).values()]


@require_http_methods(["GET", "POST"])
@allow(anybody=True)
def program_words(request: Request, program: str) -> HttpResponse:
    """Show a programme in words, in the edition of a day, and try its rules on values that one types."""
    if program not in programs():
        raise Http404
    newest = programs()[program]
    try:
        on = chosen_day(request, otherwise=max(today(), newest.editions[-1].since))
        edition = _edition(newest, on)
    except WrongQuestion as wrong:
        context = {"program": newest, "editions": _editions(newest, None), "wrong": str(wrong)}
        return render(request, "reporting/program.html", context, status=400)
    trial = tried(edition, request.POST if request.method == "POST" else None, on=on)
    if request.headers.get("HX-Request") and request.method == "POST":
        return render(request, "reporting/tried.html", {"trial": trial}, status=trial.status)
    return render(request, "reporting/program.html", _program_page(newest, edition, on, trial), status=trial.status)


@require_GET
@allow(anybody=True)
def indicator_words(request: Request, indicator: str) -> HttpResponse:
    """Show an indicator in words, with the rows of the plans that it measures."""
    if indicator not in indicators():
        raise Http404
    one = indicators_on(today())[indicator]
    words = describe_indicator(one)
    context = {
        "indicator": one,
        "words": words,
        "chapters": chapters(words.parts),
        "rows": list(_plan_rows(one)),
        "may_read_figures": request.acting.rights.may_read(Sensitivity.STATISTICS),
    }
    return render(request, "reporting/indicator_words.html", context)


def _edition(program: Program, on: date) -> Program:
    try:
        return program.on(on)
    except NotInForce:
        first = program.editions[-1].edition
        raise WrongQuestion(
            _("%(program)s自 %(day)s 起施行，请选此后的日期。") % {"program": _(program.title), "day": first}
        ) from None


def _program_page(newest: Program, edition: Program, on: date, trial: Trial) -> dict[str, object]:
    words: Description = describe(edition, on=on)
    found = chapters(words.parts)
    by_key = {chapter.key: chapter for chapter in found}
    return {
        "program": edition,
        "on": on,
        "older": edition.since != newest.since,
        "words": words,
        "chapters": [one for one in found if one.key not in (TARGETS, EDITIONS)],
        "doubtful": [one for one in found if one.unverified],
        "targets": by_key.get(TARGETS),
        "meanings": _meanings(by_key),
        "editions": _editions(newest, edition),
        "history": by_key[EDITIONS],
        "trial": trial,
    }


def _meanings(by_key: Mapping[str, Chapter]) -> list[tuple[Line, str]]:
    """Set each target beside what its name means."""
    said = {one.subject: one.said for one in by_key[MEANINGS].statements} if MEANINGS in by_key else {}
    targets = by_key[TARGETS].statements if TARGETS in by_key else ()
    return [(target, said.get(target.said, "")) for target in targets]


def _editions(newest: Program, shown: Program | None) -> list[tuple[Program, str, bool]]:
    """List the editions with the documents they follow, and which of them is shown."""
    return [(one, cited(one.source), shown is not None and one.since == shown.since) for one in newest.editions]


def chapters(parts: Iterable[Part]) -> tuple[Chapter, ...]:
    """Number a description's parts as chapters."""
    return tuple(Chapter(number, part.key, part.title, part.lines) for number, part in enumerate(parts, 1))


def _plan_rows(indicator: Indicator) -> Iterable[tuple[Plan, PlanRow]]:
    for plan in plans().values():
        for row in plan.rows:
            if indicator.key in row.indicators:
                yield plan, row
