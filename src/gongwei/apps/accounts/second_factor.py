"""The second factor: codes of an authenticator application, recovery codes and security keys.

allauth brings the ceremonies; here stands what this city adds: secrets are sealed, a code counts once in all
processes, and wrong codes count towards the same lock as wrong passwords.
"""

import base64
import hmac
import time
from functools import cache
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongwei.adapters.cipher import Sealer
from gongwei.adapters.keyring import Keyring
from gongwei.apps.accounts import audit
from gongwei.apps.accounts.middleware import now

PLACE = "mfa_authenticator:secret"
FRESH_SECONDS = 15 * 60


@cache
def _ring() -> Keyring:
    return Keyring(settings.SECRETS, settings.FIELD_CIPHER)


def _sealer() -> Sealer:
    return _ring().sealer()


class SealedFactors(DefaultMFAAdapter):
    """How factors are kept here: their secrets are sealed as the fields of residents are."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对，或已经用过。请等下一个 6 位数字再试；也可用一个未用过的恢复码。"),
        "cannot_delete_authenticator": _("本岗位必须有第二因素，不能停用最后一个。请先添加另一个。"),
        "cannot_generate_recovery_codes": _("请先绑定动态口令或安全密钥，再生成恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(_sealer().seal(text, place=PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _sealer().open(base64.b64decode(encrypted_text), place=PLACE)

    def get_totp_issuer(self) -> str:
        return "公卫"

    def _get_site_name(self) -> str:
        return "公卫"

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's word
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(_("安全密钥 %(number)s") % {"number": number})


def _takes_code(factor: Authenticator, code: str) -> bool:
    """Take the code of a step later than the last one taken: a code that was seen over the shoulder is worth nothing.

    The factor's row must be locked by the caller.
    """
    secret, digits = SealedFactors().decrypt(factor.data["secret"]), "".join(code.split())
    for step in yield_hotp_counters_from_time():
        right = hmac.compare_digest(format_hotp_value(hotp_value(secret, step)).encode(), digits.encode())
        if right and step > factor.data.get("step", 0):
            factor.data["step"] = step
            factor.save(update_fields=["data"])
            return True
    return False


class OneUse:
    """A form that takes each code once, and counts wrong ones with the wrong passwords (six stop the account)."""

    user: Any

    def clean_code(self) -> str:
        request, who = context.request, {"username": self.user.get_username()}
        code: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        if not AxesProxyHandler.is_allowed(request, who):
            raise forms.ValidationError(_("连续多次输入不对，此账号在这台电脑上暂停 15 分钟。请稍后再试。"))
        if (factor := self._factor_of(code)) is None:
            AxesProxyHandler.user_login_failed(__name__, who, request)
            audit.record("factor.fail", by=None, user_id=self.user.pk, at=now(), outcome="refused")
            raise SealedFactors().validation_error("incorrect_code")
        factor.user = self.user
        self.authenticator = factor
        return code

    def _factor_of(self, code: str) -> Authenticator | None:
        with transaction.atomic():
            mine = Authenticator.objects.select_for_update().filter(user=self.user)
            for factor in mine.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk"):
                is_totp = factor.type == Authenticator.Type.TOTP
                if _takes_code(factor, code) if is_totp else factor.wrap().validate_code(code):
                    return factor
        return None


class SignInCode(OneUse, AuthenticateForm):
    """The second step of signing in."""


class FreshCode(OneUse, ReauthenticateForm):
    """Proof that it is still the same person, before something weighty."""


def _latest(request: HttpRequest, method: str) -> float:
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return max((record["at"] for record in records if record["method"] == method), default=0.0)


def shown(request: HttpRequest) -> bool:
    """Say whether a second factor has been shown in this session."""
    return bool(_latest(request, "mfa"))


def enrolled(request: HttpRequest) -> list[str]:
    """List the kinds of second factor that the user has."""
    mine = Authenticator.objects.filter(user=request.user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return sorted(set(mine.values_list("type", flat=True)))


def is_fresh(request: HttpRequest, *, factor: bool) -> bool:
    """Say whether the user has proved within 15 minutes who they are: by the factor, or else by the password too."""
    newest = _latest(request, "mfa") if factor else max(_latest(request, "mfa"), _latest(request, "password"))
    return time.time() - newest < FRESH_SECONDS  # noqa: TID251 - allauth's records hold this clock's seconds


def proof_address(kinds: list[str]) -> str:
    """Give the page where a user with these factors proves anew who they are."""
    if Authenticator.Type.WEBAUTHN in kinds:
        return reverse("mfa_reauthenticate_webauthn")
    return reverse("mfa_reauthenticate" if kinds else "account_reauthenticate")
