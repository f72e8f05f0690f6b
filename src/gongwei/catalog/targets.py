"""Find the plans, their rows, and which targets hold in a region and year."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from gongwei.catalog import plans as folder
from gongwei.domain.plan import Plan, PlanRow, TargetInForce


class UnknownPlanRow(LookupError):
    """No plan has a row with this id: ids look like 001-I040."""


@cache
def plans() -> Mapping[str, Plan]:
    """Give the plans by document number, "000" to "004"."""
    found = [import_module(f"{folder.__name__}.{module.name}").plan for module in iter_modules(folder.__path__)]
    return MappingProxyType({plan.document: plan for plan in sorted(found, key=lambda plan: plan.document)})


@cache
def plan_rows() -> Mapping[str, PlanRow]:
    """Give all rows of all plans by id."""
    return MappingProxyType({row.id: row for plan in plans().values() for row in plan.rows})


def plan_row(key: str) -> PlanRow:
    """Find one row by its id. Raises UnknownPlanRow."""
    try:
        return plan_rows()[key]
    except KeyError:
        raise UnknownPlanRow(f"没有编号为 {key} 的规划条目，编号形如 001-I040。") from None


def targets_for(indicator: str, region: int, year: int) -> tuple[TargetInForce, ...]:
    """List the targets for an indicator that hold in a region and year, those that bind it first; conflicting ones too.

    A plan binds the region it was made for and is a reference for the regions inside it.
    """
    found = [
        TargetInForce(row, plan, binding)
        for plan in plans().values()
        if (binding := plan.binding(region)) is not None
        for row in plan.in_force(indicator, year)
    ]
    return tuple(sorted(found, key=lambda target: (target.binding, target.row.id)))
