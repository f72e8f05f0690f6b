"""The API keeps to its own description, whatever is sent: no server error, no answer of an undescribed shape."""

import re
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gongwei.domain.access import Role
from tests.access import truth
from tests.apps.world import area_for

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES, WHEN_REFUSED = 12, 3
pytestmark = pytest.mark.django_db(transaction=True)


def explore(operation: Any, headers: dict[str, str], known: dict[str, str], examples: int) -> set[int]:
    """Send an operation made-up requests, some about a resident who is there; give the statuses that came back."""
    seen: set[int] = set()

    @seed(20260630)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        ids = [case.path_parameters] + [case.path_parameters | known] * bool(case.path_parameters)
        for case.path_parameters in ids:
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)
            seen.add(answer.status_code)

    send()
    return seen


def may_use(role: str, operation: Any) -> bool:
    """Say whether the table of the access proofs lets a role in."""
    address = re.sub(r"<\w+:", "<", operation.path.strip("/").replace("{", "<").replace("}", ">"))
    lines = [one for one in truth.routes() if re.sub(r"<\w+:", "<", one.address) == address]
    (line,) = [one for one in lines if one.method == operation.method.upper()]
    return truth.may(role, line.kind, line.verb)


@pytest.mark.parametrize("role", list(Role))
def test_no_request_makes_the_api_break_its_word(registered: Any, by_token: Any, role: Role) -> None:
    known = {"resident_id": str(registered("hypertension").pk)}
    headers = by_token(role, area_for(role)).headers
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 6
    for operation in operations:
        about = {name: one for name, one in known.items() if f"{{{name}}}" in operation.path}
        allowed = may_use(role, operation)
        seen = explore(operation, headers, about, EXAMPLES if allowed else WHEN_REFUSED)
        assert seen & {200, 404, 422} if allowed else seen == {403}, (operation.label, seen)
