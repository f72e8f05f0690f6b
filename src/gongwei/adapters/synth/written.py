"""A made city written as files that others can use alone: Parquet and CSV for every table, and a README."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from gongwei.adapters.synth.city import City
from gongwei.adapters.synth.figures import rows
from gongwei.adapters.synth.sheet import answers, as_arrow
from gongwei.adapters.synth.texts import hexadecimals
from gongwei.catalog.discovery import programs

NOBODY = """本目录全部内容由程序生成，没有一个真实的人。姓名、证件、电话、疾病和就诊记录都是虚构的；
证件号（99 开头）、电话（129 开头）、信用代码（X9 开头）不属于任何真实的人或机构，地区名称是真实的。
Nobody in these files is real. Names, documents, telephones, conditions and visits were made by a program;
document numbers (99…), telephones (129…) and credit codes (X9…) belong to no one. The names of regions are real.

不能用来估计真实的患病率、控制率或任何地区的工作质量。
Do not estimate the health, or the quality of work, of any real place from them.
"""


def write(city: City, folder: Path, *, tell: Callable[[str], None]) -> dict[str, int]:
    """Write all tables and the README into a folder; give the number of rows of each table."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, table in _tables(city):
        plain = readable(table)
        pyarrow.parquet.write_table(plain, folder / f"{name}.parquet", compression="zstd")
        pyarrow.csv.write_csv(plain, folder / f"{name}.csv")
        written[name] = table.num_rows
        tell(f"{name}: {table.num_rows:,}")
    (folder / "README.txt").write_text(readme(city), encoding="utf-8")
    return written


def _tables(city: City) -> Iterator[tuple[str, pa.Table]]:
    yield from city.tables.items()
    for program in city.forms:
        yield f"readings_{program}", readings(city, program)


def readings(city: City, program: str) -> pa.Table:
    """Write the answers of a programme's forms as typed columns; lists and medicines stay JSON texts."""
    visits = city.tables["visits"]
    own = visits.filter(pc.equal(visits["program"], program))
    columns = {key: as_arrow(column) for key, column in answers(city.forms[program]).items()}
    return pa.table({"visit_id": own["id"], **columns})


def readable(table: pa.Table) -> pa.Table:
    """Write identifiers as texts of the usual form (8-4-4-4-12)."""
    columns = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        columns[name] = hexadecimals(column) if pa.types.is_fixed_size_binary(column.type) else column
    return pa.table(columns)


def readme(city: City) -> str:
    """Say what the files hold, column by column."""
    lines = [NOBODY, f"截至 as of {city.as_of.isoformat()}", ""]
    for name, table in city.tables.items():
        lines += [f"{name} ({table.num_rows:,})"]
        lines += [f"    {row['column']:<20}{row['meaning']}" for row in rows("columns.csv") if row["table"] == name]
        lines.append("")
    for program in city.forms:
        form = programs()[program].visit
        lines += [f"readings_{program}", f"    {'visit_id':<28}随访标识 · visit"]
        for key in answers(city.forms[program]):
            asked = form.fields[key]
            codes = getattr(asked, "codes", None)
            listed = "；".join(f"{code} {title}" for code, title in codes.names.items()) if codes else ""
            lines.append(f"    {key:<28}{asked.title} {asked.unit} {listed}".rstrip())
        lines.append("")
    return "\n".join(lines)
