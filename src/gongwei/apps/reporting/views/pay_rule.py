"""The rule of pay: what is in force, what a draft would do to everybody, and deciding it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.planning.actions.pay import NotDecidedHere, decide_pay
from gongwei.apps.planning.queries import pay as queries
from gongwei.apps.reporting.views.asking import asked
from gongwei.catalog.discovery import indicators
from gongwei.catalog.regions import gazetteer
from gongwei.catalog.services import SERVICES, measured
from gongwei.domain.access import PLAN
from gongwei.domain.cohort import quarter_name, quarter_of
from gongwei.domain.pay import PayRule, UnusableRule, simulate
from gongwei.domain.period import add_months

SHOWN = 10  # who loses most and who gains most


@require_GET
@allow(manages=PLAN)
def rule(request: Request) -> HttpResponse:
    """Show the rule in force, and beside it what the draft in the address would change on last quarter's work."""
    own, on = request.acting.area_code, today()
    in_force = queries.rule_in_force(own, on=on)
    context: dict[str, Any] = {
        "in_force": in_force,
        "place": gazetteer().region(own),
        "history": queries.rules_of(own),
        "tomorrow": date.fromordinal(on.toordinal() + 1),
    }
    try:
        draft = _draft(request, in_force.rule)
        draft.check()
    except (UnusableRule, ValueError) as error:
        messages.error(request, str(error) if isinstance(error, UnusableRule) else _("请填写数字。"))
        draft = in_force.rule
    known = [day for day in queries.counted_quarters_of_work() if add_months(day, 3) <= on]
    quarter = known[0] if known else quarter_of(on).start
    changes = simulate(queries.work_of_streets(own, quarter), now=in_force.rule, draft=draft)
    return render(request, "reporting/pay_rule.html", context | _shown(draft, in_force.rule, changes, quarter))


@require_POST
@allow(manages=PLAN)
def decide(request: Request) -> HttpResponse:
    """Decide the draft from a day on, with its document."""
    on = today()
    try:
        since = date.fromisoformat(asked(request, "since"))
        draft = _draft(request, queries.rule_in_force(request.acting.area_code, on=on).rule)
        source = asked(request, "source", longest=200)
        decide_pay(rule=draft, since=since, source=source, by=request.acting, on=on, at=now())
    except (UnusableRule, NotDecidedHere) as error:
        messages.error(request, str(error))
    except ValueError:
        messages.error(request, _("请填写数字和日期。"))
    else:
        messages.success(request, _("规则已决定，施行之日以后开始的季度按它结算。"))
    return redirect("reporting:pay_rule")


def _draft(request: Request, base: PayRule) -> PayRule:
    """Read a draft from the form; what it leaves out stays as it is. Raises ValueError for what is no number."""

    def told(name: str, otherwise: float) -> float:
        written = asked(request, name)
        return float(written) if written else otherwise

    prices = {key: told(f"price-{key}", base.prices.get(key, 0.0)) for key in SERVICES}
    qualities = {
        program: replace(one, goal=told(f"goal-{program}", one.goal), floor=told(f"floor-{program}", one.floor))
        for program, one in base.qualities.items()
    }
    return PayRule(prices, qualities)


def _shown(draft: PayRule, now_rule: PayRule, changes: list[Any], quarter: date) -> dict[str, Any]:
    known = gazetteer().by_code
    ends = [*changes[:SHOWN], *changes[-SHOWN:]] if len(changes) > 2 * SHOWN else changes
    return {
        "prices": [(one, draft.prices[one.key], now_rule.prices.get(one.key)) for one in SERVICES.values()],
        "qualities": [(one, measured(one), indicators()[one.indicator].title) for one in draft.qualities.values()],
        "quarter": quarter_name(quarter),
        "changes": [(known[int(one.unit)].name if int(one.unit) in known else one.unit, one) for one in ends],
        "shown_first": SHOWN + 1,
        "left_out": len(changes) - len(ends),
        "before": sum((one.now for one in changes), Decimal()),
        "after": sum((one.then for one in changes), Decimal()),
        "losers": sum(one.difference < 0 for one in changes),
        "winners": sum(one.difference > 0 for one in changes),
        "changed": draft != now_rule,
    }
