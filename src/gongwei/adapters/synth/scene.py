"""Everything that is settled of a made city before its histories begin."""

from dataclasses import dataclass
from datetime import date

from gongwei.adapters.synth.bodies import Bodies, embody
from gongwei.adapters.synth.defects import Rates, Truth, misread_births
from gongwei.adapters.synth.draws import Days, day
from gongwei.adapters.synth.illness import Conditions, fall_ill, together
from gongwei.adapters.synth.institutions import Institutions, found
from gongwei.adapters.synth.lives import Lives, live
from gongwei.adapters.synth.people import People, settle
from gongwei.adapters.synth.places import Places
from gongwei.adapters.synth.quality import Traits, traits
from gongwei.adapters.synth.residents import Registered, register
from gongwei.adapters.synth.tuberculosis import Spread, spread

SINCE = date(2023, 1, 1)


@dataclass(frozen=True)
class Scene:
    """People, places and bodies; histories run from `since` to the day before `until`."""

    seed: int
    rates: Rates
    since: int
    until: int
    places: Places
    traits: Traits
    institutions: Institutions
    people: People
    lives: Lives
    bodies: Bodies
    conditions: Conditions
    tuberculosis: Spread
    birth: Days  # as recorded
    misread: Truth
    registered: Registered


def set_scene(seed: int, where: Places, *, residents: int, as_of: date, rates: Rates) -> Scene:
    """Settle so many residents in the places and let them live, fall ill and be registered up to the day."""
    since, until = day(SINCE), day(as_of)
    quality = traits(seed, where.districts)
    people = settle(seed, where, residents=residents, as_of=as_of, since=SINCE)
    lives = live(seed, people, where, quality, since=since, as_of=until)
    institutions = found(seed, where)
    birth, misread = misread_births(seed, people.birth, rates)
    cases = spread(seed, people, lives, since=since, until=until)
    caught = {
        "tuberculosis": (cases.person, cases.notice),
        "tb_contact": (cases.contact, cases.notice[cases.case]),
    }
    return Scene(
        seed=seed,
        rates=rates,
        since=since,
        until=until,
        places=where,
        traits=quality,
        institutions=institutions,
        people=people,
        lives=lives,
        bodies=embody(seed, people, as_of=until),
        conditions=together(fall_ill(seed, people, lives, as_of=until), caught),
        tuberculosis=cases,
        birth=birth,
        misread=misread,
        registered=register(seed, people, lives, where, institutions, recorded_birth=birth, as_of=until),
    )
