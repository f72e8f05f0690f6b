"""The residents' table, with the duplicates that careless registration leaves behind."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gongwei.adapters.synth.documents import card_numbers, passport_numbers, phone_numbers
from gongwei.adapters.synth.draws import NEVER, YEAR_DAYS, Days, ids, stream
from gongwei.adapters.synth.institutions import Institutions
from gongwei.adapters.synth.lives import ARCHIVES_BEGIN, Lives
from gongwei.adapters.synth.people import People, name_columns
from gongwei.adapters.synth.places import Places
from gongwei.adapters.synth.tables import HOUSEHOLD, RESIDENT
from gongwei.adapters.synth.texts import dates, digits, fixed, identifiers, joined, moments, taken, where

PASSPORTS = 0.003  # share of residents (ours)
NO_DOCUMENT = 0.004  # of adults; of infants under three months most (ours)
OWN_PHONE_AGE = 12
WORKDAY = 9 * 3600  # seconds
FLATS = 4 * 18 * 2  # in a building: units, floors, doors


@dataclass(frozen=True, slots=True)
class Registered:
    """The table of residents and the identifiers of its rows."""

    table: pa.Table
    ids: NDArray[np.uint8]


def register(
    seed: int,
    people: People,
    lives: Lives,
    places: Places,
    institutions: Institutions,
    *,
    recorded_birth: Days,
    as_of: int,
) -> Registered:
    """Write one row per person, with the birth date as somebody wrote it down."""
    rng = stream(seed, "residents")
    own = ids(rng, RESIDENT, len(people))
    name, pinyin, initials = name_columns(people.surname, people.given)
    kind, number = _documents(rng, people, places, as_of)
    archived = lives.archived != NEVER
    table = pa.table(
        {
            "id": identifiers(own),
            "name": name,
            "name_pinyin": pinyin,
            "name_initials": initials,
            "sex": taken(["1", "2"], people.sex),
            "birth_date": dates(recorded_birth),
            "document_type": kind,
            "document_number": number,
            "phone": _phones(rng, people, as_of),
            "address": _addresses(rng, people, places),
            "area_code": pa.array(places.codes[people.village]),
            "household_id": identifiers(ids(rng, HOUSEHOLD, int(people.household.max()) + 1), people.household),
            "institution_id": identifiers(institutions.ids, institutions.of_village[people.village]),
            "archive_no": where(archived, _archive_numbers(people, places)),
            "archived_date": dates(lives.archived, archived),
            "resident_from": dates(lives.came),
            "resident_to": dates(lives.left, lives.left != NEVER),
            "died_date": dates(lives.died, lives.died != NEVER),
            "recorded_at": _recorded(rng, lives, as_of),
        }
    )
    return Registered(table, own)


def _recorded(rng: np.random.Generator, lives: Lives, as_of: int) -> pa.Array:
    """Write people down with their archive, and those without one some weeks after they came."""
    met = np.minimum(np.maximum(lives.came, ARCHIVES_BEGIN) + 60, as_of - 1)
    recorded = np.where(lives.archived != NEVER, lives.archived, met)
    return moments(recorded, rng.integers(0, WORKDAY, len(recorded)))


def _documents(rng: np.random.Generator, people: People, places: Places, as_of: int) -> tuple[pa.Array, pa.Array]:
    age_days = as_of - people.birth
    chance = rng.random(len(people))
    none = chance < np.where(age_days < 90, 0.7, NO_DOCUMENT)
    passport = (chance > 1 - PASSPORTS) & (age_days > 90)
    cards = card_numbers(district=places.districts[people.village], birth=people.birth, sex=people.sex)
    numbers = pc.if_else(pa.array(passport), passport_numbers(np.arange(len(people))), cards)
    kinds = taken(["01", "03", ""], np.where(none, 2, passport.astype(np.int8)))
    return kinds, where(~none, numbers)


def _phones(rng: np.random.Generator, people: People, as_of: int) -> pa.Array:
    """Give adults their own number; children, and many of the old, are reached through the head of the household."""
    age = (as_of - people.birth) / YEAR_DAYS
    borrowed = (age < OWN_PHONE_AGE) | ((age >= 75) & (rng.random(len(people)) < 0.4))
    holders = np.where(borrowed, people.head, np.arange(len(people)))
    known = rng.random(len(people)) < 0.97
    return where(known, phone_numbers(holders, offset=int(rng.integers(0, 10**8))))


def _addresses(rng: np.random.Generator, people: People, places: Places) -> pa.Array:
    """Put a household in a building of its village: flats in communities, houses in villages."""
    villages = [places.address(code) + title for code, title in zip(places.codes.tolist(), places.titles, strict=True)]
    households = int(people.household.max()) + 1
    building = rng.integers(1, 61, households)[people.household]
    flat = rng.integers(0, FLATS, households)[people.household]
    rooms = [
        f"幢{unit + 1}单元{floor + 1}0{room + 1}室" for unit in range(4) for floor in range(18) for room in range(2)
    ]
    rural = np.array([title.endswith("村") for title in places.titles])[people.village]
    return joined(
        taken(villages, people.village),
        taken([str(n) for n in range(61)], building),
        taken([*rooms, "号"], np.where(rural, len(rooms), flat)),
    )


def _archive_numbers(people: People, places: Places) -> pa.Array:
    """Write 17 digits: the village's code and a serial number in it."""
    first = np.searchsorted(people.village, people.village)
    serial = np.arange(len(people)) - first + 1
    return fixed(digits(places.codes[people.village] * 100_000 + serial, 17))


def residences(registered: Registered, people: People, lives: Lives, places: Places) -> pa.Table:
    """Write where everybody lived from when to when, today's village last."""
    moved = lives.moved != NEVER
    person = np.repeat(np.arange(len(people)), 1 + moved)
    last = np.diff(person, append=-1) != 0
    start = np.where(last & moved[person], lives.moved[person], lives.came[person])
    end = np.where(last, lives.gone[person], lives.moved[person])
    village = np.where(last, people.village[person], lives.before[person])
    return pa.table(
        {
            "resident_id": identifiers(registered.ids, person),
            "area_code": pa.array(places.codes[people.village[person]]),
            "lived_in": pa.array(places.codes[village]),
            "from_date": dates(start),
            "to_date": dates(end, end != NEVER),
        }
    )
