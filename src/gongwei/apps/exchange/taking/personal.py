"""The individual basic information form in a file of residents: read beside who somebody is, and kept with them."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from gongwei.adapters.files.cells import SEPARATORS
from gongwei.adapters.files.records import WRITTEN, Chunk
from gongwei.adapters.row_ids import id_at
from gongwei.apps.exchange.taking.bulk import Stage, uuids
from gongwei.apps.exchange.taking.incoming import Refused
from gongwei.apps.people.queries import CONTACT_PHONE, open_contact, seal_contact
from gongwei.catalog.fields.personal import personal_information
from gongwei.domain.form_field import Choice, Choices, Field

AS_WRITTEN = "as_written"
FIELDS = {key: asked for key, asked in personal_information.fields.items() if key != AS_WRITTEN}
COLUMNS = ("id", "resident_id", "readings", "contact_cipher", "area_code", "recorded_at")
HELD = """SELECT resident_id, id, readings::text, contact_cipher FROM people_personalinformation
    WHERE resident_id = ANY(%s::uuid[])"""
REVISE = """UPDATE people_personalinformation p SET readings = v.readings, contact_cipher = v.contact_cipher,
    recorded_at = v.recorded_at FROM revised_personalinformation v WHERE v.id = p.id"""
PUT_BACK = "UPDATE people_personalinformation SET readings = %s::jsonb, contact_cipher = %s WHERE id = %s"
MENTAL_DISABILITY = "7"
LABELS = {"精神": "mental_disorder", "孕": "pregnancy", "产妇": "pregnancy"}
HIDDEN = ("艾滋", "HIV", "hiv", "梅毒", "淋病", "性病")
NOT_HERE = "人群分类里写有更高保护级别的信息，不能随居民文件导入：请删去这一项再导入"
JOINT = "；"


class Personal(NamedTuple):
    """What a row says on the form: its readings, and the guarded diagnoses that it names besides."""

    readings: Mapping[str, Any]
    guarded: tuple[str, ...]


NOTHING = Personal({}, ())


class Held(NamedTuple):
    """What stands: the row, its readings with the contact's number opened."""

    id: uuid.UUID
    readings: Mapping[str, Any]


def personals(chunk: Chunk) -> Iterator[Personal | Refused]:
    """Read each row's part of the form; values in no list are kept as written."""
    columns = [(FIELDS[key], values) for key, values in chunk.values.items() if key in FIELDS]
    if not columns:
        yield from (NOTHING for _ in chunk.numbers)
        return
    for place in range(len(chunk.numbers)):
        try:
            yield _personal([(asked, values[place]) for asked, values in columns if values[place] is not None])
        except Refused as refused:
            yield refused


def _personal(said: Sequence[tuple[Field, Any]]) -> Personal:
    readings: dict[str, Any] = {}
    written: list[str] = []
    guarded: list[str] = []
    for asked, value in said:
        if asked.key == "health_labels":
            value, more = _labels(value)
            guarded += more
        elif asked.key == "disabilities" and isinstance(value, list) and MENTAL_DISABILITY in value:
            value = [code for code in value if code != MENTAL_DISABILITY]
            guarded.append("mental_disability")
        if not value:
            continue
        if isinstance(value, dict) or any(asked.faults(value)):
            written.append(f"{asked.title}：{_words(asked, value)}")
        else:
            readings[asked.key] = value
    if written:
        readings[AS_WRITTEN] = JOINT.join(written)
    return Personal(readings, tuple(dict.fromkeys(guarded)))


def _labels(text: str) -> tuple[str, list[str]]:
    """Part what is guarded from the other labels of a person. Raises Refused for what no such file may carry."""
    if any(word in text for word in HIDDEN):
        raise Refused(NOT_HERE)
    plain, guarded = [], []
    for part in filter(None, SEPARATORS.split(text)):
        found = next((code for word, code in LABELS.items() if word in part), None)
        if found:
            guarded.append(found)
        else:
            plain.append(part)
    return "、".join(plain), guarded


def _words(asked: Field, value: Any) -> str:
    if isinstance(value, dict):
        return str(value[WRITTEN])
    names = asked.codes.names if isinstance(asked, Choice | Choices) else {}
    return "、".join(names.get(one, one) for one in (value if isinstance(value, list) else [value]))


def on_record(residents: Iterable[uuid.UUID]) -> dict[uuid.UUID, Held]:
    """Read what stands of some residents."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(HELD, [uuids(residents)])
        for resident, row_id, readings, contact in cursor.fetchall():
            opened = json.loads(readings)
            if contact:
                opened[CONTACT_PHONE] = open_contact(row_id, contact)
            found[resident] = Held(row_id, opened)
    return found


def differing(said: Mapping[str, Any], held: Held | None) -> dict[str, Any] | None:
    """Give the whole form as it will stand, or None if the row says nothing new. A blank changes nothing."""
    before = held.readings if held else {}
    after = {**before, **said}
    if AS_WRITTEN in before and AS_WRITTEN in said:
        parts = [*before[AS_WRITTEN].split(JOINT), *said[AS_WRITTEN].split(JOINT)]
        after[AS_WRITTEN] = JOINT.join(dict.fromkeys(parts))
    return after if after != before else None


class PersonalTable:
    """Write the forms of many residents at once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.added = Stage("people_personalinformation", COLUMNS)
        self.revised = Stage("people_personalinformation", COLUMNS, name="revised_personalinformation")

    def add(self, rows: Iterable[tuple[uuid.UUID, Mapping[str, Any], int | None]]) -> dict[uuid.UUID, uuid.UUID]:
        """Write (resident, readings, area) rows and give the id of each resident's."""
        written = [self._row(id_at(self.at), *row) for row in rows]
        if written:
            self.added.fill(written)
            self.added.insert()
        return {row[1]: row[0] for row in written}

    def revise(self, rows: Iterable[tuple[uuid.UUID, uuid.UUID, Mapping[str, Any], int | None]]) -> None:
        """Write (id, resident, readings, area) rows over those that stand."""
        written = [self._row(*row) for row in rows]
        if written:
            self.revised.fill(written)
            with connection.cursor() as cursor:
                cursor.execute(REVISE)

    def _row(
        self, row_id: uuid.UUID, resident: uuid.UUID, readings: Mapping[str, Any], area: int | None
    ) -> tuple[Any, ...]:
        plain = {key: value for key, value in readings.items() if key != CONTACT_PHONE}
        return (row_id, resident, plain, seal_contact(row_id, readings.get(CONTACT_PHONE, "")), area, self.at)


def put_back_form(kept: Mapping[str, Any]) -> None:
    """Put a form back as it stood before a file; one that the file began goes."""
    row_id = uuid.UUID(kept["id"])
    with connection.cursor() as cursor:
        if "readings" not in kept:
            cursor.execute("DELETE FROM people_personalinformation WHERE id = %s", [row_id])
            return
        plain = {key: value for key, value in kept["readings"].items() if key != CONTACT_PHONE}
        contact = seal_contact(row_id, kept["readings"].get(CONTACT_PHONE, ""))
        cursor.execute(PUT_BACK, [json.dumps(plain, ensure_ascii=False), contact, row_id])
