"""Where the small world lies and who signs in to it.

Two districts, three streets, four villages, and the levels above them: each post has rows of its own area, of areas
inside, above, beside and elsewhere, and of one where it worked before.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gongwei.domain.access import RIGHTS, Role
from gongwei.domain.regions import level_of

CITY = 330100000000
DISTRICTS = (330102000000, 330105000000)
STREETS = (330102001000, 330102003000, 330105001000)
VILLAGES = (330102001051, 330102001052, 330102003052, 330105001051)
PLACES = (CITY, *DISTRICTS, *STREETS, *VILLAGES)


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """A user of the world: one post that holds, and one in another area that has ended."""

    username: str
    role: Role
    area_code: int
    former_code: int


def sign_ins() -> Iterator[SignIn]:
    """Post every role in every place of its level. A former post lies at the same level where there are several."""
    for role, rights in RIGHTS.items():
        places = [place for place in PLACES if level_of(place) in rights.areas]
        for place in places:
            others = [other for other in PLACES if level_of(other) == level_of(place) and other != place]
            former = others[-1] if others else DISTRICTS[-1]
            name = f"{role.value.replace('_', '-')}-{PLACES.index(place)}"
            yield SignIn(username=name, role=role, area_code=place, former_code=former)
