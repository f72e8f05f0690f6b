"""Who may use a page: every view says so itself, and one that does not fails the checks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongwei.apps.accounts.acting import Acting
from gongwei.domain.access import Sensitivity

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request that a policy has admitted: somebody acts in a post."""

    acting: Acting


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What a post must be able to do to use a view; PostgreSQL still decides about every row."""

    reads: int = 0
    writes: int = 0
    manages: str = ""
    anybody: bool = False  # signed in, in any post
    public: bool = False  # not signed in

    def admits(self, acting: Acting | None) -> bool:
        if self.public:
            return True
        if acting is None:
            return False
        rights = acting.rights
        wanted = [
            not self.reads or rights.may_read(Sensitivity(self.reads)),
            not self.writes or rights.may_write(Sensitivity(self.writes)),
            not self.manages or self.manages in rights.manages,
        ]
        return all(wanted)


class SaysNothing(TypeError):
    """A view's policy grants to nobody in particular."""


def allow(
    *, reads: int = 0, writes: int = 0, manages: str = "", anybody: bool = False, public: bool = False
) -> Callable[[View], View]:
    """Declare who may use a view: who reads or writes a class, manages a thing, is signed in, or anyone at all."""
    policy = Policy(reads=reads, writes=writes, manages=manages, anybody=anybody, public=public)
    if policy == Policy():
        raise SaysNothing("allow() needs reads, writes, manages, anybody or public")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            acting = getattr(request, "acting", None)
            if policy.admits(acting):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            return render(request, "refused.html", {"no_post": acting is None}, status=403)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return declare
