"""The individual basic information form of a resident: shown on the page, filled here, handed out with the list."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import door_of, posted, resident_or_404
from gongwei.apps.people import actions
from gongwei.apps.people import queries as people
from gongwei.apps.people.forms import SEX, check_contact
from gongwei.catalog.fields.personal import personal_information
from gongwei.domain.form_field import Field
from gongwei.domain.identity import masked_phone
from gongwei.domain.tongue import in_tongue
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


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the residents of the post's area, by village and name, each with their form, as an Excel file."""
    found = people.of_area(request.acting.area_code, after=None, most=MOST_ROWS + 1)
    told = people.personal_informations([one.pk for one in found])
    fields = personal_information.fields.values()
    headings = [_("姓名"), _("性别"), _("出生日期"), _("电话"), _("村（社区）"), _("住址"), _("档案号"), _("建档日期")]
    rows = (
        (
            one.name, SEX.name_of(one.sex), one.birth_date, people.phone_of(one), *door_of(one), one.archive_no,
            one.archived_date, *(_words(asked, told.get(one.pk, {})) for asked in fields),
        )
        for one in found
    )  # fmt: skip
    listed = Listed(
        title=_("居民"), name="residents", headings=[*headings, *(in_tongue(one.title) for one in fields)], rows=rows
    )
    return hand_out(listed, by=request.acting, at=now(), about=("list", "residents"))


def _words(asked: Field, readings: Mapping[str, Any]) -> str:
    return forms.said(asked, readings[asked.key]) if asked.key in readings else ""


def _page(request: Request, one: people.Resident, values: dict[str, Any], *, problems: Any = ()) -> HttpResponse:
    keys = personal_information.fields.keys()
    parts = forms.parts(personal_information, values, problems=problems, read_by_rules=keys)
    context = {"parts": parts, "resident": one, "problems": problems}
    return render(request, "desk/personal_form.html", context, status=422 if problems else 200)
