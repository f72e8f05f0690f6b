"""What a password may not be here, beside Django's own rules."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongwei.apps.accounts.queries import past_passwords


class NotUsedBefore:
    """A new password is none of the last ones of this user, the present one among them."""

    def __init__(self, remembered: int = 5) -> None:
        self.remembered = remembered

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None:
            return
        before = [user.password, *past_passwords(user.pk, most=self.remembered - 1)]
        if any(check_password(password, one) for one in before):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return _("新密码不能与最近 %(number)s 个密码相同。") % {"number": self.remembered}
