"""One shape for everything that is refused: a code for programs, a sentence for people that says what to do."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 503})
MOST_FIELDS, LONGEST_KEY = 40, 80  # what a hostile body may have said back
RETRY_SECONDS = "5"
ABSENT = "没有这条记录，或不在您的岗位可见范围内：请核对编号。"


class Error(Schema):
    """What was refused."""

    code: str = Field(description="不变的代码，供程序判断")
    message: str = Field(description="给人看的说明：为什么，怎么办")
    fields: dict[str, str] = Field(default_factory=dict, description="各项的问题")
    missing: list[str] = Field(default_factory=list, description="无法判定时缺少的项")


class Refused(Schema):
    error: Error


class Refusal(Exception):
    """A request that is not served: HTTP status, code, message, and what stands against which field."""

    def __init__(
        self, status: int, code: str, message: str, *, fields: Mapping[str, str] | None = None,
        missing: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.status, self.code, self.message = status, code, message
        self.fields, self.missing = dict(fields or {}), list(missing)
        super().__init__(code)


def absent() -> Refusal:
    """Give the one answer for what is hidden and for what is not there."""
    return Refusal(404, "not_found", ABSENT)


def merged(into: UUID) -> Refusal:
    """Say where the record of somebody went; only for who sees that one."""
    said = "这份档案已并入另一份，请改用 fields.resident_id 中的编号。"
    return Refusal(410, "merged", said, fields={"resident_id": str(into)})


def not_json() -> Refusal:
    return Refusal(415, "not_json", "请求体应为 JSON：请设 Content-Type 为 application/json。")


DOWN = "数据库暂时连不上，请稍后重试。写入请用同一个 Idempotency-Key 重发：已保存的不会重复。"
SLOW = "数据库没有及时回答，请稍后重试。写入请用同一个 Idempotency-Key 重发：已保存的不会重复。"
FULL = "数据库没有可用的空间或连接，没有保存。请联系系统管理员，稍后用同一个 Idempotency-Key 重发。"
BUSY = "与另一个写入相撞，没有保存，请用同一个 Idempotency-Key 重发。"
UNSERVED = {"53": ("database_full", FULL), "40": ("database_busy", BUSY), "57014": ("database_slow", SLOW)}


def unserved(error: BaseException | None) -> Refusal | None:
    """Say why the database could not serve a request; None when it is not the database's doing."""
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    state = getattr(error.__cause__, "sqlstate", None) or ""
    code, said = UNSERVED.get(state) or UNSERVED.get(state[:2]) or ("database_away", DOWN)
    return Refusal(503, code, said)


def answer(refusal: Refusal) -> HttpResponse:
    """Put a refusal into the answer and undo what the request wrote."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    shown = {key[:LONGEST_KEY]: text for key, text in list(refusal.fields.items())[:MOST_FIELDS]}
    error = {"code": refusal.code, "message": refusal.message, "fields": shown, "missing": refusal.missing}
    response = JsonResponse({"error": error}, status=refusal.status, json_dumps_params={"ensure_ascii": False})
    response.refusal = refusal.code  # type: ignore[attr-defined] # for the receipt
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if refusal.status == 503:
        response["Retry-After"] = RETRY_SECONDS
    return response


def _invalid(error: ValidationError) -> Refusal:
    fields = {_place(one["loc"]): _said(one) for one in error.errors}
    return Refusal(422, "invalid", "请求的内容不符合接口说明，请按 fields 逐项改正。", fields=fields)


def _place(loc: tuple[Any, ...]) -> str:
    """Name the field as the sender wrote it: ("body", "body", "readings", "x") is readings.x."""
    return ".".join(str(part) for part in loc[2 if loc[0] == "body" else 1 :]) or str(loc[0])


SAID = {
    "missing": "缺少此项，请补上。",
    "extra_forbidden": "接口没有此项，请删去。",
    "string_too_long": "文字过长，最多 {max_length} 字。",
    "string_too_short": "文字过短，至少 {min_length} 字。",
    "greater_than_equal": "应不小于 {ge}。",
    "less_than_equal": "应不大于 {le}。",
    "less_than": "应小于 {lt}。",
    "literal_error": "应为 {expected} 之一。",
    "value_error": "{error}",
}


def _said(error: Mapping[str, Any]) -> str:
    text = SAID.get(error["type"], "类型或格式不对，请按 /api/openapi.json 的说明改正。")
    return text.format(**error.get("ctx", {}))


def _unreadable(error: HttpError) -> Refusal:
    """The parser's own refusal, which ninja wraps; anything else that ninja says."""
    if isinstance(error.__cause__, Refusal):
        return error.__cause__
    return Refusal(error.status_code, "malformed", "请求无法读取，请按 /api/openapi.json 的说明改正。")


def _told(kind: type[Exception], tell: Callable[[Any], Refusal]) -> Callable[[NinjaAPI], None]:
    def add(api: NinjaAPI) -> None:
        def handle(request: HttpRequest, error: Any) -> HttpResponse:
            return answer(tell(error))

        api.add_exception_handler(kind, handle)

    return add


def _unserved(error: Exception) -> Refusal:
    refusal = unserved(error)
    assert refusal is not None, "only errors of the database come here"
    return refusal


HANDLERS = (
    _told(Refusal, lambda refusal: refusal),
    _told(Http404, lambda _error: absent()),
    _told(ValidationError, _invalid),
    _told(HttpError, _unreadable),
    _told(Throttled, lambda _error: Refusal(429, "too_many", "请求过于频繁，请按 Retry-After 的秒数等待后再试。")),
    _told(RawPostDataException, lambda _error: not_json()),  # a form, which the CSRF check has read already
    _told(OperationalError, _unserved),
    _told(InterfaceError, _unserved),
    _told(RequestDataTooBig, lambda _error: Refusal(413, "too_large", "请求超过 2 MB，请分批发送。")),
)


def install(api: NinjaAPI) -> None:
    """Let every error of an API take the one shape."""
    for add in HANDLERS:
        add(api)
