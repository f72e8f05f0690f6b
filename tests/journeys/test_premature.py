"""A child born seven weeks early: the visit at home, the special record, and the check at twelve months."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.newcomer import enrol, fill_in, register
from tests.journeys.window import Window

Open = Callable[..., Window]
NAMES = {"desktop": ("早早", "满岁"), "phone": ("早安", "周岁")}
FOUND = {
    "birth_modes": "4", "mothers_illness": "1", "asphyxia": "1", "malformation": "1", "hearing_screen": "1",
    "disease_screen": "2", "bcg_given": "1", "hepb1_given": "1", "feeding": "2", "vomiting": "1", "stool": "1",
    "complexion": "1", "jaundice": "1", "fontanelle": "1", "child_neck_mass": "1", "newborn_skin": "1", "cord": "2",
    "child_guidance": "1",
}  # fmt: skip
BODY = ("eyes", "ears", "nose", "mouth", "chest", "abdomen", "limbs", "anus", "breast", "spine", "genitals")
AT_HOME = FOUND | dict.fromkeys([f"child_{part}" for part in BODY], "1") | {
    "gestation_weeks": "33", "birth_institution": "1", "birth_weight": "2.05", "child_weight": "2.1",
    "birth_length": "44", "feeds_a_day": "10", "stools_a_day": "4", "temperature": "36.8", "child_heart_rate": "140",
    "child_respiration": "44",
}  # fmt: skip
SPECIAL = {
    "high_risk_reasons": "12", "child_weight": "2.1", "child_length": "45.5", "head": "32", "infant_neurology": "1",
    "infant_development": "1", "infant_fundus": "1", "infant_conclusion": "1",
}  # fmt: skip
A_YEAR = {
    "child_weight": "8.2", "weight_level": "2", "child_length": "72.5", "length_level": "2", "gestation_weeks": "31",
    "complexion_later": "1", "fontanelle_closed": "1", "child_skin": "1", "child_eyes": "1", "child_ears": "1",
    "child_chest": "1", "child_abdomen": "1", "child_limbs": "1", "child_teeth": "6", "child_caries": "0",
    "rickets_signs": "0", "child_hearing": "1", "warning_signs_12m": "0", "outdoor_hours": "2", "vitamin_d": "400",
    "illness_between": "1", "child_guidance": "1",
}  # fmt: skip


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_premature_newborn_is_judged_by_corrected_age_at_twelve_months(window: Open, size: str) -> None:
    doctor, (early, older) = window("village", size), NAMES[size]
    home = register(doctor, early, "2026-06-20")
    enrol(doctor.page, home, "newborn")
    doctor.looks_right("newborn")
    doctor.page.locator("[name=discharge_date]").fill("2026-06-26")
    doctor.page.locator("[name=visit_date]").focus()
    fill_in(doctor, "newborn", AT_HOME, dates=1)
    expect(doctor.page.get_by_text("增加家庭访视次数").first).to_be_visible()
    enrol(doctor.page, home, "high_risk_infant")
    expect(doctor.page.locator("[name=gestation_weeks]")).to_have_value("33")  # told at the first visit
    fill_in(doctor, "high_risk_infant", SPECIAL)
    expect(doctor.page.get_by_text(f"已保存 {early} 的随访")).to_be_visible()

    home = register(doctor, older, "2025-06-20")
    enrol(doctor.page, home, "child")
    fill_in(doctor, "child", A_YEAR)
    expect(doctor.page.get_by_text("按月龄随访").first).to_be_visible()
    doctor.page.goto(home)
    expect(doctor.page.locator("canvas").first).to_be_visible()
    doctor.page.goto(home + "growth/")
    expect(doctor.page.locator("canvas").first).to_be_visible()
    assert "按矫正月龄画点" in doctor.main()
    doctor.looks_right("growth")
