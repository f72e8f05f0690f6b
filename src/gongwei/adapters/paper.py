"""A page as a PDF, set by WeasyPrint: what it needs comes with the page, and nothing is fetched from anywhere."""

from typing import Any


class NoPrinter(RuntimeError):
    """WeasyPrint cannot be loaded: install Pango, or print the page from the browser."""


class FetchesNothing(ValueError):
    """A page to be printed named something outside itself."""


def pdf(page: str, *, style: str) -> bytes:
    """Set a page with its style. Raises NoPrinter; whatever lies outside the page is left out."""
    try:
        from weasyprint import CSS, HTML  # loads Pango: only whoever prints waits for it
    except (ImportError, OSError) as missing:
        raise NoPrinter(f"{NoPrinter.__doc__} ({missing})") from missing
    return HTML(string=page, url_fetcher=_nothing).write_pdf(stylesheets=[CSS(string=style)])


def _nothing(url: str, *args: Any, **options: Any) -> Any:
    raise FetchesNothing(url)
