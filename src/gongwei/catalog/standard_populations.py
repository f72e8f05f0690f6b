"""Standard populations by five-year age groups: what directly standardized rates are weighed by."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType


@dataclass(frozen=True)
class StandardPopulation:
    """People (or parts of 100,000) in age groups that begin with `ages`; the oldest group is open."""

    key: str
    title: str
    source: str
    ages: tuple[int, ...]
    people: tuple[float, ...]
    verified: bool = False

    def grouped(self, ages: tuple[int, ...]) -> tuple[float, ...]:
        """Add the groups up to coarser ones. Raises GroupsDoNotFit if a wanted group cuts one of ours in two."""
        if not ages or ages[0] != 0 or not set(ages) <= set(self.ages):
            wrong = [age for age in ages if age not in self.ages] or [0]
            raise GroupsDoNotFit(
                f"age group {wrong[0]} is not one of {self.key}'s: use groups that begin with 0 and at {self.ages}"
            )
        bounds = (*ages, 10**6)
        return tuple(
            sum(people for age, people in zip(self.ages, self.people, strict=True) if low <= age < high)
            for low, high in pairwise(bounds)
        )


class GroupsDoNotFit(ValueError):
    """The age groups of a file cannot be weighed by the standard population."""


TO_85, TO_100 = tuple(range(0, 90, 5)), tuple(range(0, 105, 5))
CENSUS = "国家统计局：第{}次全国人口普查，全国分年龄人口，合计与公布总数相符"

_ALL = (
    StandardPopulation(
        "who", "世界标准人口 2000–2025（WHO）", "Ahmad et al. 2001, GPE Discussion Paper 31, WHO, table 4", TO_100,
        (8860, 8690, 8600, 8470, 8220, 7930, 7610, 7150, 6590, 6040, 5370, 4550, 3720, 2960, 2210, 1520, 910, 440,
         150, 40, 5),
    ),
    StandardPopulation(
        "segi", "世界标准人口（Segi 1960，Doll 1966 修订）", "Doll, Payne & Waterhouse 1966, Cancer Incidence",
        TO_85,
        (12000, 10000, 9000, 9000, 8000, 8000, 6000, 6000, 6000, 6000, 5000, 4000, 4000, 3000, 2000, 1000, 500, 500),
    ),
    StandardPopulation(
        "china2000", "中国 2000 年人口普查标准人口", CENSUS.format("五"), TO_85,
        (68978374, 90152587, 125396633, 103031165, 94573174, 117602265, 127314298, 109147295, 81242945, 85521045,
         63304200, 46370375, 41703848, 34780460, 25574149, 15928330, 7989158, 4001925),
        verified=True,
    ),
    StandardPopulation(
        "china2010", "中国 2010 年人口普查标准人口", CENSUS.format("六"), TO_100,
        (75532610, 70881549, 74908462, 99889114, 127412518, 101013852, 97138203, 118025959, 124753964, 105594553,
         78753171, 81312474, 58667282, 41113282, 32972397, 23852133, 13373198, 5631928, 1578307, 369979, 35934),
        verified=True,
    ),
    StandardPopulation(
        "china2020", "中国 2020 年人口普查标准人口", CENSUS.format("七"), TO_100,
        (77883888, 90244056, 85255994, 72684140, 74941675, 91847332, 124145190, 99012932, 92955330, 114224887,
         121164296, 101400786, 73382938, 74005560, 49590036, 31238849, 20382878, 10826530, 3652749, 819812, 118866),
        verified=True,
    ),
)  # fmt: skip

STANDARD_POPULATIONS: Mapping[str, StandardPopulation] = MappingProxyType({one.key: one for one in _ALL})
