"""The same person registered twice, as careless clerks do it, and twins, whom nobody may take for one person.

The truth keeps both. Every double differs in one thing; some in a second one besides.
"""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gongwei.adapters.synth.defects import truth_table
from gongwei.adapters.synth.documents import card_numbers
from gongwei.adapters.synth.draws import day, ids, stream
from gongwei.adapters.synth.households import CHILD, SECOND
from gongwei.adapters.synth.people import GIVEN, SURNAMES, People
from gongwei.adapters.synth.places import Places
from gongwei.adapters.synth.residents import Registered
from gongwei.adapters.synth.tables import DOUBLE
from gongwei.adapters.synth.texts import dates, hexadecimal, identifiers, taken
from gongwei.domain.names import given_syllables, name_key
from gongwei.domain.variants import VARIANTS

HOMOPHONE, NO_DOCUMENT, SHORT_DOCUMENT, OTHER_PHONE = (
    "double: homophone name",
    "double: no document",
    "double: document of 15 digits",
    "double: other phone",
)
# Characters that names above do not use, for those of them that no other sounds like.
OTHER_CHARACTERS = (
    "单先茜澜观恺钢科果添倪尼弟俄凝桉葆保传穗茵蔷得中游彬栩常纯男政茂淡姜木全发择韬爱陵真勤穷尧升"
    "绣速裙脆亮份方弱连局朝吟侠朋隆"
)
CENTURY = day(date(2000, 1, 1))

TWIN = "twin: not a double"
WORSE = 0.4  # share of doubles that differ in a second thing (ours)
VARIANT, RELATIVES_PHONE, BIRTH_SLIP, OTHER_ADDRESS = (
    "variant character",
    "phone of a relative",
    "birth date slipped",
    "other address",
)


def doubles(seed: int, registered: Registered, people: People, count: int) -> tuple[pa.Table, pa.Table]:
    """Register some people a second time; give the longer table and the truth (detail: the first row's id)."""
    rng = stream(seed, "doubles")
    table = registered.table
    able = np.flatnonzero((pc.equal(table["document_type"], "01").to_numpy()) & (people.birth < CENTURY))
    first = rng.choice(able, count, replace=False).astype(np.int32) if count else np.empty(0, dtype=np.int32)
    kind = rng.choice(4, count, p=[0.45, 0.3, 0.15, 0.1])
    again = _again(rng, table.take(pa.array(first)), people, first, kind)
    short = np.zeros(len(table), dtype=bool)
    short[first[kind == 2]] = True
    again, worse = _worsened(stream(seed, "worse doubles"), again, table, people, first)
    whole = pa.concat_tables([_without_document(table, short), again])
    kinds = taken([HOMOPHONE, NO_DOCUMENT, SHORT_DOCUMENT, OTHER_PHONE], kind)
    kinds = pc.if_else(pc.equal(worse, ""), kinds, pc.binary_join_element_wise(kinds, worse, ", "))
    return whole, truth_table(again["id"], kinds, hexadecimal(registered.ids[first]))


def _worsened(
    rng: np.random.Generator, again: pa.Table, table: pa.Table, people: People, first: NDArray[np.int32]
) -> tuple[pa.Table, pa.Array]:
    """Let some second rows differ in one thing more; give the rows and the words for it, empty for the others."""
    count = len(first)
    what = np.where(rng.random(count) < WORSE, rng.integers(1, 5, count), 0)
    columns = {name: again[name].to_pylist() for name in ("name", "birth_date", "phone", "address", "household_id")}
    columns |= {name: again[name].to_pylist() for name in ("name_pinyin", "name_initials", "area_code")}
    slips = rng.choice(np.array([-1, 1, -10, 10, 365]), count)
    elsewhere = rng.integers(0, len(table), count)
    phones, homes, areas = table["phone"], table["address"], table["area_code"]
    said = np.where(what == 0, "", np.array(["", VARIANT, RELATIVES_PHONE, BIRTH_SLIP, OTHER_ADDRESS])[what]).tolist()
    for row, (kind, person) in enumerate(zip(what.tolist(), first.tolist(), strict=True)):
        if kind == 1 and (name := _variant(columns["name"][row])) != columns["name"][row]:
            columns["name"][row] = name
            columns["name_pinyin"][row], columns["name_initials"][row] = name_key(name)
        elif kind == 2 and int(people.head[person]) != person:
            columns["phone"][row] = phones[int(people.head[person])].as_py()
        elif kind == 3:
            columns["birth_date"][row] = columns["birth_date"][row] + timedelta(days=int(slips[row]))
        elif kind == 4:
            there = int(elsewhere[row])
            columns["address"][row], columns["area_code"][row] = homes[there].as_py(), areas[there].as_py()
            columns["household_id"][row] = None
        else:
            said[row] = ""
    changed = {name: pa.array(values, again[name].type) for name, values in columns.items()}
    return pa.table({name: changed.get(name, again[name]) for name in again.column_names}), pa.array(said, pa.string())


def _variant(name: str) -> str:
    """Write the last character that has another form in that form; a name without one stays."""
    for place in range(len(name) - 1, -1, -1):
        if name[place] in VARIANTS:
            return name[:place] + VARIANTS[name[place]][0] + name[place + 1 :]
    return name


