"""What is answered when something breaks: a page to people, the API's one shape to programs, the cause to the log."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from gongwei.apps.accounts.middleware import FOR_PROGRAMS
from gongwei.apps.exchange.api.errors import RETRY_SECONDS, Refusal, answer, unserved

BROKEN = "系统出错了，请求没有生效：请稍后用同一 Idempotency-Key 再发一次；仍不成功，请把时间告诉系统管理员。"
MALFORMED = "请求无法读取，请按 /api/openapi.json 的说明改正。"


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for what nobody foresaw, with 503 where it is the database's doing; who asked is never told the cause."""
    refusal = unserved(sys.exc_info()[1])
    if request.path.startswith(FOR_PROGRAMS):
        return answer(refusal or Refusal(500, "server_error", BROKEN))
    if refusal is None:
        return defaults.server_error(request)
    page = HttpResponse(render_to_string("503.html", {"code": refusal.code}), status=refusal.status)
    page["Retry-After"] = RETRY_SECONDS
    page["Cache-Control"] = "no-store"
    return page


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a request that breaks the rules of HTTP or of this site before any view has seen it."""
    if request.path.startswith(FOR_PROGRAMS):
        return answer(Refusal(400, "malformed", MALFORMED))
    return defaults.bad_request(request, exception)
