"""Who may see what: five classes of data, twelve roles, and one table that joins them.

Pages, API, jobs, policies in PostgreSQL and tests all read this file; nothing else grants anything.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from gongwei.domain.regions import CITY, DISTRICT, STREET, VILLAGE


class Sensitivity(IntEnum):
    """How far data may travel (after GB/T 39725-2020, five levels; the split into tables is ours)."""

    PUBLIC = 1
    STATISTICS = 2
    HEALTH = 3
    GUARDED_HEALTH = 4  # mental disorder, pregnancy, violence
    HIDDEN_HEALTH = 5  # HIV and sexually transmitted disease: that a record exists is itself hidden


class Role(StrEnum):
    VILLAGE_DOCTOR = "village_doctor"
    CENTRE_DOCTOR = "centre_doctor"
    CENTRE_DIRECTOR = "centre_director"
    DISTRICT_CDC = "district_cdc"
    DISTRICT_BUREAU = "district_bureau"
    CITY_CDC = "city_cdc"
    CITY_BUREAU = "city_bureau"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"
    DATA_OPERATOR = "data_operator"
    STREET_OFFICER = "street_officer"
    HOSPITAL_OFFICE = "hospital_office"


# Rights over things, not over people. The directory lists users; who makes them gives them no posts, and vice versa.
AUDIT, DIRECTORY, USERS, POSTS = "audit", "directory", "users", "posts"
PLAN, IMPORTS, MERGING = "plan", "imports", "merging"  # merging changes who a record is about
NUMBERS = "numbers"  # settling numbers of the rules that no source has confirmed
# A street's joint group on mental health sees what a centre shares with it, and not the register.
JOINT_GROUP, SHARING = "joint_group", "sharing"
DUTIES = "duties"  # statements of pay and the tasks of institutions: objecting, answering, evidence, evaluation
TRUTH = "truth"  # checking what in the records of the post's area is in doubt
COVERING = "covering"  # dividing the work among the doctors of an area, and lending a post for some days
GLASS, REVIEWS = "glass", "reviews"  # opening one record in an emergency, and judging that it was right
CARDS = "cards"  # taking up report cards and closing them
HOSPITAL = "hospital"  # what one's own hospital has reported, and who is referred to it; no area opens it


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What a role may do: classes it reads and writes inside its area, and the things it manages."""

    title: str
    areas: frozenset[int]
    reads: frozenset[Sensitivity]
    writes: frozenset[Sensitivity] = frozenset()
    manages: frozenset[str] = frozenset()

    def may_read(self, sensitivity: Sensitivity) -> bool:
        return sensitivity in self.reads

    def may_write(self, sensitivity: Sensitivity) -> bool:
        return sensitivity in self.writes


def _classes(*levels: int) -> frozenset[Sensitivity]:
    return frozenset(Sensitivity(level) for level in levels)


def _areas(*levels: int) -> frozenset[int]:
    return frozenset(levels)


