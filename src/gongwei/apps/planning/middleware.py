"""Every request judges by the numbers that the city has settled."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongwei.apps.accounts.middleware import now
from gongwei.apps.planning.queries.numbers import know


class SettledNumbers:
    """Tell the catalogue what is settled, where this process was not told just now; stands inside the transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        know(at=now())
        return self.get_response(request)
