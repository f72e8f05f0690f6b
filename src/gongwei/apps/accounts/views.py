"""Pages around users and posts: the switcher, the administration, the audit."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts import actions, queries, sessions
from gongwei.apps.accounts.acting import AssignmentEnded, valid_assignment
from gongwei.apps.accounts.audit_words import ACTIONS
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.forms import PostForm, UserForm
from gongwei.apps.accounts.middleware import SESSION_KEY, now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.domain.access import AUDIT, DIRECTORY, POSTS, USERS, Role
from gongwei.ui import tables

if TYPE_CHECKING:
    from gongwei.apps.accounts.models import Assignment, User

A_PAGE = 50


def _safe_next(request: Request) -> str:
    wanted = request.POST.get("next", "/")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"


@require_POST
@allow(anybody=True, door=True)
def switch(request: Request) -> HttpResponse:
    """Work in another of one's own posts from now on."""
    try:
        chosen = valid_assignment(UUID(request.POST.get("assignment", "")), on=today())
    except (AssignmentEnded, ValueError):
        chosen = None
    if chosen is None or chosen.user_id != request.user.pk:  # somebody else's post is as absent as none
        messages.error(request, _("这个岗位已经结束，请选择另一个。"))
        return redirect("/")
    request.session.cycle_key()
    request.session[SESSION_KEY] = str(chosen.assignment_id)
    actions.note_switch(to=chosen, at=now())
    return HttpResponseRedirect("/" if chosen.role != request.acting.role else _safe_next(request))


@require_http_methods(["GET", "POST"])
@allow(anybody=True, door=True)
def devices(request: Request) -> HttpResponse:
    """List where one is signed in; sign out everywhere else."""
    this = request.session.session_key
    if request.method == "POST":
        actions.end_other_sessions(this=this, by=request.acting, at=now())
        messages.success(request, _("其他设备已全部退出。"))
        return redirect("accounts:devices")
    context = {"devices": sessions.devices(request.acting.user_id, this=this, at=now())}
    return render(request, "accounts/devices.html", context)


@require_GET
@allow(manages=DIRECTORY)
def users(request: Request) -> HttpResponse:
    """List users with their posts."""
    return _users(request, UserForm())


@require_POST
@allow(manages=USERS)
def new_user(request: Request) -> HttpResponse:
    """Create a user, without any post, and show the first password this once."""
    form = UserForm(request.POST)
    if form.is_valid():
        try:
            made, password = actions.create_user(**form.cleaned_data, by=request.acting, at=now())
            return _users(request, UserForm(), made=made, password=password)
        except actions.NameTaken as error:
            form.add_error("username", str(error))
    return _users(request, form)


def _users(request: Request, form: UserForm, **more: Any) -> HttpResponse:
    search = _asked(request, "q")
    found = queries.users(search)
    pager = _pager(request, found.count(), q=search)
    context = {
        "form": form,
        "users": found[pager.start : pager.last],
        "pager": pager,
        "search": search,
        "may_create": USERS in request.acting.rights.manages,
        "export": _export("accounts:export_users", q=search),
    }
    return render(request, "accounts/users.html", context | more, status=422 if form.errors else 200)


@require_GET
@allow(manages=DIRECTORY)
@exports("administration")
def export_users(request: Request) -> HttpResponse:
    """Hand out the users, a line for each post, as an Excel file."""
    rows = [
        (one.username, one.full_name, one.is_active, post)
        for one in queries.users(_asked(request, "q"))
        for post in (*one.assignments.all(), *(() if one.assignments.all() else (None,)))
    ]
    headings = [_("用户名"), _("姓名"), _("状态"), _("岗位"), _("地区"), _("自"), _("至")]
    made = [
        (
            username, name, _("可登录") if active else _("已停用"),
            *((post.title, post.area.name, post.valid_from, post.valid_to) if post else ()),
        )
        for username, name, active, post in rows
    ]  # fmt: skip
    listed = Listed(title=_("用户与岗位"), name="users", headings=headings, rows=made)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "users"))


@require_GET
@allow(manages=DIRECTORY)
@exports("administration")
def export_posts(request: Request, user_id: UUID) -> HttpResponse:
    """Hand out all posts of one user, those that ended too, as an Excel file."""
    found = _user(user_id)
    rows = (
        (post.title, post.area.name, str(post.area_id), post.valid_from, post.valid_to)
        for post in found.assignments.select_related("area").order_by("-valid_from")
    )
    headings = [_("岗位"), _("地区"), _("代码"), _("自"), _("至")]
    listed = Listed(title=found.username, name="posts", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("user", found.pk))


def _asked(request: Request, name: str) -> str:
    return request.GET.get(name, "")[:60].replace("\0", "")


def _export(route: str, **asked: str) -> str:
    """Give the address of a list's file, with what the page was asked for."""
    return reverse(route) + tables.address(asked)


def _pager(request: Request, total: int, **asked: str) -> tables.Pager:
    page = tables.chosen_page(request.GET.get("page"))
    return tables.pager(page=page, total=total, size=A_PAGE, parameters=asked)


def _user(user_id: UUID) -> "User":
    found = queries.user(user_id)
    if found is None:
        raise Http404
    return found


