"""Writes of activities and findings: noted under the post's institution, corrected, reported, answered; audited."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.activities.models import Activity, Finding
from gongwei.apps.activities.queries import may_answer, may_change
from gongwei.catalog.fields import activities as asked
from gongwei.domain.tongue import say

FORMS = {Activity: asked.activity, Finding: asked.finding}


class NoInstitution(ValueError):
    """The post acts for no institution, so that nothing can be counted for one."""


class TooEarly(ValueError):
    """A finding is reported before it was found, or answered before it was reported."""


class DoneAlready(ValueError):
    """The finding has been reported or answered already, or the row withdrawn."""


class AnotherInstitution(ValueError):
    """Only the institution that wrote a row, or the one above it, changes and reports it: ask it to."""


class ReasonMissing(ValueError):
    """A row is withdrawn for a reason: write it."""


def hold(*, activity_id: UUID, readings: Mapping[str, Any], by: Acting, at: datetime) -> Activity:
    """Write down an activity; `readings` are those of the form, checked. The same id sent twice is one.

    Raises NoInstitution.
    """
    standing = Activity.objects.filter(pk=activity_id).first()
    if standing is not None:
        return standing
    made = Activity(pk=activity_id, **_of_the_post(by, at), **{"note": "", **readings})
    made.save(force_insert=True)
    audit.record("activity.hold", by=by, at=at, about=("activity", made.pk), detail={"kind": made.kind})
    return made


def find(*, finding_id: UUID, readings: Mapping[str, Any], by: Acting, at: datetime) -> Finding:
    """Write down a finding, reported at once if the day stands in it. Raises NoInstitution, TooEarly."""
    standing = Finding.objects.filter(pk=finding_id).first()
    if standing is not None:
        return standing
    _in_order(readings)
    made = Finding(pk=finding_id, **_of_the_post(by, at), **readings)
    made.save(force_insert=True)
    detail = {"kind": made.kind, "reported": "reported_date" in readings}
    audit.record("finding.note", by=by, at=at, about=("finding", made.pk), detail=detail)
    return made


def report(*, finding: Finding, on: date, by: Acting, at: datetime) -> None:
    """Say that a finding was reported to supervision, by whom found it. Raises AnotherInstitution, DoneAlready."""
    _lock(finding)
    _own(finding, by)
    if finding.reported_date is not None:
        raise DoneAlready(say("这一条已于 {day} 报告。", day=finding.reported_date.isoformat()))
    finding.reported_date = on
    finding.save(update_fields=["reported_date"])
    audit.record("finding.report", by=by, at=at, about=("finding", finding.pk))


def answer(*, finding: Finding, words: str, on: date, by: Acting, at: datetime) -> None:
    """Write down what supervision answered: its own office does, or who reported and was told outside.

    Raises AnotherInstitution, TooEarly, DoneAlready.
    """
    _lock(finding)
    if not may_answer(finding, by):
        raise AnotherInstitution(say("答复由卫生监督机构填写，或由登记的机构代为登记。"))
    if finding.reported_date is None:
        raise TooEarly(say("这一条还没有报告，先报告再登记答复。"))
    if finding.answered_date is not None:
        raise DoneAlready(say("这一条已于 {day} 登记答复。", day=finding.answered_date.isoformat()))
    finding.answered_date, finding.answer = on, words
    finding.save(update_fields=["answered_date", "answer"])
    audit.record("finding.answer", by=by, at=at, about=("finding", finding.pk))


def correct(*, row: Activity | Finding, readings: Mapping[str, Any], reason: str, by: Acting, at: datetime) -> None:
    """Correct what was written down, for a reason; the former version is kept. The same form sent twice is one.

    Raises AnotherInstitution, DoneAlready, TooEarly.
    """
    _to_change(row, by)
    _in_order(readings)
    form, before = FORMS[type(row)], _said(row)
    for key in form.fields:
        column: Any = row._meta.get_field(key)
        setattr(row, key, column.to_python(readings.get(key, column.get_default())))
    row.reason = reason
    if _said(row) == before:
        return
    row.save(update_fields=[*form.fields, "reason"])
    audit.record(f"{row._meta.model_name}.correct", by=by, at=at, about=(str(row._meta.model_name), row.pk))


def withdraw(*, row: Activity | Finding, reason: str, by: Acting, at: datetime) -> None:
    """Withdraw what was entered by mistake: it stays to be read, with the reason, and counts nowhere.

    Raises AnotherInstitution, DoneAlready, ReasonMissing.
    """
    _to_change(row, by)
    if not reason.strip():
        raise ReasonMissing(say("请写明撤销的原因。"))
    row.withdrawn_at, row.reason = at, reason.strip()
    row.save(update_fields=["withdrawn_at", "reason"])
    audit.record(f"{row._meta.model_name}.withdraw", by=by, at=at, about=(str(row._meta.model_name), row.pk))


def _in_order(readings: Mapping[str, Any]) -> None:
    if "reported_date" in readings and readings["reported_date"] < readings["found_date"]:
        raise TooEarly(say("报告日期早于发现日期，请核对。"))


def _to_change(row: Activity | Finding, by: Acting) -> None:
    _lock(row)
    _own(row, by)
    if getattr(row, "answered_date", None) is not None:
        raise DoneAlready(say("这一条已有监督机构的答复，不能再更正或撤销。"))


def _own(row: Activity | Finding, by: Acting) -> None:
    if not may_change(row, by):
        raise AnotherInstitution(say("这一条由其他机构登记，请由登记的机构或它的上级机构报告、更正或撤销。"))


def _lock(row: Activity | Finding) -> None:
    table: Any = type(row)
    row.refresh_from_db(from_queryset=table.objects.select_for_update())
    if row.withdrawn_at is not None:
        raise DoneAlready(say("这一条已经撤销。"))


def _said(row: Activity | Finding) -> dict[str, Any]:
    return {key: getattr(row, key) for key in (*FORMS[type(row)].fields, "reason")}


def _of_the_post(by: Acting, at: datetime) -> dict[str, Any]:
    if by.institution_id is None:
        raise NoInstitution(say("本岗位没有所属机构，不能登记。请系统管理员为岗位指定机构。"))
    return {
        "area_code": by.area_code,
        "institution_id": by.institution_id,
        "actor_id": by.user_id,
        "recorded_at": at,
    }
