"""No text of a row leaves by a way that nobody looks at: logs, addresses; and class 4 is read under the audit alone.

That no answer shows a text to who may not see the row, test_routes.py says of every answer it compares.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import Error, connection, transaction

from gongwei.site.logs import WithoutRows
from gongwei.site.postgres import data_folder
from gongwei.site.world.build import World
from gongwei.site.world.ground import PLACES
from tests.access import asking
from tests.access.conftest import Seat, seat
from tests.access.truth import may, routes

GUARDED = "people_sensitivecondition"
SHOWN = {"village-doctor-6": False, "data-operator-1": False, "centre-doctor-3": True, "district-cdc-1": True}


def asked(world: World, one: Seat) -> Iterator[tuple[str, Any]]:
    """Ask for everything that the post may use, about one row of each place."""
    for route in routes():
        if may(one.who.role.value, route.kind, route.verb):
            for place in PLACES:
                for ids in list(asking.rows_of(world, place, route))[:1] or [{}]:
                    yield f"{route} {place}", asking.send(one, route, ids | {"user_id": one.user_id})
                if not set(route.parts) & asking.OF_A_ROW:
                    break


@pytest.mark.proof
@pytest.mark.parametrize("username", ["centre-director-3", "city-cdc-0", "auditor-0"])
def test_no_text_stands_in_a_log_or_an_address(world: World, username: str) -> None:
    lines: list[str] = []
    listener = logging.Handler(logging.DEBUG)
    listener.setFormatter(WithoutRows("%(message)s"))
    listener.emit = lambda record: lines.append(listener.format(record))  # type: ignore[method-assign]
    server_log = data_folder() / "server.log"
    begin = server_log.stat().st_size
    logging.getLogger().addHandler(listener)
    try:
        answers = list(asked(world, seat(world, username)))
    finally:
        logging.getLogger().removeHandler(listener)
    lines += server_log.read_bytes()[begin:].decode(errors="replace").splitlines()
    lines += [answer.get("Location", "") for _name, answer in answers]
    assert len(answers) > 20
    assert [line for line in lines if set(asking.UNIQUE.findall(line)) & set(world.planted)] == []


def test_the_row_that_broke_a_rule_is_quoted_in_no_log(transactional_db: None) -> None:
    server_log = data_folder() / "server.log"
    begin, said = server_log.stat().st_size, WithoutRows("%(message)s")
    statement = "INSERT INTO accounts_assignment (id, role) VALUES (gen_random_uuid(), 'QCANARYQZ')"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except Error as error:
        written = said.formatException((type(error), error, error.__traceback__))
        assert "QCANARYQZ" in str(error) and "left out" in written
        assert "QCANARYQZ" not in written.replace(statement, "")
    log = server_log.read_bytes()[begin:].decode(errors="replace")
    assert "null value" in log and "QCANARYQZ" not in log


@pytest.mark.proof
@pytest.mark.parametrize("username", ["centre-director-3", "city-cdc-0", "village-doctor-6", "data-operator-0"])
def test_whoever_is_shown_a_condition_of_class_four_stands_in_the_audit(world: World, username: str) -> None:
    one, statements = seat(world, username), []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    reading = 0
    with connection.execute_wrapper(note):
        for name, answer in asked(world, one):
            read = [sql for sql, _params in statements if sql.startswith("SELECT") and f'FROM "{GUARDED}"' in sql]
            entries = [params for _sql, params in statements if params and "condition.read" in params]
            assert entries or not (read and answer.status_code == 200), name
            reading += len(entries)
            statements.clear()
    assert (reading > 0) == may(one.who.role.value, "4", "read")


def test_a_condition_of_class_four_shows_to_who_reads_that_class_alone(world: World) -> None:
    address = f"residents/{world.ids[330102001051]['resident_id'][0]}/"
    shown = {name: "受保护" in seat(world, name).ask("GET", address).content.decode() for name in SHOWN}
    assert shown == SHOWN
