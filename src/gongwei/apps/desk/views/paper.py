"""Forms on paper: the sheet on which a visit stands, to print or as PDF; a resident under the names of WS 365."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongwei.adapters.paper import NoPrinter, pdf
from gongwei.apps.accounts import audit
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import address_of, resident_or_404
from gongwei.apps.desk.views.cards import write_down_reading
from gongwei.apps.desk.views.sheets import opened
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.places.queries import place_name
from gongwei.apps.programs import queries
from gongwei.apps.registries.queries import card_row
from gongwei.catalog.discovery import programs
from gongwei.catalog.fields.archive import BASIC, BASIC_TITLE, COVER, COVER_TITLE
from gongwei.catalog.fields.personal import personal_information
from gongwei.catalog.fields.ws365 import ELEMENTS, STANDARD, VERIFIED
from gongwei.catalog.papers import JOINED, PHRASES, papers_of, stands_beside
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import RECEIVERS
from gongwei.domain.form import Form
from gongwei.domain.identity import FEMALE, MALE, masked_phone
from gongwei.domain.paper import Column, Entered, Paper, blank_columns, columns_around, paper_for
from gongwei.domain.period import months_between
from gongwei.domain.program import Program
from gongwei.domain.record import Person
from gongwei.domain.tongue import in_tongue
from gongwei.ui import forms, paper

OCCUPATION = personal_information.fields["occupation"]
STYLE = "gongwei/paper.css"
NO_PRINTER = gettext_lazy("服务器没有安装排版组件，请用浏览器打印这一页，可另存为 PDF。")


@require_GET
@allow(reads=3)
def visit(request: Request, visit_id: UUID) -> HttpResponse:
    """Show the paper on which a visit stands, to be printed from the browser."""
    links = {"back": reverse("desk:visit", args=[visit_id]), "pdf": reverse("desk:paper_pdf", args=[visit_id])}
    return render(request, "desk/paper.html", _visit_context(request, visit_id) | links)


@require_GET
@allow(reads=3)
@exports("persons")
def visit_pdf(request: Request, visit_id: UUID) -> HttpResponse:
    """Hand out the paper on which a visit stands as a PDF, with whole telephone numbers as the paper has them."""
    context = _visit_context(request, visit_id, masked=False)
    try:
        body = _printed(request, context)
    except NoPrinter:
        messages.error(request, NO_PRINTER)
        return redirect("desk:paper", visit_id=visit_id)
    audit.record("visit.print", by=request.acting, at=now(), about=("visit", visit_id))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="visit-{context["day"].isoformat()}.pdf"'
    return answer


@require_GET
@allow(reads=3)
def blank(request: Request, resident_id: UUID, program: str) -> HttpResponse:
    """Show the paper of a programme to be filled by pen: name and number stand on it, no answer does."""
    one, newest = resident_or_404(resident_id), queries.programs_for(request.acting).get(program)
    if newest is None or newest.sensitivity == Sensitivity.HIDDEN_HEALTH:
        raise Http404
    edition, months = newest.on(today()), months_between(one.birth_date, today())
    begun = opened(request, one, edition)
    sheet = paper_for(papers_of(edition), form=edition.visit, readings=begun, months=months)
    columns = blank_columns(sheet, day=today(), birth_date=one.birth_date)
    more: dict[str, Any] = {"back": reverse("desk:resident", args=[one.pk])}
    more |= {"parents": _parents(one, masked=True)} if sheet.parents else {}
    return render(request, "desk/paper.html", _sheet(one, edition, sheet, columns) | more)


@require_GET
@allow(reads=3)
def archive(request: Request, resident_id: UUID) -> HttpResponse:
    """Show the cover of a resident's archive and the basic information form; numbers stand masked."""
    one = resident_or_404(resident_id)
    links = {"back": reverse("desk:resident", args=[one.pk]), "pdf": reverse("desk:archive_pdf", args=[one.pk])}
    return render(request, "desk/paper.html", _archive_context(one, masked=True) | links)


@require_GET
@allow(reads=3)
@exports("persons")
def archive_pdf(request: Request, resident_id: UUID) -> HttpResponse:
    """Hand out cover and basic information form as a PDF, with whole numbers as the paper has them."""
    one = resident_or_404(resident_id)
    try:
        body = _printed(request, _archive_context(one, masked=False))
    except NoPrinter:
        messages.error(request, NO_PRINTER)
        return redirect("desk:archive", resident_id=one.pk)
    audit.record("resident.print", by=request.acting, at=now(), about=("resident", one.pk))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="archive-{today().isoformat()}.pdf"'
    return answer


