"""A gateway that only pretends: it keeps text messages in memory and shows them on a page. For the demonstration and tests.

It keeps to docs/guides/sms-gateway.md, the mistakes a gateway can make included: what it does with a number depends on how
the number ends (see `FATES`). Plain Python, started as `python -m firstdesk.notices.transports.pretend --port 8090`.
"""

import argparse
import html
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# How a number ends: (status, error). "drop": it is taken and the line breaks before the answer.
FATES: dict[str, tuple[int, str]] = {
    "0001": (422, "no_such_number"),
    "0002": (503, "busy"),
    "0003": (0, "drop"),
    "0004": (500, "broken"),
}
LARGEST = 20_000
KEPT = 1000
PAGE = (
    "<!doctype html><html lang=zh><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<meta http-equiv=refresh content=3><title>演示短信网关</title><h1>演示短信网关 (pretended)</h1>"
    "<p>这里收到的短信不会真正发出。Nothing here leaves this computer.</p>"
    "<table border=1 cellpadding=8><tr><th>时间</th><th>号码</th><th>内容</th></tr>{rows}</table>"
)


@dataclass
class Store:
    """What was taken, by key."""

    taken: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # what was asked for, in order
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, to: str, text: str) -> tuple[int, dict[str, str]]:
        with self.lock:
            if found := self.taken.get(key):
                return 409, {"id": found["id"], "error": "key_used"}
            status, error = FATES.get(to[-4:], (201, ""))
            if status >= 400:
                return status, {"error": error}
            if len(self.taken) >= KEPT:
                self.taken.pop(next(iter(self.taken)))
            pk = f"p{len(self.asked)}-{key[:6]}"
            self.taken[key] = {"id": pk, "to": to, "text": text, "at": time.strftime("%m-%d %H:%M:%S")}
            return status, {"id": pk}


class Pretended(ThreadingHTTPServer):
    """The server with its store; `port` 0 takes a free one."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.store = Store()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class Handler(BaseHTTPRequestHandler):
    """POST messages, GET messages/<key>, and a page to look at."""

    server: Pretended

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        key = self.headers.get("Idempotency-Key", "")
        try:
            body = json.loads(self.rfile.read(length)) if 0 < length < LARGEST else {}
            to, text = str(body["to"]), str(body["text"])
        except (ValueError, KeyError, TypeError):
            return self._answer(400, {"error": "unreadable"})
        self.server.store.asked.append(("POST", key))
        if not key:
            return self._answer(400, {"error": "no_key"})
        status, said = self.server.store.take(key, to, text)
        if status == 0:
            self.connection.close()
            return None
        return self._answer(status, said)

    def do_GET(self) -> None:
        key = self.path.rpartition("/")[2]
        if self.path == "/":
            return self._page()
        self.server.store.asked.append(("GET", key))
        found = self.server.store.taken.get(key)
        if found is None:
            return self._answer(404, {"error": "unknown_key"})
        return self._answer(200, {"id": found["id"], "state": "taken"})

    def log_message(self, format: str, *args: Any) -> None:
        """Numbers are nobody's business: no log."""

    def _answer(self, status: int, said: dict[str, str]) -> None:
        self._send(status, json.dumps(said).encode(), "application/json")

    def _page(self) -> None:
        rows = "".join(
            f"<tr><td>{each['at']}<td>{html.escape(each['to'])}<td>{html.escape(each['text'])}"
            for each in reversed(self.server.store.taken.values())
        )
        self._send(200, PAGE.format(rows=rows).encode(), "text/html; charset=utf-8")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(arguments: list[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    with Pretended(parser.parse_args(arguments).port) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
