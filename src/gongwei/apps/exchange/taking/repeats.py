"""The same person twice in one file."""

from collections.abc import Hashable, Iterable

from gongwei.apps.exchange.taking.incoming import Refused


class Repeats:
    """Remember which row of the file was the first about each key, and what it said."""

    def __init__(self) -> None:
        self.first: dict[Hashable, tuple[int, int]] = {}

    def seen(self, keys: Iterable[Hashable], says: int) -> bool:
        """Say whether an earlier row said just this. An earlier row that said something else is Refused."""
        for key in keys:
            if key in self.first:
                number, said = self.first[key]
                if said != says:
                    raise Refused(f"与第 {number} 行是同一对象而内容不同，请只留一行")
                return True
        return False

    def add(self, keys: Iterable[Hashable], number: int, says: int) -> None:
        """Remember a row that was taken."""
        for key in keys:
            self.first[key] = (number, says)
