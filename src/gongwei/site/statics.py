"""Where the files of the pages lie."""

from functools import cache

from django.contrib.staticfiles.storage import StaticFilesStorage


class Remembering(StaticFilesStorage):
    """Django's own, whose addresses are joined once: a page asks for thirty, most of them the same."""

    def __init__(self) -> None:
        super().__init__()
        self.url = cache(self.url)  # type: ignore[method-assign]
