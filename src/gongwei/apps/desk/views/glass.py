"""Emergency reading: break the glass over one record, read it, and review what others have broken."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.accounts.queries import user_names
from gongwei.apps.desk.views import address_of, chosen_id
from gongwei.apps.people import glass
from gongwei.apps.people import queries as people
from gongwei.apps.places.queries import place_name
from gongwei.apps.programs.glass import care
from gongwei.catalog.discovery import programs
from gongwei.domain.access import GLASS, REVIEWS
from gongwei.domain.identity import plain
from gongwei.ui.formats import age

VISITS_SHOWN = 20


class BreakForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("证件号码（完整）"), min_length=8, max_length=30,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    category = forms.ChoiceField(label=gettext_lazy("事由"), choices=list(glass.CATEGORIES.items()))
    reason = forms.CharField(
        label=gettext_lazy("为什么必须现在看（至少 10 个字）"), min_length=glass.LEAST_REASON, max_length=300,
        widget=forms.Textarea({"rows": 3, "class": "textarea"}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(manages=GLASS, factor=True)
def broken(request: Request) -> HttpResponse:
    """Break the glass over one record; list one's own."""
    form = BreakForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.cleaned_data | {"number": plain(form.cleaned_data["number"])}
            form_id = chosen_id(request, "form_id")
            glass_id = glass.break_glass(**asked, form_id=form_id, by=request.acting)
            return redirect("desk:look", glass_id=glass_id)
        except (glass.NobodyFound, glass.TooManyMisses) as error:
            form.add_error("number", str(error))
    rows = [
        {"one": one, "open": bool(one.resident_id) and one.ends_at > now(), "category": glass.CATEGORIES[one.category]}
        for one in glass.mine(request.acting)
    ]
    context = {"form": form, "rows": rows, "form_id": uuid4()}
    return render(request, "desk/glass.html", context, status=422 if form.errors else 200)


@require_GET
@allow(manages=GLASS)
def look(request: Request, glass_id: UUID) -> HttpResponse:
    """Show the record behind one's own broken glass, for reading only."""
    try:
        seen = glass.look(glass_id)
    except glass.NotYours as error:
        raise Http404 from error
    one, found, named = seen.resident, care(glass_id, by=request.acting), programs()
    titles = {key: _(program.title) for key, program in named.items()}
    context = {
        "one": one,
        "age": age(one.birth_date, today()),
        "document": people.document_of(one),
        "phone": people.phone_of(one, masked=False),
        "address": address_of(one),
        "conditions": seen.conditions,
        "enrolments": [(titles.get(row.program, row.program), row) for row in found.enrolments],
        "visits": [(titles.get(row.program, row.program), row) for row in found.visits[:VISITS_SHOWN]],
        "ends_at": next(own.ends_at for own in glass.mine(request.acting) if own.pk == glass_id),
    }
    return render(request, "desk/glass_record.html", context)


@require_GET
@allow(manages=REVIEWS)
def reviews(request: Request) -> HttpResponse:
    """List what waits for review, the overdue ones marked, and what was reviewed last."""
    waiting, done = list(glass.to_review(request.acting)[:200]), glass.reviewed(request.acting)
    names = user_names(
        {one.user_id for one in [*waiting, *done]} | {one.reviewer_id for one in done if one.reviewer_id}
    )
    context = {"waiting": [_row(one, names) for one in waiting], "done": [_row(one, names) for one in done]}
    return render(request, "desk/glass_reviews.html", context)


def _row(one: Any, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "one": one,
        "who": names.get(one.user_id, "—"),
        "reviewer": names.get(one.reviewer_id, ""),
        "place": place_name(one.area_code),
        "category": glass.CATEGORIES.get(one.category, one.category),
        "overdue": glass.is_overdue(one, at=now()),
        "until": one.broken_at + timedelta(hours=24),
    }


@require_POST
@allow(manages=REVIEWS)
def review(request: Request, glass_id: UUID) -> HttpResponse:
    """Say whether it was right to look."""
    note, verdict = request.POST.get("note", "").strip()[:300], request.POST.get("verdict")
    if verdict not in ("justified", "unjustified") or (verdict == "unjustified" and not note):
        messages.error(request, _("请选择结论；认为不当的，请写明理由。"))
        return redirect("desk:glass_reviews")
    try:
        glass.review(glass_id, justified=verdict == "justified", note=note, by=request.acting, at=now())
        messages.success(request, _("复核已保存。"))
    except glass.AlreadyReviewed as error:
        messages.error(request, str(error))
    return redirect("desk:glass_reviews")
