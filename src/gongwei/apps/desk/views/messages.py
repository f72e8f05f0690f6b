"""Messages to residents: what was sent, what failed and why; reminders for who is due; how somebody is written to."""

import re
from uuid import UUID

from django.conf import settings
from django.contrib import messages as told
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk import actions, queries
from gongwei.apps.desk.views import next_page, resident_or_404, text
from gongwei.apps.places.queries import place_name
from gongwei.domain.access import COVERING, Sensitivity
from gongwei.domain.messages import REMINDED_DAYS, reminder
from gongwei.domain.regions import STREET, level_of
from gongwei.ui import tables

A_PAGE = 25
STATES = queries.STATES
MAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,180}\.[A-Za-z]{2,}")


@require_GET
@allow(reads=3)
def messages(request: Request) -> HttpResponse:
    """List messages by state, the newest first."""
    state = text(request, "state") if text(request, "state") in STATES else ""
    counts = queries.message_counts()
    total = counts.get(state, 0) if state else sum(counts.values())
    parameters = {"state": state} if state else {}
    page = tables.chosen_page(request.GET.get("page"))
    pager = tables.pager(page=page, total=total, size=A_PAGE, parameters=parameters)
    context = {
        "rows": queries.message_page(queries.messages(state=state), first=pager.start, size=A_PAGE),
        "tabs": [(key, _(title), counts.get(key, 0)) for key, title in STATES.items()],
        "all": sum(counts.values()),
        "state": state,
        "pager": pager,
        "words": reminder(centre=place_name(request.acting.area_code), due=today()),
        "days": REMINDED_DAYS,
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
        "stopped": queries.reminders_stopped(request.acting.area_code),
        "decides": COVERING in request.acting.rights.manages,
        "small": level_of(request.acting.area_code) >= STREET,
        "set_up": {"sms": bool(settings.SMS_GATEWAY["address"]), "mail": bool(settings.MAIL_SERVER["host"])},
        "export": reverse("desk:export_messages") + tables.address(parameters),
    }
    return render(request, "desk/messages.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the list as an Excel file."""
    state = text(request, "state") if text(request, "state") in STATES else ""
    found = queries.message_page(queries.messages(state=state), first=0, size=MOST_ROWS + 1)
    headings = [_("居民"), _("方式"), _("提醒的日期"), _("状态"), _("次数"), _("发送时间"), _("原因"), _("由谁提出")]
    rows = (
        (
            one.resident.name, _(one.get_channel_display()), one.due_date, _(one.get_state_display()), one.tries,
            one.sent_at, one.fault, _("每日提醒") if one.daily else one.actor.full_name,
        )
        for one in found
    )  # fmt: skip
    listed = Listed(title=_("消息"), name="messages", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "messages"))


@require_POST
@allow(writes=3)
def remind(request: Request) -> HttpResponse:
    """Queue a reminder for everybody in the post's area who is due."""
    if level_of(request.acting.area_code) < STREET:
        told.error(request, _("请在中心或村（社区）的岗位发送提醒。"))
        return redirect("desk:messages")
    count = actions.remind(within=None, on=today(), by=request.acting, at=now())
    said = ngettext("已排队 %(count)s 条提醒，安静时段不发送。", "已排队 %(count)s 条提醒，安静时段不发送。", count)
    told.success(request, said % {"count": count})
    return redirect("desk:messages")


@require_POST
@allow(manages=COVERING)
def daily(request: Request) -> HttpResponse:
    """Stop the reminders that are sent by themselves in the post's area, or let them go on."""
    if request.POST.get("send") == "1":
        actions.resume_daily(by=request.acting, at=now())
        told.success(request, _("每天早上自动提醒。"))
    else:
        actions.stop_daily(by=request.acting, at=now())
        told.success(request, _("已停止每日提醒；仍可按“提醒到期的人”。"))
    return redirect("desk:messages")


@require_POST
@allow(writes=3)
def again(request: Request, message_id: UUID) -> HttpResponse:
    """Try a message anew that was given up."""
    found = queries.message(message_id)
    if found is None:
        raise Http404
    actions.again(message=found, by=request.acting, at=now())
    return redirect(next_page(request, reverse("desk:messages")))


@require_POST
@allow(writes=3)
def choose(request: Request, resident_id: UUID) -> HttpResponse:
    """Note whether a resident may be written to, and where."""
    one, mail = resident_or_404(resident_id), request.POST.get("mail", "").strip()
    if mail and not MAIL.fullmatch(mail):
        told.error(request, _("邮箱地址不完整，请按 name@example.com 的样子填写。"))
    else:
        actions.choose(resident=one, sms=request.POST.get("sms") == "1", mail=mail, by=request.acting, at=now())
        told.success(request, _("已记下联系意愿。"))
    return redirect(next_page(request, reverse("desk:resident", args=[one.pk])))
