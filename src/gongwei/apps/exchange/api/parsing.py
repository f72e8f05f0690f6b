"""Bodies are read strictly: what PostgreSQL or a browser could not hold is refused here, with the reason."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from gongwei.apps.exchange.api.errors import Refusal, not_json

DEEPEST = 12
LARGEST = 2**53  # beyond it a program that reads JSON numbers as doubles no longer gets the same number


class StrictJson(Parser):
    """Reads a body as one JSON object."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != "application/json":
            raise not_json()
        try:
            body = json.loads(request.body.decode("utf-8"), parse_constant=_no_constant)
        except RecursionError:
            raise _deep() from None
        except ValueError:
            raise Refusal(400, "malformed_json", "请求体不是合法的 UTF-8 JSON，请检查括号、引号和编码。") from None
        if not isinstance(body, dict):
            raise Refusal(422, "not_an_object", "请求体应为一个 JSON 对象 {…}。")
        _examine(body, 1)
        return body


def _no_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _deep() -> Refusal:
    return Refusal(422, "too_deep", f"请求体嵌套过深，最多 {DEEPEST} 层。")


def _examine(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise _deep()
    if isinstance(value, dict):
        for key, item in value.items():
            _examine_text(key)
            _examine(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _examine(item, depth + 1)
    elif isinstance(value, str):
        _examine_text(value)
    elif isinstance(value, int | float) and abs(value) > LARGEST:
        raise Refusal(422, "number_too_large", "数字过大，请核对。")


def _examine_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise Refusal(422, "bad_text", "文字中有不能保存的字符（空字符或残缺的代理字符），请删去。")
