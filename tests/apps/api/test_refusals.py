"""What the API refuses: in one shape, with a code for programs and a sentence for people."""

from datetime import date
from uuid import uuid4

import pytest
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.actions import revoke_token
from gongwei.apps.accounts.models import Assignment, AuditEntry, User
from gongwei.site import lints
from tests.apps.api.conftest import Api, error
from tests.apps.desk.conftest import HERE
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)

DEEP = '{"text":' + "[" * 100_000 + "]" * 100_000 + "}"
BODIES = [  # body, content type, status, code
    ("", "application/json", 422, "invalid"),
    ("{", "application/json", 400, "malformed_json"),
    (b'{"text": "\xff"}', "application/json", 400, "malformed_json"),
    ('{"text": NaN}', "application/json", 400, "malformed_json"),
    ('{"text": ' + "9" * 5000 + "}", "application/json", 400, "malformed_json"),
    ("[]", "application/json", 422, "not_an_object"),
    ('"text"', "application/json", 422, "not_an_object"),
    ("null", "application/json", 422, "not_an_object"),
    (DEEP, "application/json", 422, "too_deep"),
    ('{"text":' + '{"a":' * 50 + "1" + "}" * 51, "application/json", 422, "too_deep"),
    ('{"text": "\\u0000"}', "application/json", 422, "bad_text"),
    ('{"text": "\\ud800"}', "application/json", 422, "bad_text"),
    ('{"\\u0000": "x"}', "application/json", 422, "bad_text"),
    ('{"text": 1e300}', "application/json", 422, "number_too_large"),
    ('{"text": 1e999}', "application/json", 422, "number_too_large"),
    ('{"text": 99999999999999999999}', "application/json", 422, "number_too_large"),
    ('{"text": 5}', "application/json", 422, "invalid"),
    ('{"text": ""}', "application/json", 422, "invalid"),
    ('{"text": "' + "王" * 61 + '"}', "application/json", 422, "invalid"),
    ('{"text": "王", "area": 1}', "application/json", 422, "invalid"),
    ('{"words": "王"}', "application/json", 422, "invalid"),
    ("text=王", "application/x-www-form-urlencoded", 415, "not_json"),
    ("text", "text/plain", 415, "not_json"),
    ('{"text": "' + "x" * (2 * 2**20) + '"}', "application/json", 413, "too_large"),
]


def test_a_body_that_cannot_be_taken_is_refused_with_its_reason(api) -> None:
    mine, wrong = api("village_doctor", HERE), []
    for body, kind, status, code in BODIES:
        answer = mine.post("residents/search", body, kind=kind)
        if (answer.status_code, error(answer)["code"]) != (status, code):
            wrong.append((str(body)[:40], answer.status_code, error(answer)["code"]))
    assert wrong == []


def test_a_field_that_is_wrong_is_named_in_chinese(api) -> None:
    mine = api("village_doctor", HERE)
    said = error(mine.post("residents/search", {"words": "王"}))["fields"]
    assert said == {"text": "缺少此项，请补上。", "words": "接口没有此项，请删去。"}
    said = error(mine.get("residents?area=abc&size=101"))["fields"]
    assert said.keys() == {"area", "size"} and "100" in said["size"]


def test_a_method_that_an_address_does_not_have_is_405_with_those_it_has(api) -> None:
    mine = api("village_doctor", HERE)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        answer = mine.client.generic(method, "/api/worklist")
        assert answer.status_code == 405 and answer["Allow"] == "GET"
        assert error(answer)["code"] == "method_not_allowed"


def test_an_address_that_is_not_there_answers_as_a_record_that_is_not_there(api) -> None:
    mine = api("village_doctor", HERE)
    known = mine.get(f"residents/{uuid4()}").content
    for address in ("", "nothing", "residents/1", "residents/", "worklist/"):
        assert mine.get(address).content == known and mine.post(address, {}).content == known


def test_without_session_or_token_nothing_is_read(client, transactional_db) -> None:
    answer = Api(client).post("residents/search", "{")
    assert answer.status_code == 401 and answer["WWW-Authenticate"] == "Bearer"
    assert error(answer)["code"] == "not_signed_in"
    assert AuditEntry.objects.using("owner").get().outcome == "401"


def test_a_session_must_prove_that_the_request_is_its_own(sign_in) -> None:
    acting = sign_in("village_doctor", HERE).acting
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(
        User.objects.get(pk=acting.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    mine = Api(strict)
    assert error(mine.post("residents/search", {"text": "王"}))["code"] == "csrf_failed"
    assert mine.get("worklist").status_code == 200
    token = _get_new_csrf_string()
    strict.cookies["csrftoken"] = token
    assert mine.post("residents/search", {"text": "王"}, X_CSRFToken=token).status_code == 200
    form = mine.post("residents/search", "--", kind="multipart/form-data; boundary=x", X_CSRFToken=token)
    assert form.status_code == 415 and error(form)["code"] == "not_json"


def test_a_token_needs_no_csrf_and_its_owner_no_session(registered, by_token) -> None:
    registered("hypertension")
    mine = by_token("village_doctor", HERE)
    mine.client = Client(enforce_csrf_checks=True)
    answer = mine.post("residents/search", {"text": "王"})
    assert answer.status_code == 200 and len(answer.json()["items"]) == 1 and not answer.cookies


def test_a_token_stops_at_once_when_it_or_its_post_ends(by_token) -> None:
    for end in (
        lambda mine: as_owner(mine, revoke_token, token_id=mine.token.pk, at=NOW),
        lambda mine: Assignment.objects.filter(pk=mine.acting.assignment_id).update(valid_to=date(2026, 6, 30)),
        lambda mine: User.objects.filter(pk=mine.acting.user_id).update(is_active=False),
    ):
        mine = by_token("village_doctor", HERE)
        assert mine.get("worklist").status_code == 200
        end(mine)
        assert error(mine.get("worklist"))["code"] == "not_signed_in"
    assert by_token("village_doctor", HERE, expires=date(2026, 6, 30)).get("worklist").status_code == 401


def as_owner(mine: Api, act, **values) -> None:
    with as_acting(mine.acting) as by:
        act(**values, by=by)


def test_a_wrong_token_is_not_rescued_by_a_session(api) -> None:
    mine = api("village_doctor", HERE)
    assert mine.get("worklist").status_code == 200
    assert mine.get("worklist", Authorization="Bearer gw_wrong").status_code == 401


def test_a_token_opens_no_page(by_token) -> None:
    mine = by_token("system_admin", 330100000000)
    assert mine.client.get("/users/", headers=mine.headers).status_code == 302


def test_who_reads_no_health_data_is_refused_and_it_is_written_down(api) -> None:
    answer = api("city_bureau", 330100000000).get("worklist")
    assert answer.status_code == 403 and error(answer)["code"] == "not_allowed"
    assert AuditEntry.objects.using("owner").get(action="refused").outcome == "403"


def test_a_user_without_a_post_is_told_whom_to_ask(api) -> None:
    mine = api("village_doctor", HERE)
    Assignment.objects.update(valid_to=date(2026, 6, 30))
    answer = mine.get("worklist")
    assert answer.status_code == 403 and error(answer)["code"] == "no_post"


def test_every_operation_declares_its_policy() -> None:
    found = {route: lints.policies(view) for route, view in lints.routes() if route.startswith("api/")}
    assert all(found.values()) and len(found) > 6
