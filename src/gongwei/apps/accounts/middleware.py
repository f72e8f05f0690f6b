"""One request, one transaction, one post: what is not said here cannot be seen there."""

from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting, AssignmentEnded, open_context, valid_assignment
from gongwei.apps.accounts.actions import note_refused, use_token
from gongwei.apps.accounts.queries import default_post
from gongwei.apps.accounts.sessions import is_over

SESSION_KEY = "assignment"
REFUSED = {401, 403, 429}
FOR_PROGRAMS = "/api/"  # a token opens nothing else


def now() -> datetime:
    return timezone.now()  # the request's own moment, read once


def today() -> date:
    return timezone.localdate(now())


def bearer(request: HttpRequest) -> str | None:
    """Read the token that a program sent along; None if it sent none."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and request.path.startswith(FOR_PROGRAMS) else None


class NulMiddleware:
    """Refuse the NUL character in addresses and forms, once for all pages: PostgreSQL cannot hold it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(FOR_PROGRAMS) and "\0" in self._sent(request):
            raise SuspiciousOperation("NUL in the request")
        return self.get_response(request)

    def _sent(self, request: HttpRequest) -> str:
        texts = (text for data in (request.GET, request.POST) for _name, texts in data.lists() for text in texts)
        return "".join((request.path, *texts))


class ContextMiddleware:
    """Open the context of the active post before a view and end it with the transaction.

    The post is the token's if the request bears one, else the session's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            request.acting = acting = self._acting(request)  # type: ignore[attr-defined]
            if acting is not None:
                open_context(acting)
            response = self.get_response(request)
        if response.status_code in REFUSED:
            self._write_refusal(request, response)
        if acting is not None and 400 <= response.status_code < 500:
            self._write_receipt(request, response, acting)
        return response

    def _acting(self, request: HttpRequest) -> Acting | None:
        token = bearer(request)
        if token is None:
            return self._of_session(request) if self._is_signed_in(request) else None
        try:
            return use_token(token, on=today())
        except AssignmentEnded:
            return None

    def _is_signed_in(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated:
            return False
        if is_over(request.session, at=now()):
            audit.record("session.over", by=None, user_id=request.user.pk, at=now())
            logout(request)
            messages.info(request, _("太久没有操作，或登录已满 12 小时。为了安全，请重新登录。"))
        return request.user.is_authenticated

    def _of_session(self, request: HttpRequest) -> Acting | None:
        chosen = request.session.get(SESSION_KEY)
        if chosen is None:
            first = default_post(request.user.get_username(), on=today())
            if first is None:
                return None
            chosen = request.session[SESSION_KEY] = str(first.pk)
        try:
            acting = valid_assignment(chosen, on=today())
        except AssignmentEnded:
            del request.session[SESSION_KEY]
            return None
        return acting if acting.user_id == request.user.pk else None

    def _write_refusal(self, request: HttpRequest, response: HttpResponse) -> None:
        match = request.resolver_match
        with transaction.atomic():
            audit.record(
                "refused",
                by=request.acting,  # type: ignore[attr-defined]
                user_id=request.user.pk,
                at=now(),
                about=("route", match.view_name if match else ""),
                outcome=str(response.status_code),
            )

    def _write_receipt(self, request: HttpRequest, response: HttpResponse, acting: Acting) -> None:
        """Count a program's write that was refused, in a transaction of its own: the request's is undone."""
        match = request.resolver_match
        policy = getattr(match.func, "policies", {}).get(request.method) if match else None
        if match is None or policy is None or not (policy.writes and policy.admits(acting)):
            return
        key, code = request.headers.get("Idempotency-Key", ""), getattr(response, "refusal", "")
        with transaction.atomic():
            open_context(acting)
            note_refused(key=key, route=match.route, status=response.status_code, code=code, by=acting, at=now())
