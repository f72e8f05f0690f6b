"""When two records are taken for one person: what is compared, and what each likeness is worth.

The model is that of Fellegi and Sunter (1969, A theory for record linkage, JASA 64:1183-1210). `m` is the share of
pairs of one person that show a likeness, `u` that of pairs of two people. Both are ours, set from the errors that
clerks make and from how many people share a thing in a city; they are not verified on a register of real residents.
A frequent name is worth less than a rare one: likenesses marked `by_frequency` take their `u` from how often the value
occurs. A thing that either record lacks says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

COLUMNS = ("id", "name", "name_pinyin", "sex", "birth_date", "phone", "address", "area_code", "household", "document")

PRIOR_DOUBLES = 0.006  # share of records that are somebody's second (ours)
REVIEWED = 0.05  # a pair less likely is not shown to anybody
LIKELY = 0.85  # a pair at least so likely is counted as found when the model is judged
SHARED_NUMBER = 0.97  # taken for a pair with one document or archive number until a run judges the rest of it (ours)
CERTAIN = 0.999  # the least probability of a pair that may be merged without a person


@dataclass(frozen=True, slots=True)
class Likeness:
    """How one field of two records may agree; `m` and `u` are shares, without unit.

    What people share because they live together is shared with as many others in a town as in a city: `others` counts
    them (persons), and `u` follows from the number of records.
    """

    key: str
    m: float
    u: float = 0.0
    by_frequency: bool = False
    others: float = 0.0

    def among(self, records: int) -> float:
        """Give `u` among so many records."""
        return min(self.others / records, 0.25) if self.others else self.u


# The last of each field is what remains. Two records with a different valid document are two people's, unless a clerk
# mistyped a number that still passes its check.
FIELDS: Mapping[str, tuple[Likeness, ...]] = {
    "name": (
        Likeness("same", 0.809, 5e-5, by_frequency=True),
        Likeness("variant", 0.05, 2e-6),
        Likeness("homophone", 0.12, 6e-5, by_frequency=True),
        Likeness("near", 0.02, 4e-5),
        Likeness("other", 0.001, 0.99985),
    ),
    "birth": (
        Likeness("same", 0.945, 4e-5),
        Likeness("slip", 0.03, 1.2e-3),
        Likeness("near", 0.021, 1.0e-2),
        Likeness("other", 0.004, 0.98876),
    ),
    "sex": (Likeness("same", 0.995, 0.5), Likeness("other", 0.005, 0.5)),
    # Who lives together shares home and telephone alike: both together are worth little more than one.
    "contact": (
        Likeness("home and phone", 0.64, others=6),
        Likeness("home", 0.18, others=4),
        Likeness("phone", 0.14, others=3),
        Likeness("none", 0.04, 1.0),
    ),
    "document": (Likeness("same", 0.97, 1e-8), Likeness("other", 0.03, 1.0)),
}


def certain(evidence: Mapping[str, str | None], probability: float) -> bool:
    """Say whether a pair may be merged without a person: everything that could part two people agrees.

    Twins, a father and a son of one name, and two people of one name and birthday do not pass. `evidence` maps fields
    to the key of a likeness, None where a record lacks the thing.
    """
    if probability < CERTAIN or evidence["document"] == "other":
        return False
    named = evidence["name"] in ("same", "variant") and evidence["birth"] == "same" and evidence["sex"] == "same"
    return named and (evidence["document"] == "same" or evidence["contact"] in ("home and phone", "home", "phone"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, the smaller id first; `evidence` names the likeness of each field, None where one lacks it."""

    left: str
    right: str
    probability: float
    evidence: Mapping[str, str | None]

    @property
    def certain(self) -> bool:
        return certain(self.evidence, self.probability)
