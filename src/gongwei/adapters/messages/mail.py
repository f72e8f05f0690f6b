"""Mail by SMTP."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage

from gongwei.domain.messages import SUBJECT, NotAccepted, NotSetUp, Unreachable

SECONDS = 10
FOR_GOOD = 500  # an SMTP answer from here on is final


@dataclass(frozen=True, kw_only=True)
class Server:
    """The server that takes our mail. `tls` begins with STARTTLS."""

    host: str
    port: int = 25
    sender: str = ""
    user: str = ""
    password: str = ""
    tls: bool = False

    def send(self, *, to: str, text: str, number: str) -> None:
        """Send a text to an address; `number` names the message, so that a second copy is known as one."""
        if not self.host:
            raise NotSetUp(NotSetUp.__doc__)
        letter = EmailMessage()
        letter["Subject"], letter["From"], letter["To"] = SUBJECT, self.sender, to
        letter["Message-ID"] = f"<{number}@{self.sender.partition('@')[2] or self.host}>"
        letter.set_content(text)
        try:
            with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as server:
                if self.tls:
                    server.starttls()
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            code = min(code for code, _said in refused.recipients.values())
            raise (NotAccepted if code >= FOR_GOOD else Unreachable)(f"SMTP {code}") from None
        except smtplib.SMTPResponseException as answer:
            kind = NotAccepted if answer.smtp_code >= FOR_GOOD else Unreachable
            raise kind(f"SMTP {answer.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as away:
            raise Unreachable(type(away).__name__) from None
