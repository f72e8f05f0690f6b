"""What is missing where nothing may be decided, in the words of the form."""

from gongwei.domain.expr import Value
from gongwei.domain.tongue import in_sentence, listed, say

NAMED = 6  # missing values that a refusal names; of more it gives the number


class Undecided(ValueError):
    """A value without which no rule may be applied is missing: measure it, then judge again."""

    def __init__(self, missing: tuple[Value, ...]) -> None:
        self.missing = tuple(value.key for value in missing)
        self.titles = tuple(value.title or value.key for value in missing)
        said = listed(map(in_sentence, self.titles[:NAMED]))
        if len(self.titles) > NAMED:
            said = say("{values}等 {count} 项", values=said, count=len(self.titles))
        super().__init__(say("缺少{values}，不能判定，请补测或补录后再试。", values=said))
