"""Who may open what: every address of the site beside the roles that may use it, written by hand.

A new page fails here until somebody has thought about who may use it, and has written that down a second time.
"""

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from gongwei.domain.access import Role
from gongwei.site import lints
from tests.apps import world
from tests.conftest import enter

pytestmark = pytest.mark.django_db(transaction=True)

ROLES = dict(zip("VCDKBkbASUOGH", Role, strict=True))
# Village doctor, Centre doctor, Director; district K CDC, B bureau; city k CDC, b bureau;
# system Admin, Security admin, aUditor, Operator; the street's joint Group; Hospital office.
ALL, FIGURES, READ, WRITE = "VCDKBkbASUOGH", "VCDKBkbO", "VCDKkO", "VCDO"
MERGE = "DO"
GUARDED = "CDKk"  # class 4 is read where it is treated and counted, and not in a village
OF_SOMEBODY = {"resident_id", "visit_id", "enrolment_id", "referral_id", "contract_id", "team_id", "card_id"}

TABLE = {
    "": ALL,
    "password/": ALL,
    "confirm/": ALL,
    "devices/": ALL,
    "glass/": "VCDK",
    "glass/<uuid:glass_id>/": "VCDK",
    "glass/<uuid:glass_id>/review/": "DBSU",
    "glass/reviews/": "DBSU",
    "factors/": ALL,
    "factors/confirm/": ALL,
    "factors/app/": ALL,
    "factors/app/remove/": ALL,
    "factors/codes/": ALL,
    "factors/codes/new/": ALL,
    "factors/keys/": ALL,
    "factors/keys/new/": ALL,
    "factors/keys/confirm/": ALL,
    "factors/keys/<int:pk>/remove/": ALL,
    "post/": ALL,
    "users/": "AS",
    "users/export/": "AS",
    "users/new/": "A",
    "users/<uuid:user_id>/": "AS",
    "users/<uuid:user_id>/posts/": "S",
    "users/<uuid:user_id>/posts/export/": "AS",
    "users/<uuid:user_id>/factors/clear/": "S",
    "users/<uuid:user_id>/posts/end/": "S",
    "users/<uuid:user_id>/change/": "A",
    "audit/": "U",
    "audit/export/": "U",
    "today/": READ,
    "today/export/": READ,
    "today/route/": READ,
    "calls/<uuid:enrolment_id>/": WRITE,
    "residents/": READ,
    "residents/export/": READ,
    "residents/new/": WRITE,
    "residents/<uuid:resident_id>/": READ,
    "residents/<uuid:resident_id>/visits/export/": READ,
    "residents/<uuid:resident_id>/growth/": READ,
    "residents/<uuid:resident_id>/edit/": WRITE,
    "residents/<uuid:resident_id>/personal/": WRITE,
    "residents/<uuid:resident_id>/move/": WRITE,
    "contracts/": READ,
    "contracts/export/": READ,
    "contracts/<uuid:contract_id>/step/": WRITE,
    "contracts/<uuid:contract_id>/serve/": WRITE,
    "residents/<uuid:resident_id>/contract/": READ,
    "residents/<uuid:resident_id>/contract/sign/": WRITE,
    "teams/": READ,
    "teams/new/": WRITE,
    "teams/<uuid:team_id>/": READ,
    "teams/<uuid:team_id>/owed/": READ,
    "teams/<uuid:team_id>/owed/export/": READ,
    "teams/packages/<slug:package>/": WRITE,
    "residents/<uuid:resident_id>/contacts/": READ,
    "residents/<uuid:resident_id>/contacts/add/": WRITE,
    "residents/<uuid:resident_id>/three-highs/": READ,
    "residents/<uuid:resident_id>/pregnancy/": GUARDED,
    "residents/<uuid:resident_id>/pregnancy/newborn/": "CD",
    "mothers/": GUARDED,
    "unstable/": GUARDED,
    "residents/<uuid:resident_id>/numbers/": READ,
    "residents/<uuid:resident_id>/enrol/": WRITE,
    "residents/<uuid:resident_id>/diagnoses/": WRITE,
    "residents/<uuid:resident_id>/end/": WRITE,
    "residents/<uuid:resident_id>/ws365/": READ,
    "residents/<uuid:resident_id>/papers/": READ,
    "residents/<uuid:resident_id>/papers/pdf/": READ,
    "residents/<uuid:resident_id>/papers/<slug:program>/": READ,
    "residents/<uuid:resident_id>/household/": READ,
    "residents/<uuid:resident_id>/household/tie/": WRITE,
    "residents/<uuid:resident_id>/household/<uuid:relative_id>/untie/": WRITE,
    "residents/<uuid:resident_id>/sitting/": WRITE,
    "residents/<uuid:resident_id>/sitting/judge/": WRITE,
    "residents/<uuid:resident_id>/visit/<slug:program>/": WRITE,
    "hidden/<uuid:resident_id>/<slug:hidden_program>/enrol/": "K",
    "hidden/<uuid:resident_id>/<slug:hidden_program>/visit/": "K",
    "hidden/<uuid:resident_id>/<slug:hidden_program>/judge/": "K",
    "hidden/<uuid:resident_id>/<slug:hidden_program>/end/": "K",
    "hidden/visits/<uuid:hidden_visit_id>/edit/": "K",
    "hidden/referrals/": "Kk",
    "hidden/referrals/<uuid:hidden_referral_id>/step/": "K",
    "residents/<uuid:resident_id>/visit/<slug:program>/judge/": WRITE,
    "visits/<uuid:visit_id>/": READ,
    "visits/<uuid:visit_id>/paper/": READ,
    "visits/<uuid:visit_id>/paper/pdf/": READ,
    "visits/<uuid:visit_id>/edit/": WRITE,
    "screening/": READ,
    "screening/export/": READ,
    "lists/": READ,
    "lists/export/": READ,
    "referrals/": READ,
    "referrals/export/": READ,
    "referrals/<uuid:referral_id>/step/": WRITE,
    "residents/<uuid:resident_id>/cards/<slug:kind>/": WRITE,
    "cards/": READ,
    "cards/export/": READ,
    "cards/<slug:kind>/<uuid:card_id>/": READ,
    "cards/<slug:kind>/<uuid:card_id>/step/": "VCDK",
    "cards/<slug:kind>/<uuid:card_id>/paper/": READ,
    "cards/<slug:kind>/<uuid:card_id>/paper/pdf/": READ,
    "hospital/": "H",
    "hospital/incoming/<slug:kind>/<uuid:card_id>/": "H",
    "hospital/<slug:kind>/": "H",
    "hospital/<slug:kind>/<uuid:card_id>/": "H",
    "messages/": READ,
    "messages/export/": READ,
    "messages/remind/": WRITE,
    "messages/daily/": "D",
    "messages/<uuid:message_id>/again/": WRITE,
    "residents/<uuid:resident_id>/contact/": WRITE,
    "lost/": READ,
    "lost/export/": READ,
    "activities/": READ,
    "activities/new/": WRITE,
    "activities/export/": READ,
    "activities/<uuid:activity_id>/edit/": WRITE,
    "findings/": READ,
    "findings/new/": WRITE,
    "findings/export/": READ,
    "findings/<uuid:finding_id>/step/": WRITE,
    "findings/<uuid:finding_id>/edit/": WRITE,
    "duties/": READ,
    "duties/answer/": "D",
    "residents/<uuid:resident_id>/own-doctor/end/": "D",
    "duties/cover/": "D",
    "duties/cover/<uuid:cover_id>/end/": "D",
    "duties/hand-over/": WRITE,
    "duties/hand-over/<uuid:handover_id>/": WRITE,
    "duplicates/": MERGE,
    "duplicates/find/": MERGE,
    "duplicates/export/": MERGE,
    "duplicates/<uuid:pair_id>/": MERGE,
    "duplicates/<uuid:pair_id>/decide/": MERGE,
    "merges/<uuid:merge_id>/undo/": MERGE,
    "imports/": WRITE,
    "imports/export/": WRITE,
    "imports/sources/": WRITE,
    "imports/sources/export/": WRITE,
    "imports/<uuid:batch_id>/": WRITE,
    "imports/<uuid:batch_id>/export/": WRITE,
    "imports/<uuid:batch_id>/rejects/": WRITE,
    "imports/<uuid:batch_id>/take/": WRITE,
    "imports/<uuid:batch_id>/undo/": WRITE,
    "imports/<uuid:batch_id>/waiting/": WRITE,
    "imports/<uuid:batch_id>/waiting/<uuid:row_id>/": WRITE,
    "plan/": FIGURES,
    "plan/export/": FIGURES,
    "plan/rows/<str:key>/": FIGURES,
    "plan/rows/<str:key>/export/": FIGURES,
    "plan/reports/<uuid:report_id>/withdraw/": "Bb",
    "plan/indicators/<slug:key>/": FIGURES,
    "plan/indicators/<slug:key>/export/": FIGURES,
    "plan/indicators/<slug:key>/funnel/": FIGURES,
    "plan/indicators/<slug:key>/funnel/export/": FIGURES,
    "pay/": FIGURES,
    "pay/export/": FIGURES,
    "pay/visits/": READ,
    "pay/object/": "DKBkbH",
    "pay/objections/<uuid:objection_id>/answer/": "Bb",
    "pay/rule/": "Bb",
    "pay/rule/decide/": "Bb",
    "tasks/": "DKBkbH",
    "tasks/export/": "DKBkbH",
    "tasks/set/": "DKBkbH",
    "tasks/<uuid:task_id>/step/": "DKBkbH",
    "records/doubts/": "D",
    "records/doubts/export/": "D",
    "records/doubts/look/": "D",
    "records/doubts/<uuid:doubt_id>/": "D",
    "records/doubts/<uuid:doubt_id>/settle/": "D",
    "records/mine/": WRITE,
    "plan/indicators/<slug:key>/teams/": FIGURES,
    "plan/indicators/<slug:key>/teams/export/": FIGURES,
    "plan/indicators/<slug:key>/teams/<uuid:team_id>/people/": READ,
    "plan/indicators/<slug:key>/teams/<uuid:team_id>/people/export/": READ,
    "cohorts/": FIGURES,
    "cohorts/export/": FIGURES,
    "cohorts/teams/": READ,
    "cohorts/teams/export/": READ,
    "cohorts/teams/<uuid:team_id>/": READ,
    "cohorts/teams/<uuid:team_id>/people/": READ,
    "cohorts/teams/<uuid:team_id>/people/export/": READ,
    "cohorts/people/": READ,
    "cohorts/people/export/": READ,
    "plan/indicators/<slug:key>/people/": READ,
    "plan/indicators/<slug:key>/people/export/": READ,
    "catalogue/": ALL,
    "catalogue/export/": ALL,
    "catalogue/indicators/<slug:indicator>/": ALL,
    "catalogue/numbers/": ALL,
    "catalogue/numbers/export/": ALL,
    "catalogue/numbers/<str:number>/": ALL,
    "catalogue/numbers/<str:number>/settle/": "kb",
    "catalogue/<slug:program>/": ALL,
    "regions/": ALL,
    "regions/<int:code>/": ALL,
    "regions/<int:code>/export/": ALL,
    "regions/<int:code>/shapes/": ALL,
    "joint/": "CDG",
    "joint/meetings/": "CDG",
    "joint/<uuid:concern_id>/": "CDG",
    "joint/<uuid:concern_id>/end/": "CD",
    "residents/<uuid:resident_id>/share/": "CD",
    "POST api/residents/search": READ,
    "GET api/residents": READ,
    "GET api/residents/<uuidstr:resident_id>": READ,
    "GET api/residents/<uuidstr:resident_id>/visits": READ,
    "POST api/residents/<uuidstr:resident_id>/visits": WRITE,
    "GET api/visits/<uuidstr:visit_id>": READ,
    "GET api/worklist": READ,
    "GET api/changes": READ,
    "GET api/indicators": FIGURES,
}
PUBLIC = {
    "sign-in/", "sign-in/code/", "sign-out/", "language/", "api/openapi.json", "api/",
    "shut/account_signup/", "shut/account_reset_password/", "shut/account_inactive/",
    "shut/account_email/", "shut/account_set_password/",
}  # fmt: skip
REFUSED = {401, 403}


