"""How allauth behaves here: accounts are made by an administrator, and each step at the door stands in the audit."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.actions import choose_password
from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.queries import user_named
from gongwei.apps.accounts.sessions import begin

# What allauth would write a letter about goes to the audit instead: nobody here has a mail address.
CHANGES = {
    "mfa/email/totp_activated": "factor.totp.add",
    "mfa/email/totp_deactivated": "factor.totp.remove",
    "mfa/email/webauthn_added": "factor.key.add",
    "mfa/email/webauthn_removed": "factor.key.remove",
    "mfa/email/recovery_codes_generated": "factor.codes.new",
    "account/email/password_changed": "password.change",
}


class Unnamed(LookupError):
    """allauth tells of a change to an account that has no name in the audit: add it to CHANGES."""


class ClosedSignup(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("连续多次输入不对，此账号在这台电脑上暂停 15 分钟。请稍后再试。"),
        "enter_current_password": _("当前密码不对，请再输一次。"),
        "incorrect_password": _("密码不对，请再输一次。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Write the change of an account into the audit. Raises Unnamed."""
        if template_prefix not in CHANGES:
            raise Unnamed(template_prefix)
        audit.record(CHANGES[template_prefix], by=None, user_id=user.pk, at=now(), about=("user", user.pk))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write a failure down: under the user if there is one, never with what was typed."""
        known = user_named(str(credentials.get("username", ""))[:60].replace("\0", ""))
        user_id = known.pk if known else None
        audit.record("sign_in.fail", by=None, user_id=user_id, at=now(), outcome="refused")

    def set_password(self, user: Any, password: str) -> None:
        choose_password(user=user, password=password, at=now())

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        begin(request.session, agent=request.headers.get("User-Agent", ""), at=now())
        audit.record("sign_in", by=None, user_id=user.pk, at=now(), about=("user", user.pk))

    def logout(self, request: HttpRequest) -> None:
        user_id = request.user.pk
        super().logout(request)
        audit.record("sign_out", by=None, user_id=user_id, at=now(), about=("user", user_id))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer the password as proof only to whom has no second factor."""
        methods = super().get_reauthentication_methods(user)
        by_factor = [method for method in methods if method["id"] != "reauthenticate"]
        by_factor.sort(key=lambda method: method["url"] != reverse("mfa_reauthenticate_webauthn"))
        return by_factor or methods
