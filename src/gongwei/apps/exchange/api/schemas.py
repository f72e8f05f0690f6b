"""What programs send and receive. Unknown fields are refused; nothing is taken over that is not named here."""

import re
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict

from gongwei.catalog.discovery import indicators, programs


def _iso_day(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)):
        return value
    raise ValueError("应为日期，如 2026-06-30。")


def _offered(key: str) -> str:
    if key not in programs():
        raise ValueError(f"没有这个项目，请从 {'、'.join(programs())} 中选择。")
    return key


def _counted(key: str) -> str:
    if key not in indicators():
        raise ValueError(f"没有这个指标，请从 {'、'.join(indicators())} 中选择。")
    return key


Day = Annotated[date, BeforeValidator(_iso_day), Field(strict=False)]
Program = Annotated[str, AfterValidator(_offered), Field(description="项目代码，如 hypertension")]
Key = Annotated[str, AfterValidator(_counted), Field(description="指标代码，如 hypertension_control")]
Area = Annotated[int, Field(ge=10**11, lt=10**12, description="12 位统计用区划代码")]
Size = Annotated[int, Field(ge=1, le=100)]


class Sent(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)


class Search(Sent):
    """Names match from their beginning, in characters, pinyin or initials; numbers match wholly."""

    text: str = Field(min_length=1, max_length=60, description="姓名、拼音、首字母、证件号、电话、档案号或机构内编号")


class VisitSent(Sent):
    """One visit of a programme in which the resident is enrolled."""

    program: Program
    visit_date: Day
    readings: dict[str, Any] = Field(description="随访表各项，键、类型和单位见规则目录；未测的项不写")
    confirmed: dict[str, Any] = Field(
        default_factory=dict, description="已再次核对的不常见值：键和值，须与 readings 一致"
    )


class ResidentShown(Schema):
    id: UUID
    name: str
    sex: str
    birth_date: date
    document: str = Field(description="证件号码，已遮蔽")
    phone: str = Field(description="电话，已遮蔽")
    area_code: int
    place: str
    archive_no: str | None


class Residents(Schema):
    items: list[ResidentShown]
    next: UUID | None = Field(None, description="下一页的 after；为空即到末尾")


class ConditionShown(Schema):
    code: str
    title: str
    onset_date: date


class EnrolmentShown(Schema):
    program: str
    title: str
    enrolled_date: date
    ended_date: date | None
    last_visit_date: date | None
    next_due_date: date | None


class ResidentWhole(ResidentShown):
    address: str
    institution: str | None
    archived_date: date | None
    resident_from: date
    resident_to: date | None
    died_date: date | None
    conditions: list[ConditionShown]
    enrolments: list[EnrolmentShown]


class VisitShown(Schema):
    id: UUID
    resident_id: UUID
    program: str
    edition: str
    visit_date: date
    visit_mode: str
    face_to_face: bool
    institution: str | None
    rule: str = Field(description="作出判断的规则")
    advice: str
    refer_to: str
    next_due_date: date | None
    at_target: bool | None
    clinical_at_target: bool | None
    readings: dict[str, Any]
    recorded_at: datetime


class Visits(Schema):
    items: list[VisitShown]


class DueCountsShown(Schema):
    overdue: int
    today: int
    week: int = Field(description="今天之后六天内")


class DueShown(Schema):
    enrolment_id: UUID
    resident_id: UUID
    name: str
    sex: str
    birth_date: date
    place: str
    program: str
    title: str
    next_due_date: date
    last_visit_date: date | None


class Worklist(Schema):
    today: date
    counts: DueCountsShown
    items: list[DueShown]
    next_page: int | None


class TargetShown(Schema):
    """A target in force, or none (verdict no-target)."""

    id: str | None = Field(None, description="规划条目编号")
    document: str | None = None
    operator: str | None = None
    target: float | str | None = None
    target_text: str | None = None
    binding: str | None = Field(None, description="binding 约束本地区，reference 供参考")
    verdict: str
    reason: str


class IndicatorShown(Schema):
    indicator: str
    title: str
    unit: str
    region_code: int
    region: str
    numerator: int
    denominator: int
    value: float | None
    lower: float | None
    upper: float | None
    flag: str = Field(description="没有数值或区间的原因")
    targets: list[TargetShown]


class Indicators(Schema):
    as_of: datetime | None = Field(description="统计包含此刻之前的记录；为空即尚未统计")
    year: int | None
    items: list[IndicatorShown]
    next: int | None = Field(description="下一页的 after；为空即到末尾")


class ChangeShown(Schema):
    kind: str = Field(description="何种记录：resident、visit、enrolment、referral、condition、observation 等")
    key: str = Field(description="该记录的编号")
    resident_id: UUID
    verb: str = Field(description="written 新建或更新，deleted 已删除，left 已离开岗位范围（迁出）")
    version: int = Field(description="同一记录的变化，后来的较大")
    at: datetime


class Changes(Schema):
    items: list[ChangeShown]
    next: str = Field(description="下一次的 after；没有新变化时也请存下来")
    more: bool = Field(description="是否还有未读的，可立即再读")
