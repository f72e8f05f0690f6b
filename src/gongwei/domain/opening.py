"""What a visit opens beside its own programme: a diagnosis made there, and the programme it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongwei.domain.evaluation import is_true
from gongwei.domain.expr import Expr

if TYPE_CHECKING:
    from gongwei.domain.program import Decision


@dataclass(frozen=True, eq=False)
class Opening:
    """When `met` is certainly true at a visit, the condition is noted and the patient taken into the programme.

    `met` reads what the doctor concluded, never a measurement alone: no machine makes a diagnosis. An empty `program`
    opens none.
    """

    met: Expr
    condition: str
    program: str = ""


def opened(decision: Decision) -> tuple[Opening, ...]:
    """List what a decided visit opens, in the order of the programme."""
    return tuple(one for one in decision.program.opens if is_true(one.met, decision.scene))
