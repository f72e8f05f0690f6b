"""The API as it is mounted: ninja's operations, each address with the policy of every method, and our own answers."""

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from gongwei.apps.accounts.policy import Policy, allow
from gongwei.apps.exchange.api import changes, indicators, residents, visits, worklist
from gongwei.apps.exchange.api.doors import Door
from gongwei.apps.exchange.api.errors import Refusal, absent, answer, install
from gongwei.apps.exchange.api.parsing import StrictJson

ABOUT = """居民、随访、待办与指标的接口。会话（带 X-CSRFToken）或 Bearer 令牌均可；只见岗位范围内的数据。
写入须带 Idempotency-Key。个人信息只放在请求体中，不放在地址里。"""
ROUTERS = (residents.router, visits.router, worklist.router, indicators.router, changes.router)


class Characters(JSONRenderer):
    """Chinese as it is, and not as escapes three times as long."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="公卫", version="1", description=ABOUT, parser=StrictJson(), renderer=Characters(), openapi_url=None
)
install(api)
for router in ROUTERS:
    api.add_router("", router)

View = Callable[..., HttpResponse]


class NoDoor(TypeError):
    """An operation declares no policy: give it `auth=may(…)`."""


def _policy(operation: Operation) -> Policy:
    for door in operation.auth_callbacks:
        if isinstance(door, Door):
            return door.policy
    raise NoDoor(f"{operation.path}: {NoDoor.__doc__}")


def _guarded(view: View, operations: Mapping[str, Operation]) -> View:
    """Say which policies an address has, and answer in our own shape where ninja would not."""

    @csrf_exempt  # the door asks for it, when a session and not a token comes in
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        operation = operations.get(request.method or "")
        if operation is None:
            response = answer(Refusal(405, "method_not_allowed", "该地址不支持这种方法，可用的见 Allow 头。"))
            response["Allow"] = ", ".join(operations)
        elif unknown := set(request.GET) - _parameters(operation):
            fields = dict.fromkeys(sorted(unknown), "接口没有此参数，请删去。")
            response = answer(Refusal(422, "invalid", "地址中有接口没有的参数，请按 fields 逐项改正。", fields=fields))
        else:
            response = view(request, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    guarded.policies = {method: _policy(one) for method, one in operations.items()}  # type: ignore[attr-defined]
    return guarded


def _parameters(operation: Operation) -> set[str]:
    return {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }


def _addresses() -> Iterator[URLPattern]:
    operations: dict[str, dict[str, Operation]] = {}
    for router in ROUTERS:
        for address, view in router.path_operations.items():
            route = address.strip("/").replace("{", "<").replace("}", ">")
            operations[route] = {method: one for one in view.operations for method in one.methods}
    for pattern in api.urls[0]:
        route = str(pattern.pattern)
        if isinstance(pattern, URLPattern) and route in operations:
            yield path(route, _guarded(cast(View, pattern.callback), operations.pop(route)), name=pattern.name)


@allow(public=True)
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the interface; it says nothing about anybody."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/"), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@allow(public=True)
def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer for addresses that are not there as for records that are not there."""
    response = answer(absent())
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [path("openapi.json", openapi, name="openapi"), *_addresses(), re_path("", nowhere)]