def twins(
    seed: int, registered: Registered, people: People, places: Places, share: float
) -> tuple[Registered, pa.Table]:
    """Let some second children be twins of the first, in their rows alone; give the truth (detail: the first's id).

    They have one birth date, address, household and telephone, and often one character of the name; not one card.
    """
    rng, table = stream(seed, "twins"), registered.table
    second = np.flatnonzero(people.role == SECOND)
    first = _siblings(people, second)
    births = table["birth_date"].cast(pa.int32()).to_numpy()
    right = (births[first] == people.birth[first]) & (births[second] == people.birth[second])
    able = (first >= 0) & right & (people.birth[first] >= CENTURY) & (rng.random(len(second)) < share)
    second, first = second[able], first[able]
    columns = {name: table[name].to_pylist() for name in ("name", "name_pinyin", "name_initials", "document_number")}
    numbers = card_numbers(
        district=places.districts[people.village[second]], birth=people.birth[first], sex=people.sex[second],
        last=True,
    )  # fmt: skip
    for row, (person, sibling) in enumerate(zip(second.tolist(), first.tolist(), strict=True)):
        surname, given = SURNAMES[people.surname[person]], GIVEN.names[people.given[person]]
        name = surname + _twin_name(GIVEN.names[people.given[sibling]], given)
        columns["name"][person] = name
        columns["name_pinyin"][person], columns["name_initials"][person] = name_key(name)
        if table["document_type"][person].as_py() == "01":
            columns["document_number"][person] = numbers[row].as_py()
    changed = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    births = births.copy()
    births[second] = people.birth[first]
    changed["birth_date"] = dates(births)
    whole = pa.table({name: changed.get(name, table[name]) for name in table.column_names})
    truth = truth_table(
        identifiers(registered.ids, second), pa.array([TWIN] * len(second), pa.string()),
        hexadecimal(registered.ids[first]),
    )  # fmt: skip
    return Registered(whole, registered.ids), truth


def _twin_name(first: str, own: str) -> str:
    """Give a twin the first twin's first character and an own second one that sounds otherwise, else the own name."""
    name = first[0] + own[-1] if len(first) == 2 else own
    return name if given_syllables(name) != given_syllables(first) else first[::-1] + own[-1:]


def _siblings(people: People, second: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the row of the first child of each second one's household; -1 where there is none."""
    of_household = np.full(int(people.household.max()) + 1, -1, dtype=np.int64)
    children = np.flatnonzero(people.role == CHILD)
    of_household[people.household[children]] = children
    return of_household[people.household[second]]


def _again(
    rng: np.random.Generator, rows: pa.Table, people: People, first: NDArray[np.int32], kind: NDArray
) -> pa.Table:
    """Change copies of rows as a second clerk would have written them, without an archive."""
    count = len(first)
    names = rows["name"].to_pylist()
    names = [
        _homophone(SURNAMES[surname], GIVEN.names[given], pick) if what == 0 else name
        for name, what, surname, given, pick in zip(
            names, kind, people.surname[first], people.given[first], rng.random(count), strict=True
        )
    ]
    numbers = [
        number[:6] + number[8:17] if what == 2 else None
        for number, what in zip(rows["document_number"].to_pylist(), kind, strict=True)
    ]
    others = rng.integers(0, 10**8, count)
    phones = [
        f"129{other:08d}" if what == 3 else phone
        for phone, what, other in zip(rows["phone"].to_pylist(), kind, others, strict=True)
    ]
    changed = {
        "id": identifiers(ids(rng, DOUBLE, count)),
        "name": pa.array(names, pa.string()),
        "name_pinyin": pa.array([name_key(name).pinyin for name in names], pa.string()),
        "name_initials": pa.array([name_key(name).initials for name in names], pa.string()),
        "document_type": taken(["", "01"], (kind == 2).astype(np.int8)),
        "document_number": pa.array(numbers, pa.string()),
        "phone": pa.array(phones, pa.string()),
        "archive_no": pa.nulls(count, pa.string()),
        "archived_date": pa.nulls(count, pa.date32()),
    }
    return pa.table({key: changed.get(key, rows[key]) for key in rows.column_names})


def _homophones() -> dict[str, str]:
    """Give for each character of given names those of the same sound."""
    characters = sorted(set("".join(GIVEN.names) + OTHER_CHARACTERS))
    sounds: dict[tuple[str, ...], str] = {}
    for character in characters:
        sounds[given_syllables(character)] = sounds.get(given_syllables(character), "") + character
    return {character: sounds[given_syllables(character)].replace(character, "") for character in characters}


HOMOPHONES = _homophones()


def _homophone(surname: str, given: str, pick: float) -> str:
    """Write one character of a given name as another of the same sound, the last that has one."""
    for place in range(len(given) - 1, -1, -1):
        others = HOMOPHONES[given[place]]
        if others:
            return surname + given[:place] + others[int(pick * len(others))] + given[place + 1 :]
    return surname + given


def _without_document(table: pa.Table, rows: NDArray[np.bool_]) -> pa.Table:
    kinds = pc.if_else(pa.array(rows), "", table["document_type"])
    numbers = pc.if_else(pa.array(rows), pa.scalar(None, pa.string()), table["document_number"])
    table = table.set_column(table.column_names.index("document_type"), "document_type", kinds)
    return table.set_column(table.column_names.index("document_number"), "document_number", numbers)
