"""Who may use a page: every view says so itself, and one that does not fails the checks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gongwei.apps.accounts import second_factor
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.declared import ABOUT_NOBODY
from gongwei.apps.accounts.middleware import now
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
    door: bool = False  # open before the second factor has been shown: where one is enrolled, and the way out
    factor: bool = False  # who asks has shown a second factor within 15 minutes; a password is not enough

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
    *, reads: int = 0, writes: int = 0, manages: str = "", anybody: bool = False, public: bool = False,
    door: bool = False, factor: bool = False,
) -> Callable[[View], View]:  # fmt: skip
    """Declare who may use a view: who reads or writes a class, manages a thing, is signed in, or anyone at all."""
    policy = Policy(
        reads=reads, writes=writes, manages=manages, anybody=anybody, public=public, door=door, factor=factor
    )  # fmt: skip
    if not (reads or writes or manages or anybody or public):
        raise SaysNothing("allow() needs reads, writes, manages, anybody or public")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            acting = getattr(request, "acting", None)
            if policy.admits(acting):
                takes_persons = getattr(guarded, "exports", "figures") not in ABOUT_NOBODY
                return _unproved(request, policy, takes_persons) or view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            return render(request, "refused.html", {"no_post": acting is None}, status=403)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return declare


def needs_factor(acting: Acting) -> bool:
    """Say whether the post's role works with a second factor only."""
    return acting.role in settings.SECOND_FACTOR_ROLES


def needs_new_password(request: HttpRequest) -> bool:
    """Say whether the password is still the administrator's, or too old where the city lets passwords grow old."""
    chosen_at = request.user.password_at  # type: ignore[union-attr]
    days = settings.PASSWORD_DAYS
    return chosen_at is None or bool(days and now() - chosen_at >= timedelta(days=days))


def stopped_at_the_door(request: HttpRequest) -> bool:
    """Say whether a session must first choose a password, or show a second factor."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return needs_new_password(request) or (needs_factor(acting) and not second_factor.shown(request))


def _unproved(request: HttpRequest, policy: Policy, takes_persons: bool) -> HttpResponse | None:
    """Send away who has not proved enough of who they are, to where they can; None lets them in."""
    if policy.public or policy.door:
        return None
    back = _way_back(request, takes_persons)
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if needs_new_password(request):
        messages.warning(request, _("请先把初始密码（或已到期的密码）换成自己的密码，然后继续工作。"))
        return redirect("account_change_password")
    if needs_factor(acting) and not second_factor.shown(request):
        if kinds := second_factor.enrolled(request):
            return _prove(request, kinds, back)
        messages.warning(request, _("本岗位必须使用第二因素。请先绑定动态口令或安全密钥，然后继续工作。"))
        return redirect("mfa_index")
    if not (policy.factor or takes_persons):
        return None
    kinds = second_factor.enrolled(request)
    if policy.factor and not kinds and not second_factor.shown(request):
        messages.warning(request, _("紧急查看必须使用第二因素。请先绑定动态口令或安全密钥，再回到这里。"))
        return redirect("mfa_index")
    if second_factor.is_fresh(request, factor=policy.factor or bool(kinds)):
        return None
    return _prove(request, kinds, back)


def _prove(request: HttpRequest, kinds: list[str], back: str) -> HttpResponse:
    if back == request.get_full_path():
        messages.info(request, _("这一步需要再次确认身份（15 分钟内有效）。"))
    else:
        messages.info(request, _("这一步需要再次确认身份（15 分钟内有效）。确认后请再点一次。"))
    return redirect(f"{second_factor.proof_address(kinds)}?{urlencode({'next': back})}")


def _way_back(request: HttpRequest, takes_persons: bool) -> str:
    """Give the page to return to: a download is asked for again from the page that links to it."""
    if not takes_persons and request.method == "GET":
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    return urlsplit(came_from)._replace(scheme="", netloc="").geturl()
