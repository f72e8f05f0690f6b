"""The ways through the site, in one list: where, under which name, for whom."""

from dataclasses import dataclass
from functools import cache

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.policy import Policy


@dataclass(frozen=True)
class Way:
    """One page that the frame leads to; `often` ones stand in the phone's bottom bar."""

    route: str
    title: str | Promise
    short: str | Promise
    icon: str
    often: bool = False


@dataclass(frozen=True)
class Section:
    title: str | Promise
    ways: tuple[Way, ...]


SECTIONS = (
    Section(
        _("日常工作"),
        (
            Way("desk:my_day", _("我的一天"), _("今天"), "today", often=True),
            Way("desk:find", _("找居民"), _("找人"), "find", often=True),
            Way("desk:referrals", _("转诊"), _("转诊"), "referral", often=True),
            Way("desk:cards", _("报告卡"), _("报卡"), "check"),
            Way("desk:hospital", _("医院报告"), _("报告"), "check", often=True),
            Way("desk:messages", _("消息"), _("消息"), "out"),
            Way("desk:lost", _("失访"), _("失访"), "find"),
            Way("desk:duties", _("分工"), _("分工"), "people"),
            Way("joint_group:concerns", _("综合管理小组"), _("小组"), "shield", often=True),
        ),
    ),
    Section(
        _("重点服务"),
        (
            Way("reporting:lists", _("重点名单"), _("名单"), "people"),
            Way("desk:mothers", _("孕产妇"), _("孕产"), "people"),
            Way("desk:rounds", _("癌症筛查"), _("筛查"), "target"),
            Way("desk:contracts", _("家庭医生签约"), _("签约"), "check"),
            Way("desk:activities", _("健康教育"), _("健教"), "book"),
            Way("desk:findings", _("监督协管"), _("协管"), "shield"),
        ),
    ),
    Section(
        _("档案"),
        (
            Way("desk:duplicates", _("重复档案"), _("查重"), "people"),
            Way("desk:glass", _("紧急查看"), _("紧急"), "warn"),
            Way("exchange:batches", _("导入"), _("导入"), "import"),
        ),
    ),
    Section(
        _("规划与指标"),
        (
            Way("reporting:scoreboard", _("规划记分牌"), _("指标"), "target", often=True),
            Way("reporting:cohorts", _("队列卡"), _("队列"), "people"),
            Way("reporting:pay", _("服务结算"), _("结算"), "export"),
            Way("reporting:tasks", _("公共卫生任务书"), _("任务"), "form"),
            Way("reporting:doubts", _("记录真实性"), _("真实"), "shield"),
            Way("reporting:my_doubts", _("我的存疑记录"), _("存疑"), "info"),
            Way("reporting:catalogue", _("规则目录"), _("规则"), "book"),
            Way("reporting:regions", _("行政区划"), _("区划"), "map"),
        ),
    ),
    Section(
        _("系统"),
        (
            Way("accounts:users", _("用户与岗位"), _("用户"), "people", often=True),
            Way("accounts:audit", _("审计记录"), _("审计"), "shield", often=True),
            Way("desk:glass_reviews", _("紧急查看复核"), _("复核"), "check"),
            Way("mfa_index", _("登录安全"), _("安全"), "key"),
        ),
    ),
)


@cache
def _door(route: str) -> tuple[str, Policy]:
    """Give the address of a route and who may use it; every page asks for all of them."""
    url = reverse(route)
    return url, resolve(url).func.policy  # type: ignore[attr-defined]


def ways_for(acting: Acting | None) -> list[tuple[str | Promise, list[tuple[Way, str]]]]:
    """List the sections with the pages that a post may use, each with its address."""
    found = []
    for section in SECTIONS:
        doors = [(way, *_door(way.route)) for way in section.ways]
        mine = [(way, url) for way, url, policy in doors if policy.admits(acting)]
        if mine:
            found.append((section.title, mine))
    return found
