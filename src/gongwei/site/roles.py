"""The five database roles, made once by the server's superuser; none of them can bypass what it must not."""

import psycopg
from psycopg import sql

from gongwei.site.home import secret
from gongwei.site.postgres import external, socket_folder

ATTRIBUTES = {
    "gw_owner": "NOSUPERUSER NOBYPASSRLS CREATEDB",
    "gw_app": "NOSUPERUSER NOBYPASSRLS NOCREATEDB",
    "gw_seal": "NOSUPERUSER NOBYPASSRLS NOCREATEDB",
    "gw_report": "NOSUPERUSER NOBYPASSRLS NOCREATEDB",
    "gw_backup": "NOSUPERUSER BYPASSRLS NOCREATEDB REPLICATION",
}
DATABASE = "gongwei"
# A cluster made by an older version did not let the backup role copy it.
MAY_REPLICATE = """DO $$ BEGIN IF NOT (SELECT rolreplication FROM pg_roles WHERE rolname = 'gw_backup') THEN
    ALTER ROLE gw_backup REPLICATION; END IF; END $$"""


class LettersUnknown(RuntimeError):
    """The server's locale does not take Chinese characters for letters, which makes search by name useless."""


def super_connection(database: str = "postgres") -> psycopg.Connection:
    """Connect as the superuser of our own cluster; a city's server has its own administrator."""
    return psycopg.connect(
        host=str(socket_folder()),
        user="gw_super",
        password=secret("password_gw_super"),
        dbname=database,
        autocommit=True,
    )


def statements(passwords: dict[str, str]) -> list[sql.Composed]:
    """List what an administrator must run once on a new server."""
    made: list[sql.Composed] = []
    for role, attributes in ATTRIBUTES.items():
        name, text = sql.Identifier(role), sql.SQL(attributes)  # type: ignore[arg-type]
        made.append(sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(name, text, sql.Literal(passwords[role])))
    made.append(sql.SQL("CREATE DATABASE {} OWNER gw_owner").format(sql.Identifier(DATABASE)))
    made.append(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))
    made.append(
        sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO gw_app, gw_seal, gw_report, gw_backup").format(
            sql.Identifier(DATABASE)
        )
    )
    return made


# The server's log says what was refused, without the row that it would quote as the detail.
INSIDE = (
    *(f"ALTER ROLE {role} SET log_error_verbosity = 'terse'" for role in ATTRIBUTES),
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "ALTER SCHEMA public OWNER TO gw_owner",
    "GRANT USAGE ON SCHEMA public TO gw_app, gw_seal, gw_report, gw_backup",
)


def script(passwords: dict[str, str]) -> str:
    """Write the psql script with which an administrator prepares a server of the city's own."""
    outside = [f"{statement.as_string()};" for statement in statements(passwords)]
    return "\n".join([*outside, f"\\connect {DATABASE}", *(f"{line};" for line in INSIDE)])


def ensure() -> None:
    """Make roles and database on our own cluster if they are missing."""
    if external():
        return
    with super_connection() as connection:
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        if "gw_backup" not in known:
            for statement in statements({role: secret(f"password_{role}") for role in ATTRIBUTES}):
                connection.execute(statement)
        connection.execute(MAY_REPLICATE)
    with super_connection(DATABASE) as connection:
        for line in INSIDE:
            connection.execute(line)
        trigrams = connection.execute("SELECT 'ä' ~ '[[:alpha:]]' AND '杭' ~ '[[:alpha:]]'").fetchone()
        if trigrams is None or not trigrams[0]:
            raise LettersUnknown("The server's locale knows no Chinese letters: initdb with C.UTF-8, not C.")
