"""Verdicts in words: why a dose counts, why one is due on a day, the way from birth on (中文, English)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from gongwei.domain.immunization.due import Due, DueStatus, Given, Reading
from gongwei.domain.immunization.schedule import Contraindication
from gongwei.domain.immunization.vaccine import Vaccine
from gongwei.domain.immunization.verdicts import RULES, DoseStatus, Reason

Language = Literal["zh", "en"]

_DOSE: dict[Reason, tuple[str, str]] = {
    Reason.NONE: ("有效", "valid"),
    Reason.GRACE_PERIOD: ("有效（联合疫苗或其他产品的月龄）", "valid (at the age of a combination or other product)"),
    Reason.LOW_VOLUME: ("有效，剂量不足", "valid, low volume"),
    Reason.SUBSTANDARD: ("疫苗过期或不合格，不计", "does not count: expired or substandard vaccine"),
    Reason.INADVERTENT: ("误种，不计", "does not count: inadvertent vaccine"),
    Reason.TOO_YOUNG: ("早于最小月龄，不计", "does not count: before the minimum age"),
    Reason.TOO_OLD: ("超过最大年龄，不计入程序", "not counted: after the maximum age"),
    Reason.TOO_SOON: ("与前剂间隔不足，不计", "does not count: too soon after the earlier dose"),
    Reason.CONFLICT: (
        "与其他注射减毒活疫苗间隔不足28天或距免疫球蛋白不足3个月，不计",
        "does not count: less than 28 days after another injected live vaccine, or 3 months after globulin",
    ),
    Reason.WRONG_VACCINE: ("该疫苗不用于本剂次，不计", "does not count: not a vaccine for this dose"),
    Reason.WRONG_VACCINE_AGE: (
        "不在该疫苗用于本剂次的年龄范围，不计",
        "does not count: outside the age range of this vaccine for the dose",
    ),
    Reason.SERIES_COMPLETE: ("程序已完成，属额外剂次", "extra: the series was already complete"),
}
_BESIDE = ("同日已有一剂计入，不计", "does not count: another dose of that day does")
_BOUND: dict[str, tuple[str, str]] = {
    "age": ("满最小月龄", "minimum age"),
    "interval": ("满最小间隔", "minimum interval"),
    "conflict": ("与注射减毒活疫苗或免疫球蛋白的间隔", "distance from a live vaccine or globulin"),
    "season": ("本流感季起", "start of the season"),
    "offer": ("纳入免疫规划之日", "start of the programme"),
    "dose": ("上一剂之后", "after the last dose"),
}
_STATUS: dict[DueStatus, tuple[str, str]] = {
    DueStatus.DUE: ("应种", "due"),
    DueStatus.OVERDUE: ("逾期，尽快补种", "overdue, catch up"),
    DueStatus.NOT_YET: ("未到时间", "not yet"),
    DueStatus.COMPLETE: ("已完成", "complete"),
    DueStatus.CONTRAINDICATED: ("禁忌或暂缓", "contraindicated or deferred"),
    DueStatus.TOO_OLD: ("超过接种年龄，不再补种", "too old, no catch-up"),
}


def dose_reason(given: Given, language: Language = "zh") -> str:
    """Say why a dose counts or not, and for which vaccine."""
    zh = language == "zh"
    if given.evaluation is None or given.vaccine is None:
        return "不在本程序的对象之内，未计入" if zh else "not counted: no series of this programme is for this child"
    words = (_BESIDE if given.beside else _DOSE[given.evaluation.reason])[0 if zh else 1]
    title = _title(given.vaccine, language)
    if given.evaluation.status is DoseStatus.VALID:
        number = given.evaluation.target
        return f"计作{title}第{number}剂：{words}" if zh else f"counts as dose {number} of {title}: {words}"
    return f"{title}：{words}" if zh else f"{title}: {words}"


def dose_rule(given: Given) -> str:
    """Give the place in the specification that gave the verdict."""
    return RULES[given.evaluation.reason] if given.evaluation else "Table 5-5"


def due_reason(due: Due, observed: frozenset[str], language: Language = "zh") -> str:
    """Say why a dose is due on its day, or why none is."""
    zh = language == "zh"
    said = [_STATUS[due.status][0 if zh else 1]]
    forecast = due.forecast.contained[0].forecast
    if due.earliest is not None:
        bound = _BOUND[forecast.bound_by][0 if zh else 1]
        said.append(f"最早{due.earliest}（{bound}）" if zh else f"earliest {due.earliest} ({bound})")
    if due.complete_before is not None:
        said.append(f"应在{due.complete_before}前完成" if zh else f"timely before {due.complete_before}")
    if due.status is DueStatus.CONTRAINDICATED:
        said += _why_forbidden(due, observed, language)
    if due.status not in (DueStatus.COMPLETE, DueStatus.TOO_OLD):
        said += [both[0 if zh else 1] for code, both in due.vaccine.cautions.items() if code in observed]
    return "；".join(said) if zh else "; ".join(said)


def _why_forbidden(due: Due, observed: frozenset[str], language: Language) -> list[str]:
    antigen = due.vaccine.antigen
    rules = [*antigen.contraindications, *(one for one in antigen.vaccine_contraindications if _about(one, due.code))]
    applying = [one for one in rules if one.observation in observed]
    lifelong = [one for one in applying if one.begin_age is None and one.end_age is None]
    told = [one.text if language == "zh" else one.english for one in lifelong or applying]
    return list(dict.fromkeys(told))


def _about(rule: Contraindication, code: str) -> bool:
    return any(choice.code == code for choice in rule.codes)


def way(reading: Reading, language: Language = "zh") -> list[str]:
    """Tell the way from birth to the next dose, a line for every dose given and for every vaccine."""
    zh = language == "zh"
    lines = [f"{reading.birth} 出生" if zh else f"{reading.birth} born"]
    for given in reading.given:
        day = date.fromordinal(given.dose.day)
        lines.append(f"{day} {given.dose.code} {dose_reason(given, language)} [{dose_rule(given)}]")
    for due in reading.due:
        title = _title(due.vaccine, language)
        number = (
            "" if due.dose is None else (f"第{due.dose}剂（{due.code}）" if zh else f" dose {due.dose} ({due.code})")
        )
        rule = _rule(due)
        lines.append(
            f"{title}{number}：{due_reason(due, reading.observed)} [{rule}]"
            if zh
            else f"{title}{number}: {due_reason(due, reading.observed, 'en')} [{rule}]"
        )
    return lines


def _rule(due: Due) -> str:
    reasons = due.forecast.reasons
    return RULES[reasons[0]] if reasons else "FORECASTDTCAN-1, FORECASTDT-5"


def _title(vaccine: Vaccine, language: Language) -> str:
    return vaccine.title if language == "zh" else vaccine.english
