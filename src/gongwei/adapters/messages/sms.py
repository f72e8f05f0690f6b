"""SMS by an HTTP gateway: one JSON request for a message, in the words that the gateway's provider asks for."""

import json
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from gongwei.domain.messages import NotAccepted, NotSetUp, Unreachable

SECONDS = 10
TOO_MANY = 429


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """Where messages go: an address, a key for the Authorization header, and the names of the two fields.

    `more` holds what a provider wants besides, such as a signature or the number of a template.
    """

    address: str
    key: str = ""
    to_field: str = "phone"
    text_field: str = "text"
    more: tuple[tuple[str, str], ...] = ()

    def send(self, *, to: str, text: str, number: str) -> None:
        """Send a text to a telephone; `number` is the message's own, by which a gateway knows a second copy."""
        if not self.address:
            raise NotSetUp(NotSetUp.__doc__)
        body = json.dumps({**dict(self.more), self.to_field: to, self.text_field: text, "id": number})
        headers = {"Content-Type": "application/json", "Idempotency-Key": number}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            with urlopen(Request(self.address, body.encode(), headers), timeout=SECONDS):
                return
        except HTTPError as answer:
            with answer:
                if answer.code == TOO_MANY or answer.code >= 500:
                    raise Unreachable(f"HTTP {answer.code}") from None
                raise NotAccepted(f"HTTP {answer.code}") from None
        except (URLError, OSError) as away:
            raise Unreachable(type(away).__name__) from None  # its text could hold what was sent