def names() -> dict[str, bool]:
    """List every address, with the method in front where methods differ, and whether it is public."""
    return {
        f"{method} {route}".strip(): policy.public
        for route, view in lints.routes()
        for method, policy in lints.policies(view).items()
    }


def test_every_address_stands_in_the_table() -> None:
    found = names()
    assert {name for name, public in found.items() if not public} == set(TABLE)
    assert {name for name, public in found.items() if public} == PUBLIC


def ask(client: Client, name: str, made: world.World) -> HttpResponse:
    """Ask for an address as a page would, by POST where it takes nothing else."""
    method, _space, route = name.rpartition(" ")
    address = made.address(route)
    if method == "POST":
        return client.post(address, data={}, content_type="application/json")
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


def signed_in(user_id: uuid.UUID) -> Client:
    client = Client(raise_request_exception=False)
    enter(client, user_id)
    return client


def test_each_role_opens_what_the_table_says_and_nothing_else(registered: Any, post: Any) -> None:
    made, wrong = world.build(registered, post), []
    for letter, role in ROLES.items():
        acting = post(role, world.area_for(role))
        for name, allowed in TABLE.items():
            status = ask(signed_in(acting.user_id), name, made).status_code
            if (status not in REFUSED) != (letter in allowed) or status >= 500:
                wrong.append(f"{role} {name}: {status}")
    assert wrong == []


def test_without_signing_in_nothing_opens_but_the_door(registered: Any, post: Any, client: Client) -> None:
    made = world.build(registered, post)
    for name in TABLE:
        answer = ask(client, name, made)
        if "api/" in name:
            assert answer.status_code == 401, name
        else:
            assert answer.status_code == 302 and answer.url.startswith("/sign-in/"), name


def test_who_reads_class_three_still_sees_only_the_posts_own_area(registered: Any, post: Any) -> None:
    """The policy opens the page; the row stays hidden: 404 for a resident next door."""
    made = world.build(registered, post)
    client = signed_in(post("village_doctor", world.HERE + 1).user_id)
    nowhere = world.World({key: uuid.uuid4() if key in OF_SOMEBODY else one for key, one in made.ids.items()})
    about = [name for name in TABLE if any(part in OF_SOMEBODY for _kind, part in world.parts(name))]
    for name in about:
        if name.startswith("POST ") or "V" not in TABLE[name]:
            continue  # needs a body that passes: tests/apps/api/test_visits.py
        hidden_one, absent_one = ask(client, name, made), ask(client, name, nowhere)
        assert hidden_one.status_code == absent_one.status_code == 404, name
