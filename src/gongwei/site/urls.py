"""Every address of the site: each app brings its own. Signing in and out are allauth's; the rest of allauth is shut."""

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
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
    "account_reauthenticate",
    "account_email",
    "account_set_password",
)

urlpatterns = [
    *(path(f"shut/{name}/", shut, name=name) for name in SHUT),
    path("sign-in/", allow(public=True)(LoginView.as_view()), name="account_login"),
    path("sign-out/", allow(public=True)(LogoutView.as_view()), name="account_logout"),
    path("password/", allow(anybody=True)(PasswordChangeView.as_view()), name="account_change_password"),
    path("language/", allow(public=True)(set_language), name="set_language"),
    path("api/", include("gongwei.site.api")),
    path("", include("gongwei.apps.accounts.urls")),
    path("", include("gongwei.apps.desk.urls")),
    path("", include("gongwei.apps.exchange.urls")),
    path("", include("gongwei.apps.reporting.urls")),
]
