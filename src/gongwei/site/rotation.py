"""A new key for what is sealed, or found: row by row beside readers and writers, as often begun anew as one likes.

Each value is opened with the key that its head names, sealed with the current one, and put in place only if nobody has
changed it meanwhile. Nothing else of the row changes: no version, no mark for the lake.
"""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, OperationalError, connections, transaction
from django.db.models import Model

from gongwei.adapters.cipher import Sealer
from gongwei.apps.accounts.second_factor import PLACE as FACTOR
from gongwei.domain.identity import plain

SLICE = 500  # rows locked together, for some hundredths of a second
TRIES = 5  # of a slice that met another writer
AT_REST = timedelta(hours=1)  # after this, no writer still holds what it had sealed with the key before


class NumberTwice(ValueError):
    """One number was registered twice in one village, under either key: merge the two records, and go on."""


Renew = Callable[[Sealer, Any, dict[str, Any]], Any]

CONTACTS = "people_personalinformation"
QUIET = """SELECT set_config('pgtrigger.ignore', (SELECT coalesce(array_agg(tgname::text), '{}')::text FROM pg_trigger
    WHERE tgrelid = %s::regclass AND NOT tgisinternal), true)"""
SELECT = """SELECT {key} AS key, {column} AS value, {others} FROM {table}
    WHERE {key} > %s::{type} AND {column} IS NOT NULL AND {stale} ORDER BY {key} LIMIT {slice}"""
PUT = """UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"""
STALE = "(get_byte({column}, 0), get_byte({column}, 1)) <> ({version}, {current})"
USES = "SELECT get_byte({column}, 1), count(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY 1"


