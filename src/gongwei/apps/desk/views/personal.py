"""The individual basic information form of a resident: shown on the page, filled here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import allow
from gongwei.apps.desk.views import Request, posted, resident_or_404
from gongwei.apps.people import actions
from gongwei.apps.people import queries as people
from gongwei.apps.people.forms import check_contact
from gongwei.catalog.fields.personal import personal_information
from gongwei.domain.identity import masked_phone
from gongwei.ui import forms

Facts = list[tuple[str, list[tuple[str, str]]]]


def facts_of(one: people.Resident) -> Facts:
    """Write what the form says in words, section by section; the contact's number stands masked."""
    readings = people.personal_information_of(one)
    if contact := readings.get(people.CONTACT_PHONE):
        readings[people.CONTACT_PHONE] = masked_phone(contact)
    return forms.facts(personal_information, readings)


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def personal(request: Request, resident_id: UUID) -> HttpResponse:
    """Fill the form or correct it; nothing on it must be filled."""
    one = resident_or_404(resident_id)
    if request.method == "GET":
        return _page(request, one, people.personal_information_of(one))
    raw = forms.posted(personal_information, posted(request))
    cleaned = personal_information.clean(raw)
    readings, wrong = check_contact(cleaned.readings)
    problems = [*cleaned.problems, *personal_information.check(cleaned.readings, on=today()), *wrong]
    if problems:
        return _page(request, one, raw, problems=problems)
    changed = actions.note_personal_information(resident=one, readings=readings, by=request.acting, at=now())
    messages.success(request, _("已保存。") if changed else _("没有改动。"))
    return redirect("desk:resident", resident_id=one.pk)


def _page(request: Request, one: people.Resident, values: dict[str, Any], *, problems: Any = ()) -> HttpResponse:
    keys = personal_information.fields.keys()
    parts = forms.parts(personal_information, values, problems=problems, read_by_rules=keys)
    context = {"parts": parts, "resident": one, "problems": problems}
    return render(request, "desk/personal_form.html", context, status=422 if problems else 200)
