"""What runs in the other databases of the tests' server: one transaction open there holds back every reader of order.

Both the seals of the audit and the changes told to others wait for each transaction older than their own, whichever
database it writes in. Two test processes share one server, so a test of either waits for the other process first.
"""

import time

from django.db import connection

from gongwei.site.roles import super_connection

OPEN = """SELECT 1 FROM pg_stat_activity WHERE (datname IS DISTINCT FROM %s OR backend_type <> 'client backend')
    AND backend_xid::text::bigint < %s LIMIT 1"""
PATIENCE = 120.0


def are_done() -> None:
    """Return once no transaction that began before now is open in another database of this server."""
    with super_connection() as server:
        (newest,) = server.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone() or (0,)
        until = time.monotonic() + PATIENCE
        while server.execute(OPEN, [connection.settings_dict["NAME"], newest]).fetchone():
            assert time.monotonic() < until, f"another database has kept a transaction open for {PATIENCE:.0f} s"
            time.sleep(0.02)
