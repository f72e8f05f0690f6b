"""One resident of the small world, with a row in every table that knows residents."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from gongwei.apps.people.sealed import index, seal, sealer
from gongwei.domain.names import name_key
from gongwei.site.world.guarded import sow_guarded
from gongwei.site.world.sowing import Sowing

NAMES = ("王秀英", "李建国", "张丽华", "阿依古丽·买买提", "欧阳明", "𠮷田兰", "陈伟", "单雄")
URGENT = {"systolic": 190, "diastolic": 96, "danger_signs": ["none"], "hypertension_symptoms": ["1"]}
GUARDED = "mental_disorder"
Ids = dict[str, UUID]


def sow_person(
    sowing: Sowing, area: int, *, institution: UUID, household: UUID, actor: UUID, at: datetime
) -> dict[str, UUID]:
    """Sow a resident with all that hangs on one, and give the ids by the names that addresses use."""
    sowing.people += 1
    names = ("resident_id", "visit_id", "enrolment_id", "referral_id", "team_id", "contract_id")
    ids = {name: sowing.new_id() for name in names}
    _resident(sowing, area, ids["resident_id"], institution=institution, household=household, at=at)
    _known(sowing, area, ids["resident_id"], institution=institution, at=at)
    _served(sowing, area, ids, institution=institution, actor=actor, at=at)
    ids["relative_id"] = ids["resident_id"]  # as the row of kin below has it
    ids["card_id"] = _reported(sowing, area, ids["resident_id"], institution=institution, actor=actor, at=at)
    ids |= sow_guarded(sowing, area, ids["resident_id"], institution=institution, actor=actor, at=at)
    _promised(sowing, area, ids, institution=institution, actor=actor, at=at)
    return ids


def _promised(sowing: Sowing, area: int, ids: Ids, *, institution: UUID, actor: UUID, at: datetime) -> None:
    since = at.date() - timedelta(330)
    sowing.add(
        "contracts_team", id=ids["team_id"], name=f"{sowing.people} 队", institution_id=institution,
        area_code=area // 1000 * 1000, villages=[area], members="[]", since_date=since, recorded_at=at,
    )  # fmt: skip
    row: dict[str, Any] = {"resident_id": ids["resident_id"], "area_code": area, "recorded_at": at, "actor_id": actor}
    sowing.add(
        "contracts_contract", **row, id=ids["contract_id"], team_id=ids["team_id"], state="signed", sign_way="1",
        packages='["hypertension"]', signed_date=since, from_date=since, to_date=since + timedelta(365),
        stop_reason="",
    )  # fmt: skip
    sowing.add(
        "contracts_service", **row, id=sowing.new_id(), contract_id=ids["contract_id"], item="reminders",
        served_date=at.date(), note=sowing.text("提醒量血压", "contracts_service", area),
    )  # fmt: skip


def _resident(sowing: Sowing, area: int, one: UUID, *, institution: UUID, household: UUID, at: datetime) -> None:
    table, count = "people_resident", sowing.people
    name = sowing.text(NAMES[count % len(NAMES)], table, area)
    birth = date(1940 + count % 20, 1 + count % 12, 1 + count % 28)
    card = sowing.card(birth.isoformat(), area)
    phone = sowing.number(f"199{count:08d}", table, area)
    key = name_key(name)
    sowing.add(
        table, id=one, name=name, name_pinyin=key.pinyin, name_initials=key.initials,
        sex="1" if int(card[16]) % 2 else "2", birth_date=birth, document_type="01",
        document_cipher=seal("document", one, card), document_hash=index("document", f"01:{card}"),
        phone_cipher=seal("phone", one, phone), phone_hash=index("phone", phone),
        address=sowing.text(f"{count} 幢 1 室", table, area), area_code=area, household_id=household,
        institution_id=institution, archive_no=f"{area}{count:05d}", archived_date=at.date() - timedelta(700),
        resident_from=at.date() - timedelta(900), recorded_at=at,
    )  # fmt: skip


def _known(sowing: Sowing, area: int, one: UUID, *, institution: UUID, at: datetime) -> None:
    row: dict[str, Any] = {"resident_id": one, "area_code": area}
    since = at.date() - timedelta(600)
    number = sowing.text("N", "people_residentnumber", area)
    sowing.add("people_residentnumber", **row, institution_id=institution, number=number)
    sowing.add("people_residence", **row, lived_in=area, from_date=at.date() - timedelta(900))
    sowing.add("people_archiveserial", area_code=area, serial=sowing.people)
    row |= {"recorded_at": at}
    sowing.add("people_kin", **row, id=sowing.new_id(), relative_id=one, relation="other")
    sowing.add("people_condition", **row, id=sowing.new_id(), code="hypertension", onset_date=since)
    guarded = sowing.new_id()
    cover = sealer().seal(GUARDED, place=f"people_sensitivecondition:{guarded}:code")
    sowing.add(
        "people_sensitivecondition", **row, id=guarded, code_cipher=cover, onset_date=since,
        code_hash=index("condition", GUARDED),
    )  # fmt: skip
    works = {"employer": sowing.text("织里布厂", "people_personalinformation", area)}
    sowing.add("people_personalinformation", **row, id=sowing.new_id(), readings=json.dumps(works))
    for days, weight in ((30, 61.5), (5, 62.0)):
        day = at.date() - timedelta(days)
        sowing.add("people_observation", **row, id=sowing.new_id(), key="weight", value=weight, observed_date=day)


def _served(sowing: Sowing, area: int, ids: Ids, *, institution: UUID, actor: UUID, at: datetime) -> None:
    today, late = at.date(), at.date() - timedelta(20)
    row: dict[str, Any] = {"resident_id": ids["resident_id"], "area_code": area, "recorded_at": at}
    row |= {"program": "hypertension"}
    sowing.add(
        "programs_enrolment", **row, id=ids["enrolment_id"], enrolled_date=today - timedelta(500), end_reason="",
        institution_id=institution, next_due_date=today, last_visit_date=late,
    )  # fmt: skip
    medicine = {"name": sowing.text("氨氯地平", "programs_visit", area), "dose": 5, "unit": "mg", "times_a_day": 1}
    sowing.add(
        "programs_visit", **row, id=ids["visit_id"], edition="2017-02-28", visit_date=late, visit_mode="1",
        face_to_face=True, actor_id=actor, institution_id=institution, rule="refer now", refer_to="hospital",
        advice=sowing.text("立即转诊", "programs_visit", area), next_due_date=today, at_target=False,
        readings=json.dumps(URGENT | {"medicines": [medicine]}), confirmed="{}",
    )  # fmt: skip
    sowing.add(
        "programs_referral", **row, id=ids["referral_id"], visit_id=ids["visit_id"], refer_to="hospital",
        reason=sowing.text("血压 190/96", "programs_referral", area), urgent=True, opened_date=late,
        due_date=today - timedelta(6), state="accepted", result=sowing.text("已住院", "programs_referral", area),
    )  # fmt: skip
    sowing.add(
        "programs_exposure", id=sowing.new_id(), **row | {"program": "tuberculosis"}, case_id=ids["resident_id"],
        relation="1", since_date=late,
    )  # fmt: skip
    sowing.add(
        "programs_callattempt", **row, id=sowing.new_id(), actor_id=actor, outcome="coming", agreed_date=today,
        note=sowing.text("下午来", "programs_callattempt", area),
    )  # fmt: skip


def _reported(sowing: Sowing, area: int, one: UUID, *, institution: UUID, actor: UUID, at: datetime) -> UUID:
    """Sow a report card of each class, and give the id of the one about personal health."""
    cards = {}
    for table in ("registries_card", "registries_guardedcard", "registries_hiddencard"):
        card = cards[table] = sowing.new_id()
        said = {"known_date": at.date().isoformat(), "diagnosis": sowing.text("脑梗死", table, area)}
        sowing.add(
            table, id=card, kind="discharge", area_code=area, resident_id=one, institution_id=institution,
            actor_id=actor, person_cipher=sealer().seal("{}", place=f"{table}:{card}:person"),
            said_cipher=sealer().seal(json.dumps(said), place=f"{table}:{card}:said"), known_at=at, due_at=at,
            reported_at=at, answer_due_date=at.date(), state="waiting", outcome="", recorded_at=at,
        )  # fmt: skip
    return cards["registries_card"]
