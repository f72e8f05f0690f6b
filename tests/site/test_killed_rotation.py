"""Keys change by command: one killed by -9 halfway is finished by the next, and every value opens or is found."""

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.proof  # a server of its own

PEOPLE = 4_000
FILL = f"""
import uuid
from gongwei.apps.people import sealed
ids = [uuid.uuid4() for _ in range({PEOPLE})]
phones = [sealed.seal("phone", one, f"188{{number:08d}}") for number, one in enumerate(ids)]
with connections["owner"].cursor() as cursor:
    cursor.execute(
        "INSERT INTO people_resident (id, name, name_pinyin, name_initials, sex, birth_date, document_type,"
        " phone_cipher, address, area_code, resident_from, recorded_at)"
        " SELECT i, '某', 'mou', 'm', '1', '1960-01-01', '', p, '', 330102001051, '2020-01-01', now()"
        " FROM unnest(%s::uuid[], %s::bytea[]) AS u(i, p)", [ids, phones])
say()
"""
DIE = """
import os, signal
from gongwei.apps.people.sealed import sealer
from gongwei.site import rotation
from gongwei.site.home import change_secrets
change_secrets(lambda known: known | {"field_key_current": "2", "field_key_current_since": "2026-06-30T09:00:00+00:00"})
real, slices = rotation._slice, iter(range(3))
def dying(field, *rest):
    if field.column == "phone_cipher" and next(slices, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(field, *rest)
rotation._slice = dying
rotation.rotate(sealer())
"""
LOOK = """
from gongwei.site import rotation
from gongwei.apps.people import sealed
with connections["owner"].cursor() as cursor:
    cursor.execute("SELECT id, phone_cipher FROM people_resident")
    opened = {sealed.unseal("phone", one, value) for one, value in cursor.fetchall()}
say(uses=rotation.uses(), opened=len(opened))
"""


def test_a_rotation_killed_halfway_is_finished_by_the_next(homes: Any, city: str) -> None:
    homes.standing(city, FILL)
    homes.gongwei(city, "keys", "add")
    homes.killed(city, DIE)
    halfway = homes.standing(city, LOOK)
    assert halfway == {"uses": {"1": 2 * PEOPLE - 1500, "2": 1500}, "opened": PEOPLE}
    homes.gongwei(city, "keys", "rotate")
    assert homes.standing(city, LOOK) == {"uses": {"2": 2 * PEOPLE}, "opened": PEOPLE}
    homes.gongwei(city, "keys", "retire", "1")
    assert homes.standing(city, LOOK) == {"uses": {"2": 2 * PEOPLE}, "opened": PEOPLE}


FIND = """
from gongwei.apps.people import sealed
with connections["owner"].cursor() as cursor:
    cursor.execute("SELECT count(*) FROM people_resident WHERE phone_hash = ANY (%s)",
        [[sealed.index("phone", f"188{number:08d}") for number in range(4_000)]])
    say(found=cursor.fetchone()[0])
"""
WRITE_DIGESTS = """
from gongwei.apps.people import sealed
with connections["owner"].cursor() as cursor:
    cursor.execute("SELECT id, phone_cipher FROM people_resident")
    rows = [(sealed.index("phone", sealed.unseal("phone", one, value)), one) for one, value in cursor.fetchall()]
    cursor.executemany("UPDATE people_resident SET phone_hash = %s WHERE id = %s", rows)
say()
"""


def test_the_key_of_the_digests_changes_by_three_commands(homes: Any, city: str) -> None:
    homes.standing(city, FILL)
    homes.standing(city, WRITE_DIGESTS)
    assert "没有在更换" in homes.gongwei(city, "keys", "index-retire", fails=True)[1]
    homes.gongwei(city, "keys", "index-add")
    homes.gongwei(city, "keys", "index-add", fails=True)
    homes.gongwei(city, "keys", "index-rotate")
    assert homes.standing(city, FIND) == {"found": PEOPLE}
    assert json.loads(homes.gongwei(city, "keys", "index-rotate")[0].splitlines()[-1]) == {"values": 0}
    assert "未满一小时" in homes.gongwei(city, "keys", "index-retire", fails=True)[1]
    secrets = Path(city) / "secrets.json"
    known = json.loads(secrets.read_text())
    secrets.write_text(json.dumps(known | {"index_key_since": "2026-01-01T00:00:00+00:00"}))
    homes.gongwei(city, "keys", "index-retire")
    after = json.loads(secrets.read_text())
    assert "index_key_other" not in after and after["index_key"] == known["index_key"]
    assert homes.standing(city, FIND) == {"found": PEOPLE}


def test_tokens_of_an_older_installation_stay_good(tmp_path: Path) -> None:
    """One key made the digests of tokens and of numbers then; the tokens keep it when that of the numbers changes."""
    from gongwei.site.home import _read_or_make

    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({"index_key": "aa", "field_key_1": "bb"}))
    assert _read_or_make(path)["token_key"] == "aa"
    assert _read_or_make(tmp_path / "new" / "secrets.json")["token_key"] != "aa"