@require_GET
@allow(manages=DIRECTORY)
def user(request: Request, user_id: UUID) -> HttpResponse:
    """Show one user with their posts."""
    return _one(request, _user(user_id), PostForm(initial={"from_date": today()}))


@require_POST
@allow(manages=POSTS)
def give_post(request: Request, user_id: UUID) -> HttpResponse:
    """Give a user a post."""
    found, form = _user(user_id), PostForm(request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            actions.give_post(user=found, role=Role(given.pop("role")), **given, by=request.acting, at=now())
            messages.success(request, _("岗位已添加。"))
            return redirect("accounts:user", user_id=user_id)
        except actions.WrongLevel as error:
            form.add_error("area_code", str(error))
        except (actions.ToOneself, actions.MustStayApart) as error:
            form.add_error("role", str(error))
    return _one(request, found, form)


def _one(request: Request, found: "User", form: PostForm) -> HttpResponse:
    posts = [
        {"post": post, "title": post.title, "ended": bool(post.valid_to and post.valid_to <= today())}
        for post in found.assignments.order_by("-valid_from")
    ]
    rights = request.acting.rights.manages
    context = {
        "found": found,
        "form": form,
        "posts": posts,
        "may_post": POSTS in rights,
        "may_change": USERS in rights,
        "export": reverse("accounts:export_posts", args=[found.pk]),
    }
    return render(request, "accounts/user.html", context, status=422 if form.errors else 200)


@require_POST
@allow(manages=POSTS)
def end_post(request: Request, user_id: UUID) -> HttpResponse:
    """End a post today."""
    post = _post(_user(user_id), request.POST.get("post", ""))
    try:
        actions.end_post(post=post, on=today(), by=request.acting, at=now())
        messages.success(request, _("已保存。"))
    except actions.WouldLockOut as error:
        messages.error(request, str(error))
    return redirect("accounts:user", user_id=user_id)


@require_POST
@allow(manages=POSTS)
def clear_factors(request: Request, user_id: UUID) -> HttpResponse:
    """Take away the second factors that a user has lost; the password is another administrator's."""
    try:
        actions.remove_factors(user=_user(user_id), by=request.acting, at=now())
        messages.success(request, _("第二因素已清除，请本人重新绑定。"))
    except actions.ToOneself as error:
        messages.error(request, str(error))
    return redirect("accounts:user", user_id=user_id)


@require_POST
@allow(manages=USERS)
def change_user(request: Request, user_id: UUID) -> HttpResponse:
    """Deactivate, activate, or reset the password."""
    found, what = _user(user_id), request.POST.get("what")
    if what == "password":
        password = actions.reset_password(user=found, by=request.acting, at=now())
        return render(request, "accounts/user_password.html", {"found": found, "password": password})
    if what not in ("activate", "deactivate"):
        raise Http404
    try:
        actions.set_active(user=found, active=what == "activate", by=request.acting, at=now())
        messages.success(request, _("已保存。"))
    except actions.WouldLockOut as error:
        messages.error(request, str(error))
    return redirect("accounts:user", user_id=user_id)


def _post(user: "User", post_id: str) -> "Assignment":
    found = next((post for post in user.assignments.all() if str(post.pk) == post_id), None)
    if found is None:
        raise Http404
    return found


@require_GET
@allow(manages=AUDIT)
def audit(request: Request) -> HttpResponse:
    """List what was done and refused, newest first."""
    wanted = {name: _asked(request, name) for name in ("action", "username")}
    found = queries.audit_entries(**wanted)
    pager = _pager(request, found.count(), **wanted)
    entries = list(found[pager.start : pager.last])
    names = queries.user_names({entry.user_id for entry in entries if entry.user_id})
    rows = [(entry, _action(entry), names.get(entry.user_id, "") if entry.user_id else "") for entry in entries]
    named = sorted(((code, _(words)) for code, words in ACTIONS.items()), key=lambda one: one[1])
    context = {
        "pager": pager,
        "rows": rows,
        "actions": named,
        **wanted,
        "export": _export("accounts:export_audit", **wanted),
    }
    return render(request, "accounts/audit.html", context)


def _action(entry: queries.AuditEntry) -> str:
    """Name what was done; a code that the platform has no more stands for itself."""
    return _(ACTIONS.get(entry.action, entry.action))


@require_GET
@allow(manages=AUDIT)
@exports("administration")
def export_audit(request: Request) -> HttpResponse:
    """Hand out the entries that the page was asked for, newest first, as an Excel file."""
    wanted = {name: _asked(request, name) for name in ("action", "username")}
    entries = list(queries.audit_entries(**wanted)[: MOST_ROWS + 1])
    names = queries.user_names({entry.user_id for entry in entries if entry.user_id})
    rows = [
        (
            one.at,
            names.get(one.user_id, "") if one.user_id else "",
            _action(one),
            one.action,
            one.object_type,
            one.object_id,
            one.outcome,
        )
        for one in entries
    ]
    headings = [_("时间"), _("谁"), _("动作"), _("代码"), _("对象"), _("编号"), _("结果")]
    listed = Listed(title=_("审计记录"), name="audit", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "audit"))
