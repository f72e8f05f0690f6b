"""Who may use an operation: asked before anything of the request is read."""

from typing import Any

from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.throttling import AuthRateThrottle
from ninja.utils import check_csrf

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.middleware import bearer
from gongwei.apps.accounts.policy import Policy, stopped_at_the_door
from gongwei.apps.exchange.api.errors import Refusal

SEARCHES = AuthRateThrottle("120/m")  # for each post and process: enough for a desk, too slow to copy a register


class Door(AuthBase):
    """Admits a token or a session whose post fulfils the policy; a session proves with its CSRF token who sent it."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        super().__init__()

    def __call__(self, request: HttpRequest) -> Acting:
        acting: Acting | None = request.acting  # type: ignore[attr-defined]
        by_token = bearer(request) is not None
        if acting is None and (by_token or not request.user.is_authenticated):
            raise Refusal(401, "not_signed_in", "请先登录，或在 Authorization 头中带上有效的 Bearer 令牌。")
        if acting is None:
            raise Refusal(403, "no_post", "您现在没有有效的岗位，请联系系统管理员。")
        if not by_token and check_csrf(request) is not None:
            raise Refusal(403, "csrf_failed", "请求未带有效的 X-CSRFToken，请刷新页面后重试；程序请改用令牌。")
        if not by_token and stopped_at_the_door(request):
            raise Refusal(403, "prove_first", "请先在网页上修改初始密码或完成第二因素验证，再使用接口。")
        if not self.policy.admits(acting):
            raise Refusal(403, "not_allowed", "您的岗位不能使用这项功能，请切换岗位或联系系统管理员。")
        return acting


def may(**rights: Any) -> Door:
    """Declare who may use an operation, in the words of `allow`: reads, writes, manages or anybody."""
    return Door(Policy(**rights))
