"""From the made city's tables to the database's: sealed numbers, decided visits, class 4 apart."""

from collections.abc import Iterator
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from gongwei.adapters.synth import City
from gongwei.apps.people.sealed import index, seal, sealer
from gongwei.catalog.codelists.diagnoses import GUARDED_CONDITIONS
from gongwei.domain.identity import read_card
from gongwei.site.demo.by_class import PREFIXES, parted

CARD = "01"

ORDER = (
    "places_institution",
    "people_resident",
    "people_residence",
    "people_kin",
    "people_condition",
    "people_sensitivecondition",
    *(f"{prefix}{kind}" for kind in ("enrolment", "visit", "referral") for prefix in PREFIXES.values()),
    "programs_exposure",
    "contracts_team",
    "contracts_contract",
)


def database_tables(city: City) -> Iterator[tuple[str, pa.Table]]:
    """Give every table as the database has it, in an order that keys allow."""
    made = city.tables
    yield "places_institution", made["institutions"]
    yield "people_resident", residents(made["residents"])
    yield "people_residence", made["residences"]
    yield "people_kin", made["kin"]
    ordinary, guarded = conditions(made["conditions"])
    yield "people_condition", ordinary
    yield "people_sensitivecondition", guarded
    yield from parted("enrolment", made["enrolments"])
    yield from parted("visit", made["visits"].append_column("confirmed", _constant("{}", made["visits"].num_rows)))
    yield from parted("referral", made["referrals"])
    yield "programs_exposure", made["exposures"]
    yield "contracts_team", made["teams"]
    yield "contracts_contract", made["contracts"]


def _constant(value: str, count: int) -> pa.Array:
    return pa.array([value], pa.string()).take(pa.array([0] * count, pa.int8()))


def residents(table: pa.Table) -> pa.Table:
    """Seal document numbers and phones to their rows, and index them."""
    ids = [UUID(bytes=value) for value in table["id"].to_pylist()]
    sealed: dict[str, list[bytes | None]] = {"document_cipher": [], "document_hash": []}
    sealed |= {"phone_cipher": [], "phone_hash": []}
    kinds, numbers = table["document_type"].to_pylist(), table["document_number"].to_pylist()
    for id_, kind, written, phone in zip(ids, kinds, numbers, table["phone"].to_pylist(), strict=True):
        number = read_card(written).number if kind == CARD and written else written  # 15 digits become 18
        sealed["document_cipher"].append(seal("document", id_, number or ""))
        sealed["document_hash"].append(index("document", f"{kind}:{number}" if number else ""))
        sealed["phone_cipher"].append(seal("phone", id_, phone or ""))
        sealed["phone_hash"].append(index("phone", phone or ""))
    plain = table.drop_columns(["document_number", "phone"])
    for name, values in sealed.items():
        plain = plain.append_column(name, pa.array(values, pa.binary()))
    return plain


def conditions(table: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Part ordinary conditions from those of class 4, whose name is sealed."""
    is_guarded = pc.is_in(table["code"], pa.array(list(GUARDED_CONDITIONS), pa.string()))
    ordinary, guarded = table.filter(pc.invert(is_guarded)), table.filter(is_guarded)
    keys, codes = sealer(), guarded["code"].to_pylist()
    places = [f"people_sensitivecondition:{UUID(bytes=value)}:code" for value in guarded["id"].to_pylist()]
    ciphers = [keys.seal(code, place=place) for code, place in zip(codes, places, strict=True)]
    digests = [keys.index(code, field="condition") for code in codes]
    guarded = guarded.drop_columns(["code"])
    guarded = guarded.append_column("code_cipher", pa.array(ciphers, pa.binary()))
    return ordinary, guarded.append_column("code_hash", pa.array(digests, pa.binary()))
