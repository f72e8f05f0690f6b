"""Every address of the site: each app brings its own. Signing in and out are allauth's; the rest of allauth is shut."""

from allauth.account.views import LoginView, LogoutView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

from gongwei.apps.accounts.policy import allow


@allow(public=True)
def shut(request: HttpRequest) -> HttpResponse:
    """Answer for the ways of allauth that this city does not open: nobody signs up or resets by mail here."""
    raise Http404


SHUT = (
    "account_signup",
    "account_reset_password",
    "account_inactive",
    "account_email",
    "account_set_password",
)

DOOR = allow(anybody=True, door=True)
FACTORS = [  # all of it stands open before a factor has been shown: here is where one is enrolled
    path("", DOOR(factors.index), name="mfa_index"),
    path("confirm/", DOOR(factors.reauthenticate), name="mfa_reauthenticate"),
    path("app/", DOOR(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", DOOR(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("codes/", DOOR(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("codes/new/", DOOR(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("keys/", DOOR(keys.list_webauthn), name="mfa_list_webauthn"),
    path("keys/new/", DOOR(keys.add_webauthn), name="mfa_add_webauthn"),
    path("keys/confirm/", DOOR(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("keys/<int:pk>/remove/", DOOR(keys.remove_webauthn), name="mfa_remove_webauthn"),
]

handler400 = "gongwei.site.failures.malformed"
handler500 = "gongwei.site.failures.broken"

urlpatterns = [
    *(path(f"shut/{name}/", shut, name=name) for name in SHUT),
    path("sign-in/", allow(public=True)(LoginView.as_view()), name="account_login"),
    path("sign-out/", allow(public=True)(LogoutView.as_view()), name="account_logout"),
    path("sign-in/code/", allow(public=True)(factors.authenticate), name="mfa_authenticate"),
    path("confirm/", DOOR(ReauthenticateView.as_view()), name="account_reauthenticate"),
    path("password/", DOOR(PasswordChangeView.as_view()), name="account_change_password"),
    path("factors/", include(FACTORS)),
    path("language/", allow(public=True)(set_language), name="set_language"),
    path("api/", include("gongwei.site.api")),
    path("", include("gongwei.apps.accounts.urls")),
    path("", include("gongwei.apps.desk.urls")),
    path("", include("gongwei.apps.exchange.urls")),
    path("", include("gongwei.apps.joint_group.urls")),
    path("", include("gongwei.apps.reporting.urls")),
]
