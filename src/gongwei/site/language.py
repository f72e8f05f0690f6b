"""The language of a page: Chinese until somebody chooses English; what the browser prefers is not asked.

A clinic's shared laptop must not change its language with the person who set it up.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from gongwei.domain.tongue import speaking


class ChosenLanguage:
    """Answer in the language of the switch's cookie, else in the site's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        spoken = None if language == settings.LANGUAGE_CODE else translation.gettext
        with translation.override(language), speaking(spoken):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