@require_GET
@allow(reads=3)
def card(request: Request, kind: str, card_id: UUID) -> HttpResponse:
    """Show a report card or a referral slip as a paper."""
    here = [kind, card_id]
    links = {"back": reverse("desk:card", args=here), "pdf": reverse("desk:card_pdf", args=here)}
    return render(request, "desk/paper.html", _card_context(request, kind, card_id) | links)


@require_GET
@allow(reads=3)
@exports("persons")
def card_pdf(request: Request, kind: str, card_id: UUID) -> HttpResponse:
    """Hand out a report card or a referral slip as a PDF."""
    context = _card_context(request, kind, card_id)
    try:
        body = _printed(request, context)
    except NoPrinter:
        messages.error(request, NO_PRINTER)
        return redirect("desk:card_paper", kind=kind, card_id=card_id)
    audit.record("card.print", by=request.acting, at=now(), about=("card", card_id))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="card-{context["day"].isoformat()}.pdf"'
    return answer


@require_GET
@allow(reads=3)
@exports("persons")
def exchange(request: Request, resident_id: UUID) -> HttpResponse:
    """Hand out a resident's basic data as JSON, under the names of the national data set."""
    one = resident_or_404(resident_id)
    told = _told(one)
    elements = [
        {"number": of.number, "identifier": of.identifier, "name": of.name, "key": key, "value": told[key]}
        for key, of in ELEMENTS.items()
        if told.get(key) not in (None, "", [])
    ]
    audit.record("resident.exchange", by=request.acting, at=now(), about=("resident", one.pk))
    whole = {"standard": STANDARD, "verified": VERIFIED, "on": today().isoformat(), "elements": elements}
    answer = HttpResponse(json.dumps(whole, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="ws365-{today().isoformat()}.json"'
    return answer


def _told(one: Resident) -> dict[str, Any]:
    """Give what the record and the basic form say, by the platform's keys; guarded diagnoses stay where they are."""
    return people.personal_information_of(one) | {
        "name": one.name,
        "sex": one.sex,
        "birth_date": one.birth_date.isoformat(),
        "document_type": one.document_type,
        "document_number": people.document_of(one, masked=False),
        "phone": people.phone_of(one, masked=False),
        "archive_no": one.archive_no,
        "conditions": [
            {"code": row.code, "onset": row.onset_date.isoformat()} for _name, row in people.conditions_of(one)
        ],
    }


def _visit_context(request: Request, visit_id: UUID, *, masked: bool = True) -> dict[str, Any]:
    found = queries.visit(visit_id, by=request.acting)
    if found is None:
        raise Http404
    one, program = found.resident, programs()[found.program].on(found.visit_date)
    rows = {row.pk: row for row in queries.visits_in(one, found.program)}
    entered = [_entered(row, people.person_of(one)) for row in rows.values()]
    sheet, columns = columns_around(papers_of(program), entered, key=found.pk, birth_date=one.birth_date)
    shown = [rows[column.entered.key] for column in columns if column.entered]
    queries.note_reading((row.program for row in shown), about=("visit", visit_id), by=request.acting, at=now())
    parents = {"parents": _parents(one, masked=masked)} if sheet.parents else {}
    return _sheet(one, program, sheet, columns) | parents | {"noted": shown, "day": found.visit_date}


def _entered(row: queries.VisitRow, person: Person) -> Entered:
    """Give a visit with what is worked out from its answers, where it was not saved beside them."""
    form, told = programs()[row.program].on(row.visit_date).visit, queries.described(row)
    return Entered(row.pk, row.visit_date, form, {**form.complete(told, on=row.visit_date, person=person), **told})


def _sheet(one: Resident, program: Program, sheet: Paper, columns: tuple[Column, ...]) -> dict[str, Any]:
    day = in_tongue(program.visit.fields["visit_date"].title)
    return {
        "resident": one,
        "number": _last_digits(one.archive_no),
        "title": in_tongue(sheet.title),
        "source": f"{program.source} · {program.edition}",
        "heading": _("月龄") if sheet.ages else _("项目") if sheet.numbered_from else day,
        "columns": columns,
        "parts": paper.parts(
            program.visit, columns, person=people.person_of(one), sheet=sheet.sheet, layout=_layout(sheet)
        ),
        "introduced": address_of(one) if sheet.introduces else "",
        "signed": [in_tongue(title) for title in sheet.signed],
    }


def _parents(one: Resident, *, masked: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give what the paper asks of father and mother: of those tied to the child whom the post sees, else blanks.

    They are residents and stand nowhere in the visit: what is written there is counted, and no name may be.
    """
    tied = {parent.sex: parent for parent in reversed(people.relatives(one, "parent"))}
    return [(title, _asked_of(tied.get(sex), masked=masked)) for title, sex in ((_("父亲"), MALE), (_("母亲"), FEMALE))]


def _asked_of(parent: Resident | None, *, masked: bool) -> list[tuple[str, str]]:
    told = people.personal_information_of(parent) if parent else {}
    return [
        (_("姓名"), parent.name if parent else ""),
        (_("职业"), forms.said(OCCUPATION, told["occupation"]) if told.get("occupation") else ""),
        (_("联系电话"), people.phone_of(parent, masked=masked) if parent else ""),
        (_("出生日期"), parent.birth_date.isoformat() if parent else ""),
    ]


def _layout(sheet: Paper) -> paper.Layout:
    return paper.Layout(joined=JOINED, phrases=PHRASES, placed=sheet.placed, beside=stands_beside)


def _archive_context(one: Resident, *, masked: bool) -> dict[str, Any]:
    readings = people.personal_information_of(one)
    if masked and (contact := readings.get(people.CONTACT_PHONE)):
        readings[people.CONTACT_PHONE] = masked_phone(contact)
    conditions = _("；").join(f"{title} {row.onset_date:%Y-%m}" for title, row in people.conditions_of(one))
    _district, street, village, *_more = (*place_name(one.area_code).split(" "), "", "")  # some live in no village yet
    told = {
        "name": one.name, "sex": one.sex, "birth_date": one.birth_date.isoformat(), "address": address_of(one),
        "document": people.document_of(one, masked=masked), "phone": people.phone_of(one, masked=masked),
        "conditions": conditions, "street": street, "village": village,
        "archive_org": one.institution.name if one.institution else "",
        "archived_date": one.archived_date.isoformat() if one.archived_date else "",
    } | readings  # fmt: skip
    return {
        "resident": one,
        "title": in_tongue(BASIC_TITLE),
        "number": _last_digits(one.archive_no),
        "cover": _filled_form(COVER, one, told)["parts"],
        "cover_title": in_tongue(COVER_TITLE),
        "whole_number": f"{one.archive_no or '':17}",
        **_filled_form(BASIC, one, told),
        "source": NORM_2017,
    }


def _card_context(request: Request, kind: str, card_id: UUID) -> dict[str, Any]:
    row = card_row(kind, card_id, by=request.acting)
    if row is None:
        raise Http404
    write_down_reading(request, row)
    one = row.resident
    day = localtime(row.reported_at).date()
    filled = Entered(row.pk, day, row.card.form, row.said)
    columns = (Column("", day, filled),)
    return {
        "resident": one or row.person,
        "number": _last_digits(one.archive_no if one else None),
        "introduced": address_of(one) if one else "",
        "title": in_tongue(row.card.title),
        "day": day,
        "columns": columns,
        "parts": paper.parts(row.card.form, columns, person=people.person_of(one) if one else Person()),
        "signed": (_("报告人签名"),),
        "sent_from": row.institution.name if row.institution else _("本辖区"),
        "sent_to": row.to_institution.name if row.to_institution else RECEIVERS.name_of(row.card.to),
        "result": row.result,
        "source": row.card.source,
    }


def _filled_form(form: Form, one: Resident, told: dict[str, Any]) -> dict[str, Any]:
    filled = Entered(one.pk, today(), form, {key: told[key] for key in form.fields if told.get(key)})
    columns = (Column("", today(), filled),)
    return {"columns": columns, "parts": paper.parts(form, columns, person=people.person_of(one))}


def _last_digits(archive_no: str | None) -> str:
    """Give what the boxes of a form hold: of the 17 digits the village's 3 and the serial 5; blanks without them."""
    digits = "".join(one for one in archive_no or "" if one.isdigit())
    return digits[-8:] if len(digits) >= 8 else " " * 8


def _printed(request: Request, context: dict[str, Any]) -> bytes:
    """Set a paper as a PDF. Raises NoPrinter."""
    found = finders.find(STYLE)
    assert isinstance(found, str), "the style of the paper is among the static files"
    with open(found, encoding="utf-8") as style:
        return pdf(render_to_string("desk/paper.html", context, request=request), style=style.read())