RIGHTS: dict[Role, Rights] = {
    Role.VILLAGE_DOCTOR: Rights(
        title="村（社区）医生", areas=_areas(VILLAGE), reads=_classes(1, 2, 3), writes=_classes(3),
        manages=frozenset({IMPORTS, GLASS, CARDS}),
    ),
    Role.CENTRE_DOCTOR: Rights(
        title="中心医生", areas=_areas(STREET), reads=_classes(1, 2, 3, 4), writes=_classes(3, 4),
        manages=frozenset({IMPORTS, GLASS, CARDS, JOINT_GROUP, SHARING}),
    ),
    Role.CENTRE_DIRECTOR: Rights(
        title="中心主任", areas=_areas(STREET), reads=_classes(1, 2, 3, 4), writes=_classes(3, 4),
        manages=frozenset({IMPORTS, MERGING, GLASS, REVIEWS, CARDS, JOINT_GROUP, SHARING, TRUTH, COVERING, DUTIES}),
    ),
    Role.DISTRICT_CDC: Rights(
        title="区县疾控人员", areas=_areas(DISTRICT), reads=_classes(1, 2, 3, 4, 5), writes=_classes(5),
        manages=frozenset({GLASS, CARDS, DUTIES}),
    ),
    Role.DISTRICT_BUREAU: Rights(
        title="区县卫健局", areas=_areas(DISTRICT), reads=_classes(1, 2), writes=_classes(2),
        manages=frozenset({PLAN, REVIEWS, DUTIES}),
    ),
    Role.CITY_CDC: Rights(
        title="市疾控人员", areas=_areas(CITY), reads=_classes(1, 2, 3, 4, 5), manages=frozenset({NUMBERS, DUTIES}),
    ),
    Role.CITY_BUREAU: Rights(
        title="市卫健委", areas=_areas(CITY), reads=_classes(1, 2), writes=_classes(2),
        manages=frozenset({PLAN, NUMBERS, DUTIES}),
    ),
    Role.SYSTEM_ADMIN: Rights(
        title="系统管理员", areas=_areas(CITY), reads=_classes(1), manages=frozenset({DIRECTORY, USERS}),
    ),
    Role.SECURITY_ADMIN: Rights(
        title="安全管理员", areas=_areas(CITY), reads=_classes(1), manages=frozenset({DIRECTORY, POSTS, REVIEWS}),
    ),
    Role.AUDITOR: Rights(title="审计员", areas=_areas(CITY), reads=_classes(1), manages=frozenset({AUDIT, REVIEWS})),
    Role.DATA_OPERATOR: Rights(
        title="数据管理员", areas=_areas(CITY, DISTRICT), reads=_classes(1, 2, 3), writes=_classes(3),
        manages=frozenset({IMPORTS, MERGING}),
    ),
    Role.STREET_OFFICER: Rights(
        title="街道综合管理小组", areas=_areas(STREET), reads=_classes(1), manages=frozenset({JOINT_GROUP}),
    ),
    Role.HOSPITAL_OFFICE: Rights(
        title="医院公共卫生科", areas=_areas(DISTRICT), reads=_classes(1), manages=frozenset({HOSPITAL, DUTIES}),
    ),
}  # fmt: skip


# The class of what a folder of the catalogue leads to; the definitions themselves are public.
CATALOGUE: dict[str, Sensitivity] = {
    "programs": Sensitivity.HEALTH,
    "cards": Sensitivity.HEALTH,
    "lists": Sensitivity.HEALTH,
    "indicators": Sensitivity.STATISTICS,
    "plans": Sensitivity.PUBLIC,
    "schedules": Sensitivity.PUBLIC,
    "packages": Sensitivity.PUBLIC,
    "regions": Sensitivity.PUBLIC,
    "holidays": Sensitivity.PUBLIC,
    "growth": Sensitivity.PUBLIC,
    "fields": Sensitivity.PUBLIC,
    "codelists": Sensitivity.PUBLIC,
    "headers": Sensitivity.PUBLIC,
}


# Three who watch each other, after GB/T 22239-2019 section 8.1.5: nobody holds two of these roles.
APART = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


@dataclass(frozen=True, kw_only=True)
class Guard:
    """How one table is guarded: its class, and the column that holds the area, or the right that opens it."""

    sensitivity: Sensitivity
    area: str = "area_code"
    manages: str = ""  # instead of an area: readable with this right, and added to by anybody acting
    seen_with: str = ""  # instead of the class: the right with which the rows of one's area are read
    written_with: str = ""  # and the right with which they are written
    reported: tuple[str, ...] = ()  # columns that the lake may read
    counted: bool = False  # the lake writes the rows, and the application only reads them
    noted: bool = False  # triggers write the rows, and the application only reads them
    steps: str = ""  # the right with which rows in sight are taken further, in the place of writing their class
    glass: str = ""  # the column of the person whose rows are shown under a broken glass
    own: str = ""  # the column of the user whose own rows stay readable, of those that a right opens in its area
    settles: tuple[str, ...] = ()  # columns that who holds the right writes once, on rows of others; the first is who
    sealing: str = ""  # what the sealing role does with the audit: "reads" its entries, "adds" its seals


@dataclass(frozen=True, kw_only=True)
class Exempt:
    """A table outside row-level security, with the reason that an inspector will ask for."""

    reason: str
    writable: bool = True  # by the application's role
    counted: bool = False  # by the lake, and by nobody else
