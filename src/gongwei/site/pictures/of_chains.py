"""The figure of who infected whom: a row a case, from each infector to its cases along the days of onset."""

from collections import Counter, defaultdict

import numpy as np

from gongwei.adapters.files.columns import Table
from gongwei.site.pictures.wish import NoPicture, Wish
from gongwei.ui.figures.figure import Figure, Line, Mark, Panel, Points

MOST_CASES = 60


def chains(table: Table, wish: Wish) -> Figure:
    """Draw the output of `chains`: the longest chains first, while they have room; cases without onset are left out."""
    say, onset = wish.say, table.days("onset", missing=True)
    cases, infectors, chain = (table.texts(name) for name in ("case", "infector", "chain"))
    table.refuse_repeated("case", np.array(cases))
    generation = table.numbers("generation", lowest=0, whole=True).astype(int)
    shown = _shown(cases, infectors, chain, onset, wish)
    row = {cases[at]: place for place, at in enumerate(shown)}
    onset_of = {cases[at]: onset[at] for at in shown}
    days: list[np.datetime64] = []
    heights: list[float] = []
    for at in shown:
        if infectors[at] in row:
            days += [onset_of[infectors[at]], onset_of[infectors[at]], onset[at], onset[at]]  # down, then along
            heights += [row[infectors[at]], row[cases[at]], row[cases[at]], np.nan]  # and no line to the next link
    marks: list[Mark] = [Line(name="", x=days, y=heights, colour="seen")] if days else []
    for step in np.unique(generation[shown]):
        here = [at for at in shown if generation[at] == step]
        titled = say["generation"].format(step=step)
        marks.append(
            Points(name=titled, x=onset[here], y=[row[cases[at]] for at in here], colour=str(step), size=6)
        )  # fmt: skip
    left_out = len(table) - len(shown)
    note = say["cases left out"].format(left_out=left_out) if left_out else ""
    panel = Panel(title="", marks=marks, rows=[cases[at] for at in shown])
    return Figure(title=wish.title or say["chains"], panels=[panel], note=note)


def _shown(cases: list[str], infectors: list[str], chain: list[str], onset: np.ndarray, wish: Wish) -> list[int]:
    """Choose the rows: of named chains, or of those with more than one case, the longest first; each as a tree."""
    sizes = Counter(chain)
    unknown = [name for name in wish.named if name not in sizes]
    if unknown:
        raise NoPicture(f"column “chain” has no “{unknown[0]}”: a chain is named by the case that began it")
    below = defaultdict(list)
    for at in np.argsort(onset, kind="stable")[::-1]:
        below[infectors[at]].append(int(at))
    wanted = wish.named or [name for name, size in sizes.most_common() if size > 1]
    began = {cases[at]: at for at in below[""]}
    waiting, rows = [began[name] for name in reversed(wanted) if name in began], []
    while waiting:  # each case, then those it made, the earliest first
        at = waiting.pop()
        rows.append(at)
        waiting += below[cases[at]]
    shown = [at for at in rows if not np.isnat(onset[at])][:MOST_CASES]
    if not shown:
        raise NoPicture("no case of a chain has an onset: give the column “onset”, or name a chain with --series")
    return shown
