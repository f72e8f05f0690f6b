"""The forms of contracts: what is signed, and who makes up a team."""

from collections.abc import Collection, Mapping

from gongwei.catalog.codelists.contracts import SIGN_WAY, TEAM_ROLE
from gongwei.catalog.discovery import packages
from gongwei.catalog.sources import PACKAGES_2025, PLAUSIBILITY
from gongwei.domain.codes import Codelist
from gongwei.domain.form import Form, Repeat, Section
from gongwei.domain.form_field import Choice, Choices, Day, Number, Text

MOST_YEARS = 3
ACTS = Codelist(
    "办理", {"signed": "当面签约", "waiting": "待签约（已发邀约）", "preliminary": "预签约"}, source=PACKAGES_2025
)


def contract_form(teams: Mapping[str, str], *, stopped: Collection[str] = ()) -> Form:
    """Lay out a contract with one of some teams (id → name), without packages that none of them signs any more."""
    offered = {key: one.title for key, one in packages().items() if key not in stopped}
    names = Codelist("服务包", offered, source=PACKAGES_2025)
    return Form(
        Section(
            "签约",
            Choice("act", "办理", codes=ACTS, required=True),
            Choice("team", "签约团队", codes=Codelist("签约团队", teams), required=True),
            Choices("packages", "服务包", codes=names, required=True, note="第一项为主服务包"),
            Choice("sign_way", "签约方式", codes=SIGN_WAY, required=True),
            Day("from_date", "生效日期", required=True),
            Number("years", "签约年限", "年", hard=(1, MOST_YEARS), integer=True, required=True, source=PLAUSIBILITY),
        )
    )


def team_form(villages: Mapping[int, str]) -> Form:
    """Lay out a team for some of the post's villages (code → name)."""
    codes = Codelist("村（社区）", {str(code): name for code, name in villages.items()})
    return Form(
        Section(
            "团队",
            Text("name", "团队名称", required=True, longest=40),
            Choices("villages", "服务的村（社区）", codes=codes, required=True),
            Repeat(
                "members",
                "成员",
                form=Form(
                    Text("name", "姓名", required=True, longest=30),
                    Choice("role", "角色", codes=TEAM_ROLE, required=True),
                ),
                most=8,
                required=True,
                source=PACKAGES_2025,
            ),
        )
    )
