"""Who carries messages out of the house: the mail server and the gateway for text messages, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from firstdesk.config.messages import Problem

MAIL = "firstdesk.notices.transports.mail.carrier"
SMS = "firstdesk.notices.transports.sms.carrier"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
NOBODY = "django.core.mail.backends.dummy.EmailBackend"
PATIENCE = 20  # seconds a carrier has to answer


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, and who it says it is from."""

    backend: str = NOBODY
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    sender: str = "firstdesk@localhost"
    folder: Path | None = None  # the demonstration writes mail into files


@dataclass(frozen=True)
class Gateway:
    """The gateway for text messages; without `url` there is none."""

    url: str = ""
    token: str = ""
    signature: str = ""  # stands before each text: 【示范县首问中心】


def mail_server(source: Mapping[str, str], data_dir: Path, *, is_demo: bool) -> MailServer:
    """FIRSTDESK_MAIL_URL, else files in the demonstration, else nobody. Raises Problem when it cannot be read."""
    url = source.get("FIRSTDESK_MAIL_URL", "")
    if not url:
        return MailServer(FILES, folder=data_dir / "mail") if is_demo else MailServer()
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "from" not in options:
        raise Problem(
            "FIRSTDESK_MAIL_URL 格式不对：应为 smtp://用户:密码@主机:587?from=desk@example.org（加密端口用 smtps://）。",
            "FIRSTDESK_MAIL_URL must read smtp://user:password@host:587?from=desk@example.org (smtps:// for port 465).",
        )
    is_tls = parts.scheme == "smtps"
    return MailServer(
        backend=SMTP,
        host=parts.hostname,
        port=parts.port or (465 if is_tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=not is_tls and options.get("starttls", "1") != "0",
        tls=is_tls,
        sender=options["from"],
    )


def gateway(source: Mapping[str, str]) -> Gateway:
    """FIRSTDESK_SMS_URL with its token. Raises Problem when it is no web address."""
    url = source.get("FIRSTDESK_SMS_URL", "")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise Problem(
            "FIRSTDESK_SMS_URL 格式不对：应为短信网关的网址，如 https://sms.example.org/v1/。",
            "FIRSTDESK_SMS_URL must be the web address of the gateway, such as https://sms.example.org/v1/.",
        )
    return Gateway(url, source.get("FIRSTDESK_SMS_TOKEN", ""), source.get("FIRSTDESK_SMS_SIGNATURE", ""))