class KeyInUse(ValueError):
    """The key still seals, or something is still sealed with it."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """Where sealed values stand: `renew` opens and seals one; `plain` says that the column is the sealed value."""

    table: str
    column: str
    renew: Renew
    key: str = "id"
    type: str = "uuid"
    others: str = "id"
    plain: bool = True

    @property
    def least(self) -> str:
        return "00000000-0000-0000-0000-000000000000" if self.type == "uuid" else "0"


def sealed_at(place: str) -> Renew:
    """Renew a column that holds one sealed value at a place, which names columns of the row."""

    def renew(sealer: Sealer, value: Any, row: dict[str, Any]) -> bytes:
        where = place.format(**row)
        return sealer.seal(sealer.open(bytes(value), place=where), place=where)

    return renew


def sealed_json(place: str, owner: str) -> Renew:
    """Renew a sealed JSON text that may hold sealed fields of the resident named by a column."""

    def renew(sealer: Sealer, value: Any, row: dict[str, Any]) -> bytes | None:
        where, sealed = place.format(**row), bytes(value)
        text = sealer.open(sealed, place=where)
        kept = json.loads(text)
        if _renew_inside(sealer, kept, str(row[owner])):
            return sealer.seal(json.dumps(kept, ensure_ascii=False), place=where)
        return None if sealer.is_current(sealed) else sealer.seal(text, place=where)

    return renew


def digest_of(field: str, place: str) -> Renew:
    """Renew a digest from the sealed value beside it, whichever key it was made with."""

    def renew(sealer: Sealer, value: Any, row: dict[str, Any]) -> bytes | None:
        sealed = row[f"{field}_cipher"]
        if sealed is None:
            return None
        text = sealer.open(bytes(sealed), place=place.format(**row))
        digest = _digest(sealer, field, text, row)
        return digest if digest != bytes(value) else None

    return renew


def _digest(sealer: Sealer, field: str, text: str, beside: dict[str, Any]) -> bytes:
    if field == "document":
        return sealer.index(f"{beside['document_type']}:{plain(text)}", field="document")
    return sealer.index(text, field={"code": "condition"}.get(field, field))


def digest_of_kept(sealer: Sealer, value: Any, row: dict[str, Any]) -> bytes | None:
    """Renew the digest by which a waiting row of a file is known again."""
    text = sealer.open(bytes(row["kept"]), place=f"exchange_importrow:{row['id']}:kept")
    digest = sealer.index(text, field="import")
    return digest if digest != bytes(value) else None


def whole_row(sealer: Sealer, value: Any, row: dict[str, Any]) -> str | None:
    """Renew the sealed fields of a row that is kept as JSON."""
    kept = json.loads(value)
    return json.dumps(kept, ensure_ascii=False) if _renew_inside(sealer, kept, "", row["table_name"]) else None


def factor(sealer: Sealer, value: Any, row: dict[str, Any]) -> str | None:
    """Renew the secrets of a second factor, which stand in Base64."""
    kept, changed = json.loads(value), False
    for name in ("secret", "seed"):
        sealed = base64.b64decode(kept[name]) if kept.get(name) else b""
        if sealed and not sealer.is_current(sealed):
            kept[name] = base64.b64encode(sealer.seal(sealer.open(sealed, place=FACTOR), place=FACTOR)).decode()
            changed = True
    return json.dumps(kept, ensure_ascii=False) if changed else None


def _renew_inside(sealer: Sealer, kept: Any, owner: str, of: str = "") -> bool:
    """Renew every `…_cipher` and its `…_hash` inside JSON in place; says whether any was. `of` names its table."""
    if isinstance(kept, list):
        return sum(_renew_inside(sealer, one, owner, of) for one in kept) > 0
    if not isinstance(kept, dict):
        return False
    changed, new = False, dict[str, str]()
    for name, value in kept.items():
        if not (name.endswith("_cipher") and isinstance(value, str)):
            changed |= _renew_inside(sealer, value, owner, of)
            continue
        mark, digits = ("\\x", value[2:]) if value.startswith("\\x") else ("", value)
        sealed, field = bytes.fromhex(digits), name.removesuffix("_cipher")
        table = of or {"code": "people_sensitivecondition", "contact": CONTACTS}.get(field, "people_resident")
        where = f"{table}:{kept.get('id') or owner}:{field}"
        text = sealer.open(sealed, place=where)
        if not sealer.is_current(sealed):
            new[name] = mark + sealer.seal(text, place=where).hex()
        if kept.get(f"{field}_hash"):
            new[f"{field}_hash"] = mark + _digest(sealer, field, text, kept).hex()
    changed |= any(kept[name] != value for name, value in new.items())
    kept |= new
    return changed


def sealed_columns() -> Iterator[Field]:
    """List every column `<field>_cipher` of every table, and the same in the versions that are kept of it.

    Its value is sealed to `table:id:<field>`; whoever seals to another place names it in FIELDS.
    """
    for model in apps.get_models():
        of: type[Model] = getattr(model, "pgh_tracked_model", model)
        key, kind = ("id", "uuid") if of is model else ("pgh_id", "bigint")
        for column in (field.attname for field in model._meta.concrete_fields if field.attname.endswith("_cipher")):
            place = f"{of._meta.db_table}:{{id}}:{column.removesuffix('_cipher')}"
            yield Field(table=model._meta.db_table, column=column, renew=sealed_at(place), key=key, type=kind)


FIELDS = (
    *sealed_columns(),
    Field(table="exchange_importfile", column="content", renew=sealed_at("exchange_importfile:{id}:content")),
    Field(
        table="exchange_importrow", column="kept", others="id, object_id", plain=False,
        renew=sealed_json("exchange_importrow:{id}:kept", "object_id"),
    ),
    Field(
        table="people_merge", column="kept", others="id, resident_id", plain=False,
        renew=sealed_json("people_merge:{id}:kept", "resident_id"),
    ),
    Field(table="people_mergedrow", column="was", type="bigint", others="id, table_name", plain=False, renew=whole_row),
    Field(table="mfa_authenticator", column="data", type="bigint", plain=False, renew=factor),
)  # fmt: skip


def _digests(table: str, field: str, place: str, more: str = "") -> Iterator[Field]:
    """A record's digest of a field, and the same in the versions that are kept of it."""
    column, others = ("code_hash" if field == "code" else f"{field}_hash"), f"id, {field}_cipher{more}"
    renew = digest_of(field, place)
    yield Field(table=table, column=column, others=others, plain=False, renew=renew)
    yield Field(
        table=f"{table}event", column=column, others=others, plain=False, renew=renew, key="pgh_id", type="bigint"
    )


