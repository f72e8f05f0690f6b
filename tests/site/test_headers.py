"""What every answer carries, and what every form must prove: content policy, frames, cookies, tokens, escapes."""

import os
import stat
import subprocess
import sys
import uuid
from typing import Any

import pytest
from django.test import Client
from tests.apps import world
from tests.apps.desk.conftest import HERE, registered, resident_values  # noqa: F401
from tests.conftest import TEST_HOME, enter

from gongwei.site import lints

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
HTTPS = """import django; django.setup()
from django.conf import settings as s
print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_PROXY_SSL_HEADER[0])"""


def test_pages_forbid_scripts_of_others_and_frames(sign_in: Any) -> None:
    client = sign_in("village_doctor", HERE)
    for address in ("/", "/today/", "/residents/", "/regions/", "/nothing/", "/sign-in/"):
        answer = client.get(address, follow=True)
        policy = dict(
            part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if " " in part
        )
        scripts = policy.get("script-src", policy["default-src"])
        assert "unsafe-inline" not in scripts and "unsafe-eval" not in scripts and "http" not in scripts, address
        assert policy["frame-ancestors"] == "'none'" and policy["default-src"] == "'none'", address
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"


def test_every_address_that_takes_a_form_asks_for_its_token(sign_in: Any, post: Any, transactional_db: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    enter(strict, post("centre_director", 330102001000).user_id)
    made = world.World({name: uuid.uuid4() for name in ("resident_id", "pair_id")} | {"pk": 1, "code": 330102001000})
    taken, tried = [], 0
    for route, view in lints.routes():
        if route.startswith("api/") or any(policy.public for policy in lints.policies(view).values()):
            continue
        tried += 1
        answer = strict.post(made.address(route), {})
        if answer.status_code not in (403, 404, 405):
            taken.append((route, answer.status_code))
    assert taken == [] and tried > 50


def test_what_somebody_wrote_never_becomes_markup(registered: Any, sign_in: Any) -> None:  # noqa: F811
    one = registered("hypertension")
    client = sign_in("village_doctor", HERE)
    changes = {"name": SCRIPT[:50], "address": SCRIPT, "sex": "", "birth_date": ""}
    values = resident_values(resident_id=str(one.pk)) | changes
    client.post(f"/residents/{one.pk}/edit/", values)
    client.post("/residents/new/", values | {"phone": "x"})
    for address in (f"/residents/{one.pk}/", f"/residents/{one.pk}/edit/", "/today/", "/today/?w=all"):
        said = client.get(address).content.decode()
        assert "<script>alert" not in said and "<img src=x" not in said, address
    said = client.post("/residents/", {"q": SCRIPT}).content.decode()
    assert "<script>alert" not in said and "&lt;script&gt;" in said


def test_behind_tls_cookies_are_secure_and_browsers_are_told_to_stay_there() -> None:
    environment = {**os.environ, "GONGWEI_HTTPS": "1"}
    done = subprocess.run([sys.executable, "-c", HTTPS], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["31536000", "True", "True", "HTTP_X_FORWARDED_PROTO"]


def test_secrets_are_files_of_their_owner_alone() -> None:
    assert stat.S_IMODE((TEST_HOME / "secrets.json").stat().st_mode) == 0o600
