"""The site, with one more way to die: after the commit and before the answer, when a client asks for it."""

import os
import signal
from collections.abc import Iterable
from typing import Any

from gongwei.site.wsgi import application as site

ASKED = "HTTP_X_TORTURE"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Serve; where the client asks for it, this process is gone once its transaction is over."""
    answer = site(environ, start_response)
    if environ.get(ASKED) == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
