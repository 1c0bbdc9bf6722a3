"""Clients that wait for each answer before they ask again: how many answers a second, and how long each took.

They share the cores with what is measured, so they do as little as can be: one connection each, no library for HTTP.
"""

import re
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Barrier, Thread


@dataclass(frozen=True)
class Request:
    """One request; `expect`: what its status must be."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] | None = None
    expect: int = 200


@dataclass(frozen=True)
class Measured:
    """What a run of requests took."""

    rate: float  # answers a second
    times: tuple[float, ...]  # seconds, sorted

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the answers did not exceed."""
        return 1000 * self.times[min(len(self.times) - 1, int(share * len(self.times)))]


def run(port: int, make: Callable[[int], Request], *, clients: int, seconds: float) -> Measured:
    """Ask for `seconds`; `make(n)` gives the n-th request. Raises where one is answered otherwise than expected."""
    barrier, lanes = Barrier(clients + 1), [_Lane(port, make, lane, clients) for lane in range(clients)]
    threads = [Thread(target=lane.work, args=(barrier, seconds)) for lane in lanes]
    for thread in threads:
        thread.start()
    barrier.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    faults = [lane.fault for lane in lanes if lane.fault]
    if faults:
        raise RuntimeError(faults[0])
    times = sorted(each for lane in lanes for each in lane.times)
    return Measured(len(times) / took, tuple(times))


LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


class _Lane:
    def __init__(self, port: int, make: Callable[[int], Request], lane: int, lanes: int) -> None:
        self.port, self.make, self.lane, self.lanes = port, make, lane, lanes
        self.connection: socket.socket | None = None
        self.times: list[float] = []
        self.fault = ""

    def work(self, barrier: Barrier, seconds: float) -> None:
        barrier.wait()
        until, turn = time.perf_counter() + seconds, 0
        while time.perf_counter() < until and not self.fault:
            self.ask(self.make(turn * self.lanes + self.lane))
            turn += 1
        if self.connection:
            self.connection.close()

    def ask(self, request: Request) -> None:
        started = time.perf_counter()
        try:
            status, text = self._exchange(request)
        except (OSError, ValueError) as error:
            self.fault = f"{request.path}: {error!r}"
            return
        if status != request.expect:
            self.fault = f"{request.path}: {status} instead of {request.expect}: {text[:300]!r}"
            return
        self.times.append(time.perf_counter() - started)

    def _exchange(self, request: Request) -> tuple[int, bytes]:
        """Send one request over the lane's connection; the answer's status and body."""
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=120)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(self._text(request))
        text = b""
        while b"\r\n\r\n" not in text:
            text += self._came()
        head, _end, body = text.partition(b"\r\n\r\n")
        fields = head.lower()
        if found := LENGTH.search(head):
            while len(body) < int(found[1]):
                body += self._came()
        elif b"\r\ntransfer-encoding: chunked" in fields:
            while not body.endswith(b"\r\n0\r\n\r\n"):
                body += self._came()
        if b"\r\nconnection: close" in fields:
            self.connection.close()
            self.connection = None
        return int(head[9:12]), body

    def _came(self) -> bytes:
        assert self.connection is not None
        came = self.connection.recv(1 << 16)
        if not came:
            raise ValueError("the server hung up")
        return came

    def _text(self, request: Request) -> bytes:
        fields = {"Host": f"127.0.0.1:{self.port}", "Accept-Encoding": "identity", **(request.headers or {})}
        if request.body is not None:
            fields["Content-Length"] = str(len(request.body))
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"{request.method} {request.path} HTTP/1.1\r\n{head}\r\n".encode() + (request.body or b"")
