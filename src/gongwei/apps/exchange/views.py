"""Pages of imports: send a file, look at what it would do, take it, settle doubts, undo."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.accounts.queries import last_refused
from gongwei.apps.exchange import actions, queries
from gongwei.apps.exchange.forms import DecideForm, SendForm
from gongwei.apps.exchange.jobs import take_import
from gongwei.domain.access import IMPORTS, Sensitivity
from gongwei.ui import tables

A_PAGE, WAITING_A_PAGE, SOURCES_A_PAGE, LAST_REFUSED = 20, 10, 50, 20


def _may_write(request: Request) -> bool:
    return request.acting.rights.may_write(Sensitivity.HEALTH)


@require_http_methods(["GET", "POST"])
@allow(manages=IMPORTS)
def batches(request: Request) -> HttpResponse:
    """List batches; take a file in for a first look."""
    form = SendForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _send(request, form)
    found = queries.batches()
    page = tables.chosen_page(request.GET.get("page"))
    pager = tables.pager(page=page, total=found.count(), size=A_PAGE, parameters={})
    rows = [(one, _(queries.kind_title(one))) for one in found[pager.start : pager.last]]
    context = {
        "form": form,
        "rows": rows,
        "pager": pager,
        "may_write": _may_write(request),
        "balances": [(one, _(one.title)) for one in queries.balances()],
        "export": reverse("exchange:export"),
    }
    return render(request, "exchange/batches.html", context, status=422 if form.errors else 200)


@require_GET
@allow(manages=IMPORTS)
@exports("administration")
def export(request: Request) -> HttpResponse:
    """Hand out the list of batches with their counts as an Excel file."""
    headings = [
        _("文件"), _("内容"), _("时间"), _("导入人"), _("状态"), _("只检查"), _("读入"), _("新建"), _("更新"),
        _("不变"), _("未导入"), _("待核对"),
    ]  # fmt: skip
    rows = (
        (
            one.file_name, _(queries.kind_title(one)), one.made_at, one.user.full_name, _(one.get_state_display()),
            _("是") if one.dry_run else _("否"), one.read, one.created, one.updated, one.unchanged, one.rejected,
            one.waiting,
        )
        for one in queries.batches()[: MOST_ROWS + 1]
    )  # fmt: skip
    listed = Listed(title=_("导入批次"), name="imports", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "imports"))


@require_GET
@allow(manages=IMPORTS)
def sources(request: Request) -> HttpResponse:
    """Show sender by sender what came in and what became of it, and the last writes that were refused."""
    found = queries.sources(by=request.acting)
    page = tables.chosen_page(request.GET.get("page"))
    pager = tables.pager(page=page, total=len(found), size=SOURCES_A_PAGE, parameters={})
    context = {
        "rows": [(one, _way(one)) for one in found[pager.start : pager.last]],
        "pager": pager,
        "refused": last_refused(LAST_REFUSED),
        "export": reverse("exchange:export_sources"),
    }
    return render(request, "exchange/sources.html", context)


@require_GET
@allow(manages=IMPORTS)
@exports("administration")
def export_sources(request: Request) -> HttpResponse:
    """Hand out what came in by sender as an Excel file."""
    headings = [
        _("来源"), _("岗位"), _("地区"), _("方式"), _("次数"), _("收到"), _("已存"), _("退回"), _("待核对"),
        _("已处理"), _("退回原因"),
    ]  # fmt: skip
    rows = (
        (
            one.sender.name, one.sender.post, one.sender.place, _way(one), one.times, one.received, one.stored,
            one.refused, one.waiting, one.settled, "；".join(f"{code} {count}" for code, count in one.reasons.items()),
        )
        for one in queries.sources(by=request.acting)
    )  # fmt: skip
    listed = Listed(title=_("来源与收支"), name="sources", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "sources"))


def _way(one: queries.Source) -> str:
    """Name how a source sends."""
    return _("接口写入") if one.kind == "api" else _("文件：%s") % _(queries.KINDS[one.kind].title)


@require_GET
@allow(manages=IMPORTS)
@exports("persons")
def export_rows(request: Request, batch_id: UUID) -> HttpResponse:
    """Hand out what became of the rows of a batch that wrote something or wait, as an Excel file."""
    one = _batch(batch_id)
    found = list(queries.batch_rows(one)[: MOST_ROWS + 1])
    names = queries.written_about(one, found)
    rows = [
        (row.number, _(row.get_outcome_display()), names.get(row.object_id, "") if row.object_id else "", row.reason)
        for row in found
    ]
    headings = [_("行号"), _("结果"), _("居民"), _("原因")]
    listed = Listed(title=_("导入的行"), name="import-rows", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("batch", one.pk))


def _send(request: Request, form: SendForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    try:
        batch = actions.send(
            file.read(), name=file.name, kind=form.cleaned_data["kind"], program=form.cleaned_data["program"],
            dry_run=True, by=request.acting, at=now(), form_id=form.cleaned_data["form_id"],
        )  # fmt: skip
    except actions.MayNotImport as refused:
        messages.error(request, str(refused))
        return redirect("exchange:batches")
    if batch.state in queries.UNDER_WAY:
        _queue(request, batch.pk)
    return redirect("exchange:batch", batch.pk)


def _queue(request: Request, batch_id: UUID) -> None:
    take_import.defer(batch_id=str(batch_id), assignment_id=str(request.acting.assignment_id))


def _batch(batch_id: UUID) -> queries.ImportBatch:
    found = queries.batch(batch_id)
    if found is None:
        raise Http404
    return found


@require_GET
@allow(manages=IMPORTS)
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    """Show one batch; while it is under way the page asks again for its state alone."""
    one = _batch(batch_id)
    context = {
        "batch": one,
        "kind": _(queries.kind_title(one)),
        "under_way": one.state in queries.UNDER_WAY,
        "open_rows": queries.waiting_rows(one).count(),
        "has_rejects": queries.has_rejects(one),
        "may_write": _may_write(request),
        "export": reverse("exchange:export_rows", args=[one.pk]),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "exchange/state.html" if part else "exchange/batch.html", context)


@require_GET
@allow(manages=IMPORTS)
@exports("returned")
def rejects(request: Request, batch_id: UUID) -> HttpResponse:
    """Give the rows that were not taken back, in the kind of file they came in."""
    found = queries.rejects(_batch(batch_id))
    if found is None:
        raise Http404
    name, content = found
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@allow(manages=IMPORTS, writes=3)
def take(request: Request, batch_id: UUID) -> HttpResponse:
    """Take a file for real after its first look."""
    try:
        actions.take_for_real(_batch(batch_id).pk, by=request.acting, at=now())
    except actions.AlreadyTaken:
        messages.error(request, _("这个批次已经导入过，或正在导入；要再导入请重新上传文件。"))
    else:
        _queue(request, batch_id)
    return redirect("exchange:batch", batch_id)


@require_POST
@allow(manages=IMPORTS, writes=3)
def undo(request: Request, batch_id: UUID) -> HttpResponse:
    """Take a whole batch back."""
    try:
        undone = actions.undo_batch(_batch(batch_id).pk, by=request.acting, at=now())
    except (actions.MayNotImport, actions.ChangedSince, actions.NothingToUndo) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已撤销，%(rows)s 行恢复原状。") % {"rows": undone})
    return redirect("exchange:batch", batch_id)


@require_GET
@allow(manages=IMPORTS, writes=3)
def waiting(request: Request, batch_id: UUID) -> HttpResponse:
    """Show the rows of a batch that wait for somebody to decide."""
    one = _batch(batch_id)
    found = queries.waiting_rows(one)
    page = tables.chosen_page(request.GET.get("page"))
    pager = tables.pager(page=page, total=found.count(), size=WAITING_A_PAGE, parameters={})
    rows = found[pager.start : pager.last]
    opened = [queries.opened(row, one, by=request.acting, on=today()) for row in rows]
    return render(request, "exchange/waiting.html", {"batch": one, "rows": opened, "pager": pager})


@require_POST
@allow(manages=IMPORTS, writes=3)
def decide(request: Request, batch_id: UUID, row_id: UUID) -> HttpResponse:
    """Settle one waiting row."""
    one, form = _batch(batch_id), DecideForm(request.POST)
    who = form.cleaned_data["who"] if form.is_valid() else ""
    try:
        choice = actions.Choice(
            resident_id=None if who in ("", "new", "drop") else UUID(who),
            new=who == "new",
            village=form.cleaned_data.get("village"),
        )
        if who == "drop":
            actions.drop(row_id, by=request.acting, at=now())
        elif choice == actions.Choice():
            raise actions.StillUnclear(_("请选一位居民、一个村（社区），或选“新居民”。"))
        else:
            actions.decide(row_id, choice, by=request.acting, on=today(), at=now())
    except ValueError as unclear:
        reason = str(unclear) if isinstance(unclear, actions.StillUnclear) else _("选择无效，请重新选择。")
        messages.error(request, reason)
    except actions.NotWaiting as gone:
        messages.error(request, str(gone))
    else:
        messages.success(request, _("已处理。"))
    return redirect("exchange:waiting", one.pk)
