"""One database, five roles: each a connection of its own, so that rights are PostgreSQL's and not a habit."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from gongwei.site.home import secret
from gongwei.site.postgres import external, socket_folder

ROLE_OF = {
    "default": "gw_app",  # pages, jobs, commands: under row-level security
    "owner": "gw_owner",  # migrates; owns every table
    "seal": "gw_seal",  # seals the audit
    "report": "gw_report",  # writes the lake; sees no name, number, phone or address
    "backup": "gw_backup",  # dumps
}
# Pages ask the same few questions again and again: planned once on a connection, they cost the server half.
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}
PATIENCE = "GONGWEI_PATIENCE"  # seconds that a request waits for an answer; jobs and commands wait as long as it takes
URL_OF = {alias: "DATABASE_URL" if alias == "default" else f"DATABASE_{alias.upper()}_URL" for alias in ROLE_OF}


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


def _own(alias: str) -> dict[str, Any]:
    role = ROLE_OF[alias]
    return {
        "NAME": "gongwei",
        "USER": role,
        "PASSWORD": secret(f"password_{role}"),
        "HOST": str(socket_folder()),
    }


def databases() -> dict[str, dict[str, Any]]:
    """Give Django's DATABASES: the city's own server if `DATABASE_URL` is set, else ours."""
    found, patience = {}, os.environ.get(PATIENCE)
    for alias, variable in URL_OF.items():
        url = os.environ.get(variable)
        if external() and not url:
            continue  # a role whose address is not given here cannot be used here
        found[alias] = {
            "ENGINE": "gongwei.site.impatient" if patience else "django.db.backends.postgresql",
            **(_from_url(url) if url and external() else _own(alias)),
            "ATOMIC_REQUESTS": alias == "default",
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "application_name": f"gongwei-{alias}",
                **(PREPARED if alias == "default" else {}),
                **({"patience": patience} if patience else {}),
            },
        }
    return found
