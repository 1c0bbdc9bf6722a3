"""Mail, handed to the server of the settings."""

import logging
import smtplib

from django.core.mail import EmailMessage, get_connection

from firstdesk.common.appointments import method
from firstdesk.notices.transports import Answer, Carrier, Letter, NotTaken, Taken, Unknown

logger = logging.getLogger("firstdesk.notices")
FOR_GOOD = range(500, 600)  # SMTP: the server will not take this letter, however often it is asked


class Mail:
    """A server that cannot be asked afterwards whether it has a letter: then a person decides."""

    def carry(self, letter: Letter) -> Answer:
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            return NotTaken(_said(error))
        message_id = f"<{letter.key}@firstdesk>"  # the same however often it is handed over
        headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
        message = EmailMessage(letter.subject, letter.text, to=[letter.address], headers=headers, connection=connection)
        if letter.calendar:
            message.attach("appointment.ics", letter.calendar, f"text/calendar; method={method(letter.calendar)}")
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            return NotTaken(_plain(code, said), for_good=code in FOR_GOOD)
        except smtplib.SMTPResponseException as error:
            return NotTaken(_plain(error.smtp_code, error.smtp_error), for_good=error.smtp_code in FOR_GOOD)
        except (OSError, smtplib.SMTPException) as error:
            return Unknown(_said(error))
        finally:
            _hang_up(connection)
        return Taken(message_id)

    def ask(self, key: str) -> Answer:
        return Unknown("a mail server cannot be asked what it has taken")


def carrier() -> Carrier:
    """The mail server of the settings."""
    return Mail()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error.strerror or error}" if isinstance(error, OSError) else type(error).__name__


def _plain(code: int, said: bytes | str) -> str:
    """The server's code; its words may repeat the address, so they go no further than the code's class."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return f"SMTP {code}" + (f" {words[:5]}" if words[:5].replace(".", "").isdigit() else "")


def _hang_up(connection: object) -> None:
    close = getattr(connection, "close", None)
    try:
        if close:
            close()
    except (OSError, smtplib.SMTPException):
        logger.info("the mail server hung up first")
