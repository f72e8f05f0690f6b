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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongwei.adapters.paper import NoPrinter, pdf
from gongwei.apps.accounts import audit
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import allow
from gongwei.apps.desk.views import Request, address_of, resident_or_404
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import queries
from gongwei.catalog.discovery import programs
from gongwei.catalog.fields.ws365 import ELEMENTS, STANDARD, VERIFIED
from gongwei.catalog.papers import JOINED, PHRASES, papers_of, stands_beside
from gongwei.domain.paper import Column, Entered, Paper, columns_around
from gongwei.domain.program import Program
from gongwei.domain.tongue import in_tongue
from gongwei.ui import paper

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
    """Hand out the paper on which a visit stands as a PDF."""
    context = _visit_context(request, visit_id)
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


def _visit_context(request: Request, visit_id: UUID) -> dict[str, Any]:
    found = queries.visit(visit_id, by=request.acting)
    if found is None:
        raise Http404
    one, program = found.resident, programs()[found.program].on(found.visit_date)
    rows = {row.pk: row for row in queries.visits_in(one, found.program)}
    entered = [
        Entered(row.pk, row.visit_date, programs()[row.program].on(row.visit_date).visit, queries.described(row))
        for row in rows.values()
    ]
    sheet, columns = columns_around(papers_of(program), entered, key=found.pk, birth_date=one.birth_date)
    shown = [rows[column.entered.key] for column in columns if column.entered]
    queries.note_reading((row.program for row in shown), about=("visit", visit_id), by=request.acting, at=now())
    return _sheet(one, program, sheet, columns) | {"noted": shown, "day": found.visit_date}


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


def _layout(sheet: Paper) -> paper.Layout:
    return paper.Layout(joined=JOINED, phrases=PHRASES, placed=sheet.placed, beside=stands_beside)


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
