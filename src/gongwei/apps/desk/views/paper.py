"""Forms on paper: a visit as its official form looks, to print or as PDF; a resident under the names of WS 365."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
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
from gongwei.ui import paper
from gongwei.ui.formats import age

STYLE = "gongwei/paper.css"


@require_GET
@allow(reads=3)
def visit(request: Request, visit_id: UUID) -> HttpResponse:
    """Show a visit as the paper looks, to be printed from the browser."""
    return render(request, "desk/paper.html", _visit_context(request, visit_id) | {"screen": True})


@require_GET
@allow(reads=3)
@exports("persons")
def visit_pdf(request: Request, visit_id: UUID) -> HttpResponse:
    """Hand out a visit as a PDF that looks as the paper does."""
    context = _visit_context(request, visit_id)
    found = finders.find(STYLE)
    assert isinstance(found, str), "the style of the paper is among the static files"
    with open(found, encoding="utf-8") as style:
        try:
            body = pdf(render_to_string("desk/paper.html", context, request=request), style=style.read())
        except NoPrinter:
            messages.error(request, _("服务器没有安装排版组件，请用浏览器打印这一页，可另存为 PDF。"))
            return redirect("desk:paper", visit_id=visit_id)
    audit.record("visit.print", by=request.acting, at=now(), about=("visit", visit_id))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="visit-{context["visit"].visit_date.isoformat()}.pdf"'
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
    queries.note_reading([found.program], about=("visit", visit_id), by=request.acting, at=now())
    program = programs()[found.program].on(found.visit_date)
    return {
        "visit": found,
        "resident": found.resident,
        "age": age(found.resident.birth_date, found.visit_date),
        "address": address_of(found.resident),
        "program": program,
        "sheets": paper.sheets(program.visit, queries.described(found)),
    }
