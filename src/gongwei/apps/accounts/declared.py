"""What jobs and exports declare, as views do with `allow`: as whom a job works, and what a file hands out.

A file that leaves over a page which declares nothing does not leave: `DeclaredExports` stops it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

Function = TypeVar("Function", bound=Callable[..., Any])

WORKS_AS = {
    "post": "in the post of who asked for it, looked up again when it runs",
    "app": "as gw_app without a post: no guarded row is read or written",
    "report": "as gw_report: no name, number, phone or address; writes counts only",
    "seal": "as gw_seal: reads the audit and adds seals; no record of a person",
    "owner": "as gw_owner: migrates, loads, writes keys anew; only where nobody acts",
    "backup": "as gw_backup: reads everything, writes nothing",
    "nobody": "without the database",
}
EXPORTS = {
    "persons": "rows about persons: who asked sees each of them on a page as well",
    "figures": "counts and rates, no person",
    "catalogue": "rules, plans and areas: nothing about anybody",
    "administration": "users, posts and the audit: no record of a resident",
    "returned": "rows of a file that the post itself had sent",
}
ABOUT_NOBODY = frozenset({"figures", "catalogue"})  # leave without a fresh proof of who asks


class UndeclaredExport(TypeError):
    """A page hands out a file and does not say what of: decorate its view with `@exports(…)`."""


def works(*, as_: str) -> Callable[[Function], Function]:
    """Declare as whom a background job works, one of WORKS_AS; it raises KeyError for another."""
    return _declare("works_as", as_, WORKS_AS)


def exports(of: str) -> Callable[[Function], Function]:
    """Declare what a view hands out as a file, one of EXPORTS; it raises KeyError for another."""
    return _declare("exports", of, EXPORTS)


def _declare(attribute: str, value: str, known: dict[str, str]) -> Callable[[Function], Function]:
    known[value]

    def declare(function: Function) -> Function:
        setattr(function, attribute, value)
        return function

    return declare


class DeclaredExports:
    """Lets no file out of a page that declares no export; stands inside the request's transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.has_header("Content-Disposition") and match and not hasattr(match.func, "exports"):
            raise UndeclaredExport(f"{match.view_name}: {UndeclaredExport.__doc__}")
        return response
