"""The API as programs use it: JSON in, JSON out, in somebody's post."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.apps.desk.conftest import on_a_fixed_day, registered  # noqa: F401
from tests.apps.exchange.test_pages import director, send  # noqa: F401


class Api:
    """A client that speaks JSON."""

    def __init__(self, client: Any, **headers: str) -> None:
        self.client, self.headers = client, headers

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"/api/{address}", headers=self.headers | headers)

    def post(self, address: str, body: Any, **headers: str) -> Any:
        raw = body if isinstance(body, str | bytes) else None
        kind = headers.pop("kind", "application/json")
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            "POST", f"/api/{address}", raw if raw is not None else _json(body), kind, headers=self.headers | headers
        )


def _json(body: Any) -> str:
    import json

    return json.dumps(body)


def error(answer: Any) -> dict[str, Any]:
    """Give the one shape in which everything is refused."""
    body = answer.json()
    assert list(body) == ["error"] and list(body["error"]) == ["code", "message", "fields", "missing"]
    assert body["error"]["message"]
    return body["error"]


@pytest.fixture
def api(sign_in: Callable[..., Any]) -> Callable[..., Api]:
    """Sign in and give the API: `api("village_doctor", HERE)`."""
    return lambda role, area: Api(sign_in(role, area))


@pytest.fixture
def by_token(post: Callable[..., Any], client: Any) -> Callable[..., Api]:
    """Give the API with a token of a new post, as a program has it."""
    from datetime import date

    from gongwei.apps.accounts.acting import as_acting
    from gongwei.apps.accounts.actions import create_token
    from tests.conftest import NOW

    def make(role: str, area: int, expires: date = date(2026, 12, 31)) -> Api:
        with as_acting(post(role, area)) as by:
            token, secret = create_token(title="测试", expires_date=expires, by=by, at=NOW)
        api = Api(client, Authorization=f"Bearer {secret}")
        api.acting, api.token = by, token
        return api

    return make
