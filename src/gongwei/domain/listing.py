"""Lists of people whom nobody named: told from what the record holds, with the signs that put them there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongwei.domain.evaluation import is_true, value_of
from gongwei.domain.expr import Expr, Named, Summary, Value, walk
from gongwei.domain.record import Record
from gongwei.domain.scene import Scene
from gongwei.domain.tongue import in_tongue, say


@dataclass(frozen=True, eq=False)
class Listing:
    """Who belongs on the list, and the signs that may put somebody there, which the page names as reasons.

    `program` is the programme into which they may be taken ("" for none).
    """

    key: str
    title: str
    who: Expr
    signs: tuple[Named, ...]
    source: str
    program: str = ""
    verified: bool = True

    def why(self, record: Record, *, on: date) -> tuple[str, ...] | None:
        """Give the signs of a person who stands on the list on a day, None for who does not certainly belong."""
        scene = Scene(day=on, person=record.person, record=record)
        if not is_true(self.who, scene):
            return None
        return tuple(_said(sign, scene) for sign in self.signs if is_true(sign, scene))


def _said(sign: Named, scene: Scene) -> str:
    measured = "，".join(dict.fromkeys(_measured(sign, scene)))
    title = in_tongue(sign.title)
    return say("{value}（{limits}）", value=title, limits=measured) if measured else title


def _measured(sign: Named, scene: Scene) -> Iterator[str]:
    """Give the numbers that a sign looks at, as they were last known."""
    for node in walk(sign):
        if isinstance(node, Summary) and isinstance(node.item, Value):
            value = value_of(node, scene)
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield f"{in_tongue(node.item.title)} {value:g}"
