"""Reads what an address asks for, and says what to write instead where it cannot be read."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _


class WrongQuestion(ValueError):
    """The address asks for something that cannot be: the message says what to write instead."""


def asked(request: HttpRequest, name: str, *, longest: int = 60) -> str:
    """Read a parameter of the address or of the posted form, the form first; "" when it is absent."""
    return (request.POST.get(name) or request.GET.get(name, "")).strip()[:longest]


def chosen_day(request: HttpRequest, *, otherwise: date) -> date:
    """Read the day `on`, by default another day. Raises WrongQuestion."""
    written = asked(request, "on")
    try:
        return date.fromisoformat(written) if written else otherwise
    except ValueError:
        raise WrongQuestion(_("“%s”不是日期，请按 2026-06-30 的样子填写。") % written) from None
