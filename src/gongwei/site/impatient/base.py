"""A connection that gives up: after so many seconds without an answer, and at once where none was had a moment ago."""

from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel

CONNECT_SECONDS = 3
REST_SECONDS = 1.0  # after a failed start nobody tries again for so long: a queue of requests is answered, not held up


class DatabaseStalled(psycopg.OperationalError):
    """PostgreSQL did not answer in time; whether it carried out what was asked is not known."""


class DatabaseResting(psycopg.OperationalError):
    """PostgreSQL could not be reached a moment ago and is not asked again so soon."""


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection whose every wait has an end; one that waited in vain is closed, since nobody knows its state."""

    patience = 15.0  # seconds

    def wait(self, *args: Any, **kwargs: Any) -> Any:
        begun = monotonic()
        try:
            return super().wait(*args, **{"timeout": self.patience, **kwargs})
        except psycopg.OperationalError as error:
            if monotonic() - begun < self.patience:
                raise
            self.pgconn.finish()
            raise DatabaseStalled(f"PostgreSQL gave no answer for {self.patience:g} s") from error


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with connections that give up after `OPTIONS["patience"]` seconds."""

    resting_until = 0.0  # of the process: its threads share what one of them has found out

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        self.patience = float(params.pop("patience"))
        return {"connect_timeout": CONNECT_SECONDS, **params}

    def get_new_connection(self, conn_params: dict[str, Any]) -> ImpatientConnection:
        if monotonic() < DatabaseWrapper.resting_until:
            raise DatabaseResting("PostgreSQL could not be reached a moment ago")
        self.isolation_level = IsolationLevel.READ_COMMITTED
        try:
            made = ImpatientConnection.connect(**conn_params)
        except psycopg.OperationalError:
            DatabaseWrapper.resting_until = monotonic() + REST_SECONDS
            raise
        made.patience = self.patience
        return made
