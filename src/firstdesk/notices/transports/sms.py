"""Text messages, handed to a gateway over HTTP as docs/guides/sms-gateway.md describes."""

from dataclasses import dataclass

import httpx
from django.conf import settings

from firstdesk.notices.transports import Answer, Carrier, Letter, NotTaken, Taken, Unknown

PATIENCE = httpx.Timeout(20, connect=5)
TAKEN_CODES = {200, 201, 202, 409}  # 409: it has this key already
LATER_CODES = {401, 403, 429, 503}  # not taken, and it may be taken later
LONGEST = 120


@dataclass(frozen=True)
class Gateway:
    """A gateway that keeps every key for a day at least, so that nothing goes twice."""

    url: str
    token: str = ""
    signature: str = ""

    def carry(self, letter: Letter) -> Answer:
        body = {"to": letter.address, "text": self.signature + letter.text, "key": letter.key}
        try:
            with self._line() as line:
                answer = line.post("messages", json=body, headers={"Idempotency-Key": letter.key})
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            return NotTaken(type(error).__name__)
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        code = answer.status_code
        if code in TAKEN_CODES:
            return Taken(_field(answer, "id"))
        said = f"HTTP {code} {_field(answer, 'error')}".strip()
        if code in LATER_CODES:
            return NotTaken(said)
        return NotTaken(said, for_good=True) if 400 <= code < 500 else Unknown(said)

    def ask(self, key: str) -> Answer:
        try:
            with self._line() as line:
                answer = line.get(f"messages/{key}")
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        if answer.status_code == httpx.codes.OK:
            return Taken(_field(answer, "id"))
        if answer.status_code == httpx.codes.NOT_FOUND and _field(answer, "error") == "unknown_key":
            return NotTaken("the gateway never got it")
        return Unknown(f"HTTP {answer.status_code}")

    def _line(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return httpx.Client(base_url=self.url.rstrip("/") + "/", headers=headers, timeout=PATIENCE, trust_env=False)


def carrier() -> Carrier:
    """The gateway of the settings."""
    found = settings.GATEWAY
    return Gateway(found.url, found.token, found.signature)


def _field(answer: httpx.Response, name: str) -> str:
    """A word of the answer; "" where it is no JSON object or has no such word."""
    try:
        found = answer.json()
    except ValueError:
        return ""
    return str(found.get(name, ""))[:LONGEST] if isinstance(found, dict) else ""
