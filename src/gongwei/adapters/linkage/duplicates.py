"""Pairs of residents' records that may be one person's, with the evidence of every field.

Nothing is written to disk: DuckDB works in memory and may not spill. The same records give the same pairs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from gongwei.domain.linkage import COLUMNS, FIELDS, PRIOR_DOUBLES, REVIEWED, Pair
from gongwei.domain.variants import ONE_FORM

CROWD = 20  # people with one address or telephone: an institution's or a village's, and no evidence of a home

# What clerks near Hangzhou do not hear apart: front and back nasals, flat and retroflex initials, n and l.
CONFUSED = (("ng", "n"), ("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))

PREPARED = """CREATE TABLE records AS SELECT id, name, translate(name, $variants, $usual) AS plain,
    name_pinyin AS pinyin, {sound} AS sound, sex, birth_date AS birth, document,
    CASE WHEN phone <> '' AND count(*) OVER (PARTITION BY phone) <= {crowd} THEN phone END AS phone,
    CASE WHEN address <> '' AND count(*) OVER (PARTITION BY area_code, address) <= {crowd}
        THEN area_code || address END AS home, household
    FROM source"""

SAME_HOME = "(coalesce(home_l = home_r, false) OR coalesce(household_l = household_r, false))"
CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "name": {
        "same": "name_l = name_r",
        "variant": "plain_l = plain_r",
        "homophone": "pinyin_l = pinyin_r",
        "near": "sound_l = sound_r",
    },
    "birth": {
        "same": "birth_l = birth_r",
        "slip": (
            "hamming(birth_l, birth_r) = 1 OR "
            "birth_l = left(birth_r, 5) || right(birth_r, 2) || '-' || substr(birth_r, 6, 2)"
        ),
        "near": "hamming(birth_l, birth_r) = 2 OR abs(date_diff('day', birth_l::DATE, birth_r::DATE)) <= 31",
    },
    "sex": {"same": "sex_l = sex_r"},
    "contact": {
        "home and phone": f"{SAME_HOME} AND phone_l = phone_r",
        "home": SAME_HOME,
        "phone": "phone_l = phone_r",
    },
    "document": {"same": "document_l = document_r"},
}
UNKNOWN = {
    "document": "document_l IS NULL OR document_r IS NULL",
    "contact": (
        "(phone_l IS NULL OR phone_r IS NULL) AND (home_l IS NULL OR home_r IS NULL) "
        "AND (household_l IS NULL OR household_r IS NULL)"
    ),
}
FREQUENT = {"same": "name", "homophone": "pinyin"}
# Two records are compared when they share two things that a clerk would have to miswrite both.
BLOCKS = (
    ("birth", "pinyin"), ("birth", "sound"), ("birth", "phone"), ("birth", "home"), ("birth", "household"),
    ("pinyin", "phone"), ("pinyin", "home"), ("pinyin", "household"), ("document",),
)  # fmt: skip


def find(records: pa.Table, *, least: float = REVIEWED) -> Iterator[Pair]:
    """Find the pairs that are at least so likely, the likeliest first; all columns are texts, `birth_date` as ISO.

    `phone`, `household` and `document` are only compared for equality: digests do as well as the values.
    """
    if records.num_rows < 2:
        return
    with duckdb.connect(config={"temp_directory": "", "threads": 2}) as duck:
        duck.execute("SET enable_progress_bar = false")
        _prepare(duck, records)
        api = DuckDBAPI(duck)
        linker = Linker(api.register("records"), _settings(records.num_rows), log_level="ERROR")
        found = linker.inference.predict(threshold_match_probability=least).as_pyarrow_table()
    for row in sorted(found.to_pylist(), key=lambda row: (-row["match_probability"], row["id_l"], row["id_r"])):
        yield _pair(row)


def _prepare(duck: duckdb.DuckDBPyConnection, records: pa.Table) -> None:
    texts = {name: records[name].cast(pa.string()) for name in COLUMNS}
    duck.register("source", pa.table(texts))
    sound = "name_pinyin"
    for heard, written in CONFUSED:
        sound = f"replace({sound}, '{heard}', '{written}')"
    usual = "".join(str(character) for character in ONE_FORM.values())
    statement = PREPARED.format(sound=sound, crowd=CROWD)
    duck.execute(statement, {"variants": "".join(map(chr, ONE_FORM)), "usual": usual})
    duck.unregister("source")


def _settings(count: int) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        probability_two_random_records_match=min(2 * PRIOR_DOUBLES / count, 0.5),
        comparisons=[_comparison(field, count) for field in FIELDS],
        blocking_rules_to_generate_predictions=[_block(columns) for columns in BLOCKS],
        retain_matching_columns=True,  # the likeness of each field is the evidence
    )


def _comparison(field: str, count: int) -> dict[str, Any]:
    levels: list[dict[str, Any]] = []
    if field in UNKNOWN:
        levels.append({"sql_condition": UNKNOWN[field], "label_for_charts": "unknown", "is_null_level": True})
    for likeness in FIELDS[field]:
        level: dict[str, Any] = {
            "sql_condition": CONDITIONS[field].get(likeness.key, "ELSE"),
            "label_for_charts": likeness.key,
            "m_probability": likeness.m,
            "u_probability": likeness.among(count),
        }
        if likeness.by_frequency:
            level |= {"tf_adjustment_column": FREQUENT[likeness.key], "tf_adjustment_weight": 1.0}
        levels.append(level)
    return {"output_column_name": field, "comparison_levels": levels}


def _block(columns: tuple[str, ...]) -> dict[str, str]:
    return {"blocking_rule": " AND ".join(f"l.{name} = r.{name}" for name in columns), "sql_dialect": "duckdb"}


def _pair(row: Mapping[str, Any]) -> Pair:
    evidence: dict[str, str | None] = {}
    for field, likenesses in FIELDS.items():
        level = row[f"gamma_{field}"]  # the highest is the first likeness; -1 says that one record lacks it
        evidence[field] = None if level < 0 else likenesses[len(likenesses) - 1 - level].key
    left, right = sorted((row["id_l"], row["id_r"]))
    return Pair(left, right, row["match_probability"], evidence)
