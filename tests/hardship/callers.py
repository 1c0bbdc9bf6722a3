"""Whoever uses the product while it is being killed: one connection each, that asks again when no answer comes."""

import http.client
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

PATIENCE = 240.0  # seconds until somebody who asks again and again gives up
STATE = re.compile(r"fd-state-([a-z_]+)")
SEEN = re.compile(r'name="seen" value="([^"]+)"')
CSRF = "x" * 32


class NoAnswer(Exception):
    """The connection broke, or nobody was there: what was asked may have been done or not."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str

    @property
    def state(self) -> str:
        """Of the matter, on its page."""
        found = STATE.search(self.text)
        return found[1] if found else ""

    @property
    def seen(self) -> str:
        """What the page was true for."""
        found = SEEN.search(self.text)
        return unescape(found[1]) if found else ""

    def json(self) -> Any:
        """The body."""
        return json.loads(self.text)


@dataclass
class Caller:
    """One program or one browser. `lost` counts the answers that never came, `broken` those of 500 and more."""

    port: int
    headers: Mapping[str, str]
    patience: float = 60
    lost: int = 0
    broken: int = 0
    _line: http.client.HTTPConnection | None = field(default=None, repr=False)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Once. Raises NoAnswer."""
        line = self._line = self._line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            line.request(method, path, body, {**self.headers, **(headers or {})})
            answer = line.getresponse()
            return Answer(answer.status, answer.read().decode(errors="replace"), answer.headers.get("Location", ""))
        except (OSError, http.client.HTTPException) as error:
            self.close()
            self.lost += 1
            raise NoAnswer(repr(error)) from error

    def insist(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The same again until there is an answer below 500."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.ask(method, path, body, headers)
                if answer.status < 500:
                    return answer
                self.broken += 1
                said = f"{answer.status} {answer.text[:200]}"
            except NoAnswer as error:
                said = str(error)
            assert time.monotonic() < deadline, f"{method} {path}: no answer for {PATIENCE} s: {said}"
            time.sleep(0.25)

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None


class System(Caller):
    """Another system that sends reports by the interface."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(port, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})

    def report(self, key: str, story: str) -> str:
        """Send a report until there is a receipt; its number."""
        told = {"narrative": story, "place": "荷香苑12栋302", "reporter": {"name": "周女士", "phone": "13900001111"}}
        body = json.dumps(told, ensure_ascii=False).encode()
        answer = self.insist("POST", "/api/v1/reports", body, {"Idempotency-Key": key})
        assert answer.status in {200, 201}, answer.text
        return str(answer.json()["number"])


class Person(Caller):
    """Somebody signed in, at the pages."""

    def __init__(self, port: int, person: Mapping[str, Any]) -> None:
        cookie = f"sessionid={person['session']}; csrftoken={CSRF}"
        super().__init__(port, {"Cookie": cookie, "X-CSRFToken": CSRF, "Accept-Language": "zh-CN"})
        self.pk = int(person["pk"])

    def page(self, number: str) -> Answer:
        """The page of a matter."""
        return self.insist("GET", f"/matters/{number}/")

    def send(self, path: str, form: Mapping[str, str]) -> Answer:
        """A form, once. Raises NoAnswer."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(form).encode(), kind)

    def send_until_answered(self, path: str, form: Mapping[str, str]) -> Answer:
        """A form that says by a key of its own that it is the same again."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.insist("POST", path, urlencode(form).encode(), kind)


def classification(**other: str) -> dict[str, str]:
    """What the page of classification sends for a matter that goes to the linkage unit."""
    given = {"nature": "complaint", "topic": "property_management.lift", "urgency": "normal", "grade": "ordinary"}
    return given | {"remit": "outside", "person_informed": "on", "reason": "按归口", "handover_note": "请接收"} | other
