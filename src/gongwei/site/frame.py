"""What every page's frame shows: who acts, where, and the ways from here."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"acting": getattr(request, "acting", None)}