INSIDE = tuple(field for field in FIELDS if field.renew is whole_row or (not field.plain and field.column == "kept"))
DIGESTS = (
    *_digests("people_resident", "document", "people_resident:{id}:document", ", document_type"),
    *_digests("people_resident", "phone", "people_resident:{id}:phone"),
    *_digests("people_sensitivecondition", "code", "people_sensitivecondition:{id}:code"),
    Field(table="exchange_importrow", column="digest", others="id, kept", plain=False, renew=digest_of_kept),
    *INSIDE,
)


def rotate(
    sealer: Sealer, tell: Callable[[str], None] = lambda _text: None, fields: Sequence[Field] = FIELDS
) -> dict[str, int]:
    """Renew all values of some fields; gives how many were, by table and column.

    FIELDS are sealed with the sealer's current key, DIGESTS made anew with its index key. Raises NumberTwice.
    """
    done = {}
    for field in fields:
        name = f"{field.table}.{field.column}"
        done[name] = sum(_slices(field, sealer))
        tell(f"{name}: {done[name]}")
    return done


def _slices(field: Field, sealer: Sealer) -> Iterator[int]:
    place: Any = field.least
    while place is not None:
        for attempt in range(TRIES):
            try:
                place, done = _slice(field, sealer, place)
                break
            except IntegrityError as clash:
                raise NumberTwice(
                    "同一个村（社区）有两份档案用同一个证件号码，请先在“重复档案”里合并，再继续。"
                ) from clash
            except OperationalError:  # met another writer of the same rows the other way round
                if attempt == TRIES - 1:
                    raise
        yield done


def _slice(field: Field, sealer: Sealer, place: Any) -> tuple[Any, int]:
    """Renew the rows behind a place and give the next place, None at the end, with how many values were put."""
    names = {"table": field.table, "key": field.key, "column": field.column, "type": field.type}
    stale = STALE.format(column=field.column, version=sealer.version, current=sealer.current) if field.plain else "true"
    value = f"{field.column}::text" if field.renew in (whole_row, factor) else field.column
    asked = SELECT.format(**names | {"column": value}, others=field.others, stale=stale, slice=SLICE)
    put = PUT.format(**names)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        cursor.execute(QUIET, [field.table])
        cursor.execute(asked, [place])
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        done = 0
        for row in rows:
            new = field.renew(sealer, row["value"], row)
            if new is not None:
                cursor.execute(put, [new, row["key"], row["value"]])
                done += cursor.rowcount
    return (rows[-1]["key"] if len(rows) == SLICE else None), done


def uses() -> dict[int, int]:
    """Count the values that each key seals, in the columns that show it."""
    found: dict[int, int] = {}
    with connections["owner"].cursor() as cursor:
        for field in FIELDS:
            if field.plain:
                cursor.execute(USES.format(table=field.table, column=field.column))
                for number, count in cursor.fetchall():
                    found[number] = found.get(number, 0) + count
    return found


def refuse_if_used(number: int, sealer: Sealer, *, since: datetime, at: datetime) -> None:
    """Raise KeyInUse unless a key seals no more, has not for AT_REST, and nothing anywhere is sealed with it.

    Whatever a slow writer left behind is sealed anew first.
    """
    if number not in sealer.keys or number == sealer.current:
        raise KeyInUse(f"密钥 {number} 不存在，或正在使用：请先 gongwei keys add，再 gongwei keys rotate。")
    if at - since < AT_REST:
        raise KeyInUse(f"密钥 {number} 停用未满一小时，可能还有写入未完成，请稍后再试。")
    rotate(sealer)
    if left := uses().get(number):
        raise KeyInUse(f"仍有 {left} 个字段用密钥 {number} 加密，请再运行 gongwei keys rotate。")
